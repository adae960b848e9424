import type { AccountId, GroupId, MemberId, VaultId } from '@postern/core';
import type { KeyRecipient } from '@postern/crypto/public';
import { covers, hasPermission, holdsGroupKey, isActing, isCustodian, mayHandOver } from './holding.ts';
import { type InvitationGives, invitationGives, invitationStanding } from './invitation-gives.ts';
import { type LimitableClient, rightsGiven } from './rights.ts';
import { epochIsStale } from './stale-epoch.ts';
import {
  currentEpoch,
  findGrant,
  findGroup,
  findGroupGrant,
  findMember,
  findVault,
  type Group,
  type Invitation,
  type LedgerState,
  type Member,
  type Vault,
} from './state.ts';

/**
 * Questions to a verified, finished state. Each is a look-up; indexes are built once per state, on the first question.
 * INVARIANT: never asked of a draft, whose maps change under an index.
 */

interface VaultIndex {
  readonly count: number;
  readonly ofMember: ReadonlyMap<MemberId, readonly VaultId[]>;
  readonly ofGroup: ReadonlyMap<GroupId, readonly VaultId[]>;
}
const memberVaults = new WeakMap<LedgerState, Map<MemberId, readonly Vault[]>>();
const vaultIndexes = new WeakMap<LedgerState['vaults'], VaultIndex>();
const accountIndexes = new WeakMap<LedgerState['members'], ReadonlyMap<AccountId, Member>>();
const invitationIndexes = new WeakMap<LedgerState, readonly OpenInvitation[]>();

/** How many vaults there are, archived ones and personal ones too. */
export function vaultCount({ vaults }: Pick<LedgerState, 'vaults'>): number {
  return vaultIndex(vaults).count;
}

/** The vaults an acting member holds the key of by a grant, in the order they were created. Asked with every request. */
export function vaultsOf(state: LedgerState, id: MemberId): readonly Vault[] {
  let known = memberVaults.get(state);
  if (known === undefined) {
    known = new Map();
    memberVaults.set(state, known);
  }
  let vaults = known.get(id);
  if (vaults === undefined) {
    vaults = findVaultsOf(state, id);
    known.set(id, vaults);
  }
  return vaults;
}

function findVaultsOf(state: LedgerState, id: MemberId): readonly Vault[] {
  const member = findMember(state, id);
  if (!isActing(member)) return [];
  const { ofMember, ofGroup } = vaultIndex(state.vaults);
  const ids = new Set((ofMember.get(id) ?? []).filter((vault) => grantOf(state, vault, id)?.waits === false));
  for (const group of member.groups) {
    if (findGroup(state, group)?.members[id]?.waits !== false) continue;
    for (const vault of ofGroup.get(group) ?? []) ids.add(vault);
  }
  return [...ids]
    .map((vault) => state.vaults[vault])
    .filter((vault) => vault !== undefined)
    .sort((a, b) => a.manifestFloorSeq - b.manifestFloorSeq);
}

function grantOf(state: LedgerState, vault: VaultId, member: MemberId) {
  const found = findVault(state, vault);
  return found && findGrant(found, member);
}

/** The member that an account is, or was when it no longer is one; undefined when it never was. */
export function findMemberByAccount(state: LedgerState, account: AccountId): Member | undefined {
  return membersByAccount(state).get(account);
}

/** Members by account: the one it is, else the one it was last. Coming back makes another member. */
export function membersByAccount(state: LedgerState): ReadonlyMap<AccountId, Member> {
  let index = accountIndexes.get(state.members);
  if (index === undefined) {
    const built = new Map<AccountId, Member>();
    for (const member of Object.values(state.members)) {
      const other = built.get(member.account);
      if (other === undefined || other.sinceSeq < member.sinceSeq) built.set(member.account, member);
    }
    index = built;
    accountIndexes.set(state.members, index);
  }
  return index;
}

