import { type Bytes, utf8 } from '@postern/core';
import { argon2Costs } from './fixed-costs.ts';
import type { InviteSecret } from './secrets.ts';

/**
 * The secret of an invitation that is mailed and completed by words told another way: neither the mail nor the words
 * alone open anything. DEFENCE (attack row X9): the server reads the mail, and the words go past it. Case and white
 * space of the words do not matter. About a third of a second: run it in a worker.
 */
export async function secretWithWords(mailed: InviteSecret, words: string): Promise<InviteSecret> {
  return (await stretchWords(words, mailed)) as InviteSecret;
}

/** 32 bytes out of told words, at the costs of the device unlock; case and white space do not matter. */
export async function stretchWords(words: string, salt: Bytes): Promise<Bytes> {
  const spelled = words
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .split(/[\s-]+/u)
    .join(' ');
  // Loaded with the first words, as it is with the first password.
  const { argon2id } = await import('hash-wasm');
  const stretched = await argon2id({
    password: utf8(spelled),
    salt,
    iterations: argon2Costs.iterations,
    memorySize: argon2Costs.memoryKiB,
    parallelism: argon2Costs.parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
  return new Uint8Array(stretched);
}
