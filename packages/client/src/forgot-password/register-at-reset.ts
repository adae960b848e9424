import { registerResetPassword } from '@postern/contract';
import { type Email, ok, type Result, refuse } from '@postern/core';
import { registerFinish, registerStart } from '@postern/crypto';
import { checkPassword } from '../account/check-password.ts';
import type { Api } from '../api/api.ts';

type Registration = NonNullable<Awaited<ReturnType<typeof registerFinish>>>;

/** Registers the new password of a reset. Nothing is stored by it yet. */
export async function registerAtReset(
  api: Api,
  of: { readonly ticket: string; readonly email: string },
  password: string,
): Promise<Result<Registration>> {
  const acceptable = checkPassword(password);
  if (!acceptable.ok) return acceptable;
  const { message, state } = await registerStart(password);
  const begun = await api.call(registerResetPassword, {
    body: { ticket: of.ticket, registrationRequest: message },
  });
  if (!begun.ok) return begun;
  const response = begun.value.registrationResponse;
  const registration = await registerFinish({ password, email: of.email as Email, state, response });
  return registration === undefined ? refuse('opaque_malformed') : ok(registration);
}
