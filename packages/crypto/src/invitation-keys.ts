import { type Bytes, type InviteId, type OrganizationId, utf8 } from '@postern/core';
import { deriveBytes } from './derive.ts';
import { argon2Costs } from './fixed-costs.ts';
import { type JoinProof, joinProofMessage } from './join-proof.ts';
import type { InviteSecret, SealingSeed, SigningSeed } from './secrets.ts';
import { type SigningKey, signBytes, signingKeyFromSeed } from './sign.ts';
import { type SealingKeyPair, sealingKeyPairFromSeed } from './wrap.ts';

/** The key pairs behind an invitation's secret; the ledger holds their public halves, which commit to the secret. */
export interface InvitationKeys {
  readonly signing: SigningKey;
  readonly sealing: SealingKeyPair;
}

/** The key pairs that an invitation's secret stands for, in this organization and for this invitation only. */
export async function invitationKeysOf(
  secret: InviteSecret,
  { org, invite }: { readonly org: OrganizationId; readonly invite: InviteId },
): Promise<InvitationKeys> {
  const context = `${org}/${invite}`;
  return {
    signing: await signingKeyFromSeed((await deriveBytes(secret, 'invite/signing', context)) as SigningSeed),
    sealing: await sealingKeyPairFromSeed(
      (await deriveBytes(secret, 'invite/sealing', context)) as SealingSeed,
    ),
  };
}

/**
 * The secret of an invitation that is mailed and completed by words told another way: neither the mail nor the words
 * alone open anything. Case and white space of the words do not matter. About a third of a second: run it in a worker.
 */
export async function secretWithWords(mailed: InviteSecret, words: string): Promise<InviteSecret> {
  const spelled = words
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .split(/[\s-]+/u)
    .join(' ');
  // Loaded with the first words, as it is with the first password.
  const { argon2id } = await import('hash-wasm');
  const secret = await argon2id({
    password: utf8(spelled),
    salt: mailed,
    iterations: argon2Costs.iterations,
    memorySize: argon2Costs.memoryKiB,
    parallelism: argon2Costs.parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
  return new Uint8Array(secret) as InviteSecret;
}

/** The invitation key's signature over who joins (64 bytes), as `join` carries it. */
export function signJoinProof({ signing }: InvitationKeys, proof: JoinProof): Promise<Bytes> {
  return signBytes(signing, joinProofMessage(proof));
}
