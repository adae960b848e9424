import { randomInt } from 'node:crypto';
import { type AccountId, type HashB64, toBase64Url } from '@postern/core';
import type { ServerKeys } from '../platform/keys.ts';

/** Crockford's base32: nothing in it looks like something else in it. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 10;
const count = 10;

/** Ten codes of 50 bits each. */
export function newBackupCodes(): string[] {
  const newCode = () => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: count }, newCode);
}

/** As people write it down: two groups of five. */
export function groupedBackupCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/** What the database keeps of a code: the account is in it, so equal codes of two accounts do not look equal. */
export function backupCodeHash(keys: ServerKeys, account: AccountId, code: string): HashB64 {
  return toBase64Url(keys.lookupHash('backup-code', `${account}\0${code}`)) as HashB64;
}
