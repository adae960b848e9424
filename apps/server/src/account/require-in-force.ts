import { ok, type Result, refuse } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { Session } from './session.ts';
import { deleteOtherSessions, deleteOtherSessionsOf } from './session-queries.ts';

/**
 * Whether the session is of the keys in force. One of a generation that waits was begun with a mailbox and no more.
 * INVARIANT: it changes nothing that the account has once for all its generations, and nothing of the sessions of others:
 * neither deletes it the account, nor touches second factors, nor joins or founds an organization, in which its keys would
 * be known without anybody's word. So whoever holds the keys in force can always sign in and refuse it (attack row X25).
 */
export function requireInForce({
  generationWaits,
}: Pick<Session, 'generationWaits'>): Result<undefined, 'generation_waits'> {
  return generationWaits ? refuse('generation_waits') : ok();
}

/** Ends the other sessions after a change of password or keys, and answers their ids: where those keys wait, theirs alone. */
export function endOtherSessions(queries: Queries, caller: Session) {
  return caller.generationWaits
    ? deleteOtherSessionsOf(queries, caller, caller.id)
    : deleteOtherSessions(queries, caller.account, caller.id);
}
