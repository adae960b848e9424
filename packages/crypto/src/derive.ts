import { type Bytes, encodeCanonical, type HashB64, type Json, toBase64Url, utf8 } from '@postern/core';

/**
 * SPEC: docs/protocol/objects.md. HKDF-SHA-256 (RFC 5869) with the secret as input key, an empty salt and
 * `info = "postern/1/" · label [· "/" · context]`. The salt may be empty because every secret is uniformly random.
 */

/** Every label in use. One secret under two labels gives two unrelated keys. */
export type DeriveLabel =
  | 'anchor'
  | 'body'
  | 'bundle'
  | 'commit'
  | 'epoch-link'
  | 'group-name'
  | 'header'
  | 'invite/sealing'
  | 'invite/signing'
  | 'method/passkey'
  | 'method/password'
  | 'proof'
  | 'recovery/sealing'
  | 'recovery/signing'
  | 'replica'
  | 'sealing'
  | 'state';

/** The secret as a non-extractable key that further keys can be derived from. */
export function importDerivingKey(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
}

/** The parameters of one derivation, as WebCrypto takes them. */
export function hkdfParams(label: DeriveLabel, context?: string): HkdfParams {
  const info = context === undefined ? `postern/1/${label}` : `postern/1/${label}/${context}`;
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(info) };
}

/** 32 bytes derived from a secret. */
export async function deriveBytes(secret: Bytes, label: DeriveLabel, context?: string): Promise<Bytes> {
  const key = await importDerivingKey(secret);
  return new Uint8Array(await crypto.subtle.deriveBits(hkdfParams(label, context), key, 256));
}

/**
 * A commitment to a key: public, and the same for nobody who holds another key. Whoever opens a key compares it with
 * the one signed for that context before using or re-sealing it (attack rows X19, X20).
 */
export async function commit(secret: Bytes, context: Json): Promise<HashB64> {
  const contextText = new TextDecoder().decode(encodeCanonical(context));
  return toBase64Url(await deriveBytes(secret, 'commit', contextText)) as HashB64;
}
