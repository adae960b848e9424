import type { GroupId, InviteId, MemberId, VaultId } from '@postern/core';
import type { LedgerEvent } from '@postern/ledger';
import { type Administered, emailOf } from './administered.ts';
import { listed } from './listed-names.ts';
import { memberAddressLines } from './member-address-lines.ts';
import type { HistoryAbout, OrganizationLine } from './port.ts';
import type { KnownNames } from './read-history.ts';

type Params = OrganizationLine['params'];
interface Said {
  readonly about: HistoryAbout;
  readonly type: string;
  readonly params: Params;
}

/** Everything the ledger says was done in the organization, newest first; an event about several settings is several lines. */
export function readOrganizationHistory(
  administered: Administered,
  names: KnownNames,
): readonly OrganizationLine[] {
  const { events, setBy } = administered;
  const says = sayEvents(administered, names);
  return events
    .flatMap((event) => says(event).map((said, at) => ({ ...said, ...setBy(event.seq), part: at })))
    .reverse();
}

function sayEvents({ state }: Administered, { groups, vaults }: KnownNames) {
  const who = (member: MemberId): Params => ({ who: emailOf(state, member) });
  const invited = (invite: InviteId): Params => {
    const email = state.invitations[invite]?.email;
    return email === undefined ? {} : { who: email };
  };
  const group = (id: GroupId): Params => named('group', groups.get(id));
  const vault = (id: VaultId): Params => named('vault', vaults.get(id));
  const granteeName = (one: { readonly member: MemberId } | { readonly group: GroupId }) =>
    'member' in one ? emailOf(state, one.member) : groups.get(one.group);

  return (event: LedgerEvent): readonly Said[] => {
    const { type } = event;
    const one = (about: HistoryAbout, params: Params = {}): readonly Said[] => [{ about, type, params }];
    switch (type) {
      case 'genesis':
        return one('organization', { name: event.body.name });
      case 'organization_rename':
        return one('rules', { name: event.body.name });
      case 'settings_set':
        return Object.entries(event.body.set).map(([setting, value]) => ({
          about: 'rules',
          type,
          params: { setting, value: valueText(value) },
        }));
      case 'addresses_set':
        return [
          ...addressLines(
            'addresses_add',
            event.body.add.map(({ range }) => range),
          ),
          ...addressLines('addresses_take', event.body.remove),
        ];
      case 'vault_create':
      case 'vault_archive':
      case 'vault_unarchive': {
        const personal = state.vaults[event.body.vault]?.kind === 'personal';
        return one('vaults', personal ? { personal: 1 } : vault(event.body.vault));
      }
      case 'vault_rotate':
        return one('vaults', { count: event.body.epochs.length });
      case 'vault_grant': {
        const roles = new Set(event.body.grants.map((grant) => ('role' in grant ? grant.role : '')));
        const [role] = roles;
        return one('vaults', {
          ...vault(event.body.vault),
          ...listed('who', event.body.grants.map(granteeName)),
          ...(roles.size === 1 && role ? { role } : {}),
        });
      }
      case 'vault_revoke':
        return one('vaults', {
          ...vault(event.body.vault),
          ...listed('who', event.body.grantees.map(granteeName)),
        });
      case 'group_create':
        return one('groups', {
          ...group(event.body.group),
          ...listed(
            'who',
            event.body.members.map((id) => emailOf(state, id)),
          ),
        });
      case 'group_remove':
        return one('groups', group(event.body.group));
      case 'group_set': {
        const { add, remove, name, key } = event.body;
        const emails = (members: readonly MemberId[]) => members.map((id) => emailOf(state, id));
        const line = (said: string, params: Params = {}): Said => ({
          about: 'groups',
          type: said,
          params: { ...group(event.body.group), ...params },
        });
        return [
          ...(add.length > 0 ? [line('group_add', listed('who', emails(add)))] : []),
          ...(remove.length > 0 ? [line('group_take', listed('who', emails(remove)))] : []),
          ...(name === null ? [] : [line('group_rename')]),
          ...(key !== null && name === null && remove.length + add.length === 0 ? [line('group_renew')] : []),
        ];
      }
      case 'invite':
        return one('invitations', { who: event.body.email, role: event.body.role });
      case 'invite_resend':
      case 'invite_revoke':
        return one('invitations', invited(event.body.invite));
      case 'join':
        return one('members', { who: event.body.email });
      case 'role_set':
        return one('members', { ...who(event.body.member), role: event.body.role });
      case 'end_set': {
        const { endsAtMs } = event.body;
        return one('members', {
          ...who(event.body.member),
          ...(endsAtMs === null ? {} : { untilMs: endsAtMs }),
        });
      }
      case 'exempt': {
        const { untilMs } = event.body;
        return one('members', { ...who(event.body.member), ...(untilMs === null ? {} : { untilMs }) });
      }
      case 'member_addresses_set':
        return memberAddressLines(event.body).map((line) => ({
          about: 'members',
          type: line.type,
          params: { ...who(event.body.member), ...line.params },
        }));
      case 'disable':
      case 'enable':
      case 'expire':
      case 'remove':
      case 'permissions_set':
      case 'clients_set':
      case 'link_confirm':
      case 'relink':
      case 'relink_refuse':
        return one('members', who(event.body.member));
      case 'rekey':
        return one('members');
      case 'custodian_add':
      case 'custodian_remove':
      case 'owner_transfer':
        return one('recovery', who(event.body.member));
      case 'recover':
        return one('recovery', who(event.body.member));
      case 'recovery_rotate':
        return one('recovery', { version: event.body.version });
      default:
        return one('recovery');
    }
  };
}

function addressLines(type: string, ranges: readonly string[]): readonly Said[] {
  return ranges.length === 0 ? [] : [{ about: 'rules', type, params: listed('range', ranges) }];
}

function named(key: string, name: string | undefined): Params {
  return name === undefined ? {} : { [key]: name };
}

function valueText(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
