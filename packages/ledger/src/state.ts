import type {
  AccountId,
  Email,
  GroupId,
  HashB64,
  InviteId,
  IpRange,
  MemberId,
  OrganizationId,
  SessionId,
  VaultId,
} from '@postern/core';
import type { Given, LimitableClient, Permission } from './rights.ts';
import type { Settings } from './settings-table.ts';

/** The reducer version this code implements. A ledger that was raised above it is `client_outdated`. */
export const reducerVersion = 1;

/** A position in a chain of signed objects, and the hash of the object's bytes there. */
export type Head = { readonly seq: number; readonly hash: HashB64 };

/** Hashes of a chain by position; undefined where the holder knows none. */
export type HashAt = (seq: number) => HashB64 | undefined;

/**
 * The form of {@link LedgerState}: a fold that was kept in another one is not taken up, but verified anew. It says
 * nothing about what events mean, which is `reducerVersion`.
 */
export const stateForm = 3;

/** Which event set something, and who signed it: for "disabled by Dana on 12 November". */
export type SetAt = { readonly seq: number; readonly by: MemberId | 'recovery' };

export type MemberStatus = 'active' | 'disabled' | 'expired' | 'removed';
export type MemberRole = 'owner' | 'administrator' | 'member';

/** What about a member an event of its own sets. */
export type MemberFact =
  | 'status'
  | 'role'
  | 'permissions'
  | 'custodian'
  | 'link'
  | 'end'
  | 'clients'
  | 'exemption'
  | 'addresses';

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

/** An address that one member may come from beside the organization's list. */
export type MemberAddress = {
  readonly range: IpRange;
  readonly untilMs: number | null;
  /** The one session it counts for; null where it counts for all of the member's. */
  readonly session: SessionId | null;
  readonly setAt: SetAt;
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
  /**
   * `pending`: the server saw the invitation's secret, so nobody off the server has vouched for these keys yet.
   * INVARIANT: a pending member holds no key, no right and no permission (attack row X9).
   */
  readonly link: 'linked' | 'pending';
  /** Current generation. */
  readonly keys: MemberKeys;
  /**
   * Who vouched for the current keys, where nobody with custody did: others give nothing to them at once (attack row X11).
   * Absent where custody, an invitation's secret or the keys before vouch for them to everybody.
   */
  readonly heardBy?: readonly MemberId[];
  /** Generations before the current one, oldest first: manifests signed under them stay valid where they stand. */
  readonly formerKeys: readonly MemberKeys[];
  /** Key statements of this account that the member, by the keys in force, said were not theirs; oldest first. */
  readonly refusedStatements: readonly HashB64[];
  readonly personalVault: VaultId | null;
  /** In the order the member came into them. */
  readonly groups: readonly GroupId[];
  readonly endsAtMs: number | null;
  /** Exceptions of this member from `settings.clientsOff`, in both directions. */
  readonly clients: {
    readonly allowed: readonly LimitableClient[];
    readonly denied: readonly LimitableClient[];
  };
  /** Until when this organization asks no second factor of the member. */
  readonly exemptUntilMs: number | null;
  /** Entries whose time is over may still stand here. */
  readonly addresses: readonly MemberAddress[];
  /** The invitation the member came by; null for the founder. */
  readonly invite: InviteId | null;
  /** Position and time of the event that made the person a member. */
  readonly sinceSeq: number;
  readonly sinceMs: number;
  readonly setAt: { readonly [Fact in MemberFact]?: SetAt };
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
  /** Who was the owner then, and so has the kit on paper. */
  readonly by: MemberId;
  readonly fromSeq: number;
  readonly sinceMs: number;
};

export type VaultKind = 'shared' | 'personal';

/** One key of a vault or group. */
export type KeyEpoch = {
  readonly epoch: number;
  readonly commit: HashB64;
  readonly fromSeq: number;
  /** The event since which somebody who no longer may holds this key; null while nobody does. */
  readonly staleSeq: number | null;
};

export type Grant = {
  readonly given: Given;
  /** Granted, but the key waits until a holder has confirmed the member's words. Never for a group. */
  readonly waits: boolean;
  /** The event by which the key was given; a later change of the rights leaves it. */
  readonly keySeq: number;
};

export type Vault = {
  readonly id: VaultId;
  readonly kind: VaultKind;
  /** All epochs, epoch *n* at index *n - 1*: older keys are opened through links and checked against their commitment. */
  readonly epochs: readonly KeyEpoch[];
  readonly grants: { readonly [member: MemberId]: Grant };
  readonly groupGrants: { readonly [group: GroupId]: Grant };
  readonly archived: boolean;
  /** No manifest of this vault may cite an earlier ledger position. */
  readonly manifestFloorSeq: number;
  /**
   * The manifest as it stood when somebody last lost the right to write, and the event that says so. What follows that
   * manifest cites this event or a later one (attack row X17).
   */
  readonly listed: { readonly head: Head; readonly atSeq: number } | null;
  /** Who once could write, and the event that ended it: manifests of theirs that cite an earlier one stay valid. */
  readonly formerWriters: { readonly [member: MemberId]: number };
};

