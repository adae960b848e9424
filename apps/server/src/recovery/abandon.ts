import type {
  Abandonment,
  beginAbandonment,
  confirmAbandonment,
  readAbandonment,
  stopAbandonment,
} from '@postern/contract';
import { type Email, ok, type Result, refuse } from '@postern/core';
import { hasPermission, type LedgerState } from '@postern/ledger';
import type { Gathered } from '../access/facts.ts';
import type { OrganizationCaller } from '../access/guard.ts';
import { originOf, recordLine } from '../access-log/record-line.ts';
import { type CodeSubject, codeMinutes, handMailOver, keepCode, redeemCode } from '../account/mailed-code.ts';
import type { Session } from '../account/session.ts';
import { newCode } from '../account/tokens.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { MailText } from '../platform/mail/mail-texts.ts';
import { abandonmentBegun, abandonmentCode, abandonmentTakenBack } from '../platform/mail/recovery-mails.ts';
import type { Platform } from '../platform/platform.ts';
import { limitRecovery, ownerAtDoor } from './owner-at-door.ts';
import { deleteAbandonment, findAbandonment, insertAbandonment } from './queries.ts';

/** How long everybody has to keep an organization that its owner is giving up. */
const abandonmentMs = 30 * 24 * 3600_000;

/**
 * Giving an organization up, for an owner who never confirmed a kit or has lost everything. It works at the owner's door
 * whatever else stands in the way, because it is what is left when nothing else is; what makes up for that is the mailed
 * code, the thirty days and everybody's knowing of it.
 */
export function readWhetherAbandoned(platform: Platform): Handler<typeof readAbandonment, Gathered> {
  return async ({ caller, call, params }) => {
    const owner = await ownerAtDoor(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const found = await findAbandonment(platform.db.kysely, owner.value.ledger.state.organization);
    return ok({ abandonment: found === undefined ? null : shownAbandonment(found) });
  };
}

export function mailAbandonmentCode(platform: Platform): Handler<typeof beginAbandonment, Gathered> {
  return async ({ caller, call, params }) => {
    const owner = await ownerAtDoor(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const { session, ledger } = owner.value;
    const limited = await limitRecovery(platform, 'abandon', session);
    if (!limited.ok) return limited;
    const { db, keys, clock } = platform;
    const code = newCode();
    await keepCode(db.kysely, keys, subjectOf(ledger.state, session), code, clock.nowMs());
    const origin = platform.publicOrigin();
    const text = abandonmentCode({ code, minutes: codeMinutes, organization: ledger.state.name, origin });
    await handMailOver(platform, { to: session.email, ...text });
    return ok({ sentTo: session.email });
  };
}

export function beginToAbandon(platform: Platform): Handler<typeof confirmAbandonment, Gathered> {
  return async ({ caller, call, params, body }) => {
    const owner = await ownerAtDoor(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const { session, ledger, member } = owner.value;
    const limited = await limitRecovery(platform, 'abandon', session);
    if (!limited.ok) return limited;
    const { state } = ledger;
    const { organization } = state;
    const nowMs = platform.clock.nowMs();
    const begun = { begun_at_ms: nowMs, ends_at_ms: nowMs + abandonmentMs };
    const redeemed = await platform.db.transaction(async (queries) => {
      const right = await redeemCode(queries, platform.keys, subjectOf(state, session), body.code, nowMs);
      if (!right.ok) return right;
      const isNew = await insertAbandonment(queries, { organization, account: session.account, ...begun });
      return ok({ isNew, now: isNew ? begun : ((await findAbandonment(queries, organization)) ?? begun) });
    });
    if (!redeemed.ok) return redeemed;
    const { isNew, now } = redeemed.value;
    if (isNew) {
      const { account, email } = session;
      const from = originOf(session);
      await recordLine(platform, {
        organization,
        kind: 'abandonment_begun',
        account,
        email,
        member: member.id,
        from,
      });
      const text = abandonmentBegun({
        who: email,
        organization: state.name,
        endsAtMs: now.ends_at_ms,
        origin: platform.publicOrigin(),
        atMs: nowMs,
      });
      await tellMembers(platform, state, text);
    }
    return ok(shownAbandonment(now));
  };
}

export function stopToAbandon(platform: Platform): Handler<typeof stopAbandonment, Gathered> {
  return async ({ caller, call, params }) => {
    const owner = await ownerAtDoor(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    await keep(platform, owner.value.ledger.state, owner.value.session);
    return ok({});
  };
}

/** For who manages members: the organization is kept. */
export async function takeBack(
  platform: Platform,
  { state, member, session }: OrganizationCaller,
): Promise<Result<Record<string, never>, 'permission_missing'>> {
  if (!hasPermission(state, member.id, 'members.manage')) {
    return refuse('permission_missing', { params: { permission: 'members.manage' } });
  }
  await keep(platform, state, session);
  return ok({});
}

async function keep(platform: Platform, state: LedgerState, session: Session): Promise<void> {
  const { organization } = state;
  if (!(await deleteAbandonment(platform.db.kysely, organization))) return;
  const { account, email } = session;
  const from = originOf(session);
  await recordLine(platform, { organization, kind: 'abandonment_taken_back', account, email, from });
  const text = abandonmentTakenBack({
    who: email,
    organization: state.name,
    origin: platform.publicOrigin(),
    atMs: platform.clock.nowMs(),
  });
  await tellMembers(platform, state, text);
}

/** Every member who is not removed, whatever keeps them out. */
export async function tellMembers(platform: Platform, state: LedgerState, text: MailText): Promise<void> {
  const to = new Set(
    Object.values(state.members)
      .filter(({ status }) => status !== 'removed')
      .map(({ email }) => email),
  );
  for (const each of to) await handMailOver(platform, { to: each, ...text });
}

export function shownAbandonment(row: {
  readonly begun_at_ms: number;
  readonly ends_at_ms: number;
}): Abandonment {
  return { begunAtMs: row.begun_at_ms, endsAtMs: row.ends_at_ms };
}

/** A code is for one organization: whoever gives up two gets two. */
function subjectOf({ organization }: LedgerState, { email }: Session): CodeSubject {
  return { purpose: 'abandonment', email: `${organization} ${email}` as Email };
}
