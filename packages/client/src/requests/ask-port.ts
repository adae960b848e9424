import { askForAccess, withdrawRequest } from '@postern/contract';
import { ok } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import type { AskPort } from './port.ts';

/** Asking for access, at whatever address the account was refused. */
export function createAskPort(core: ClientCore): AskPort {
  return {
    ask: async (address, { code, about, note }) => {
      const body = { code, note, ...(about === undefined ? {} : { about }) };
      const asked = await core.api.call(askForAccess, { params: { address }, body });
      if (!asked.ok) {
        // Somebody may have helped in this moment, or another device asked: what is shown is what there is.
        if (asked.code === 'nothing_to_ask' || asked.code === 'rate_limited') {
          await core.ownRequests.read(address);
        }
        return asked;
      }
      core.ownRequests.keep(address, asked.value);
      return ok(asked.value);
    },
    own: (address) => core.ownRequests.read(address),
    withdraw: async (address, request) => {
      const withdrawn = await core.api.call(withdrawRequest, { params: { address, request } });
      if (withdrawn.ok) core.ownRequests.keep(address, withdrawn.value);
      else await core.ownRequests.read(address);
      return withdrawn;
    },
  };
}
