import type { Bytes, InviteId, OrganizationId } from '@postern/core';
import { deriveBytes } from './derive.ts';
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

/** The invitation key's signature over who joins (64 bytes), as `join` carries it. */
export function signJoinProof({ signing }: InvitationKeys, proof: JoinProof): Promise<Bytes> {
  return signBytes(signing, joinProofMessage(proof));
}
