import type { GroupId, MemberId, VaultId } from '@postern/core';
import {
  currentEpoch,
  findGrant,
  findGroup,
  findGroupGrant,
  findMember,
  findVault,
  isActing,
  type LedgerEvent,
  type LedgerState,
  type Member,
  openInvitations,
  rightsFromGrants,
  type Vault,
  vaultRights,
} from '@postern/ledger';
import type { SetBy } from '../administration/port.ts';
import type { OpeningWay, VaultOpener, VaultOpeners } from './port.ts';

/** What is asked of: the verified fold, its events, and who signed the one at a position. */
export interface AskedLedger {
  readonly state: LedgerState;
  readonly self: MemberId;
  readonly events: readonly LedgerEvent[];
  readonly setBy: (seq: number) => SetBy;
}

/** How this device calls groups and vaults; what it has no key of has no name here. */
export interface OwnNames {
  readonly groups: ReadonlyMap<GroupId, string>;
  readonly vaults: ReadonlyMap<VaultId, string>;
}

/**
 * Everybody who comes to a vault's key, and through what: own grants, groups, custody; invitations and the recovery kit
 * beside them. Undefined for a vault the ledger does not know. Pure.
 */
export function whoCanOpen(
  ledger: AskedLedger,
  id: VaultId,
  names: OwnNames,
): Omit<VaultOpeners, 'entry'> | undefined {
  const { state, setBy, events } = ledger;
  const vault = findVault(state, id);
  if (vault === undefined) return undefined;
  const { staleSeq } = currentEpoch(vault);
  const staleType = staleSeq === null ? undefined : events[staleSeq]?.type;
  return {
    vault: id,
    name: names.vaults.get(id) ?? '',
    kind: vault.kind,
    archived: vault.archived,
    made: setBy(vault.epochs[0]?.fromSeq ?? 0),
    openers: openersOf(ledger, vault, names),
    invited: openInvitations(state).flatMap(({ invitation, gives }) => {
      const own = gives.grants.find((grant) => grant.vault === id);
      const byGroup = gives.groups.some((group) => findGroupGrant(vault, group) !== undefined);
      if (own === undefined && !byGroup) return [];
      const { email, expiresAtMs, statusSeq } = invitation;
      return [{ email, given: own?.given, made: setBy(statusSeq), expiresAtMs }];
    }),
    stale: staleSeq === null ? undefined : { ...setBy(staleSeq), type: staleType ?? '' },
    kit: state.recovery === null ? undefined : setBy(state.recovery.fromSeq),
  };
}

/** Who opens it first, who waits, who is shut out; each by address. */
function openersOf(ledger: AskedLedger, vault: Vault, names: OwnNames): readonly VaultOpener[] {
  const { state, self } = ledger;
  const given = givenAt(ledger.events, vault.id);
  const inGroup = joinedGroups(ledger);
  const openers: VaultOpener[] = [];
  for (const id of concerned(state, vault)) {
    const member = findMember(state, id);
    if (member === undefined || member.status === 'removed') continue;
    const ways = waysOf(ledger, vault, member, names, given, inGroup);
    if (ways.length === 0) continue;
    const rights = isActing(member) ? rightsFromGrants(state, member, vault) : undefined;
    openers.push({
      member: id,
      email: member.email,
      isSelf: id === self,
      can: canOf(member, ways),
      status: member.status,
      ways,
      rights: vaultRights.filter((right) => rights?.has(right) === true),
    });
  }
  return openers.sort((a, b) => order[a.can] - order[b.can] || a.email.localeCompare(b.email));
}

const order = { opens: 0, waits: 1, shut_out: 2 } as const satisfies Record<VaultOpener['can'], number>;

function canOf(member: Member, ways: readonly OpeningWay[]): VaultOpener['can'] {
  const inHand = ways.some((way) => way.kind === 'custodian' || !way.waits);
  if (!inHand || member.link === 'pending') return 'waits';
  return isActing(member) ? 'opens' : 'shut_out';
}

/** Members with a grant of their own, members of groups with one, and custodians. */
function concerned(state: LedgerState, vault: Vault): ReadonlySet<MemberId> {
  const ids = new Set(Object.keys(vault.grants) as MemberId[]);
  for (const group of Object.keys(vault.groupGrants)) {
    for (const id of Object.keys(findGroup(state, group)?.members ?? {})) ids.add(id as MemberId);
  }
  for (const { id, custodian } of Object.values(state.members)) if (custodian) ids.add(id);
  return ids;
}

function waysOf(
  { state, setBy }: AskedLedger,
  vault: Vault,
  member: Member,
  names: OwnNames,
  given: ReadonlyMap<string, number>,
  inGroup: ReadonlyMap<string, number>,
): readonly OpeningWay[] {
  const ways: OpeningWay[] = [];
  const own = findGrant(vault, member.id);
  if (own !== undefined) {
    const seq = Math.max(own.keySeq, given.get(member.id) ?? 0);
    ways.push({ kind: 'own', given: own.given, waits: own.waits, set: setBy(seq) });
  }
  for (const id of member.groups) {
    const grant = findGroupGrant(vault, id);
    const group = findGroup(state, id);
    if (grant === undefined || group === undefined) continue;
    ways.push({
      kind: 'group',
      group: id,
      name: names.groups.get(id) ?? '',
      given: grant.given,
      waits: group.members[member.id]?.waits !== false,
      set: setBy(Math.max(grant.keySeq, given.get(id) ?? 0)),
      joined: setBy(inGroup.get(joinKey(id, member.id)) ?? member.sinceSeq),
    });
  }
  if (member.custodian) {
    ways.push({ kind: 'custodian', set: setBy(member.setAt.custodian?.seq ?? member.sinceSeq) });
  }
  return ways;
}

/** The last event that gave a vault to each who has it, or changed what it gives. */
function givenAt(events: readonly LedgerEvent[], vault: VaultId): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'vault_grant' && event.type !== 'vault_create') continue;
    if (event.body.vault !== vault) continue;
    for (const grant of event.body.grants)
      given.set('member' in grant ? grant.member : grant.group, event.seq);
  }
  return given;
}

const joinKey = (group: GroupId, member: MemberId) => `${group} ${member}`;

/** The event that brought each member into each group; those who came by an invitation are not in it. */
function joinedGroups({ events }: Pick<AskedLedger, 'events'>): ReadonlyMap<string, number> {
  const joined = new Map<string, number>();
  for (const event of events) {
    const added =
      event.type === 'group_create' ? event.body.members : event.type === 'group_set' ? event.body.add : [];
    if (event.type !== 'group_create' && event.type !== 'group_set') continue;
    for (const member of added) joined.set(joinKey(event.body.group, member), event.seq);
  }
  return joined;
}
