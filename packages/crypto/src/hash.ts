import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { type Bytes, type HashB64, toBase64Url } from '@postern/core';

/** SHA-256, 32 bytes. Synchronous, because a manifest hashes thousands of leaves in one go. */
export function sha256(bytes: Uint8Array): Bytes {
  return nobleSha256(bytes) as Bytes;
}

/** SHA-256 as base64url text: the name by which signed objects refer to each other. */
export function hashB64(bytes: Uint8Array): HashB64 {
  return toBase64Url(sha256(bytes)) as HashB64;
}
