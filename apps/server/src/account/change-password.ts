import type { beginPasswordChange, finishPasswordChange } from '@postern/contract';
import { type Bytes, mustBeOk, ok, refuse } from '@postern/core';
import { isRegistrationRecord, registrationResponse } from '@postern/crypto/opaque-server';
import { opaqueProtocol, parseKeyStatement } from '@postern/crypto/public';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { passwordChanged } from '../platform/mail/mail-texts.ts';
import type { AccountContext } from './account-context.ts';
import { checkKeySet, checkSealedState } from './check-key-set.ts';
import { handMailOver } from './mailed-code.ts';
import { findAccount, listSessionsOf, replacePassword } from './queries.ts';
import { recordAccess } from './record-access.ts';
import { requireFresh } from './require-fresh.ts';
import { endOtherSessions } from './require-in-force.ts';
import { type Session, sessionEnded } from './session.ts';

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
    // A statement that another device's change has overtaken is honest: that is a lost race, not a wrong object.
    if (body.state.revision !== account.state_revision + 1) return refuse('state_moved');
    const signer = mustBeOk(await parseKeyStatement(account.key_statement as Bytes));
    const keys = await checkKeySet(body.keys, signer, {
      version: account.key_storage_version,
      secretVersion: account.secret_version,
      nowMs: platform.clock.nowMs(),
    });
    if (!keys.ok) return keys;
    const sealed = checkSealedState(body.state.sealed, '/state/sealed');
    if (!sealed.ok) return sealed;

    const { statement, bundle, methods } = keys.value;
    const changed = await platform.db.transaction(async (queries) => {
      const sessions = await listSessionsOf(queries, caller.account);
      if (!sessions.some(({ id }) => id === caller.id)) return refuse('sign_in_required');
      const replaced = await replacePassword(
        queries,
        caller,
        {
          opaque_record: body.registrationRecord,
          opaque_protocol: opaqueProtocol,
          key_storage: statement.bytes,
          key_storage_version: statement.version,
          secret_version: statement.secretVersion,
          bundle,
          state_sealed: sealed.value,
          state_revision: body.state.revision,
        },
        methods,
      );
      if (!replaced) return refuse('state_moved');
      return ok(await endOtherSessions(queries, caller));
    });
    if (!changed.ok) return changed;

    for (const { id } of changed.value) platform.feed.publish(sessionEnded(caller.account, id));
    const { account: id, clientKind, address } = caller;
    await recordAccess(platform, { account: id, kind: 'password_changed', clientKind, address });
    const origin = platform.publicOrigin();
    const text = passwordChanged({ origin, atMs: platform.clock.nowMs() });
    await handMailOver(platform, { to: caller.email, ...text });
    return ok({ endedSessions: changed.value.length });
  };
}
