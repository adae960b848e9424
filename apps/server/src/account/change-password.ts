import type { beginPasswordChange, finishPasswordChange } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { isRegistrationRecord, registrationResponse } from '@postern/crypto/opaque-server';
import { opaqueProtocol } from '@postern/crypto/public';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { passwordChanged } from '../platform/mail/mail-texts.ts';
import type { AccountContext } from './account-context.ts';
import { checkNextKeys } from './check-next-keys.ts';
import { findAccount, replacePassword } from './key-set-queries.ts';
import { handMailOver } from './mailed-code.ts';
import { announceMethod, methodsGoneWithPassword } from './methods-moved.ts';
import { recordAccess } from './record-access.ts';
import { requireFresh } from './require-fresh.ts';
import { endOtherSessions } from './require-in-force.ts';
import { type Session, sessionEnded } from './session.ts';
import { listSessionsOf } from './session-queries.ts';

/** The server's answer in the OPAQUE registration of the new password. */
export function startPasswordChange({
  platform,
}: AccountContext): Handler<typeof beginPasswordChange, Session> {
  return async ({ body, caller }) => {
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const { registrationRequest } = body;
    const response = await registrationResponse(platform.keys.opaqueSetup, caller.email, registrationRequest);
    return response.ok ? ok({ registrationResponse: response.value }) : response;
  };
}

/**
 * Stores the new password with the keys and the state that were sealed for it, and ends the other sessions, all or
 * nothing. `state_moved`: another device changed keys or state since this one read them.
 */
export function completePasswordChange({
  platform,
}: AccountContext): Handler<typeof finishPasswordChange, Session> {
  return async ({ body, caller }) => {
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    if (!isRegistrationRecord(body.registrationRecord)) {
      return refuse('opaque_malformed', { field: '/registrationRecord' });
    }
    const account = await findAccount(platform.db.kysely, caller);
    if (!account) return refuse('sign_in_required');
    const keys = await checkNextKeys(account, body, platform.clock.nowMs());
    if (!keys.ok) return keys;

    const { next, methods } = keys.value;
    const changed = await platform.db.transaction(async (queries) => {
      const sessions = await listSessionsOf(queries, caller.account);
      if (!sessions.some(({ id }) => id === caller.id)) return refuse('sign_in_required');
      const hasNewSecret = next.secret_version !== account.secret_version;
      const gone = await methodsGoneWithPassword(queries, caller, methods, hasNewSecret);
      if (!gone.ok) return gone;
      const replaced = await replacePassword(
        queries,
        caller,
        { ...next, opaque_record: body.registrationRecord, opaque_protocol: opaqueProtocol },
        methods,
      );
      if (!replaced) return refuse('state_moved');
      return ok({ gone: gone.value, ended: await endOtherSessions(queries, caller) });
    });
    if (!changed.ok) return changed;

    const { gone, ended } = changed.value;
    for (const { id } of ended) platform.feed.publish(sessionEnded(caller.account, id));
    const { account: id, clientKind, address } = caller;
    await recordAccess(platform, { account: id, kind: 'password_changed', clientKind, address });
    const origin = platform.publicOrigin();
    const text = passwordChanged({ origin, atMs: platform.clock.nowMs() });
    await handMailOver(platform, { to: caller.email, ...text });
    for (const method of gone) await announceMethod(platform, caller, 'removed', method);
    return ok({ endedSessions: ended.length });
  };
}
