import type { Bytes } from '@postern/core';
import { deriveBytes } from './derive.ts';
import type { MethodSeed } from './secrets.ts';

/** Where the seeds of key-storage methods come from, and what shows that somebody holds one. */

/** The seed of a passkey's method, from the 32 bytes that its PRF gives for the one input that docs/protocol/key-storage.md names. */
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
