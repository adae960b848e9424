import { type Email, newId, ok, type Result, refuse } from '@postern/core';
import { type OpenedKeyStorage, parseKeyStatement, verifyKeyStorage } from '@postern/crypto';
import { type AccountCore, type OpenAccount, sealedStoreOf, startOpenAccount } from './account-core.ts';
import { type KeptState, readKeptState, writeKeptState } from './account-state-keeper.ts';
import { type DeviceRecord, readDeviceRecord, writeDeviceRecord } from './device-record.ts';
import { hasBegunAnew, mergeAccountStates } from './merge-account-state.ts';
import type { ServedAccount } from './open-served-account.ts';
import { refuseOlder } from './refuse-older.ts';

/**
 * Makes this the device of an account that was just opened from the server: writes its record, keeps its state, and
 * takes up the replica that is here if the same account secret sealed it. What another account or an older secret
 * left behind is wiped. `ledger_fork` or `manifest_wrong` when this device has verified what the served state
 * contradicts, `state_older_than_known` when it has seen a later one and does not have it any more, or a later key storage.
 */
export async function keepOnDevice(
  core: AccountCore,
  served: Omit<ServedAccount, 'email'>,
  session: { readonly email: Email; readonly password: string; readonly token: string | undefined },
): Promise<Result<OpenAccount>> {
  const { account, opened, createdAtMs, bundle } = served;
  const before = await readDeviceRecord(core.replica);
  const goesOn = before !== undefined && (await hasSameSecret(before, opened));
  const device = goesOn ? before.device : newId<string>();
  const store = await sealedStoreOf(core.replica, { account, device }, opened);

  const seen = await seenOf(before, opened);
  const known =
    seen === undefined
      ? refuse('state_older_than_known')
      : refuseOlder(seen.keyStorageVersion, opened.statement.version);
  if (!known.ok) return known;
  const here = goesOn ? await readKeptState(store, opened) : undefined;
  const kept = reconcile(served, here, seen?.stateRevision ?? 0);
  if (!kept.ok) return kept;
  if (!goesOn) await core.replica.clear();
  const { accountSecret, keys, statement } = opened;
  const record: DeviceRecord = {
    device,
    account,
    email: session.email,
    createdAtMs,
    ...(session.token === undefined ? {} : { token: session.token }),
    ...(hasBegunAnew(opened, kept.value.state) && kept.value.state.heads.length === 0
      ? { knowsNothing: true }
      : {}),
    keyStatement: keys.statement.bytes,
    keyStorage: statement.bytes,
    bundle,
    seen: { stateRevision: kept.value.revision, keyStorageVersion: statement.version },
  };
  // A copy that is here opens the same secret, unless it was damaged; the one that is made now takes its place.
  await writeDeviceRecord(core.replica, { ...record, unlock: goesOn ? before.unlock : undefined });
  await writeKeptState(store, opened, kept.value);
  core.sealUnlock(session.password, { account, device, keyStorage: statement.bytes }, accountSecret);
  return ok(startOpenAccount(core, { record, opened, store, kept: kept.value }));
}

/**
 * What this device has seen of the generation of keys that was opened: nothing of a newer one, and nothing of any where it
 * knew no organization yet. `undefined`: it has seen a later generation, and this one counts no more.
 */
async function seenOf(
  before: DeviceRecord | undefined,
  { keys }: OpenedKeyStorage,
): Promise<DeviceRecord['seen'] | undefined> {
  const nothing = { keyStorageVersion: 0, stateRevision: 0 };
  if (before === undefined || before.account !== keys.account || before.knowsNothing) return nothing;
  const statement = await parseKeyStatement(before.keyStatement);
  if (!statement.ok || statement.value.generation < keys.generation) return nothing;
  return statement.value.hash === keys.statement.hash ? before.seen : undefined;
}

/**
 * The state to go on with. What this device has kept it gives back to a server that lost it; a device that only
 * remembers having seen a later revision refuses the older one.
 */
function reconcile(
  { state, stateRevision }: Pick<ServedAccount, 'state' | 'stateRevision'>,
  here: KeptState | undefined,
  seen: number,
): Result<KeptState> {
  if (here === undefined) {
    const known = refuseOlder(seen, stateRevision);
    return known.ok ? ok({ state, revision: stateRevision, unsent: false }) : known;
  }
  const merged = mergeAccountStates(state, here.state);
  if (!merged.ok) return merged;
  const behind = stateRevision < here.revision;
  return ok({
    state: merged.value,
    revision: Math.max(stateRevision, here.revision),
    unsent: here.unsent || behind,
  });
}

/** Takes up an account that was opened from the device's own copy. `opening_failed` when its kept state is damaged. */
export async function resumeOnDevice(
  core: AccountCore,
  record: DeviceRecord,
  opened: OpenedKeyStorage,
): Promise<Result<OpenAccount>> {
  const store = await sealedStoreOf(core.replica, record, opened);
  const kept = await readKeptState(store, opened);
  return kept === undefined
    ? refuse('opening_failed')
    : ok(startOpenAccount(core, { record, opened, store, kept }));
}

/** Whether the record on this device belongs to the same account under the same account secret. */
async function hasSameSecret(record: DeviceRecord, opened: OpenedKeyStorage): Promise<boolean> {
  if (record.account !== opened.keys.account) return false;
  const statement = await parseKeyStatement(record.keyStatement);
  if (!statement.ok) return false;
  const storage = await verifyKeyStorage(record.keyStorage, statement.value.signingKey);
  return storage.ok && storage.value.secretCommit === opened.statement.secretCommit;
}
