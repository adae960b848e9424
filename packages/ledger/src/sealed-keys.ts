import type { GroupId, MemberId, VaultId } from '@postern/core';
import type { LedgerEvent } from './event.ts';
import { rightsFromGrants } from './holding.ts';
import {
  groupKeyRecipientsOf,
  organizationKeyRecipientsOf,
  type Recipient,
  recipientsOf,
  toGroup,
  toInvitation,
  toMember,
  toOrganization,
  toRecovery,
} from './queries.ts';
import {
  currentEpoch,
  findGrant,
  findGroup,
  findGroupGrant,
  findInvitation,
  findMember,
  findVault,
  type LedgerState,
} from './state.ts';

/** Which key it is: the organization's, a group's, or a vault's. */
export type KeySubject = 'organization' | `group:${GroupId}` | VaultId;

/** A sealed key that must travel with an event: which key, which epoch, for whom. */
export type RequiredSealedKey = {
  readonly subject: KeySubject;
  readonly epoch: number;
} & (Recipient | { readonly recipient: 'link' });

/**
 * Exactly the sealed keys that go with an event, `state` being the state after it. The client makes these and the
 * server refuses a missing or an extra one (`sealed_keys_incomplete`), so both ask here.
 */
export function requiredSealedKeys(state: LedgerState, event: LedgerEvent): readonly RequiredSealedKey[] {
  switch (event.type) {
    case 'genesis':
      return organizationKeys(state, organizationKeyRecipientsOf(state));
    case 'vault_create':
      return vaultEpoch(state, event.body.vault);
    case 'vault_rotate':
      return event.body.epochs.flatMap((next) => vaultEpoch(state, next.vault));
    case 'vault_grant':
      return newGrants(state, event.body.vault, event);
    case 'group_create':
      return groupKeys(state, event.body.group, groupRecipients(state, event.body.group));
    case 'group_set':
      return event.body.key === null
        ? groupKeys(
            state,
            event.body.group,
            event.body.add.flatMap((id) => holding(state, event.body.group, id)),
          )
        : groupEpoch(state, event.body.group);
    case 'invite':
    case 'invite_resend':
      return invitationKeys(state, event.body.invite);
    case 'join':
      return joinedKeys(state, event.body.member);
    case 'link_confirm': {
      const { groups, member, vaults } = event.body;
      return [
        ...vaults.flatMap((vault) => vaultKeys(state, vault, toMember(state, member))),
        ...groups.flatMap((group) => groupKeys(state, group, toMember(state, member))),
      ];
    }
    case 'relink': {
      const { groups, member, vaults } = event.body;
      const to = toMember(state, member);
      return [
        ...(findMember(state, member)?.custodian ? organizationKeys(state, to) : []),
        ...vaults.flatMap((vault) => vaultKeys(state, vault, to)),
        ...groups.flatMap((group) => groupKeys(state, group, to)),
      ];
    }
    case 'rekey':
      return event.by === 'recovery' ? [] : rekeyed(state, event.by);
    case 'recover':
      return [
        ...organizationKeys(state, toMember(state, event.body.member)),
        // Of these the recovery key opens every one: `vault_create`, `vault_rotate` and `recovery_rotate` see to it.
        ...everyVault(state).flatMap((vault) => vaultKeys(state, vault, [toOrganization(state)])),
      ];
    case 'recovery_rotate':
      // What the kit before opens, this one opens, from the moment it counts.
      return everyVault(state).flatMap((vault) => vaultKeys(state, vault, toRecovery(state)));
    case 'custodian_add':
      return organizationKeys(state, toMember(state, event.body.member));
    case 'owner_transfer':
      // Whoever was a custodian before holds the key already.
      return findMember(state, event.body.member)?.setAt.custodian?.seq === event.seq
        ? organizationKeys(state, toMember(state, event.body.member))
        : [];
    case 'custodian_remove':
      return nextOrganizationKey(state);
    default:
      return [];
  }
}

function organizationKeys(state: LedgerState, to: readonly Recipient[]): RequiredSealedKey[] {
  const { epoch } = state.organizationKey;
  return to.map((one) => ({ subject: 'organization', epoch, ...one }));
}

/** A new organization key for the custodians, and the one before for whoever holds it: what was sealed to that stays open. */
function nextOrganizationKey(state: LedgerState): RequiredSealedKey[] {
  const before = state.organizationKey.epoch - 1;
  return [
    ...organizationKeys(state, organizationKeyRecipientsOf(state)),
    { subject: 'organization', epoch: before, ...toOrganization(state) },
  ];
}

