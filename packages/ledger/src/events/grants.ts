import { type GroupId, type MemberId, ok, type Result, refuse, type VaultId } from '@postern/core';
import type { z } from 'zod';
import type { LedgerCode, LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import type { Incoming } from '../event-definition.ts';
import type { grantee, vaultHead } from '../event-shape.ts';
import { waitsForWords } from '../holding.ts';
import { mayGive } from '../may-give.ts';
import { type Given, rightsGiven } from '../rights.ts';
import {
  findGrant,
  findGroup,
  findGroupGrant,
  findMember,
  findVault,
  type Grant,
  type LedgerState,
  type Vault,
} from '../state.ts';
import { listHeads, takeAway } from './losses.ts';
import { signingMember } from './permission.ts';

type Grantee = { readonly member: MemberId } | { readonly group: GroupId };
type Head = z.infer<typeof vaultHead>;

/** A grant of an event, read against the state: whom, what, and whether the key waits. */
interface ReadGrant {
  readonly to: Grantee;
  readonly given: Given;
  readonly waits: boolean;
}

/** The id of the member or group. */
export function targetOf(to: Grantee): MemberId | GroupId {
  return 'member' in to ? to.member : to.group;
}

/** Rights as a grant of an event gives them. */
export function givenBy(one: { readonly role: Given } | { readonly rights: Given } | object): Given {
  return 'role' in one ? (one.role as Given) : (one as { readonly rights: Given }).rights;
}

/**
 * Whom a grant is for and what it gives; `member_not_found`, `group_not_found`, or `member_repeated` and
 * `group_repeated` for one that is in `seen`. Whose words `by` has not heard gets the key later, where they are needed.
 */
export function readGrant(
  state: LedgerState,
  by: MemberId | null,
  one: z.infer<typeof grantee>,
  field: string,
  seen: Set<string>,
): Result<ReadGrant, LedgerCode> {
  const target = targetOf(one);
  const repeated = seen.has(target);
  seen.add(target);
  if ('group' in one) {
    if (findGroup(state, one.group) === undefined)
      return refuse('group_not_found', { field: `${field}/group` });
    if (repeated) return refuse('group_repeated', { field: `${field}/group` });
    return ok({ to: { group: one.group }, given: givenBy(one), waits: false });
  }
  const member = findMember(state, one.member);
  if (member?.status !== 'active') return refuse('member_not_found', { field: `${field}/member` });
  if (repeated) return refuse('member_repeated', { field: `${field}/member` });
  return ok({ to: { member: member.id }, given: givenBy(one), waits: waitsForWords(by, member) });
}

/** The vault of an event about grants, and the signer; refused unless it is a shared one. */
function readVault(
  state: LedgerState,
  event: Incoming<{ readonly vault: VaultId }>,
): Result<{ vault: Vault; by: MemberId }, LedgerCode> {
  const vault = findVault(state, event.body.vault);
  if (vault === undefined) return refuse('vault_not_found', { field: '/vault' });
  const by = signingMember(event);
  if (by === null) return refuse('signer_unknown');
  if (vault.kind === 'personal') return refuse('personal_vault_rules', { field: '/vault' });
  return ok({ vault, by });
}

function existingGrant(vault: Vault, to: Grantee): Grant | undefined {
  return 'member' in to ? findGrant(vault, to.member) : findGroupGrant(vault, to.group);
}

/** The members that a change of these grants concerns. */
function membersOf(state: LedgerState, targets: readonly Grantee[]): readonly MemberId[] {
  const members = targets.flatMap((to) =>
    'member' in to ? [to.member] : (Object.keys(findGroup(state, to.group)?.members ?? {}) as MemberId[]),
  );
  return [...new Set(members)];
}

/** INVARIANT: nobody gives what they do not hold, and nobody changes a grant that is more than their own. */
export function applyGrant(
  draft: Draft,
  event: Incoming<{
    readonly grants: readonly z.infer<typeof grantee>[];
    readonly head: Head | null;
    readonly vault: VaultId;
  }>,
): LedgerRefusal | undefined {
  const { state } = draft;
  const read = readVault(state, event);
  if (!read.ok) return read;
  const { vault, by } = read.value;
  const grants: (ReadGrant & { readonly before: Grant | undefined })[] = [];
  const seen = new Set<string>();
  for (const [at, one] of event.body.grants.entries()) {
    const field = `/grants/${at}`;
    const grant = readGrant(state, by, one, field, seen);
    if (!grant.ok) return grant;
    const before = existingGrant(vault, grant.value.to);
    const concerned = [grant.value.given, ...(before === undefined ? [] : [before.given])];
    if (!concerned.every((given) => mayGive(state, by, vault.id, rightsGiven(given)))) {
      return refuse('rights_not_covered', { field, params: { right: 'share', vault: vault.id } });
    }
    // INVARIANT: other rights bring no key: what waits, waits until a holder has compared the words.
    const waits = grant.value.waits || before?.waits === true;
    grants.push({ ...grant.value, waits, before });
  }
  const changed = grants.filter(({ before }) => before !== undefined).map(({ to }) => to);
  const refused = takeAway(draft, event, { vaults: [vault.id], members: membersOf(state, changed) }, () => {
    for (const { to, given, waits, before } of grants) {
      const keySeq = before !== undefined && before.waits === waits ? before.keySeq : event.seq;
      draft.setGrant(vault.id, to, { given, waits, keySeq });
    }
  });
  return refused ?? listHead(draft, event);
}

export function applyRevoke(
  draft: Draft,
  event: Incoming<{
    readonly grantees: readonly Grantee[];
    readonly head: Head | null;
    readonly vault: VaultId;
  }>,
): LedgerRefusal | undefined {
  const { state } = draft;
  const read = readVault(state, event);
  if (!read.ok) return read;
  const { vault, by } = read.value;
  const targets: Grantee[] = [];
  for (const [at, to] of event.body.grantees.entries()) {
    const field = `/grantees/${at}`;
    const grant = existingGrant(vault, to);
    const repeated = targets.some((one) => targetOf(one) === targetOf(to));
    if (grant === undefined || repeated) return refuse('grant_not_found', { field });
    // Whoever wants to be without a vault may leave it.
    const leaves = targetOf(to) === by;
    if (!leaves && !mayGive(state, by, vault.id, rightsGiven(grant.given))) {
      return refuse('rights_not_covered', { field, params: { right: 'share', vault: vault.id } });
    }
    targets.push(to);
  }
  const refused = takeAway(draft, event, { vaults: [vault.id], members: membersOf(state, targets) }, () => {
    for (const to of targets) draft.setGrant(vault.id, to, null);
  });
  return refused ?? listHead(draft, event);
}

function listHead(
  draft: Draft,
  event: Incoming<{ readonly head: Head | null; readonly vault: VaultId }>,
): LedgerRefusal | undefined {
  const { head, vault } = event.body;
  return head === null ? undefined : listHeads(draft, event, [head], (id) => id === vault);
}
