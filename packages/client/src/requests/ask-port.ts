import { isRelinkCode } from '@postern/access';
import { askForAccess, type RelinkShown, withdrawRequest } from '@postern/contract';
import { ok, type Result } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { ownWordsFor } from '../relink/own-words.ts';
import type { AskPort } from './port.ts';

/** Asking for access, at whatever address the account was refused. */
export function createAskPort(core: ClientCore): AskPort {
  return {
    ask: async (address, { code, about, note }) => {
      const relink = isRelinkCode(code) ? await shownFor(core, address) : ok(undefined);
      if (!relink.ok) return relink;
      const body = {
        code,
        note,
        ...(about === undefined ? {} : { about }),
        ...(relink.value === undefined ? {} : { relink: relink.value }),
      };
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

/** What a request to be invited again shows of the words that are on this device. */
async function shownFor(core: ClientCore, address: string): Promise<Result<RelinkShown>> {
  const account = core.account();
  if (!account.ok) return account;
  const { entered } = core.snapshots.current();
  const gate = entered?.address === address ? entered.gate : undefined;
  const own = await ownWordsFor(account.value, gate, core.clock.nowMs());
  if (!own.ok) return own;
  const { proof, statementHash } = own.value;
  return ok({ proof, statementHash });
}
