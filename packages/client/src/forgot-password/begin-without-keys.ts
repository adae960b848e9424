import { beginGeneration } from '@postern/contract';
import { ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  createMethod,
  createNextAccountKeys,
  deriveSealingKey,
  parseKeyStatement,
  passwordMethodSeed,
  sealAccountState,
  startKeyStorage,
} from '@postern/crypto';
import type { AccountCore } from '../account/account-core.ts';
import { bytesOfWire, keyStorageToWire } from '../account/key-storage-wire.ts';
import { emptyAccountState } from '../account/merge-account-state.ts';
import { accountOf, type ResetEnd } from './finish-with-keys.ts';
import { registerAtReset } from './register-at-reset.ts';
import type { ResetInProgress } from './reset-in-progress.ts';

/**
 * Begins a generation of keys without those before it: keys, account secret and an empty state are drawn and sealed here.
 * The statement names the latest before it, which the server hands out and nothing here vouches for: whoever links the member
 * anew judges by the ledger whether it follows.
 */
export async function beginWithoutKeys(
  core: AccountCore,
  reset: ResetInProgress,
  password: string,
): Promise<Result<ResetEnd>> {
  const registration = await registerAtReset(core.api, reset, password);
  if (!registration.ok) return registration;
  // The number may have been taken, or the one that waited may be in force by now.
  const read = await reset.read(core.api);
  if (!read.ok) return read;
  const { view } = reset;
  const latest = view && (await parseKeyStatement(bytesOfWire(view.latestStatement)));
  if (view === undefined || !latest?.ok || latest.value.account !== view.account) {
    return refuse('opening_failed');
  }
  const nowMs = core.clock.nowMs();
  const keys = await createNextAccountKeys(latest.value, nowMs, view.newestGeneration + 1);
  const seed = await passwordMethodSeed(registration.value.exportKey);
  const set = await startKeyStorage(keys, [await createMethod('password', seed, keys)]);
  const { accountSecret, statement } = set;
  const state = { ...emptyAccountState, keyStorageVersion: statement.version };
  const sealed = await sealAccountState(
    await deriveSealingKey(accountSecret, 'state'),
    { account: keys.account, revision: 1, secretVersion: statement.secretVersion },
    state,
  );
  const answer = await core.api.call(beginGeneration, {
    body: {
      ticket: reset.ticket,
      registrationRecord: registration.value.record,
      keyStatement: toBase64Url(keys.statement.bytes),
      keys: keyStorageToWire(set),
      state: { revision: 1, sealed: toBase64Url(sealed) },
      client: core.identity,
    },
  });
  if (!answer.ok) return answer;
  return ok({ answer: answer.value, served: accountOf(reset, { keys }, set, state, 1) });
}
