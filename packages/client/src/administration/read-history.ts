import type { GroupId, MemberId, VaultId } from '@postern/core';
import { findMember, type LedgerEvent, type Member } from '@postern/ledger';
import { type Administered, emailOf } from './administered.ts';
import { memberAddressLines } from './member-address-lines.ts';
import type { HistoryLine } from './port.ts';

type Params = HistoryLine['params'];
type Said = { readonly type: string; readonly params: Params };

/** How things are called on this device; ids that it has no name for are left out. */
export interface KnownNames {
  readonly groups: ReadonlyMap<GroupId, string>;
  readonly vaults: ReadonlyMap<VaultId, string>;
}

/** Everything the ledger says was done to a member, newest first. */
export function readHistory(
  { state, events }: Administered,
  id: MemberId,
  names: KnownNames,
): readonly HistoryLine[] {
  const member = findMember(state, id);
  if (member === undefined) return [];
  const lines = events.flatMap((event) =>
    aboutMember(event, member, names).map((said) => ({
      ...said,
      by: emailOf(state, event.by),
      atMs: event.at,
      seq: event.seq,
    })),
  );
  return lines.reverse();
}

/** What an event says of a member. `group_add`, `group_take`, `vault_give` and `vault_take` are its own side of a change. */
function aboutMember(event: LedgerEvent, member: Member, { groups, vaults }: KnownNames): readonly Said[] {
  const named = (type: string, params: Params = {}): readonly Said[] => [{ type, params }];
  const inGroup = (group: GroupId): Params => {
    const name = groups.get(group);
    return name === undefined ? {} : { group: name };
  };
  const onVault = (vault: VaultId): Params => {
    const name = vaults.get(vault);
    return name === undefined ? {} : { vault: name };
  };
  switch (event.type) {
    case 'genesis':
      return event.body.owner.member === member.id ? named(event.type) : [];
    case 'invite':
    case 'invite_resend':
    case 'invite_revoke':
      return event.body.invite === member.invite ? named(event.type) : [];
    case 'rekey':
      return event.by === member.id ? named(event.type) : [];
    case 'owner_transfer':
      // Of the owner before it says the same.
      return event.body.member === member.id || event.by === member.id ? named(event.type) : [];
    case 'role_set':
      return event.body.member === member.id ? named(event.type, { role: event.body.role }) : [];
    case 'end_set': {
      if (event.body.member !== member.id) return [];
      const { endsAtMs } = event.body;
      return named(event.type, endsAtMs === null ? {} : { untilMs: endsAtMs });
    }
    case 'exempt': {
      if (event.body.member !== member.id) return [];
      const { untilMs } = event.body;
      return named(event.type, untilMs === null ? {} : { untilMs });
    }
    case 'member_addresses_set':
      return event.body.member === member.id ? memberAddressLines(event.body) : [];
    case 'join':
    case 'disable':
    case 'enable':
    case 'expire':
    case 'remove':
    case 'permissions_set':
    case 'clients_set':
    case 'link_confirm':
    case 'relink':
    case 'relink_refuse':
    case 'recover':
    case 'custodian_add':
    case 'custodian_remove':
      return event.body.member === member.id ? named(event.type) : [];
    case 'group_create':
      return event.body.members.includes(member.id) ? named('group_add', inGroup(event.body.group)) : [];
    case 'group_set': {
      const { add, remove, group } = event.body;
      return [
        ...(remove.includes(member.id) ? named('group_take', inGroup(group)) : []),
        ...(add.includes(member.id) ? named('group_add', inGroup(group)) : []),
      ];
    }
    case 'vault_create':
      return event.by === member.id ? named(event.type, onVault(event.body.vault)) : [];
    case 'vault_grant': {
      const grant = event.body.grants.find((one) => 'member' in one && one.member === member.id);
      if (grant === undefined) return [];
      const role = 'role' in grant ? { role: grant.role } : {};
      return named('vault_give', { ...role, ...onVault(event.body.vault) });
    }
    case 'vault_revoke':
      return event.body.grantees.some((one) => 'member' in one && one.member === member.id)
        ? named('vault_take', onVault(event.body.vault))
        : [];
    default:
      return [];
  }
}
