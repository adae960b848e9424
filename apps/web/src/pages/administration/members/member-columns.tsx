import type { MemberFact, MemberView, SetBy } from '@postern/client';
import { Tag, type UiText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { groupName } from '../groups/group-name.ts';
import { sayShortDay } from '../shared/days.ts';
import { SetLine } from '../shared/set-line.tsx';
import type { DataColumn } from '../table/data-table.tsx';
import type { Facet } from '../table/facets.tsx';
import { MemberRoleTags, MemberStatusTags } from './member-facts.tsx';

/** Columns of the list of members; `organization` is its address, for the links. */
export function memberColumns(text: UiText, organization: string): readonly DataColumn<MemberView>[] {
  return [
    {
      key: 'email',
      header: text.members.address,
      width: 'minmax(0, 2.7fr)',
      searched: (member) => member.email,
      sortedBy: (member) => member.email,
      cell: (member) => (
        <span className="flex flex-wrap items-center gap-2">
          <Link
            to="/$organization/administration/members/$member"
            params={{ organization, member: member.id }}
            className="rounded-sm font-medium wrap-anywhere hover:text-accent"
          >
            {member.email}
          </Link>
          {member.isSelf && <Tag tone="plain">{text.members.you}</Tag>}
        </span>
      ),
    },
    {
      key: 'status',
      header: text.members.status,
      width: 'minmax(0, 1.2fr)',
      searched: (member) =>
        `${text.members.statuses[member.status]} ${member.link === 'pending' ? text.members.pending : ''}`,
      sortedBy: (member) => text.members.statuses[member.status],
      cell: (member) => <MemberStatusTags member={member} />,
    },
    {
      key: 'role',
      header: text.members.role,
      width: 'minmax(0, 1.2fr)',
      searched: (member) =>
        `${text.members.roles[member.role]} ${member.custodian ? text.members.custodian : ''}`,
      sortedBy: (member) => text.members.roles[member.role],
      cell: (member) => <MemberRoleTags member={member} />,
    },
    {
      key: 'groups',
      header: text.members.groups,
      width: 'minmax(0, 1.2fr)',
      searched: (member) => namesOfGroups(member, text),
      cell: (member) => {
        const names = namesOfGroups(member, text);
        return (
          names !== '' && (
            <span title={names} className="block truncate">
              {names}
            </span>
          )
        );
      },
    },
    {
      key: 'vaults',
      header: text.members.vaults,
      width: '3rem',
      align: 'end',
      wideOnly: true,
      sortedBy: (member) => member.vaultCount,
      cell: (member) => <span className="tabular-nums">{member.vaultCount}</span>,
    },
    {
      key: 'ends',
      header: text.members.ends,
      width: '5.5rem',
      sortedBy: (member) => member.endsAtMs,
      cell: (member) =>
        member.endsAtMs !== undefined && (
          <span className="whitespace-nowrap">{sayShortDay(member.endsAtMs, text.locale)}</span>
        ),
    },
    {
      key: 'changed',
      header: text.administration.changed,
      width: 'minmax(0, 1.7fr)',
      searched: (member) => lastChange(member).set.by,
      sortedBy: (member) => -lastChange(member).set.atMs,
      cell: (member) => {
        const { fact, set } = lastChange(member);
        return <SetLine set={set} short {...(fact === 'status' ? {} : { of: text.members.facts[fact] })} />;
      },
    },
  ];
}

function namesOfGroups({ groups }: MemberView, text: UiText): string {
  return groups.map((group) => groupName(group, text)).join(', ');
}

/** The newest change of any fact about a member, and which fact that is. */
function lastChange({ statusSet, set }: MemberView): { readonly fact: MemberFact; readonly set: SetBy } {
  return (Object.entries(set) as [MemberFact, SetBy][]).reduce<{
    readonly fact: MemberFact;
    readonly set: SetBy;
  }>((last, [fact, one]) => (one.seq > last.set.seq ? { fact, set: one } : last), {
    fact: 'status',
    set: statusSet,
  });
}

/** Kinds of members that are looked for most. */
export function memberFacets(text: UiText): readonly Facet<MemberView>[] {
  const { facets } = text.members;
  return [
    { key: 'active', label: facets.active, matches: ({ status }) => status === 'active' },
    { key: 'disabled', label: facets.disabled, matches: ({ status }) => status === 'disabled' },
    { key: 'expired', label: facets.expired, matches: ({ status }) => status === 'expired' },
    {
      key: 'pending',
      label: facets.pending,
      matches: ({ link, status }) => link === 'pending' && status !== 'removed',
    },
    { key: 'administrators', label: facets.administrators, matches: ({ role }) => role !== 'member' },
  ];
}
