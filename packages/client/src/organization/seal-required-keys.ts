import type { SealedKey } from '@postern/contract';
import {
  type Bytes,
  fromBase64Url,
  type GroupId,
  type MemberId,
  type OrganizationId,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import {
  deriveVaultKeys,
  type GroupKeySeed,
  type KeyRecipient,
  type OrganizationKeySeed,
  sealEpochLink,
  type VaultKey,
  wrapGroupKey,
  wrapOrganizationKey,
  wrapVaultKey,
} from '@postern/crypto';
import {
  type LedgerEvent,
  type LedgerState,
  type RequiredSealedKey,
  requiredSealedKeys,
} from '@postern/ledger';

/** Where the keys to be sealed come from; `undefined` for one that this account does not hold. */
export interface KeySource {
  readonly vaultKey: (vault: VaultId, epoch: number) => Promise<VaultKey | undefined>;
  readonly organizationKey: (epoch: number) => Promise<OrganizationKeySeed | undefined>;
  readonly groupKey: (group: GroupId, epoch: number) => Promise<GroupKeySeed | undefined>;
}

type GroupSubject = Extract<RequiredSealedKey['subject'], `group:${string}`>;

function isGroup(subject: RequiredSealedKey['subject']): subject is GroupSubject {
  return subject.startsWith('group:');
}

/**
 * The sealed keys that travel with an event, `after` being the verified state with it; `undefined` when a key is not
 * at hand. INVARIANT: recipients and their public keys come from the verified ledger (attack rows BW01, BW02, 1P01,
 * LP07, DL02, 1P05).
 */
export async function sealRequiredKeys(
  after: LedgerState,
  event: LedgerEvent,
  granter: MemberId,
  source: KeySource,
): Promise<readonly SealedKey[] | undefined> {
  const required = requiredSealedKeys(after, event);
  const sealed = await Promise.all(required.map((one) => sealOne(after.organization, one, granter, source)));
  const out: SealedKey[] = [];
  for (const [at, bytes] of sealed.entries()) {
    const one = required[at];
    if (bytes === undefined || one === undefined) return undefined;
    const { subject, epoch, recipient } = one;
    out.push({ subject, epoch, recipient, granter, sealed: toBase64Url(bytes) });
  }
  return out;
}

async function sealOne(
  org: OrganizationId,
  required: RequiredSealedKey,
  granter: MemberId,
  source: KeySource,
): Promise<Bytes | undefined> {
  const { subject, epoch } = required;
  if (required.recipient === 'link') {
    const vault = subject as VaultId;
    const key = await source.vaultKey(vault, epoch);
    const older = await source.vaultKey(vault, epoch - 1);
    if (key === undefined || older === undefined) return undefined;
    return sealEpochLink(await deriveVaultKeys(key, { epoch, org, vault }), older);
  }
  const recipient: KeyRecipient = required.recipient;
  const publicKey = fromBase64Url(required.sealingKeyB64);
  if (publicKey === undefined) return undefined;
  if (subject === 'organization') {
    const seed = await source.organizationKey(epoch);
    return seed && wrapOrganizationKey(publicKey, { epoch, granter, org, recipient }, seed);
  }
  if (isGroup(subject)) {
    const group = subject.slice('group:'.length) as GroupId;
    const seed = await source.groupKey(group, epoch);
    return seed && wrapGroupKey(publicKey, { epoch, granter, group, org, recipient }, seed);
  }
  const key = await source.vaultKey(subject, epoch);
  return key && wrapVaultKey(publicKey, { epoch, granter, org, recipient, vault: subject }, key);
}