export type Group = {
  readonly id: GroupId;
  /** Sealed under the group's key, so that the server learns no name. */
  readonly sealedName: string;
  /** All epochs, epoch *n* at index *n - 1*. */
  readonly epochs: readonly KeyEpoch[];
  /** X-Wing key of the current epoch, 1,216 bytes. */
  readonly publicKeyB64: string;
  readonly members: { readonly [member: MemberId]: { readonly waits: boolean } };
  /** A removed group stays, without members or grants: its id is not given again. */
  readonly removed: boolean;
};

/** How an invitation's secret reaches the invitee, and so what it may open (docs/protocol/ledger.md). */
export type Delivery = 'link' | 'words' | 'mail';

export type Invitation = {
  readonly id: InviteId;
  readonly email: Email;
  /** `void` is no status: {@link invitationGives} finds that out. Neither is expired: that is a matter of time. */
  readonly status: 'open' | 'joined' | 'revoked';
  readonly role: Exclude<MemberRole, 'owner'>;
  readonly permissions: readonly Permission[];
  readonly groups: readonly GroupId[];
  readonly grants: { readonly [vault: VaultId]: Given };
  readonly clients: Member['clients'];
  readonly endsAtMs: number | null;
  readonly delivery: Delivery;
  readonly expiresAtMs: number;
  /** Of the secret that counts; null once it no longer does. */
  readonly keys: { readonly signingKeyB64: string; readonly sealingKeyB64: string } | null;
  /** Who gives what it gives: the inviter, or who sent it last. */
  readonly by: MemberId;
  readonly member: MemberId | null;
  readonly sinceSeq: number;
  readonly sinceMs: number;
  /** The event of the last change: sent again, joined, revoked. */
  readonly statusSeq: number;
};

export type ListedAddress = {
  readonly label: string;
  readonly untilMs: number | null;
  readonly setAt: SetAt;
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
  readonly invitations: { readonly [invite: InviteId]: Invitation };
  readonly groups: { readonly [group: GroupId]: Group };
  readonly organizationKey: OrganizationKey;
  /** Oldest first; each is sealed to the one after it. */
  readonly formerOrganizationKeys: readonly OrganizationKey[];
  readonly recovery: RecoveryKey | null;
  readonly vaults: { readonly [vault: VaultId]: Vault };
  readonly settings: Settings;
  /** Which event last set a setting. */
  readonly settingsSetAt: { readonly [setting: string]: SetAt };
  /** Where members may come from, when `settings.addressListOn`. Entries whose time is over may still stand here. */
  readonly addresses: { readonly [range: IpRange]: ListedAddress };
};

/** The value of a map out of the state, or undefined. `id` may come from anywhere. */
function find<Value>(map: { readonly [id: string]: Value }, id: string): Value | undefined {
  return Object.hasOwn(map, id) ? map[id] : undefined;
}

/** A member of the state, or undefined. `id` may come from anywhere. */
export function findMember(state: LedgerState, id: string): Member | undefined {
  return find(state.members, id);
}

/** A vault of the state, or undefined. `id` may come from anywhere. */
export function findVault(state: LedgerState, id: string): Vault | undefined {
  return find(state.vaults, id);
}

/** A group of the state that was not removed, or undefined. `id` may come from anywhere. */
export function findGroup(state: LedgerState, id: string): Group | undefined {
  const group = find(state.groups, id);
  return group?.removed ? undefined : group;
}

/** An invitation of the state, or undefined. `id` may come from anywhere. */
export function findInvitation(state: LedgerState, id: string): Invitation | undefined {
  return find(state.invitations, id);
}

/** A member's own grant on a vault, or undefined. */
export function findGrant(vault: Vault, member: MemberId): Grant | undefined {
  return find(vault.grants, member);
}

/** A group's grant on a vault, or undefined. */
export function findGroupGrant(vault: Vault, group: GroupId): Grant | undefined {
  return find(vault.groupGrants, group);
}

/** The current epoch of a vault or group. */
export function currentEpoch({ epochs }: Pick<Vault, 'epochs'>): KeyEpoch {
  const last = epochs.at(-1);
  if (last === undefined) throw new Error('a vault or group has at least one epoch');
  return last;
}

/** The epoch that was current after the event at `seq`, or undefined before the vault existed. */
export function epochAt(vault: Vault, seq: number): KeyEpoch | undefined {
  return vault.epochs.findLast((epoch) => epoch.fromSeq <= seq);
}

/** The member's keys that were in force after the event at `seq`, or undefined before the person was a member. */
export function keysAt(member: Member, seq: number): MemberKeys | undefined {
  if (member.keys.fromSeq <= seq) return member.keys;
  return member.formerKeys.findLast((keys) => keys.fromSeq <= seq);
}
