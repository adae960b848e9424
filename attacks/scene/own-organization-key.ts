import { toBase64Url } from '@postern/core';
import {
  commitOrganizationKey,
  drawSecret,
  type OrganizationKeySeed,
  type SealingKeyPair,
  sealingKeyPairFromSeed,
} from '@postern/crypto';
import type { LedgerState } from '@postern/ledger';

/** An organization key that the server drew, for epoch 2: as an event announces it, and the pair that opens what is sealed to it. */
export interface OwnOrganizationKey {
  readonly announced: { readonly commit: string; readonly epoch: 2; readonly publicKey: string };
  readonly pair: SealingKeyPair;
}

export async function drawOrganizationKey({ organization: org }: LedgerState): Promise<OwnOrganizationKey> {
  const seed = drawSecret<OrganizationKeySeed>();
  const pair = await sealingKeyPairFromSeed(seed);
  const commit = await commitOrganizationKey(seed, { epoch: 2, org });
  return { announced: { commit, epoch: 2, publicKey: toBase64Url(pair.publicKey) }, pair };
}
