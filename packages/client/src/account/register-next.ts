import { beginPasswordChange } from '@postern/contract';
import { type Email, ok, type Result, refuse } from '@postern/core';
import { registerFinish, registerStart } from '@postern/crypto';
import type { Api } from '../api/api.ts';

type Registration = NonNullable<Awaited<ReturnType<typeof registerFinish>>>;

/** Registers another password for the account of this session, which has to be fresh. Nothing is stored by it yet. */
export async function registerNext(api: Api, email: Email, password: string): Promise<Result<Registration>> {
  const { message, state } = await registerStart(password);
  const begun = await api.call(beginPasswordChange, { body: { registrationRequest: message } });
  if (!begun.ok) return begun;
  const response = begun.value.registrationResponse;
  const registration = await registerFinish({ password, email, state, response });
  return registration === undefined ? refuse('opaque_malformed') : ok(registration);
}
