import type { SealedKey } from '@postern/contract';
import {
  type Bytes,
  type GroupId,
  type MemberId,
  type OrganizationId,
  ok,
  type Result,
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
import { bytesOfWire } from '../account/key-storage-wire.ts';

/**
 * Where keys come from, and why there is none: `vault_not_found` and `group_not_found` for what the ledger does not know,
 * `vault_not_shared`, `keys_missing`, `key_commitment_wrong`, or the network's.
 */
export interface KeySource {
  readonly vaultKey: (vault: VaultId, epoch: number) => Promise<Result<VaultKey>>;
  readonly organizationKey: (epoch: number) => Promise<Result<OrganizationKeySeed>>;
  readonly groupKey: (group: GroupId, epoch: number) => Promise<Result<GroupKeySeed>>;
}

type GroupSubject = Extract<RequiredSealedKey['subject'], `group:${string}`>;

function isGroup(subject: RequiredSealedKey['subject']): subject is GroupSubject {
  return subject.startsWith('group:');
}

/**
 * The sealed keys that travel with an event, `after` being the verified state with it; refused as the
 * source refuses a key. INVARIANT: recipients and their public keys come from the verified ledger (attack rows BW01, BW02, 1P01,
 * LP07, DL02, 1P05).
 */
export async function sealRequiredKeys(
  after: LedgerState,
  event: LedgerEvent,
  granter: MemberId,
  source: KeySource,
): Promise<Result<readonly SealedKey[]>> {
  const required = requiredSealedKeys(after, event);
  const sealed = await Promise.all(required.map((one) => sealOne(after.organization, one, granter, source)));
  const out: SealedKey[] = [];
  for (const [at, { subject, epoch, recipient }] of required.entries()) {
    const one = sealed[at];
    if (one === undefined) throw new Error('a key was asked for and not sealed');
    if (!one.ok) return one;
    out.push({ subject, epoch, recipient, granter, sealed: toBase64Url(one.value) });
  }
  return ok(out);
}

async function sealOne(
  org: OrganizationId,
  required: RequiredSealedKey,
  granter: MemberId,
  source: KeySource,
): Promise<Result<Bytes>> {
  const { subject, epoch } = required;
  if (required.recipient === 'link') {
    const vault = subject as VaultId;
    const key = await source.vaultKey(vault, epoch);
    if (!key.ok) return key;
    const older = await source.vaultKey(vault, epoch - 1);
    if (!older.ok) return older;
    return ok(await sealEpochLink(await deriveVaultKeys(key.value, { epoch, org, vault }), older.value));
  }
  const recipient: KeyRecipient = required.recipient;
  const publicKey = bytesOfWire(required.sealingKeyB64);
  if (subject === 'organization') {
    const seed = await source.organizationKey(epoch);
    return seed.ok
      ? wrapped(await wrapOrganizationKey(publicKey, { epoch, granter, org, recipient }, seed.value))
      : seed;
  }
  if (isGroup(subject)) {
    const group = subject.slice('group:'.length) as GroupId;
    const seed = await source.groupKey(group, epoch);
    return seed.ok
      ? wrapped(await wrapGroupKey(publicKey, { epoch, granter, group, org, recipient }, seed.value))
      : seed;
  }
  const key = await source.vaultKey(subject, epoch);
  return key.ok
    ? wrapped(await wrapVaultKey(publicKey, { epoch, granter, org, recipient, vault: subject }, key.value))
    : key;
}

/** INVARIANT: the ledger lets in no public key that nothing can be sealed to (attack row X21). */
function wrapped(sealed: Bytes | undefined): Result<Bytes> {
  if (sealed === undefined) throw new Error('a verified public key takes no key');
  return ok(sealed);
}
