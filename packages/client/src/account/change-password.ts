import { finishPasswordChange, getAccount } from '@postern/contract';
import { type Bytes, type KeyMethodId, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  createMethod,
  deriveSealingKey,
  hashB64,
  type OpenedKeyStorage,
  passwordMethodSeed,
  renewSecret,
  replaceMethod,
  sealAccountState,
} from '@postern/crypto';
import type { AccountCore, OpenAccount } from './account-core.ts';
import { checkPassword } from './check-password.ts';
import { bytesOfWire, keyStorageToWire } from './key-storage-wire.ts';
import { moveDevice } from './move-device.ts';
import { confirmByPassword } from './password-proof.ts';
import { registerNext } from './register-next.ts';

/** The account under its new secret; the one that was passed in is closed. */
export interface ChangedPassword {
  readonly open: OpenAccount;
  readonly endedSessions: number;
}

const attempts = 4;

/**
 * Puts another password in the place of the current one. The account secret is drawn anew, so that neither the old
 * password nor what it once opened opens anything newer (attack row X15); state, device copy and replica are sealed
 * again under it. Nothing else may use the account meanwhile.
 */
export async function changePassword(
  core: AccountCore,
  open: OpenAccount,
  current: string,
  next: string,
): Promise<Result<ChangedPassword>> {
  const acceptable = checkPassword(next);
  if (!acceptable.ok) return acceptable;
  // The copy under the secret that goes must not come after the one under the next.
  await core.unlockSealed();
  const record = open.record();
  const { email } = record;
  const confirmed = await confirmByPassword(core.api, email, current);
  if (!confirmed.ok) return confirmed;

  const registration = await registerNext(core.api, email, next);
  if (!registration.ok) return registration;
  const { keys, statement } = open.opened;
  const replaced = statement.methods.find((method) => method.kind === 'password');
  const anchors = await readKeptAnchors(
    core,
    statement.methods.filter(({ id }) => id !== replaced?.id),
  );
  if (!anchors.ok) return anchors;
  const seed = await passwordMethodSeed(registration.value.exportKey);
  // Where the keys are not kept under the password, it is this device's own copy that the new secret is for.
  const set =
    replaced === undefined
      ? ok(await renewSecret(open.opened))
      : await replaceMethod(open.opened, replaced.id, await createMethod('password', seed, keys));
  if (!set.ok) return set;

  for (let attempt = 0; attempt < attempts; attempt++) {
    // What other devices sent comes in first, so that nothing of it is lost under the new secret.
    const refreshed = await open.state.refresh();
    if (!refreshed.ok) return refreshed;
    const state = { ...open.state.current(), keyStorageVersion: set.value.statement.version };
    const revision = open.state.revision() + 1;
    const sealed = await sealAccountState(
      await deriveSealingKey(set.value.accountSecret, 'state'),
      { account: keys.account, revision, secretVersion: set.value.statement.secretVersion },
      state,
    );
    const finished = await core.api.call(finishPasswordChange, {
      body: {
        registrationRecord: registration.value.record,
        keys: keyStorageToWire(set.value, (method) => anchors.value.get(method)),
        state: { revision, sealed: toBase64Url(sealed) },
      },
    });
    if (finished.ok) {
      open.close();
      const reopened = await moveDevice(core, record, open.opened, set.value, next, {
        state,
        revision,
        unsent: false,
      });
      return ok({ open: reopened, endedSessions: finished.value.endedSessions });
    }
    if (finished.code !== 'state_moved') return finished;
  }
  return refuse('state_moved');
}

/** The anchors of the methods that stay, each the one that the signed statement lists; `opening_failed` without one. */
async function readKeptAnchors(
  core: Pick<AccountCore, 'api'>,
  staying: OpenedKeyStorage['statement']['methods'],
): Promise<Result<ReadonlyMap<KeyMethodId, Bytes>>> {
  const anchors = await readAnchorsThere(core, staying);
  return anchors.ok && anchors.value.size !== staying.length ? refuse('opening_failed') : anchors;
}

/** The anchors that the server has of these methods, each the one that the signed statement lists. */
export async function readAnchorsThere(
  { api }: Pick<AccountCore, 'api'>,
  methods: OpenedKeyStorage['statement']['methods'],
): Promise<Result<ReadonlyMap<KeyMethodId, Bytes>>> {
  const served = await api.call(getAccount, {});
  if (!served.ok) return served;
  const anchors = new Map<KeyMethodId, Bytes>();
  for (const { id, anchorHash } of methods) {
    const method = served.value.keys.methods.find((one) => one.id === id);
    const anchor = method && bytesOfWire(method.anchor);
    if (anchor !== undefined && hashB64(anchor) === anchorHash) anchors.set(id, anchor);
  }
  return ok(anchors);
}
