import { type MemberId, refuse, type VaultId } from '@postern/core';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented } from '../event-definition.ts';
import {
  clientRules,
  groupList,
  hash,
  maxVaultsPerEvent,
  memberId,
  memberRole,
  permissionList,
  timeMs,
  vaultHeads,
  vaultId,
} from '../event-shape.ts';
import {
  canWrite,
  hasPermission,
  holdsGroupKey,
  holdsVaultKey,
  isActing,
  isCustodian,
  mayHandOver,
  waitsForWords,
} from '../holding.ts';
import { ownerPermissions, rightsGiven } from '../rights.ts';
import { findGrant, findGroup, findMember, findVault, type Member, type MemberStatus } from '../state.ts';
import { listHeads, makeGroupStale, takeAway } from './losses.ts';
import { needCover, needPermission, setAt, signingMember } from './permission.ts';

/** An exemption from the second factor helps somebody in, it is not a way to live. */
export const maxExemptionMs = 24 * 60 * 60 * 1000;

const memberOnly = z.strictObject({ member: memberId });
/** Lists the manifests that the member could write, as they stand (attack row X17). */
const memberAndHeads = z.strictObject({ heads: vaultHeads, member: memberId });
const linkConfirm = z.strictObject({
  groups: groupList,
  member: memberId,
  statementHash: hash,
  vaults: z.array(vaultId).max(maxVaultsPerEvent),
});

export const memberEvents = {
  disable: implemented(memberAndHeads, (draft, event) =>
    endActing(draft, event, ['active'], 'disabled', () => undefined),
  ),
  enable: implemented(memberOnly, (draft, event) => {
    const target = readTarget(draft, event, ['disabled']);
    if ('code' in target) return target;
    draft.setMember({ ...target, status: 'active', setAt: { ...target.setAt, status: setAt(event) } });
    return undefined;
  }),
  /** Makes the end date binding for everybody who reads the ledger; before that the server enforces it. */
  expire: implemented(memberAndHeads, (draft, event) =>
    endActing(draft, event, ['active', 'disabled'], 'expired', ({ endsAtMs }) =>
      endsAtMs !== null && endsAtMs <= event.at ? undefined : refuse('date_wrong', { field: '/member' }),
    ),
  ),
  /** Another end date or none. Somebody whose membership had ended is back with it. */
  end_set: implemented(z.strictObject({ endsAtMs: timeMs.nullable(), member: memberId }), (draft, event) => {
    const target = readTarget(draft, event, ['active', 'disabled', 'expired']);
    if ('code' in target) return target;
    const { endsAtMs } = event.body;
    if (endsAtMs !== null && endsAtMs <= event.at) return refuse('date_wrong', { field: '/endsAtMs' });
    // Whoever has custody would be shut out by a date, and nobody may be there then who covers them.
    if (endsAtMs !== null && target.custodian) return refuse('custodian_first', { field: '/member' });
    const back = target.status === 'expired';
    draft.setMember({
      ...target,
      endsAtMs,
      status: back ? 'active' : target.status,
      setAt: { ...target.setAt, end: setAt(event), ...(back ? { status: setAt(event) } : {}) },
    });
    return undefined;
  }),
  remove: implemented(memberAndHeads, applyRemove),

  role_set: implemented(z.strictObject({ member: memberId, role: memberRole }), (draft, event) => {
    const target = readTarget(draft, event, ['active', 'disabled', 'expired'], 'self too');
    if ('code' in target) return target;
    const { role } = event.body;
    const uncovered = needCover(draft.state, event, { ...target, role });
    if (uncovered) return uncovered;
    draft.setMember({ ...target, role, setAt: { ...target.setAt, role: setAt(event) } });
    return undefined;
  }),
  permissions_set: implemented(
    z.strictObject({ member: memberId, permissions: permissionList }),
    (draft, event) => {
      const target = readTarget(draft, event, ['active', 'disabled', 'expired'], 'self too');
      if ('code' in target) return target;
      const { permissions } = event.body;
      if (permissions.some((permission) => ownerPermissions.has(permission))) return refuse('owner_only');
      const uncovered = needCover(draft.state, event, { ...target, permissions });
      if (uncovered) return uncovered;
      draft.setMember({
        ...target,
        permissions,
        setAt: { ...target.setAt, permissions: setAt(event) },
      });
      return undefined;
    },
  ),
  /** A member's exceptions from the organization's client rules. */
  clients_set: implemented(z.strictObject({ clients: clientRules, member: memberId }), (draft, event) => {
    const { clients } = event.body;
    const target = readAnybody(draft, event, 'self too');
    if ('code' in target) return target;
    if (target.role === 'owner' && clients.denied.length > 0) return refuse('owner_protected');
    draft.setMember({ ...target, clients, setAt: { ...target.setAt, clients: setAt(event) } });
    return undefined;
  }),
  /** For a while, this organization asks no second factor of the member. */
  exempt: implemented(z.strictObject({ member: memberId, untilMs: timeMs.nullable() }), (draft, event) => {
    const { untilMs } = event.body;
    const target = readAnybody(draft, event);
    if ('code' in target) return target;
    if (untilMs !== null && (untilMs <= event.at || untilMs > event.at + maxExemptionMs)) {
      return refuse('date_wrong', { field: '/untilMs' });
    }
    draft.setMember({
      ...target,
      exemptUntilMs: untilMs,
      setAt: { ...target.setAt, exemption: setAt(event) },
    });
    return undefined;
  }),

  link_confirm: implemented(linkConfirm, applyConfirm),
};

