import type { AccountId, Email, HashB64, MemberId, OrganizationId, VaultId } from '@postern/core';
import type { Permission, VaultRole } from './rights.ts';
import type { Settings } from './settings-table.ts';

/** The reducer version this code implements. A ledger that was raised above it is `client_outdated`. */
export const reducerVersion = 1;

/** A position in a chain of signed objects, and the hash of the object's bytes there. */
export type Head = { readonly seq: number; readonly hash: HashB64 };

/** Hashes of a chain by position; undefined where the holder knows none. */
export type HashAt = (seq: number) => HashB64 | undefined;

export type MemberStatus = 'pending' | 'active' | 'disabled' | 'expired' | 'removed';
export type MemberRole = 'owner' | 'administrator' | 'member';

/** One generation of a member's public keys, in force from the event at `fromSeq` on. */
export type MemberKeys = {
  readonly generation: number;
  readonly statementHash: HashB64;
  /** Ed25519, 32 bytes. */
  readonly signingKeyB64: string;
  /** X-Wing, 1,216 bytes. */
  readonly sealingKeyB64: string;
  readonly fromSeq: number;
};

export type Member = {
  readonly id: MemberId;
  readonly account: AccountId;
  readonly email: Email;
  readonly status: MemberStatus;
  readonly role: MemberRole;
  /** Granted one by one; owner and administrator hold theirs by role. */
  readonly permissions: readonly Permission[];
  readonly custodian: boolean;
  /** Current generation. */
  readonly keys: MemberKeys;
  /** Generations before the current one, oldest first: manifests signed under them stay valid where they stand. */
  readonly formerKeys: readonly MemberKeys[];
  readonly personalVault: VaultId | null;
  /** Position and time of the event that made the person a member. */
  readonly sinceSeq: number;
  readonly sinceMs: number;
};

export type OrganizationKey = {
  readonly epoch: number;
  /** X-Wing, 1,216 bytes. */
  readonly publicKeyB64: string;
  readonly commit: HashB64;
  readonly fromSeq: number;
};

export type RecoveryKey = {
  readonly version: number;
  readonly signingKeyB64: string;
  readonly sealingKeyB64: string;
  readonly fromSeq: number;
  readonly sinceMs: number;
};

export type VaultKind = 'shared' | 'personal';

export type VaultEpoch = { readonly epoch: number; readonly commit: HashB64; readonly fromSeq: number };

export type Vault = {
  readonly id: VaultId;
  readonly kind: VaultKind;
  /** All epochs, epoch *n* at index *n - 1*: older keys are opened through links and checked against their commitment. */
  readonly epochs: readonly VaultEpoch[];
  readonly grants: { readonly [member: MemberId]: VaultRole };
  readonly archived: boolean;
  /** No manifest of this vault may cite an earlier ledger position. */
  readonly manifestFloorSeq: number;
};

/**
 * What a verified chain says: who is a member, who may do what, which keys count. Nothing else may say so.
 * Plain JSON, so that it can be cached; never changed in place.
 */
export type LedgerState = {
  readonly reducer: number;
  readonly organization: OrganizationId;
  readonly address: string;
  readonly name: string;
  readonly head: Head;
  readonly lastAtMs: number;
  readonly owner: MemberId;
  readonly members: { readonly [member: MemberId]: Member };
  readonly organizationKey: OrganizationKey;
  readonly recovery: RecoveryKey | null;
  readonly vaults: { readonly [vault: VaultId]: Vault };
  readonly settings: Settings;
  /** Which event last set a setting, for "set by Dana on 12 November". */
  readonly settingsSetAt: { readonly [setting: string]: { readonly seq: number; readonly by: MemberId } };
};

/** A member of the state, or undefined. `id` may come from anywhere. */
export function findMember(state: LedgerState, id: string): Member | undefined {
  return Object.hasOwn(state.members, id) ? state.members[id as MemberId] : undefined;
}

/** A vault of the state, or undefined. `id` may come from anywhere. */
export function findVault(state: LedgerState, id: string): Vault | undefined {
  return Object.hasOwn(state.vaults, id) ? state.vaults[id as VaultId] : undefined;
}

/** The vault's current epoch. */
export function currentEpoch(vault: Vault): VaultEpoch {
  const last = vault.epochs.at(-1);
  if (last === undefined) throw new Error('a vault has at least one epoch');
  return last;
}

/** The epoch that was current after the event at `seq`, or undefined before the vault existed. */
export function epochAt(vault: Vault, seq: number): VaultEpoch | undefined {
  return vault.epochs.findLast((epoch) => epoch.fromSeq <= seq);
}

/** The member's keys that were in force after the event at `seq`, or undefined before the person was a member. */
export function keysAt(member: Member, seq: number): MemberKeys | undefined {
  if (member.keys.fromSeq <= seq) return member.keys;
  return member.formerKeys.findLast((keys) => keys.fromSeq <= seq);
}
