import type { finishSignUp, registerPassword } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { isRegistrationRecord, registrationResponse } from '@postern/crypto/opaque-server';
import { opaqueProtocol } from '@postern/crypto/public';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { AccountContext } from './account-context.ts';
import { checkFirstKeyStatement, checkKeySet, checkSealedState } from './check-key-set.ts';
import { deleteTickets, findTicket } from './code-queries.ts';
import { insertAccount } from './queries.ts';
import { insertSession } from './session-queries.ts';
import { draftSession, handSessionOver } from './start-session.ts';
import { tokenHash } from './tokens.ts';

/** The server's answer in the OPAQUE registration of the ticket's address. */
export function answerRegistration({
  platform,
}: AccountContext): Handler<typeof registerPassword, undefined> {
  return async ({ body }) => {
    const ticket = tokenHash(platform.keys, 'sign-up-ticket', body.ticket);
    const email = await findTicket(platform.db.kysely, ticket, platform.clock.nowMs());
    if (email === undefined) return refuse('ticket_expired');
    const response = await registrationResponse(platform.keys.opaqueSetup, email, body.registrationRequest);
    return response.ok ? ok({ registrationResponse: response.value }) : response;
  };
}

/** Creates the account with its keys and its first session, all or nothing; the ticket is used up by it. */
export function createAccount({ platform }: AccountContext): Handler<typeof finishSignUp, undefined> {
  return async ({ body, call }) => {
    const nowMs = platform.clock.nowMs();
    const ticket = tokenHash(platform.keys, 'sign-up-ticket', body.ticket);
    if ((await findTicket(platform.db.kysely, ticket, nowMs)) === undefined) return refuse('ticket_expired');

    if (!isRegistrationRecord(body.registrationRecord)) {
      return refuse('opaque_malformed', { field: '/registrationRecord' });
    }
    const keyStatement = await checkFirstKeyStatement(body.keyStatement, body.account);
    if (!keyStatement.ok) return keyStatement;
    const keys = await checkKeySet(body.keys, keyStatement.value, { version: 0, secretVersion: 0, nowMs });
    if (!keys.ok) return keys;
    const sealed = checkSealedState(body.state.sealed, '/state/sealed');
    if (!sealed.ok) return sealed;
    if (body.state.revision !== 1) return refuse('key_objects_invalid', { field: '/state/revision' });

    const session = draftSession(platform, call, body);
    const { statement, bundle, methods } = keys.value;
    const created = await platform.db.transaction(async (queries) => {
      const email = await findTicket(queries, ticket, nowMs);
      if (email === undefined) return refuse('ticket_expired');
      const inserted = await insertAccount(
        queries,
        {
          id: body.account,
          email,
          created_at_ms: nowMs,
          opaque_record: body.registrationRecord,
          opaque_protocol: opaqueProtocol,
          password_version: 1,
          key_statement: keyStatement.value.bytes,
          key_storage: statement.bytes,
          key_storage_version: statement.version,
          secret_version: statement.secretVersion,
          bundle,
          state_sealed: sealed.value,
          state_revision: body.state.revision,
        },
        methods,
      );
      // No ticket outlives the account of its address, so it is the id that is taken: which honest clients never draw
      // twice. That it is somebody's is not said.
      if (!inserted) return refuse('key_objects_invalid', { field: '/account' });
      await deleteTickets(queries, email);
      await insertSession(queries, session.row);
      return ok();
    });
    return created.ok ? ok(await handSessionOver(platform, call, session)) : created;
  };
}
