import { type Bytes, concatBytes, maxSealedBytes, randomBytes } from '@postern/core';
import { type DeriveLabel, hkdfParams, importDerivingKey } from './derive.ts';
import { boundContext, frameHeader, headerBytes, isSealed, nonceBytes } from './frames.ts';
import type { SealedContexts, SealedType } from './object-types.ts';

/** SPEC: docs/protocol/objects.md, the sealed frame: AES-256-GCM by WebCrypto, random 12-byte nonce. */

declare const brand: unique symbol;
/** An imported AES-256-GCM key that can't be read out again. Import once, open many. */
export type SealingKey = CryptoKey & { readonly [brand]: 'SealingKey' };

const aes256Gcm = { name: 'AES-GCM', length: 256 } as const;

/** Labels whose derived key seals something. */
export type SealingLabel = Extract<
  DeriveLabel,
  'anchor' | 'body' | 'bundle' | 'epoch-link' | 'group-name' | 'header' | 'replica' | 'state'
>;

/** The sealing key that a secret gives under a label (and, for entry bodies, the entry's id). */
export async function deriveSealingKey(
  secret: Bytes,
  label: SealingLabel,
  context?: string,
): Promise<SealingKey> {
  return deriveSealingKeyFrom(await importDerivingKey(secret), label, context);
}

/** As {@link deriveSealingKey}, from a secret that was imported before. */
export async function deriveSealingKeyFrom(
  derivingKey: CryptoKey,
  label: SealingLabel,
  context?: string,
): Promise<SealingKey> {
  const params = hkdfParams(label, context);
  return (await crypto.subtle.deriveKey(params, derivingKey, aes256Gcm, false, [
    'encrypt',
    'decrypt',
  ])) as SealingKey;
}

/** A sealing key of 32 bytes that are already a key: the output of Argon2id. */
export async function importSealingKey(keyBytes: Bytes): Promise<SealingKey> {
  if (keyBytes.length !== 32) throw new RangeError('a sealing key is 32 bytes');
  return (await crypto.subtle.importKey('raw', keyBytes, aes256Gcm, false, [
    'encrypt',
    'decrypt',
  ])) as SealingKey;
}

/** The sealed object of this type around `plaintext`. Throws when it would exceed 1 MiB: callers bound their content. */
export async function seal<Type extends SealedType>(
  type: Type,
  key: SealingKey,
  context: SealedContexts[Type],
  plaintext: Bytes,
): Promise<Bytes> {
  const iv = randomBytes(nonceBytes);
  const additionalData = boundContext(type, context);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plaintext);
  const bytes = concatBytes(frameHeader(type), iv, new Uint8Array(sealed));
  if (bytes.length > maxSealedBytes) throw new RangeError('a sealed object is at most 1 MiB');
  return bytes;
}

/**
 * What a sealed object holds, or `undefined`. There is one failure and it has no reason: frame, type, context, key
 * and tampering look alike (attack row DL03).
 */
export async function open<Type extends SealedType>(
  type: Type,
  key: SealingKey,
  context: SealedContexts[Type],
  bytes: Bytes,
): Promise<Bytes | undefined> {
  if (!isSealed(bytes, type)) return undefined;
  const iv = bytes.subarray(headerBytes, headerBytes + nonceBytes);
  const additionalData = boundContext(type, context);
  const sealed = bytes.subarray(headerBytes + nonceBytes);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed));
  } catch {
    return undefined;
  }
}
