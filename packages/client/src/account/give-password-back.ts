import { finishPasswordChange, getAccount } from '@postern/contract';
import { equalBytes, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  type AccountSecret,
  createMethod,
  deriveSealingKey,
  drawSecret,
  type KeyStorageSet,
  type OpenedKeyStorage,
  passwordMethodSeed,
  sealAccountState,
  verifyKeyStorage,
  writeKeyStorage,
} from '@postern/crypto';
import { type AccountCore, type OpenAccount, sealedStoreOf } from './account-core.ts';
import { type KeptState, readKeptState } from './account-state-keeper.ts';
import { readAnchorsThere } from './change-password.ts';
import { type DeviceRecord, readDeviceRecord } from './device-record.ts';
import { bytesOfWire, keyStorageToWire } from './key-storage-wire.ts';
import { moveDevice } from './move-device.ts';
import { openFromDevice } from './open-from-device.ts';
import { signInByPassword } from './password-proof.ts';
import { registerNext } from './register-next.ts';
import { goOnWithSession, type NewSession, type SignIn } from './sign-in.ts';

/**
 * Gives a server that lost a change of password, as one restored from a backup does, the newer password back, together
 * with keys and state as this device holds them. `password` opens this device; `earlier` is the one that the server has
 * again. INVARIANT: of what the server shows only numbers are used, to count on from. Nothing that the earlier password
 * opens is read, and nothing is sealed for it: whoever knows it gains nothing by an older state (attack rows X8, X15).
 * Refused with `sign_in_failed` for either password, `state_moved` when the server is not older after all.
 */
export async function givePasswordBack(
  core: AccountCore,
  password: string,
  earlier: string,
): Promise<Result<SignIn>> {
  await core.unlockSealed();
  const record = await readDeviceRecord(core.replica);
  if (record === undefined) return refuse('sign_in_required');
  const opened = await openFromDevice(record, password);
  if (opened === undefined) return refuse('sign_in_failed', { field: '/password' });
  const kept = await readKeptState(await sealedStoreOf(core.replica, record, opened), opened);
  if (kept === undefined) return refuse('opening_failed');

  const proven = await signInByPassword(core.api, record.email, earlier, core.identity);
  if (!proven.ok) return proven.code === 'sign_in_failed' ? { ...proven, field: '/earlier' } : proven;
  return goOnWithSession(core, proven.value.answer, (session) =>
    giveBack(core, session, { password, record, opened, kept }),
  );
}

/** Makes the device's password the server's, in a session that the earlier one gave. */
async function giveBack(
  core: AccountCore,
  session: NewSession,
  { password, record, opened, kept: keptState }: Held,
): Promise<Result<OpenAccount>> {
  core.useToken(session.token);
  const shown = await readShown(core, opened, session.account);
  if (!shown.ok) return shown;
  let { base, stateRevision } = shown.value;

  // A way that was added after the backup is lost to the server, and with it what this device would list it by.
  const anchors = await readAnchorsThere(core, opened.statement.methods);
  if (!anchors.ok) return anchors;
  const kept = opened.statement.methods.filter(
    ({ id, kind }) => kind !== 'password' && anchors.value.has(id),
  );
  const isUnderPassword =
    kept.length === 0 || opened.statement.methods.some(({ kind }) => kind === 'password');
  let set: KeyStorageSet;
  let state = keptState.state;
  // Past what this device has seen, so that whoever saw the lost change takes this for the newer one.
  do {
    const registration = await registerNext(core.api, record.email, password);
    if (!registration.ok) return registration;
    const seed = await passwordMethodSeed(registration.value.exportKey);
    set = await writeKeyStorage({
      keys: opened.keys,
      accountSecret: drawSecret<AccountSecret>(),
      secretVersion: base.statement.secretVersion + 1,
      version: base.statement.version + 1,
      kept,
      added: isUnderPassword ? [await createMethod('password', seed, opened.keys)] : [],
    });
    const { accountSecret, statement } = set;
    state = { ...state, keyStorageVersion: statement.version };
    stateRevision += 1;
    const sealed = await sealAccountState(
      await deriveSealingKey(accountSecret, 'state'),
      { account: record.account, revision: stateRevision, secretVersion: statement.secretVersion },
      state,
    );
    const stored = await core.api.call(finishPasswordChange, {
      body: {
        registrationRecord: registration.value.record,
        keys: keyStorageToWire(set, (method) => anchors.value.get(method)),
        state: { revision: stateRevision, sealed: toBase64Url(sealed) },
      },
    });
    if (!stored.ok) return stored;
    base = { keys: opened.keys, accountSecret, statement };
  } while (set.statement.version <= opened.statement.version);

  const { token: _over, ...rest } = record;
  const now = { ...rest, ...(session.token === undefined ? {} : { token: session.token }) };
  return ok(
    await moveDevice(core, now, opened, set, password, {
      state,
      revision: Math.max(keptState.revision, stateRevision),
      // Counted up to where the account's devices have seen it.
      unsent: true,
    }),
  );
}

/** What the password of this device opened. */
interface Held {
  readonly password: string;
  readonly record: DeviceRecord;
  readonly opened: OpenedKeyStorage;
  readonly kept: KeptState;
}

/** What this device holds, with the numbers from which the server goes on. */
async function readShown(
  core: AccountCore,
  opened: OpenedKeyStorage,
  account: string,
): Promise<Result<{ base: OpenedKeyStorage; stateRevision: number }>> {
  const served = await core.api.call(getAccount, {});
  if (!served.ok) return served;
  const { keys, statement } = opened;
  const isOurs =
    account === keys.account &&
    served.value.account === account &&
    equalBytes(bytesOfWire(served.value.keyStatement), keys.statement.bytes);
  if (!isOurs) return refuse('opening_failed');
  const shown = await verifyKeyStorage(bytesOfWire(served.value.keys.keyStorage), keys.signing.publicKey);
  if (!shown.ok) return refuse('signature_wrong');
  const { version, secretVersion } = shown.value;
  // One of the same number that is not ours comes of a giving back that was cut off.
  if (version > statement.version || shown.value.hash === statement.hash) return refuse('state_moved');
  return ok({
    base: { ...opened, statement: { ...statement, version, secretVersion } },
    stateRevision: served.value.stateRevision,
  });
}
