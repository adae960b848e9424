import { type Bytes, utf8 } from '@postern/core';
import { deriveBytes } from './derive.ts';
import { sha256 } from './hash.ts';
import type { MethodSeed } from './secrets.ts';

/** Where the seeds of key-storage methods come from, and what shows that somebody holds one. */

/**
 * The input of a passkey's PRF (WebAuthn Level 3, section 10.1.4), 32 bytes. It may be the same everywhere: the output
 * depends on a secret that each passkey has of its own.
 */
export const passkeyPrfInput: Bytes = sha256(utf8('postern/1/key-storage/passkey'));

/** The seed of a passkey's method, from the 32 bytes that its PRF gives for {@link passkeyPrfInput}. */
export async function passkeyMethodSeed(prfOutput: Bytes): Promise<MethodSeed> {
  return (await deriveBytes(prfOutput, 'method/passkey')) as MethodSeed;
}

/**
 * What is shown to the server to prove that somebody holds the seed, 32 bytes. It opens nothing, and nothing that opens
 * anything can be derived from it.
 */
export function methodProof(seed: MethodSeed): Promise<Bytes> {
  return deriveBytes(seed, 'proof');
}
