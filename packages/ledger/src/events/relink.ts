import { refuse } from '@postern/core';
import type { KeyStatement } from '@postern/crypto/public';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented } from '../event-definition.ts';
import {
  groupList,
  hash,
  maxVaultsPerEvent,
  memberId,
  statement,
  vaultHeads,
  vaultId,
} from '../event-shape.ts';
import {
  canWrite,
  hasPermission,
  holdsGroupKey,
  holdsVaultKey,
  isCustodian,
  mayHandOver,
} from '../holding.ts';
import { rightsGiven } from '../rights.ts';
import { findGrant, findGroup, findMember, findVault, type Member } from '../state.ts';
import { keysFromStatement } from './accounts.ts';
import { listHeads } from './losses.ts';
import { needCover, setAt, signingMember } from './permission.ts';
import { withRefused } from './refused-statements.ts';

const relink = z.strictObject({
  groups: groupList,
  heads: vaultHeads,
  member: memberId,
  /** Shows the member, and nobody else, that the signer was told the words (docs/protocol/objects.md). */
  proof: hash,
  statement,
  vaults: z.array(vaultId).max(maxVaultsPerEvent),
  via: z.enum(['words']),
});

export const relinkEvents = {
  /** A member whose account began a new generation without the old one gets the organization's keys again. */
  relink: implemented(relink, applyRelink),
  /** The old generation says that it did not ask for that. */
  relink_refuse: implemented(z.strictObject({ member: memberId, statementHash: hash }), applyRefuse),
};

/**
 * The member stays who the member is: role, permissions, custody, groups, grants, personal vault. What is named is handed
 * over at once, everything else the member has waits for somebody who holds it.
 * INVARIANT: rights cover rights, and nobody gives what they do not hold (attack rows X3, X10, X11): the owner and
 * custodians are linked anew by custodians alone, others by custodians and by members.manage that covers them. What these
 * vouch for, other holders hear for themselves. The same keys again are another proof, for a member who could not check the
 * one before, and take nothing away.
 */
function applyRelink(draft: Draft, event: Incoming<z.infer<typeof relink>>): LedgerRefusal | undefined {
  const { body, statement: next } = event;
  const by = signingMember(event);
  if (by === null) return refuse('signer_unknown', { field: '/by' });
  const target = findMember(draft.state, body.member);
  if (target === undefined || target.status === 'removed') {
    return refuse('member_not_found', { field: '/member' });
  }
  if (target.id === by) return refuse('not_for_yourself', { field: '/member' });
  if (!isCustodian(draft.state, by)) {
    if (!hasPermission(draft.state, by, 'members.manage')) {
      return refuse('permission_missing', { params: { permission: 'members.manage' } });
    }
    const uncovered = needCover(draft.state, event, target);
    if (uncovered) return uncovered;
  }
  const again = isAgain(target, next);
  const unfit = again ? undefined : checkStatement(target, next, isCustodian(draft.state, by));
  if (unfit) return unfit;
  const writable = Object.values(draft.state.vaults).filter((vault) => canWrite(draft.state, target, vault));
  const unlisted = listHeads(draft, event, body.heads, (id) => writable.some((vault) => vault.id === id));
  if (unlisted) return unlisted;
  const notHeld = checkHandedOver(draft, by, target, body);
  if (notHeld) return notHeld;

  const heardBy = isCustodian(draft.state, by)
    ? undefined
    : again
      ? target.heardBy && [...new Set([...target.heardBy, by])]
      : [by];
  // What the old keys sign from here on counts nowhere, not even where the member goes on writing (attack row X17).
  if (!again) for (const { id } of writable) draft.setFormerWriter(id, target.id, event.seq);
  for (const { id } of Object.values(draft.state.vaults)) {
    const vault = findVault(draft.state, id);
    const grant = vault && findGrant(vault, target.id);
    if (grant === undefined) continue;
    const given = body.vaults.includes(id);
    draft.setGrant(
      id,
      { member: target.id },
      given ? { ...grant, waits: false, keySeq: event.seq } : { ...grant, waits: grant.waits || !again },
    );
  }
  for (const id of target.groups) {
    const waited = findGroup(draft.state, id)?.members[target.id]?.waits !== false;
    draft.setGroupMember(id, target.id, { waits: !body.groups.includes(id) && (waited || !again) });
  }
  const { heardBy: _before, ...now } = findMember(draft.state, target.id) ?? target;
  // Who has custody vouched for these keys already: whoever says it again adds nothing to that.
  const isKnown = again && target.heardBy === undefined && !isCustodian(draft.state, by);
  draft.setMember({
    ...now,
    link: 'linked',
    ...(heardBy === undefined ? {} : { heardBy }),
    ...(again
      ? {}
      : {
          keys: keysFromStatement(next as KeyStatement, event.seq),
          formerKeys: [...now.formerKeys, now.keys],
        }),
    setAt: isKnown ? now.setAt : { ...now.setAt, link: setAt(event) },
  });
  return undefined;
}

