import type { Bytes, FactorId } from '@postern/core';
import type { ServerKeys } from '../platform/keys.ts';

/** The secret of an authenticator app as the database keeps it: sealed for the one factor it belongs to. */
export function sealTotpSecret(keys: ServerKeys, factor: FactorId, secret: Uint8Array): Bytes {
  return keys.sealAtRest(contextOf(factor), secret);
}

/** Throws when the row was changed or belongs to another factor: that is a fault of the database, not of a person. */
export function openTotpSecret(keys: ServerKeys, factor: FactorId, sealed: Uint8Array): Bytes {
  const secret = keys.openAtRest(contextOf(factor), sealed);
  if (secret === undefined) throw new Error('the secret of an authenticator app does not open');
  return secret;
}

function contextOf(factor: FactorId): string {
  return `totp secret ${factor}`;
}
