import { ok, type Result, refuse } from './result.ts';

declare const brand: unique symbol;
/** A mail address in the one spelling that is stored, compared and signed. */
export type Email = string & { readonly [brand]: 'Email' };

const shape = /^[^\s@"(),:;<>[\\\]]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/u;

/**
 * The address trimmed, NFC-normalised and in lower case, or `email_invalid`. Quoted local parts and comments
 * (RFC 5322) are refused: no team uses them and two spellings of one mailbox must not be two members.
 */
export function parseEmail(text: string): Result<Email, 'email_invalid'> {
  const email = text.trim().normalize('NFC').toLowerCase();
  if (email.length > 254 || !shape.test(email) || !email.isWellFormed()) {
    return refuse('email_invalid', { field: '/email' });
  }
  return ok(email as Email);
}
