import { type Email, type HashB64, ok, type Result, refuse, toBase64Url } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { ServerKeys } from '../platform/keys.ts';
import type { Mail } from '../platform/mail/mail-port.ts';
import type { Platform } from '../platform/platform.ts';
import { countWrongCode, deleteMailedCode, findMailedCode, putMailedCode } from './code-queries.ts';
import { newToken } from './tokens.ts';

/** `second-factor`: given at sign-in or in a session. `mail-factor`: turns mailed codes on. */
export const codePurposes = [
  'sign-up',
  'account-deletion',
  'second-factor',
  'mail-factor',
  'password-reset',
  'abandonment',
] as const;
export type CodePurpose = (typeof codePurposes)[number];

/** Which code: there is one per purpose and address; and network, for codes that strangers can ask for. */
export interface CodeSubject {
  readonly purpose: CodePurpose;
  readonly email: Email;
  /** The network that it was asked from, and has to be entered from. */
  readonly network?: string;
}

export const codeMinutes = 15;
const maxCodeAttempts = 5;

/**
 * Keeps the code's keyed hash for {@link codeMinutes}, in place of an earlier one. Without a code, one is kept that no
 * six digits match: entering a code for an address that has an account then goes as for any other.
 */
export async function keepCode(
  queries: Queries,
  keys: ServerKeys,
  subject: CodeSubject,
  code: string | undefined,
  nowMs: number,
): Promise<void> {
  await putMailedCode(queries, {
    name: codeName(keys, subject),
    code_hash: hashOf(keys, subject, code ?? newToken()),
    expires_at_ms: nowMs + codeMinutes * 60_000,
  });
}

/** Whether a code stands that can still be entered. */
export async function hasCode(
  queries: Queries,
  keys: ServerKeys,
  subject: CodeSubject,
  nowMs: number,
): Promise<boolean> {
  const kept = await findMailedCode(queries, codeName(keys, subject), nowMs);
  return kept !== undefined && kept.attempts < maxCodeAttempts;
}

/** Uses the code up, or counts a wrong one. Run it in a transaction that is committed also when it refuses. */
export async function redeemCode(
  queries: Queries,
  keys: ServerKeys,
  subject: CodeSubject,
  code: string,
  nowMs: number,
): Promise<Result<undefined, 'code_wrong' | 'code_expired' | 'too_many_attempts'>> {
  const name = codeName(keys, subject);
  const kept = await findMailedCode(queries, name, nowMs);
  if (!kept) return refuse('code_expired', { field: '/code' });
  if (kept.attempts >= maxCodeAttempts) return refuse('too_many_attempts', { field: '/code' });
  if (kept.code_hash === hashOf(keys, subject, code)) {
    await deleteMailedCode(queries, name);
    return ok();
  }
  await countWrongCode(queries, name);
  const attemptsLeft = maxCodeAttempts - kept.attempts - 1;
  return attemptsLeft > 0
    ? refuse('code_wrong', { field: '/code', params: { attemptsLeft } })
    : refuse('too_many_attempts', { field: '/code' });
}

/** Under which name a code is kept; it does not give the address away. */
export function codeName(keys: ServerKeys, { purpose, email, network }: CodeSubject): HashB64 {
  const subject = network === undefined ? email : `${email}\0${network}`;
  return toBase64Url(keys.lookupHash(`mailed-code/${purpose}`, subject)) as HashB64;
}

function hashOf(keys: ServerKeys, { purpose, email }: CodeSubject, code: string): HashB64 {
  return toBase64Url(keys.lookupHash(`mailed-code/${purpose}/code`, `${code}\0${email}`)) as HashB64;
}

/**
 * Hands a mail over. The answer to the request does not wait for a mail server, whose pace and failures depend on the
 * address; the outbox is our own database and the same work for every mail. Failures are in the log and the metrics.
 */
export async function handMailOver(platform: Platform, mail: Mail): Promise<void> {
  const sending = platform.mail.send(mail);
  if (platform.hasOutbox) await sending;
  else sending.catch((error: unknown) => platform.log.fault('a mail was not sent', error));
}
