import { type AnswerOf, finishPasswordReset } from '@postern/contract';
import {
  type AccountId,
  type Bytes,
  type Email,
  type KeyMethodId,
  ok,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import {
  type AccountState,
  createMethod,
  deriveSealingKey,
  hashB64,
  type KeyStorageSet,
  type OpenedKeyStorage,
  openAccountState,
  passwordMethodSeed,
  renewSecret,
  replaceMethod,
  sealAccountState,
} from '@postern/crypto';
import { type AccountCore, sealedStoreOf } from '../account/account-core.ts';
import { readKeptState } from '../account/account-state-keeper.ts';
import { readDeviceRecord } from '../account/device-record.ts';
import { bytesOfWire, keyStorageToWire } from '../account/key-storage-wire.ts';
import { mergeAccountStates } from '../account/merge-account-state.ts';
import type { ServedAccount } from '../account/open-served-account.ts';
import { refuseOlder } from '../account/refuse-older.ts';
import { registerAtReset } from './register-at-reset.ts';
import type { BroughtBack, ResetInProgress } from './reset-in-progress.ts';

/** What a reset gave: a session, and the account as this device made it. */
export interface ResetEnd {
  readonly answer: AnswerOf<typeof finishPasswordReset>;
  readonly served: ServedAccount;
}

const attempts = 4;

/**
 * Sets a new password with keys that were brought back. The account secret is drawn anew, so that neither the forgotten
 * password nor a copy of what it opened opens anything newer (attack row X15); every other way stays, and the state is sealed
 * again with all that the account knew, together with what this device may have kept and never sent.
 */
export async function finishWithKeys(
  core: AccountCore,
  reset: ResetInProgress,
  password: string,
): Promise<Result<ResetEnd>> {
  const registration = await registerAtReset(core.api, reset, password);
  if (!registration.ok) return registration;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const back = attempt === 0 ? reset.broughtBack : await again(core, reset);
    if (back === undefined) return refuse('state_moved');
    const { opened, served } = back;
    const known = await knownState(core, opened, served);
    if (!known.ok) return known;
    const anchors = keptAnchors(opened, served);
    if (!anchors.ok) return anchors;
    const seed = await passwordMethodSeed(registration.value.exportKey);
    const set = await withPassword(opened, seed);
    const state: AccountState = { ...known.value, keyStorageVersion: set.statement.version };
    const revision = served.state.revision + 1;
    const sealed = await sealAccountState(
      await deriveSealingKey(set.accountSecret, 'state'),
      { account: opened.keys.account, revision, secretVersion: set.statement.secretVersion },
      state,
    );
    const answer = await core.api.call(finishPasswordReset, {
      body: {
        ticket: reset.ticket,
        registrationRecord: registration.value.record,
        generation: served.generation,
        keys: keyStorageToWire(set, (method) => anchors.value.get(method)),
        state: { revision, sealed: toBase64Url(sealed) },
        client: core.identity,
      },
    });
    if (answer.ok)
      return ok({ answer: answer.value, served: accountOf(reset, opened, set, state, revision) });
    if (answer.code !== 'state_moved') return answer;
  }
  return refuse('state_moved');
}

async function again(core: AccountCore, reset: ResetInProgress): Promise<BroughtBack | undefined> {
  const read = await reset.readAgain(core.api);
  return read.ok ? read.value : undefined;
}

/** The password in its old place, or, where the account keeps no keys under its password, the other ways as they were. */
async function withPassword(
  opened: OpenedKeyStorage,
  seed: Awaited<ReturnType<typeof passwordMethodSeed>>,
): Promise<KeyStorageSet> {
  const replaced = opened.statement.methods.find(({ kind }) => kind === 'password');
  if (replaced === undefined) return renewSecret(opened);
  const set = await replaceMethod(opened, replaced.id, await createMethod('password', seed, opened.keys));
  if (!set.ok) throw new Error('a listed method was not found');
  return set.value;
}

/**
 * All that the account knew: the served state, opened with the secret that was brought back, and what this device kept under
 * the same secret. Nothing older than this device has seen is taken.
 */
async function knownState(
  core: AccountCore,
  opened: OpenedKeyStorage,
  { state: { revision, sealed } }: BroughtBack['served'],
): Promise<Result<AccountState>> {
  const { keys, accountSecret, statement } = opened;
  const context = { account: keys.account, revision, secretVersion: statement.secretVersion };
  const stateKey = await deriveSealingKey(accountSecret, 'state');
  if (sealed === undefined) return refuse('state_moved');
  const served = await openAccountState(stateKey, context, bytesOfWire(sealed));
  if (served === undefined) return refuse('opening_failed');
  const inState = refuseOlder(served.keyStorageVersion, statement.version);
  if (!inState.ok) return inState;
  const record = await readDeviceRecord(core.replica);
  if (record?.account !== keys.account || hashB64(record.keyStatement) !== keys.statement.hash) {
    return ok(served);
  }
  const seenStorage = refuseOlder(record.seen.keyStorageVersion, statement.version);
  if (!seenStorage.ok) return seenStorage;
  const here = await readKeptState(await sealedStoreOf(core.replica, record, opened), opened);
  if (here === undefined) {
    const seenState = refuseOlder(record.seen.stateRevision, revision);
    return seenState.ok ? ok(served) : seenState;
  }
  return mergeAccountStates(served, here.state);
}

/** The anchors of the ways that stay, each the one that the signed statement lists. The password is replaced. */
function keptAnchors(
  { statement }: OpenedKeyStorage,
  { keys }: BroughtBack['served'],
): Result<ReadonlyMap<KeyMethodId, Bytes>> {
  const anchors = new Map<KeyMethodId, Bytes>();
  for (const { id, kind, anchorHash } of statement.methods) {
    if (kind === 'password') continue;
    const served = keys.methods.find((one) => one.id === id);
    const anchor = served && bytesOfWire(served.anchor);
    if (anchor === undefined || hashB64(anchor) !== anchorHash) return refuse('opening_failed');
    anchors.set(id, anchor);
  }
  return ok(anchors);
}

/** The account as it is from now on. */
export function accountOf(
  reset: ResetInProgress,
  { keys }: Pick<OpenedKeyStorage, 'keys'>,
  { accountSecret, statement, bundle }: KeyStorageSet,
  state: AccountState,
  stateRevision: number,
): ServedAccount {
  return {
    account: keys.account as AccountId,
    email: reset.email as Email,
    createdAtMs: reset.view?.createdAtMs ?? 0,
    opened: { keys, accountSecret, statement },
    bundle,
    state,
    stateRevision,
  };
}