type About = Incoming<{ readonly member: MemberId }>;

/** The member an event is about, if the signer manages members, covers this one, and the member's status is one of these. */
function readTarget(
  draft: Draft,
  event: About,
  statuses: readonly MemberStatus[],
  self?: 'self too',
): Member | LedgerRefusal {
  const { state } = draft;
  const missing = needPermission(state, event, 'members.manage');
  if (missing) return missing;
  const target = findMember(state, event.body.member);
  if (target === undefined || target.status === 'removed') {
    return refuse('member_not_found', { field: '/member' });
  }
  if (target.role === 'owner') return refuse('owner_protected', { field: '/member' });
  if (target.id === event.by && self === undefined) return refuse('not_for_yourself', { field: '/member' });
  if (!statuses.includes(target.status)) return refuse('member_status_wrong', { field: '/member' });
  return needCover(state, event, target) ?? target;
}

/** As above, for what helps somebody in: a custodian who manages members may do it for the owner. */
function readAnybody(draft: Draft, event: About, self?: 'self too'): Member | LedgerRefusal {
  const { state } = draft;
  const owner = findMember(state, event.body.member);
  if (owner?.role !== 'owner') return readTarget(draft, event, ['active', 'disabled', 'expired'], self);
  const missing = needPermission(state, event, 'members.manage');
  if (missing) return missing;
  if (owner.id === event.by) return self ? owner : refuse('not_for_yourself', { field: '/member' });
  return isCustodian(state, event.by as MemberId) ? owner : refuse('rights_not_covered');
}

/**
 * Grants stay, for membership may come back; until then nothing the member signs counts.
 * INVARIANT: a custodian who can act always remains: only one may stop another, and nobody stops themself.
 */
function endActing(
  draft: Draft,
  event: Incoming<z.infer<typeof memberAndHeads>>,
  statuses: readonly MemberStatus[],
  status: 'disabled' | 'expired',
  check: (member: Member) => LedgerRefusal | undefined,
): LedgerRefusal | undefined {
  const target = readTarget(draft, event, statuses);
  if ('code' in target) return target;
  const refused =
    check(target) ?? listHeads(draft, event, event.body.heads, (vault) => writes(draft, target, vault));
  if (refused) return refused;
  draft.setMember({ ...target, status, setAt: { ...target.setAt, status: setAt(event) } });
  return undefined;
}

function writes({ state }: Draft, member: Member, id: VaultId): boolean {
  const vault = findVault(state, id);
  return vault !== undefined && canWrite(state, member, vault);
}