/** Where a key goes, and the X-Wing public key it is wrapped to. */
export type Recipient = { readonly recipient: KeyRecipient; readonly sealingKeyB64: string };

/**
 * Everybody who gets the vault's key: members with a grant who do not wait, groups with one (their members instead,
 * while the group's own key is stale), invitations that give it, the organization key, the recovery key.
 * INVARIANT: keys come from the verified state and from nowhere else (attack rows BW01, BW02, 1P01, LP07, DL02, 1P05).
 * Throws for a vault that the state does not know.
 */
export function recipientsOf(state: LedgerState, id: VaultId): readonly Recipient[] {
  const vault = findVault(state, id);
  if (vault === undefined) throw new Error('recipients of a vault that the ledger does not know');
  const out: Recipient[] = [];
  for (const member of Object.keys(vault.grants) as MemberId[]) {
    if (findGrant(vault, member)?.waits === false) out.push(...toMember(state, member));
  }
  for (const group of Object.keys(vault.groupGrants) as GroupId[]) out.push(...toGroup(state, group));
  for (const { invitation, gives } of openInvitations(state)) {
    if (gives.grants.some((grant) => grant.vault === id)) out.push(...toInvitation(invitation));
  }
  return [...sortedOnce(out), toOrganization(state), ...toRecovery(state)];
}

/** Everybody who gets the group's key: members who do not wait, invitations into it, the organization key. */
export function groupKeyRecipientsOf(state: LedgerState, group: Group): readonly Recipient[] {
  const out = membersHolding(group).flatMap((member) => toMember(state, member));
  for (const { invitation, gives } of openInvitations(state)) {
    if (gives.groups.includes(group.id)) out.push(...toInvitation(invitation));
  }
  return [...sortedOnce(out), toOrganization(state)];
}

/** Who holds the organization key: the custodians, sorted by id; those who may come back with them. */
export function organizationKeyRecipientsOf(state: LedgerState): readonly Recipient[] {
  const custodians = Object.values(state.members).filter((member) => member.custodian);
  return sortedOnce(custodians.flatMap(({ id }) => toMember(state, id)));
}

/** The member, as long as keys may go there: not removed, and vouched for. */
export function toMember(state: LedgerState, id: MemberId): readonly Recipient[] {
  const member = findMember(state, id);
  if (member === undefined || member.status === 'removed' || member.link !== 'linked') return [];
  return [{ recipient: `member:${member.id}`, sealingKeyB64: member.keys.sealingKeyB64 }];
}

/** The group, or its members one by one while somebody who left it holds its key. */
export function toGroup(state: LedgerState, id: GroupId): readonly Recipient[] {
  const group = findGroup(state, id);
  if (group === undefined) return [];
  if (epochIsStale(group)) return membersHolding(group).flatMap((member) => toMember(state, member));
  const { epoch } = currentEpoch(group);
  return [{ recipient: `group:${id}:${epoch}`, sealingKeyB64: group.publicKeyB64 }];
}

/** The holder of an invitation's secret. Nobody, for one that was mailed: the server has read it. */
export function toInvitation({ id, delivery, keys }: Invitation): readonly Recipient[] {
  if (delivery === 'mail' || keys === null) return [];
  return [{ recipient: `invite:${id}`, sealingKeyB64: keys.sealingKeyB64 }];
}

export function toOrganization({ organizationKey }: LedgerState): Recipient {
  const { epoch, publicKeyB64 } = organizationKey;
  return { recipient: `organization:${epoch}`, sealingKeyB64: publicKeyB64 };
}

/** The recovery key that the ledger pins; nobody before the first kit. */
export function toRecovery({ recovery }: LedgerState): readonly Recipient[] {
  if (recovery === null) return [];
  return [{ recipient: `recovery:${recovery.version}`, sealingKeyB64: recovery.sealingKeyB64 }];
}

function membersHolding(group: Group): readonly MemberId[] {
  return (Object.keys(group.members) as MemberId[]).filter((id) => group.members[id]?.waits === false);
}