/** Whether these are the keys under which the member was linked anew before. */
function isAgain({ keys, link, formerKeys }: Member, next: KeyStatement | null): boolean {
  return next?.hash === keys.statementHash && link === 'linked' && formerKeys.length > 0;
}

/**
 * Of this account, newer than what is in force, and not one that the member has refused or that follows on one. A custodian also
 * takes back one that was in force here: where an organization took keys that were dropped afterwards, the member has those of
 * before.
 */
function checkStatement(
  target: Member,
  next: KeyStatement | null,
  mayTakeBack: boolean,
): LedgerRefusal | undefined {
  const field = '/statement';
  if (next === null || next.account !== target.account) return refuse('statement_wrong', { field });
  const { keys, refusedStatements: refused } = target;
  if (target.formerKeys.some(({ statementHash }) => statementHash === next.hash)) {
    if (refused.includes(next.hash)) return refuse('statement_refused', { field });
    return mayTakeBack ? undefined : refuse('rights_not_covered', { field });
  }
  // Which one it follows on is its own word: who loses keys twice comes with a generation whose predecessor this ledger,
  // or another one, never saw.
  if (next.generation <= keys.generation) {
    return refuse('generation_wrong', { field, params: { expected: keys.generation + 1 } });
  }
  return refused.includes(next.hash) || (next.previous !== null && refused.includes(next.previous))
    ? refuse('statement_refused', { field })
    : undefined;
}

/** Whether the member has each vault and group named, and the signer may hand it over. */
function checkHandedOver(
  { state }: Draft,
  by: Member['id'],
  target: Member,
  { vaults, groups }: Pick<z.infer<typeof relink>, 'vaults' | 'groups'>,
): LedgerRefusal | undefined {
  for (const [at, id] of vaults.entries()) {
    const field = `/vaults/${at}`;
    const vault = findVault(state, id);
    const grant = vault && findGrant(vault, target.id);
    if (grant === undefined) return refuse('confirmation_wrong', { field });
    if (vaults.indexOf(id) !== at) return refuse('vault_repeated', { field });
    if (!holdsVaultKey(state, by, id)) return refuse('key_not_held', { field });
    if (!mayHandOver(state, by, id, rightsGiven(grant.given))) {
      return refuse('rights_not_covered', { field, params: { vault: id } });
    }
  }
  for (const [at, id] of groups.entries()) {
    const field = `/groups/${at}`;
    if (!target.groups.includes(id) || findGroup(state, id) === undefined) {
      return refuse('confirmation_wrong', { field });
    }
    if (groups.indexOf(id) !== at) return refuse('group_repeated', { field });
    if (!holdsGroupKey(state, by, id)) return refuse('key_not_held', { field });
  }
  return undefined;
}

/**
 * INVARIANT: only the keys in force may say it, so that a thief of the mailbox never can (attack row X25), and of none that they
 * came after: otherwise keys that were linked by mistake would close the way back to those before them, and to all that follow.
 */
function applyRefuse(
  draft: Draft,
  event: Incoming<{ readonly member: Member['id']; readonly statementHash: Member['keys']['statementHash'] }>,
): LedgerRefusal | undefined {
  const { member: id, statementHash } = event.body;
  const member = findMember(draft.state, id);
  if (member === undefined) return refuse('member_not_found', { field: '/member' });
  if (event.by !== id) return refuse('permission_missing', { field: '/member' });
  const { keys, formerKeys } = member;
  const isEarlier = formerKeys.some(
    (one) => one.statementHash === statementHash && one.generation < keys.generation,
  );
  if (isEarlier || statementHash === keys.statementHash) {
    return refuse('statement_wrong', { field: '/statementHash' });
  }
  if (member.refusedStatements.includes(statementHash)) return refuse('nothing_changed');
  const refusedStatements = withRefused(member, statementHash);
  draft.setMember({ ...member, refusedStatements });
  return undefined;
}
