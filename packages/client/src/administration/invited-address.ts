import { type Email, fromBase64Url, fromUtf8, parseEmail, toBase64Url, utf8 } from '@postern/core';

/** The address as the fifth part of an invitation's fragment: base64url of its UTF-8. */
export function writeInvitedAddress(email: Email): string {
  return toBase64Url(utf8(email));
}

/** The address of a fragment's fifth part; undefined for what is none in its one spelling. */
export function parseInvitedAddress(part: string): Email | undefined {
  const bytes = fromBase64Url(part);
  const text = bytes === undefined ? undefined : fromUtf8(bytes);
  const email = text === undefined ? undefined : parseEmail(text);
  return email?.ok && email.value === text ? email.value : undefined;
}

/**
 * The address that the link of an invitation was made for, to fill in a form for somebody who is not signed in.
 * UNTRUSTED: whoever gives a link chooses it; for whom an invitation counts is in the ledger alone.
 */
export function findInvitedAddress(fragment: string): Email | undefined {
  return parseInvitedAddress(fragment.trim().split('.')[4] ?? '');
}