/** Sorted by recipient, each once: somebody may hold a vault by several ways. */
function sortedOnce(recipients: readonly Recipient[]): readonly Recipient[] {
  return [...new Map(recipients.map((one) => [one.recipient, one])).values()].sort((a, b) =>
    a.recipient < b.recipient ? -1 : 1,
  );
}

/** An invitation that can be accepted, and what it gives as things stand. */
export interface OpenInvitation {
  readonly invitation: Invitation;
  readonly gives: InvitationGives;
}

/** Invitations that can be accepted as of the last event, oldest first. */
export function openInvitations(state: LedgerState): readonly OpenInvitation[] {
  let index = invitationIndexes.get(state);
  if (index === undefined) {
    index = Object.values(state.invitations)
      .filter((invitation) => invitationStanding(state, invitation, state.lastAtMs) === 'open')
      .sort((a, b) => a.sinceSeq - b.sinceSeq)
      .flatMap((invitation) => {
        const gives = invitationGives(state, invitation);
        return gives === undefined ? [] : [{ invitation, gives }];
      });
    invitationIndexes.set(state, index);
  }
  return index;
}

/** The newest invitation to an address, whatever became of it; undefined when there was none. */
export function findInvitationByEmail(state: LedgerState, email: string): Invitation | undefined {
  let newest: Invitation | undefined;
  for (const invitation of Object.values(state.invitations)) {
    if (invitation.email !== email) continue;
    if (newest === undefined || invitation.sinceSeq > newest.sinceSeq) newest = invitation;
  }
  return newest;
}

/** What needs a new key before anything more is sealed under it. Groups come first: vault keys go to theirs. */
export interface StaleKeys {
  readonly groups: readonly GroupId[];
  readonly vaults: readonly VaultId[];
}

/** Vaults and groups whose current key is held by somebody who no longer may, in the order they were created. */
export function staleKeys(state: LedgerState): StaleKeys {
  const of = <Id extends GroupId | VaultId>(all: readonly (Vault | Group)[]) =>
    all
      .filter((one) => !('removed' in one && one.removed) && epochIsStale(one))
      .sort((a, b) => (a.epochs[0]?.fromSeq ?? 0) - (b.epochs[0]?.fromSeq ?? 0))
      .map(({ id }) => id as Id);
  return {
    groups: of<GroupId>(Object.values(state.groups)),
    vaults: of<VaultId>(Object.values(state.vaults)),
  };
}

/** What a member was given and cannot open yet. */
export interface Waiting {
  readonly member: MemberId;
  readonly vaults: readonly VaultId[];
  readonly groups: readonly GroupId[];
}

/** Active members who wait for keys, or for somebody to vouch for theirs; by id. */
export function waitingMembers(state: LedgerState): readonly Waiting[] {
  const { ofMember } = vaultIndex(state.vaults);
  return Object.values(state.members)
    .filter(({ status }) => status === 'active')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((member) => {
      const vaults = (ofMember.get(member.id) ?? []).filter(
        (vault) => grantOf(state, vault, member.id)?.waits === true,
      );
      const groups = member.groups.filter((id) => findGroup(state, id)?.members[member.id]?.waits === true);
      const waits = member.link === 'pending' || vaults.length + groups.length > 0;
      return waits ? [{ member: member.id, vaults, groups }] : [];
    });
}

/**
 * Who can confirm a waiting member, by id: whose standing covers the member's, as long as the link is pending, and who
 * holds a vault or group that waits with the rights given on it; where nothing but the vouching is left, those who
 * manage members. Nobody for a member who does not wait.
 */
