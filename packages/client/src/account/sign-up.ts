import { finishSignUp, registerPassword } from '@postern/contract';
import { type AccountId, type Email, newId, type Result, refuse, toBase64Url } from '@postern/core';
import {
  createAccountKeys,
  createMethod,
  deriveSealingKey,
  passwordMethodSeed,
  registerFinish,
  registerStart,
  sealAccountState,
  startKeyStorage,
} from '@postern/crypto';
import type { AccountCore, OpenAccount } from './account-core.ts';
import { checkPassword } from './check-password.ts';
import { keepOnDevice } from './keep-on-device.ts';
import { keyStorageToWire } from './key-storage-wire.ts';
import { emptyAccountState } from './merge-account-state.ts';

/**
 * Registers a password and founds the account: its keys, the account secret and the state are drawn and sealed here.
 * The account is open on this device afterwards.
 */
export async function signUp(
  core: AccountCore,
  ticket: string,
  email: Email,
  password: string,
): Promise<Result<OpenAccount>> {
  const acceptable = checkPassword(password);
  if (!acceptable.ok) return acceptable;
  const start = await registerStart(password);
  const begun = await core.api.call(registerPassword, {
    body: { ticket, registrationRequest: start.message },
  });
  if (!begun.ok) return begun;
  const response = begun.value.registrationResponse;
  const registration = await registerFinish({ password, email, state: start.state, response });
  if (registration === undefined) return refuse('opaque_malformed');

  const account = newId<AccountId>();
  const nowMs = core.clock.nowMs();
  const keys = await createAccountKeys(account, nowMs);
  const method = await createMethod('password', await passwordMethodSeed(registration.exportKey), keys);
  const set = await startKeyStorage(keys, [method]);
  const { accountSecret, statement } = set;
  const stateKey = await deriveSealingKey(accountSecret, 'state');
  const context = { account, revision: 1, secretVersion: statement.secretVersion };
  const sealed = await sealAccountState(stateKey, context, emptyAccountState);
  const finished = await core.api.call(finishSignUp, {
    body: {
      ticket,
      registrationRecord: registration.record,
      account,
      keyStatement: toBase64Url(keys.statement.bytes),
      keys: keyStorageToWire(set),
      state: { revision: 1, sealed: toBase64Url(sealed) },
      client: core.identity,
    },
  });
  if (!finished.ok) return finished;
  const { token } = finished.value;
  core.useToken(token);
  return keepOnDevice(
    core,
    {
      account,
      createdAtMs: nowMs,
      opened: { keys, accountSecret, statement },
      bundle: set.bundle,
      state: emptyAccountState,
      stateRevision: 1,
    },
    { email, password, token },
  );
}
