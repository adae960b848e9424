import { isRelinkCode } from '@postern/access';
import { replaceRelinkWords } from '@postern/contract';
import { ok, type Result } from '@postern/core';
import type { DrawnWords } from '@postern/crypto';
import { readAdministered } from '../administration/administered.ts';
import type { ClientCore } from '../client-core.ts';
import { listKeysChanged, noteKeysChangedSeen } from './keys-changed.ts';
import { drawOwnWords, findAskedFor, ownWordsFor } from './own-words.ts';
import type { RelinkPort, RelinkWords } from './port.ts';

/** Being invited again: the words of who asks, and what others see of it. */
export function createRelinkPort(core: ClientCore): RelinkPort {
  const gateAt = (address: string) => {
    const { entered } = core.snapshots.current();
    return entered?.address === address ? entered.gate : undefined;
  };
  const openRequest = (address: string) =>
    core.ownRequests.at(address).find(({ code, state }) => state === 'open' && isRelinkCode(code));
  const shown = (address: string, { words, proof }: DrawnWords): RelinkWords => {
    const open = openRequest(address);
    return { words, count: open === undefined ? undefined : open.relinkProof === proof };
  };

  return {
    words: async (address) => {
      const account = core.account();
      if (!account.ok) return account;
      const proof = openRequest(address)?.relinkProof;
      const own = await ownWordsFor(account.value, gateAt(address), core.clock.nowMs(), proof);
      return own.ok ? ok(shown(address, own.value)) : own;
    },
    drawWords: async (address): Promise<Result<RelinkWords>> => {
      const account = core.account();
      if (!account.ok) return account;
      const asked = findAskedFor(gateAt(address));
      if (!asked.ok) return asked;
      const own = await drawOwnWords(account.value, asked.value, core.clock.nowMs());
      if (!own.ok) return own;
      const open = openRequest(address);
      if (open !== undefined) {
        const { proof, statementHash } = own.value;
        const params = { address, request: open.request };
        const replaced = await core.api.call(replaceRelinkWords, { params, body: { proof, statementHash } });
        if (!replaced.ok) return replaced;
        core.ownRequests.keep(address, replaced.value);
      }
      return ok(shown(address, own.value));
    },
    keysChanged: async () => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const account = core.account();
      if (!account.ok) return account;
      return ok(await listKeysChanged(read.value, account.value.store, core.clock.nowMs()));
    },
    noteKeysChanged: async (seq) => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const account = core.account();
      if (!account.ok) return account;
      await noteKeysChangedSeen(account.value.store, read.value.state, seq);
      return ok();
    },
  };
}