export function confirmersOf(state: LedgerState, id: MemberId): readonly MemberId[] {
  const target = findMember(state, id);
  const waiting = waitingMembers(state).find(({ member }) => member === id);
  if (waiting === undefined || target === undefined) return [];
  const given = waiting.vaults.map((vault) => [vault, grantOf(state, vault, id)?.given ?? []] as const);
  const vouch = waiting.vaults.length + waiting.groups.length === 0;
  return (Object.keys(state.members) as MemberId[])
    .filter((one) => one !== id && isActing(findMember(state, one)))
    .filter((one) => target.link === 'linked' || covers(state, one, target))
    .filter(
      (one) =>
        isCustodian(state, one) ||
        (vouch && hasPermission(state, one, 'members.manage')) ||
        given.some(([vault, rights]) => mayHandOver(state, one, vault, rightsGiven(rights))) ||
        waiting.groups.some((group) => holdsGroupKey(state, one, group)),
    )
    .sort();
}

/**
 * Whether holders hand over unasked what a linked member waits for: when a custodian vouched for the member's keys. Who
 * else vouched may not hold it, and would come by it like that (attack row X11); then each holder compares the words.
 */
export function handsOverUnasked(state: LedgerState, member: MemberId): boolean {
  const target = findMember(state, member);
  const by = target?.setAt.link?.by;
  return isActing(target) && by !== undefined && by !== 'recovery' && isCustodian(state, by);
}

/**
 * Whether the keys an account uses now are those the organization's keys are sealed to: `broken` when the account has
 * gone on to a generation the ledger does not know.
 */
export function keyLinkOf(
  member: Pick<Member, 'link' | 'keys'>,
  accountGeneration: number,
): 'linked' | 'pending' | 'broken' {
  return accountGeneration > member.keys.generation ? 'broken' : member.link;
}

/** Whether a client may be used: the member's own exceptions before the organization's rule. The web client always. */
export function clientAllowed(
  state: LedgerState,
  member: Pick<Member, 'clients'>,
  client: LimitableClient,
): boolean {
  if (member.clients.denied.includes(client)) return false;
  return member.clients.allowed.includes(client) || !state.settings.clientsOff.includes(client);
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * From when a member needs the second factor that the organization requires; null when it requires none. Whether the
 * member is exempt for a while is `exemptUntilMs`.
 */
export function secondFactorDueMs(state: LedgerState, member: Pick<Member, 'sinceMs'>): number | null {
  const { secondFactor, secondFactorFromMs, secondFactorGraceDays } = state.settings;
  if (secondFactor === 'none') return null;
  return Math.max(secondFactorFromMs ?? 0, member.sinceMs) + secondFactorGraceDays * dayMs;
}

/** The vaults whose key a member could open by grants, the personal one included: what a leaver may have copied. */
export function vaultsTouchedBy(state: LedgerState, id: MemberId): readonly Vault[] {
  const member = findMember(state, id);
  if (member === undefined) return [];
  return Object.values(state.vaults).filter(
    (vault) =>
      findGrant(vault, id)?.waits === false ||
      member.groups.some(
        (group) =>
          findGroupGrant(vault, group) !== undefined && findGroup(state, group)?.members[id]?.waits === false,
      ),
  );
}

function vaultIndex(vaults: LedgerState['vaults']): VaultIndex {
  let index = vaultIndexes.get(vaults);
  if (index === undefined) {
    const ofMember = new Map<MemberId, VaultId[]>();
    const ofGroup = new Map<GroupId, VaultId[]>();
    const add = <Key>(map: Map<Key, VaultId[]>, key: Key, vault: VaultId) => {
      const list = map.get(key);
      if (list === undefined) map.set(key, [vault]);
      else list.push(vault);
    };
    const all = Object.values(vaults);
    for (const vault of all) {
      for (const member of Object.keys(vault.grants) as MemberId[]) add(ofMember, member, vault.id);
      for (const group of Object.keys(vault.groupGrants) as GroupId[]) add(ofGroup, group, vault.id);
    }
    index = { count: all.length, ofMember, ofGroup };
    vaultIndexes.set(vaults, index);
  }
  return index;
}
