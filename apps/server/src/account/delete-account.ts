import type { beginAccountDeletion, finishAccountDeletion } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { accountDeleted, accountDeletionCode } from '../platform/mail/mail-texts.ts';
import type { AccountContext } from './account-context.ts';
import { limitCodes, limitConfirmation } from './attempt-limits.ts';
import { codeMinutes, codeName, codePurposes, handMailOver, keepCode, redeemCode } from './mailed-code.ts';
import { deleteAccount } from './queries.ts';
import { requireFresh } from './require-fresh.ts';
import { requireInForce } from './require-in-force.ts';
import { type Session, sessionCookieOf, sessionEnded } from './session.ts';
import { listSessionsOf } from './session-queries.ts';
import { newCode } from './tokens.ts';

const purpose = 'account-deletion';

/** Mails the code that confirms the deletion, from a session that is fresh; whoever reads it then takes the time it gives. */
export function mailDeletionCode({
  platform,
  organizations,
}: AccountContext): Handler<typeof beginAccountDeletion, Session> {
  return async ({ caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const { account, email } = caller;
    const limited = await limitConfirmation(platform.limits, 'deletion', account);
    if (!limited.ok) return limited;
    const { kysely } = platform.db;
    const owned = await organizations.ownedAddresses(kysely, account);
    if (owned.length > 0) return refuse('owns_organization', { params: { organizations: owned } });
    const code = newCode();
    await keepCode(kysely, platform.keys, { purpose, email }, code, platform.clock.nowMs());
    const text = accountDeletionCode({ code, minutes: codeMinutes, origin: platform.publicOrigin() });
    await handMailOver(platform, { to: email, ...text });
    return ok({});
  };
}

/** Deletes the account, its keys, its log and its sessions in one step. What it signed in ledgers stays signed. */
export function eraseAccount({
  platform,
  organizations,
}: AccountContext): Handler<typeof finishAccountDeletion, Session> {
  return async ({ body, caller, call }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const limited = await limitCodes(platform.limits, call.client.address);
    if (!limited.ok) return limited;
    const { account: id, email } = caller;
    const nowMs = platform.clock.nowMs();
    const names = codePurposes.map((each) => codeName(platform.keys, { purpose: each, email }));
    const deleted = await platform.db.transaction(async (queries) => {
      const owned = await organizations.ownedAddresses(queries, id);
      if (owned.length > 0) return refuse('owns_organization', { params: { organizations: owned } });
      const redeemed = await redeemCode(queries, platform.keys, { purpose, email }, body.code, nowMs);
      if (!redeemed.ok) return redeemed;
      const sessions = await listSessionsOf(queries, id);
      await deleteAccount(queries, { id, email }, names);
      return ok(sessions);
    });
    if (!deleted.ok) return deleted;
    for (const session of deleted.value) platform.feed.publish(sessionEnded(id, session.id));
    call.clearCookie(sessionCookieOf(call));
    const text = accountDeleted({ origin: platform.publicOrigin(), atMs: nowMs });
    await handMailOver(platform, { to: email, ...text });
    return ok({});
  };
}
