import { type Bytes, concatBytes, type Json, ok, type Result, refuse, toBase64Url } from '@postern/core';
import { acceptablePublicKey, acceptableSignature } from './ed25519-checks.ts';
import { frameHeader, parseSigned } from './frames.ts';
import type { SignedType } from './object-types.ts';

export type VerifyCode = 'signature_wrong' | 'object_malformed';

/** A ledger has fewer signers than events; importing a key costs as much as a verification. */
const maxCachedKeys = 2048;
const importedKeys = new Map<string, Promise<CryptoKey>>();

/**
 * The payload of a signed object whose signature by `publicKey` (32 bytes) holds.
 * `object_malformed`: the frame or the canonical encoding is wrong; `signature_wrong`: key, signature or both are not
 * acceptable or do not fit. Verifications may run side by side: many at once are faster than one after another.
 */
export async function verifySigned(
  bytes: Bytes,
  type: SignedType,
  publicKey: Bytes,
): Promise<Result<Json, VerifyCode>> {
  const parts = parseSigned(bytes, type);
  if (parts === undefined) return refuse('object_malformed');
  const holds = await verifyBytes(
    publicKey,
    parts.signature,
    concatBytes(frameHeader(type), parts.payloadBytes),
  );
  return holds ? ok(parts.payload) : refuse('signature_wrong');
}

/** Whether an Ed25519 signature holds for exactly these bytes, under the stricter rules of `ed25519-checks.ts`. */
export async function verifyBytes(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  if (!acceptablePublicKey(publicKey) || !acceptableSignature(signature)) return false;
  const imported = importVerifyKey(publicKey);
  try {
    return await crypto.subtle.verify('Ed25519', await imported, signature, message);
  } catch {
    // Platforms differ in whether a key that is no point fails on import or on use.
    return false;
  }
}

function importVerifyKey(publicKey: Bytes): Promise<CryptoKey> {
  const name = toBase64Url(publicKey);
  const known = importedKeys.get(name);
  if (known !== undefined) return known;
  const imported = crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  const oldest = importedKeys.keys().next();
  if (importedKeys.size >= maxCachedKeys && !oldest.done) importedKeys.delete(oldest.value);
  importedKeys.set(name, imported);
  return imported;
}
