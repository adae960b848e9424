import { listOperatorActs } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { readAdministered } from './administered.ts';
import { namesHere } from './names-here.ts';
import type { HistoryPort } from './port.ts';
import { readOrganizationHistory } from './read-organization-history.ts';

/** What was done in the organization, by whom and when. */
export function createHistoryPort(core: ClientCore): HistoryPort {
  return {
    operatorActs: async () => {
      const { entered } = core;
      if (entered === undefined) return refuse('not_found');
      const params = { organization: entered.organization };
      const told = await core.api.call(listOperatorActs, { params });
      return told.ok ? ok(told.value.acts) : told;
    },
    all: async () => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      return ok(readOrganizationHistory(read.value, await namesHere(read.value)));
    },
  };
}
