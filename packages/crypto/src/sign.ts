import {
  type Bytes,
  concatBytes,
  encodeCanonical,
  fromBase64Url,
  type Json,
  maxSignedPayloadBytes,
} from '@postern/core';
import { frameHeader } from './frames.ts';
import type { SignedType } from './object-types.ts';
import type { SigningSeed } from './secrets.ts';

/** An Ed25519 key that signs; the private half can't be read out again. */
export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Bytes;
  readonly privateKey: CryptoKey;
}

/** Everything in front of the seed in the PKCS #8 encoding of an Ed25519 private key (RFC 8410, section 7). */
const pkcs8Prefix = Uint8Array.from([
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
]);

/** The signing key that a 32-byte seed stands for. */
export async function signingKeyFromSeed(seed: SigningSeed): Promise<SigningKey> {
  const pkcs8 = concatBytes(pkcs8Prefix, seed);
  // WebCrypto gives the public half only through an export, hence a second, extractable import that is dropped.
  const extractable = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const publicKey = fromBase64Url((await crypto.subtle.exportKey('jwk', extractable)).x ?? '');
  if (publicKey?.length !== 32) throw new Error('the platform gave no Ed25519 public key');
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  return { publicKey, privateKey };
}

/** The signed object of this type around the canonical encoding of `payload`. Throws above 1 MiB of payload. */
export async function signObject(type: SignedType, key: SigningKey, payload: Json): Promise<Bytes> {
  const payloadBytes = encodeCanonical(payload);
  if (payloadBytes.length > maxSignedPayloadBytes) throw new RangeError('a signed payload is at most 1 MiB');
  const header = frameHeader(type);
  const signature = await signBytes(key, concatBytes(header, payloadBytes));
  return concatBytes(header, signature, payloadBytes);
}

/** The 64-byte signature of exactly these bytes. For what is not an object of its own; it is not domain-separated. */
export async function signBytes(key: SigningKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key.privateKey, message));
}
