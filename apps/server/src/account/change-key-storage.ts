import type { changeKeyStorage, NewKeyMethod } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { AccountContext } from './account-context.ts';
import { limitConfirmation } from './attempt-limits.ts';
import { checkNextKeys } from './check-next-keys.ts';
import { keepMethodFacts } from './key-methods.ts';
import { findAccount, replaceKeys } from './key-set-queries.ts';
import { announceMethod, type ListedMethod, methodsMoved } from './methods-moved.ts';
import { requireFresh } from './require-fresh.ts';
import { endOtherSessions } from './require-in-force.ts';
import { type Session, sessionEnded } from './session.ts';
import { listSessionsOf } from './session-queries.ts';

/**
 * Stores the key storage that follows the present one, with the state that is sealed for it, all or nothing. INVARIANT:
 * where a method goes, the account secret is a new one and all other sessions end, so that nothing a lost sheet or phone
 * opens is served any more (attack row X15). `state_moved`: another device changed keys or state meanwhile.
 */
export function replaceKeyStorage({ platform }: AccountContext): Handler<typeof changeKeyStorage, Session> {
  return async ({ body, caller }) => {
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const limited = await limitConfirmation(platform.limits, 'key storage', caller.account);
    if (!limited.ok) return limited;
    const { db, clock, feed } = platform;
    const account = await findAccount(db.kysely, caller);
    if (!account) return refuse('sign_in_required');
    const keys = await checkNextKeys(account, body, clock.nowMs());
    if (!keys.ok) return keys;
    const { next, methods } = keys.value;
    const hasNewSecret = next.secret_version !== account.secret_version;

    const changed = await db.transaction(async (queries) => {
      const sessions = await listSessionsOf(queries, caller.account);
      if (!sessions.some(({ id }) => id === caller.id)) return refuse('sign_in_required');
      const moved = await methodsMoved(queries, caller, methods, hasNewSecret);
      if (!moved.ok) return moved;
      const { added, removed } = moved.value;
      const described = checkAdded(added, body.added);
      if (!described.ok) return described;
      const replaced = await replaceKeys(queries, caller, next, methods);
      if (!replaced) return refuse('state_moved');
      await keepMethodFacts(queries, platform.keys, caller, body.added);
      const ended = hasNewSecret ? await endOtherSessions(queries, caller) : [];
      return ok({ ended, added, removed });
    });
    if (!changed.ok) return changed;

    const { ended, added, removed } = changed.value;
    for (const { id } of ended) feed.publish(sessionEnded(caller.account, id));
    for (const { id, kind } of added) {
      const label = body.added.find((one) => one.id === id)?.label ?? '';
      await announceMethod(platform, caller, 'added', { kind, label });
    }
    for (const method of removed) await announceMethod(platform, caller, 'removed', method);
    return ok({ endedSessions: ended.length });
  };
}

/** Whether exactly the new methods are described, each with what its kind needs. */
function checkAdded(
  added: readonly ListedMethod[],
  described: readonly NewKeyMethod[],
): Result<undefined, 'key_objects_invalid'> {
  const fits =
    described.length === added.length &&
    added.every(({ id, kind }) => {
      const facts = described.find((one) => one.id === id);
      return (
        facts !== undefined &&
        (facts.proof !== undefined) === (kind !== 'password') &&
        (facts.credential !== undefined) === (kind === 'passkey')
      );
    });
  return fits ? ok() : refuse('key_objects_invalid', { field: '/added' });
}
