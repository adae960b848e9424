import {
  type BodyOf,
  type mailInvitation as endpoint,
  type InvitationMail,
  invitationPath,
} from '@postern/contract';
import { type InviteId, type OrganizationId, ok, type Result, refuse, utf8 } from '@postern/core';
import {
  findInvitation,
  findMember,
  hasPermission,
  type Invitation,
  invitationStanding,
} from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import { keepDoing } from '../platform/keep-doing.ts';
import { invitation as invitationText } from '../platform/mail/mail-texts.ts';
import { claimMs, lookMs, waitAfterTriesMs } from '../platform/mail/retry-wait.ts';
import type { Platform } from '../platform/platform.ts';
import type { FoldedLedger, FoldedLedgers } from './folded-ledgers.ts';
import { findHead } from './ledger-queries.ts';
import {
  changeInvitationMail,
  deleteInvitationMails,
  type InvitationMailRow,
  listDueInvitationMails,
  listInvitationMailsOf,
  putInvitationMail,
} from './mail-queries.ts';

/** The page that invites is not kept waiting for a mail server that does not answer. */
const answerWithinMs = 4_000;
const mailsPerHour = 2_000;

/**
 * Takes over the link of an invitation and mails it, now or as soon as the mail server takes it. INVARIANT: only of
 * invitations whose secret the server may see, by mail alone or completed by words; sealed at rest, and forgotten with
 * the mail that was sent.
 */
export async function mailInvitation(
  platform: Platform,
  { state, hashAt, member }: OrganizationCaller,
  invite: InviteId,
  { fragment }: BodyOf<typeof endpoint>,
): Promise<Result<InvitationMail>> {
  const invitation = findInvitation(state, invite);
  const nowMs = platform.clock.nowMs();
  if (invitation === undefined || invitationStanding(state, invitation, nowMs) !== 'open') {
    return refuse('invitation_not_open');
  }
  // Nobody else has the secret, so whoever else sends a link here sends another one.
  if (invitation.by !== member.id) {
    return refuse('permission_missing', { params: { permission: 'members.manage' } });
  }
  const { organization } = state;
  const event = hashAt(invitation.statusSeq);
  if (event === undefined || invitation.delivery === 'link') return refuse('invitation_not_open');
  const limited = await platform.limits.limit(`invitations mailed by ${organization}`, mailsPerHour, 3600);
  if (!limited.ok) return limited;
  const row: InvitationMailRow = {
    organization,
    invite,
    event,
    sealed: platform.keys.sealAtRest(contextOf(organization, invite, event), utf8(fragment)),
    code: null,
    attempts: 0,
    at_ms: nowMs,
    next_at_ms: nowMs + claimMs,
  };
  await putInvitationMail(platform.db.kysely, row);
  const sending = send(platform, { state, hashAt }, invitation, row);
  return ok((await within(sending, platform, answerWithinMs)) ?? shownMail(row));
}

/** How the mails of the organization's invitations stand, for who manages members. */
export async function listInvitationMails(
  { db }: Pick<Platform, 'db'>,
  { state, member }: OrganizationCaller,
): Promise<Result<{ mails: InvitationMail[] }>> {
  if (!hasPermission(state, member.id, 'members.manage')) {
    return refuse('permission_missing', { params: { permission: 'members.manage' } });
  }
  const rows = await listInvitationMailsOf(db.kysely, state.organization);
  return ok({ mails: rows.map(shownMail) });
}

/** Sends what is due, now and again and again. Answers how to stop; resolves when a run in progress is through. */
export function keepMailing(platform: Platform, ledgers: FoldedLedgers): () => Promise<void> {
  const how = { everyMs: lookMs, fault: 'mails of invitations were not looked after' };
  return keepDoing(platform, () => sendDueMails(platform, ledgers), how);
}

/** Tries every mail whose time has come, one after the other. */
export async function sendDueMails(platform: Platform, ledgers: FoldedLedgers): Promise<void> {
  const { db, clock } = platform;
  for (const due of await listDueInvitationMails(db.kysely, clock.nowMs(), 100)) {
    const claimed = { ...due, next_at_ms: clock.nowMs() + claimMs };
    if (!(await changeInvitationMail(db.kysely, due, { next_at_ms: claimed.next_at_ms }))) continue;
    const head = await findHead(db.kysely, due.organization);
    const ledger = head && (await ledgers.at(due.organization, head));
    const invitation = ledger && findInvitation(ledger.state, due.invite);
    const counts =
      ledger !== undefined &&
      invitation !== undefined &&
      ledger.hashAt(invitation.statusSeq) === due.event &&
      invitationStanding(ledger.state, invitation, clock.nowMs()) === 'open';
    if (counts) await send(platform, ledger, invitation, claimed);
    else await deleteInvitationMails(db.kysely, due.organization, [due.invite]);
  }
}

/** Sends a mail that this process has claimed, and notes what became of it. */
async function send(
  platform: Platform,
  { state }: FoldedLedger,
  invitation: Invitation,
  claimed: InvitationMailRow,
): Promise<InvitationMail> {
  const { organization, invite, event, sealed } = claimed;
  const opened = sealed && platform.keys.openAtRest(contextOf(organization, invite, event), sealed);
  if (!opened) throw new Error('the link of an invitation does not open at rest');
  const origin = platform.publicOrigin();
  const text = invitationText({
    organization: state.name,
    by: findMember(state, invitation.by)?.email ?? '',
    link: `${origin}${invitationPath}#${new TextDecoder().decode(opened)}`,
    needsWords: invitation.delivery === 'words',
    expiresAtMs: invitation.expiresAtMs,
  });
  const sent = await platform.mail.send({ to: invitation.email, ...text });
  const nowMs = platform.clock.nowMs();
  const attempts = claimed.attempts + 1;
  const change = sent.ok
    ? { sealed: null, code: null, attempts, at_ms: nowMs, next_at_ms: null }
    : { code: sent.code, attempts, at_ms: nowMs, next_at_ms: nowMs + waitAfterTriesMs(attempts) };
  await changeInvitationMail(platform.db.kysely, claimed, change);
  return shownMail({ ...claimed, ...change });
}

function shownMail({
  invite,
  code,
  at_ms: atMs,
  next_at_ms: retryAtMs,
}: Pick<InvitationMailRow, 'invite' | 'code' | 'at_ms' | 'next_at_ms'>): InvitationMail {
  if (retryAtMs === null) return { invite, state: 'sent', atMs };
  return { invite, state: 'waiting', atMs, ...(code === null ? {} : { code }), retryAtMs };
}

function contextOf(organization: OrganizationId, invite: InviteId, event: string): string {
  return `invitation link ${organization} ${invite} ${event}`;
}

/** What the work answers, or undefined when it takes longer; it goes on then, and a fault of it is logged. */
async function within<Value>(
  work: Promise<Value>,
  { log }: Pick<Platform, 'log'>,
  ms: number,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  const guarded = work.catch((error: unknown) => {
    log.fault('the mail of an invitation was not looked after', error);
    return undefined;
  });
  try {
    return await Promise.race([guarded, late]);
  } finally {
    clearTimeout(timer);
  }
}