/** Anybody but the owner may leave. */
function applyRemove(
  draft: Draft,
  event: Incoming<z.infer<typeof memberAndHeads>>,
): LedgerRefusal | undefined {
  const { heads, member: id } = event.body;
  const leaving = event.by === id ? findMember(draft.state, id) : undefined;
  if (leaving?.role === 'owner') return refuse('owner_protected', { field: '/member' });
  const target = leaving ?? readTarget(draft, event, ['active', 'disabled', 'expired']);
  if ('code' in target) return target;
  // With custody ends an organization key, so that is an event of its own.
  if (target.custodian) return refuse('custodian_first', { field: '/member' });
  const unlisted = listHeads(draft, event, heads, (vault) => writes(draft, target, vault));
  if (unlisted) return unlisted;
  const vaults = Object.keys(draft.state.vaults) as VaultId[];
  for (const group of target.groups) {
    if (findGroup(draft.state, group)?.members[id]?.waits === false) makeGroupStale(draft, group, event.seq);
  }
  const unmanaged = takeAway(draft, event, { vaults, members: [id] }, () => {
    for (const vault of Object.values(draft.state.vaults)) {
      if (findGrant(vault, id) !== undefined) draft.setGrant(vault.id, { member: id }, null);
    }
    for (const group of target.groups) draft.setGroupMember(group, id, null);
    draft.setMember({
      ...target,
      status: 'removed',
      role: 'member',
      permissions: [],
      groups: [],
      exemptUntilMs: null,
      addresses: [],
      setAt: { ...target.setAt, status: setAt(event) },
    });
  });
  if (unmanaged) return unmanaged;
  const personal = target.personalVault === null ? undefined : findVault(draft.state, target.personalVault);
  if (personal !== undefined) draft.setVault({ ...personal, archived: true });
  return undefined;
}

/**
 * A holder compared the words of the member's key statement with the member, and hands over what the holder has.
 * INVARIANT: nobody gives what they do not hold, and rights cover rights: with the link the member's role and
 * permissions begin to count, with a key the rights on its vault. Without anything to give, it takes members.manage to
 * vouch.
 */
function applyConfirm(draft: Draft, event: Incoming<z.infer<typeof linkConfirm>>): LedgerRefusal | undefined {
  const { groups, member: id, statementHash, vaults } = event.body;
  const { state } = draft;
  const by = signingMember(event);
  if (by === null || !isActing(findMember(state, by))) return refuse('keys_pending');
  const member = findMember(state, id);
  if (member?.status !== 'active') return refuse('member_not_found', { field: '/member' });
  if (member.keys.statementHash !== statementHash) {
    return refuse('confirmation_wrong', { field: '/statementHash' });
  }
  if (groups.length + vaults.length === 0) {
    if (!waitsForWords(by, member)) return refuse('nothing_changed');
    const mayVouch = isCustodian(state, by) || hasPermission(state, by, 'members.manage');
    if (!mayVouch) return refuse('permission_missing', { params: { permission: 'members.manage' } });
  }
  if (member.link === 'pending') {
    const uncovered = needCover(state, event, member);
    if (uncovered) return uncovered;
  }
  for (const [at, vaultId_] of vaults.entries()) {
    const field = `/vaults/${at}`;
    const vault = findVault(draft.state, vaultId_);
    const grant = vault && findGrant(vault, id);
    if (grant?.waits !== true) return refuse('confirmation_wrong', { field });
    if (!holdsVaultKey(state, by, vaultId_)) return refuse('key_not_held', { field });
    if (!mayHandOver(state, by, vaultId_, rightsGiven(grant.given))) {
      return refuse('rights_not_covered', { field, params: { vault: vaultId_ } });
    }
    draft.setGrant(vaultId_, { member: id }, { ...grant, waits: false, keySeq: event.seq });
  }
  for (const [at, group] of groups.entries()) {
    const field = `/groups/${at}`;
    if (findGroup(draft.state, group)?.members[id]?.waits !== true) {
      return refuse('confirmation_wrong', { field });
    }
    if (!holdsGroupKey(state, by, group)) return refuse('key_not_held', { field });
    draft.setGroupMember(group, id, { waits: false });
  }
  const { heardBy, ...now } = findMember(draft.state, id) ?? member;
  draft.setMember({
    ...now,
    link: 'linked',
    // Who has custody vouches for the keys to everybody.
    ...(heardBy === undefined || isCustodian(state, by) ? {} : { heardBy: [...new Set([...heardBy, by])] }),
    // Who only hands over adds nothing to what a custodian vouched for, and takes nothing away from it.
    setAt:
      member.link === 'pending' || isCustodian(state, by) ? { ...now.setAt, link: setAt(event) } : now.setAt,
  });
  return undefined;
}
