import { fromBase64Url, type GroupId, type MemberId, refuse, type VaultId } from '@postern/core';
import { acceptablePublicKey } from '@postern/crypto/public';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented } from '../event-definition.ts';
import {
  accountId,
  clientRules,
  email,
  groupList,
  invitedGrant,
  inviteId,
  maxVaultsPerEvent,
  memberId,
  memberRole,
  permissionList,
  sealingKey,
  signature,
  signingKey,
  statement,
  timeMs,
} from '../event-shape.ts';
import { hasPermission } from '../holding.ts';
import { invitationGives } from '../invitation-gives.ts';
import { isInTime } from '../is-in-time.ts';
import { type Given, ownerPermissions } from '../rights.ts';
import { epochIsStale } from '../stale-epoch.ts';
import { findGroup, findInvitation, findMember, findVault, type Invitation } from '../state.ts';
import { keysFromStatement } from './accounts.ts';
import { givenBy } from './grants.ts';
import { makeInvitationStale } from './invitation-parts.ts';
import { needCover, needPermission, signingMember } from './permission.ts';

/** How long an invitation may wait. */
export const maxInvitationMs = 90 * 24 * 60 * 60 * 1000;

const delivery = z.enum(['link', 'words', 'mail']);
const invite = z.strictObject({
  clients: clientRules,
  delivery,
  email,
  endsAtMs: timeMs.nullable(),
  expiresAtMs: timeMs,
  grants: z.array(invitedGrant).max(maxVaultsPerEvent),
  groups: groupList,
  invite: inviteId,
  permissions: permissionList,
  role: memberRole,
  sealingKey,
  signingKey,
});
const inviteResend = z.strictObject({
  delivery,
  expiresAtMs: timeMs,
  invite: inviteId,
  sealingKey,
  signingKey,
});
const join = z.strictObject({
  account: accountId,
  email,
  invite: inviteId,
  inviteSignature: signature,
  member: memberId,
  statement,
});

export const invitationEvents = {
  /** `signingKey` and `sealingKey` follow from the invitation's secret, which the server never needs. */
  invite: implemented(invite, applyInvite),
  /** Another secret in place of the one before, which opens nothing more; the sender answers for what it gives. */
  invite_resend: implemented(inviteResend, applyResend),
  invite_revoke: implemented(z.strictObject({ invite: inviteId }), applyRevoke),
  /**
   * Signed by the joiner's account key; `inviteSignature` is the invitation key's, over object `05`. Both were verified
   * before this is asked.
   */
  join: implemented(join, applyJoin),
};

function applyInvite(draft: Draft, event: Incoming<z.infer<typeof invite>>): LedgerRefusal | undefined {
  const { body } = event;
  const { state } = draft;
  const missing = needPermission(state, event, 'members.manage');
  if (missing) return missing;
  if (Object.hasOwn(state.invitations, body.invite)) return refuse('invite_id_taken', { field: '/invite' });
  if (draft.findCurrentByEmail(body.email) !== undefined) {
    return refuse('already_member', { field: '/email' });
  }
  if (draft.findOpenInvitation(body.email) !== undefined) {
    return refuse('already_invited', { field: '/email' });
  }
  if (body.permissions.some((permission) => ownerPermissions.has(permission))) return refuse('owner_only');
  if (body.endsAtMs !== null && body.endsAtMs <= event.at)
    return refuse('date_wrong', { field: '/endsAtMs' });
  const grants: Record<VaultId, Given> = {};
  for (const [at, one] of body.grants.entries()) {
    const field = `/grants/${at}/vault`;
    if (findVault(state, one.vault) === undefined) return refuse('vault_not_found', { field });
    if (Object.hasOwn(grants, one.vault)) return refuse('vault_repeated', { field });
    grants[one.vault] = givenBy(one);
  }
  const invitation: Invitation = {
    id: body.invite,
    email: body.email,
    status: 'open',
    role: body.role,
    permissions: body.permissions,
    groups: body.groups,
    grants,
    clients: body.clients,
    endsAtMs: body.endsAtMs,
    delivery: body.delivery,
    expiresAtMs: body.expiresAtMs,
    keys: { signingKeyB64: body.signingKey, sealingKeyB64: body.sealingKey },
    by: event.by as MemberId,
    member: null,
    sinceSeq: event.seq,
    sinceMs: event.at,
    statusSeq: event.seq,
  };
  const refused = checkSending(draft, event, invitation);
  if (refused) return refused;
  draft.setInvitation(invitation);
  return undefined;
}

