import type { getAccount, getAccountState, putAccountState } from '@postern/contract';
import { ok, refuse, toBase64Url } from '@postern/core';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { AccountContext } from './account-context.ts';
import { checkSealedState } from './check-key-set.ts';
import { showWaiting } from './generations.ts';
import { keySetOf } from './key-set-of.ts';
import { findAccount, findPendingGeneration, replaceState } from './key-set-queries.ts';
import type { Session } from './session.ts';

/** The account with everything the keys of the session's generation are opened from, as of one moment. */
export function readAccount({ platform }: AccountContext): Handler<typeof getAccount, Session> {
  return async ({ caller }) =>
    platform.db.transaction(async (queries) => {
      const account = await findAccount(queries, caller);
      if (!account) return refuse('sign_in_required');
      const waiting = await findPendingGeneration(queries, caller.account);
      return ok({
        account: account.id,
        email: account.email,
        session: caller.id,
        createdAtMs: account.created_at_ms,
        authenticatedAtMs: caller.authenticatedAtMs,
        clientVersion: caller.clientVersion,
        keyStatement: toBase64Url(account.key_statement),
        keys: await keySetOf(queries, caller, account),
        stateRevision: account.state_revision,
        generation: caller.generation,
        newestGeneration: account.newest_generation,
        ...(waiting ? { waiting: showWaiting(waiting) } : {}),
      });
    });
}

export function readState({ platform }: AccountContext): Handler<typeof getAccountState, Session> {
  return async ({ caller }) => {
    const state = await findAccount(platform.db.kysely, caller);
    if (!state) return refuse('sign_in_required');
    return ok({ revision: state.state_revision, sealed: toBase64Url(state.state_sealed) });
  };
}

/** Stores the state if it is the successor of the stored one: of two devices that write at once, one has to merge. */
export function writeState({ platform }: AccountContext): Handler<typeof putAccountState, Session> {
  return async ({ caller, body }) => {
    const sealed = checkSealedState(body.sealed, '/sealed');
    if (!sealed.ok) return sealed;
    const { revision } = body;
    const stored = await replaceState(platform.db.kysely, caller, { revision, sealed: sealed.value });
    if (!stored) return refuse('state_moved');
    // Another device may wait for what was just written: that it is in an organization, its own state alone says.
    platform.feed.publish({ kind: 'account-state', account: caller.account });
    return ok({});
  };
}
