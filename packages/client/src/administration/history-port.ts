import { ok } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { readAdministered } from './administered.ts';
import { namesHere } from './names-here.ts';
import type { HistoryPort } from './port.ts';
import { readOrganizationHistory } from './read-organization-history.ts';

/** What was done in the organization, by whom and when. */
export function createHistoryPort(core: ClientCore): HistoryPort {
  return {
    all: async () => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      return ok(readOrganizationHistory(read.value, await namesHere(read.value)));
    },
  };
}
