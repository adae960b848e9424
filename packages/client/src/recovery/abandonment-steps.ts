import { beginAbandonment, confirmAbandonment, readAbandonment, stopAbandonment } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import type { Api } from '../api/api.ts';
import type { OwnersDoorPort } from '../owners-door/port.ts';

/** Giving an organization up at the owner's door. It needs no key: whoever does it has none. */
export function createAbandonmentSteps(
  api: Api,
): Pick<OwnersDoorPort, 'readAbandonment' | 'beginAbandonment' | 'confirmAbandonment' | 'stopAbandonment'> {
  return {
    readAbandonment: async (address) => {
      const answer = await api.call(readAbandonment, { params: { address } });
      return answer.ok ? ok(answer.value.abandonment ?? undefined) : answer;
    },
    beginAbandonment: async (address) => {
      const answer = await api.call(beginAbandonment, { params: { address }, body: {} });
      return answer.ok ? ok() : answer;
    },
    confirmAbandonment: async (address, code) => {
      const digits = code.replaceAll(/\s/g, '');
      if (!/^\d{6}$/.test(digits)) return refuse('code_wrong', { field: '/code' });
      return api.call(confirmAbandonment, { params: { address }, body: { code: digits } });
    },
    stopAbandonment: async (address) => {
      const answer = await api.call(stopAbandonment, { params: { address } });
      return answer.ok ? ok() : answer;
    },
  };
}
