import { randomInt } from 'node:crypto';
import { type HashB64, randomBytes, toBase64Url } from '@postern/core';
import type { ServerKeys } from '../platform/keys.ts';

/** What a token is for; a token of one purpose is no token of another. */
export type TokenPurpose =
  | 'session'
  | 'sign-up-ticket'
  | 'sign-in-attempt'
  | 'pending-sign-in'
  | 'reset-ticket'
  | 'recovery-challenge'
  | 'phone-approval';

/** 32 random bytes as base64url: whoever holds it may do what it is for. */
export function newToken(): string {
  return toBase64Url(randomBytes(32));
}

/** What the database keeps of a token. */
export function tokenHash(keys: ServerKeys, purpose: TokenPurpose, token: string): HashB64 {
  return toBase64Url(keys.lookupHash(purpose, token)) as HashB64;
}

/** Six digits, each as likely as the other. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}