/** INVARIANT: nobody invites to more than they could give themselves; rights cover rights. */
function checkSending(
  draft: Draft,
  event: Incoming<unknown>,
  invitation: Invitation,
): LedgerRefusal | undefined {
  const { state } = draft;
  const { groups, grants, keys, expiresAtMs, role, permissions } = invitation;
  if (expiresAtMs <= event.at || expiresAtMs > event.at + maxInvitationMs) {
    return refuse('date_wrong', { field: '/expiresAtMs' });
  }
  const key = fromBase64Url(keys?.signingKeyB64 ?? '');
  if (key === undefined || !acceptablePublicKey(key)) {
    return refuse('keys_not_acceptable', { field: '/signingKey' });
  }
  const uncovered = needCover(state, event, { role, permissions, custodian: false });
  if (uncovered) return uncovered;
  const seen = new Set<GroupId>();
  for (const [at, id] of groups.entries()) {
    const field = `/groups/${at}`;
    const group = findGroup(state, id);
    if (group === undefined) return refuse('group_not_found', { field });
    if (seen.has(id)) return refuse('group_repeated', { field });
    seen.add(id);
    if (epochIsStale(group)) return refuse('group_key_old', { field });
  }
  const gives = invitationGives(state, invitation);
  if (gives === undefined) return refuse('rights_not_covered');
  const vault = Object.keys(grants).find((id) => !gives.grants.some((one) => one.vault === id));
  if (vault !== undefined) return refuse('rights_not_covered', { params: { right: 'share', vault } });
  if (gives.groups.length < groups.length) {
    const by = signingMember(event);
    return by !== null && hasPermission(state, by, 'groups.manage')
      ? refuse('key_not_held', { field: '/groups' })
      : refuse('permission_missing', { params: { permission: 'groups.manage' } });
  }
  return undefined;
}

function applyResend(draft: Draft, event: Incoming<z.infer<typeof inviteResend>>): LedgerRefusal | undefined {
  const { body } = event;
  const missing = needPermission(draft.state, event, 'members.manage');
  if (missing) return missing;
  const before = findInvitation(draft.state, body.invite);
  if (before?.status !== 'open') return refuse('invitation_not_open', { field: '/invite' });
  const { grants, groups } = before;
  const next: Invitation = {
    ...before,
    // A vault or group that is gone is no reason to invite anew.
    grants: Object.fromEntries(Object.entries(grants).filter(([id]) => findVault(draft.state, id))),
    groups: groups.filter((id) => findGroup(draft.state, id)),
    delivery: body.delivery,
    expiresAtMs: body.expiresAtMs,
    keys: { signingKeyB64: body.signingKey, sealingKeyB64: body.sealingKey },
    by: event.by as MemberId,
    statusSeq: event.seq,
  };
  const refused = checkSending(draft, event, next);
  if (refused) return refused;
  makeInvitationStale(draft, before, event.seq);
  draft.setInvitation(next);
  return undefined;
}

function applyRevoke(
  draft: Draft,
  event: Incoming<{ readonly invite: Invitation['id'] }>,
): LedgerRefusal | undefined {
  const missing = needPermission(draft.state, event, 'members.manage');
  if (missing) return missing;
  const before = findInvitation(draft.state, event.body.invite);
  if (before?.status !== 'open') return refuse('invitation_not_open', { field: '/invite' });
  const uncovered = needCover(draft.state, event, { ...before, custodian: false });
  if (uncovered) return uncovered;
  makeInvitationStale(draft, before, event.seq);
  draft.setInvitation({ ...before, status: 'revoked', keys: null, statusSeq: event.seq });
  return undefined;
}

/**
 * Membership needs the member's own signed join (attack row BW08). What it gives is what the inviter could give at
 * this moment; what the server could have read on the way opens no key (attack row X9).
 */
function applyJoin(draft: Draft, event: Incoming<z.infer<typeof join>>): LedgerRefusal | undefined {
  const { body, statement: verified } = event;
  const invitation = findInvitation(draft.state, body.invite);
  if (invitation?.status !== 'open') return refuse('invitation_not_open', { field: '/invite' });
  if (!isInTime(invitation, event.at)) return refuse('invitation_expired', { field: '/invite' });
  if (invitation.email !== body.email) return refuse('invitation_for_other_address', { field: '/email' });
  if (event.by !== body.member || verified === null || verified.account !== body.account) {
    return refuse('statement_wrong', { field: '/statement' });
  }
  if (findMember(draft.state, body.member) !== undefined) {
    return refuse('member_id_taken', { field: '/member' });
  }
  if (draft.findCurrentByAccount(body.account) ?? draft.findCurrentByEmail(body.email)) {
    return refuse('already_member', { field: '/account' });
  }
  const gives = invitationGives(draft.state, invitation);
  if (gives === undefined) return refuse('invitation_void', { field: '/invite' });
  const waits = invitation.delivery === 'mail';
  draft.setMember({
    id: body.member,
    account: body.account,
    email: body.email,
    status: 'active',
    role: invitation.role,
    permissions: invitation.permissions,
    custodian: false,
    link: waits ? 'pending' : 'linked',
    keys: keysFromStatement(verified, event.seq),
    formerKeys: [],
    refusedStatements: [],
    personalVault: null,
    groups: [],
    endsAtMs: invitation.endsAtMs,
    clients: invitation.clients,
    exemptUntilMs: null,
    addresses: [],
    invite: invitation.id,
    sinceSeq: event.seq,
    sinceMs: event.at,
    setAt: {},
  });
  for (const { vault, given } of gives.grants) {
    draft.setGrant(vault, { member: body.member }, { given, waits, keySeq: event.seq });
  }
  for (const group of gives.groups) draft.setGroupMember(group, body.member, { waits });
  draft.setInvitation({
    ...invitation,
    status: 'joined',
    keys: null,
    member: body.member,
    statusSeq: event.seq,
  });
  return undefined;
}