/** What the keys before could open, as it stands, sealed to the member's new keys. */
function rekeyed(state: LedgerState, id: MemberId): RequiredSealedKey[] {
  const member = findMember(state, id);
  if (member === undefined) return [];
  const to = toMember(state, id);
  const held = everyVault(state).filter((one) => {
    const vault = findVault(state, one);
    return vault !== undefined && rightsFromGrants(state, member, vault) !== undefined;
  });
  return [
    ...(member.custodian ? nextOrganizationKey(state) : []),
    ...held.flatMap((vault) => vaultKeys(state, vault, to)),
    ...member.groups.flatMap((group) => groupKeys(state, group, holding(state, group, id))),
  ];
}

/** Archived and personal ones too, by id. */
function everyVault(state: LedgerState): readonly VaultId[] {
  return (Object.keys(state.vaults) as VaultId[]).sort();
}

/** A vault's current key for somebody. */
function vaultKeys(state: LedgerState, id: VaultId, to: readonly Recipient[]): RequiredSealedKey[] {
  const vault = findVault(state, id);
  if (vault === undefined) return [];
  const { epoch } = currentEpoch(vault);
  return to.map((one) => ({ subject: id, epoch, ...one }));
}

/** A vault's new key for everybody, and the way back to the one before. */
function vaultEpoch(state: LedgerState, id: VaultId): RequiredSealedKey[] {
  const keys = vaultKeys(state, id, recipientsOf(state, id));
  const epoch = keys[0]?.epoch ?? 1;
  return epoch > 1 ? [...keys, { subject: id, epoch, recipient: 'link' }] : keys;
}

/** The key for those whom this very event gave it. */
function newGrants(
  state: LedgerState,
  id: VaultId,
  event: Extract<LedgerEvent, { readonly type: 'vault_grant' }>,
): RequiredSealedKey[] {
  const vault = findVault(state, id);
  if (vault === undefined) return [];
  const to = event.body.grants.flatMap((one) => {
    const grant = 'member' in one ? findGrant(vault, one.member) : findGroupGrant(vault, one.group);
    if (grant === undefined || grant.waits || grant.keySeq !== event.seq) return [];
    return 'member' in one ? toMember(state, one.member) : toGroup(state, one.group);
  });
  const once = new Map(to.map((one) => [one.recipient, one]));
  return vaultKeys(state, id, [...once.values()]);
}

/** A group's current key for somebody. */
function groupKeys(state: LedgerState, id: GroupId, to: readonly Recipient[]): RequiredSealedKey[] {
  const group = findGroup(state, id);
  if (group === undefined) return [];
  const { epoch } = currentEpoch(group);
  return to.map((one) => ({ subject: `group:${id}`, epoch, ...one }));
}

/** A group's new key for all of it, and the keys of its vaults for the new key. */
function groupEpoch(state: LedgerState, id: GroupId): RequiredSealedKey[] {
  const vaults = Object.values(state.vaults).filter((vault) => findGroupGrant(vault, id) !== undefined);
  return [
    ...groupKeys(state, id, groupRecipients(state, id)),
    ...vaults
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .flatMap((vault) => vaultKeys(state, vault.id, toGroup(state, id))),
  ];
}

function groupRecipients(state: LedgerState, id: GroupId): readonly Recipient[] {
  const group = findGroup(state, id);
  return group === undefined ? [] : groupKeyRecipientsOf(state, group);
}

function holding(state: LedgerState, group: GroupId, member: MemberId): readonly Recipient[] {
  return findGroup(state, group)?.members[member]?.waits === false ? toMember(state, member) : [];
}

function invitationKeys(
  state: LedgerState,
  id: Extract<LedgerEvent, { readonly type: 'invite' }>['body']['invite'],
): RequiredSealedKey[] {
  const invitation = findInvitation(state, id);
  if (invitation === undefined) return [];
  const to = toInvitation(invitation);
  return [
    ...(Object.keys(invitation.grants) as VaultId[]).sort().flatMap((vault) => vaultKeys(state, vault, to)),
    ...invitation.groups.flatMap((group) => groupKeys(state, group, to)),
  ];
}

/** What the joiner unsealed with the invitation's key, sealed to the joiner. */
function joinedKeys(state: LedgerState, id: MemberId): RequiredSealedKey[] {
  const to = toMember(state, id);
  const granted = Object.values(state.vaults).filter((vault) => findGrant(vault, id)?.waits === false);
  const groups = findMember(state, id)?.groups ?? [];
  return [
    ...granted.sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap((vault) => vaultKeys(state, vault.id, to)),
    ...groups.flatMap((group) => groupKeys(state, group, holding(state, group, id))),
  ];
}
