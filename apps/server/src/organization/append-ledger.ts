import type { BodyOf, appendLedger as endpoint, Head } from '@postern/contract';
import { type Bytes, fromBase64Url, ok, type Result } from '@postern/core';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { checkSealedKeys } from './check-sealed-keys.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { headMoved, judgeEvents } from './judge-events.ts';
import { findHead, indexMembers, insertEvents, insertSealedKeys, moveHead } from './queries.ts';

/**
 * Appends the events and their sealed keys, all or none. They are judged on the head the gate has just read; the
 * transaction then stores them only if that is still the head, so nothing needs judging while others wait.
 */
export async function appendLedger(
  { clock, db, feed }: Pick<Platform, 'clock' | 'db' | 'feed'>,
  ledgers: FoldedLedgers,
  { state, member }: OrganizationCaller,
  body: BodyOf<typeof endpoint>,
): Promise<Result<{ head: Head }>> {
  const { organization } = state;
  const bytes = body.events.map((event) => fromBase64Url(event) as Bytes);
  const judged = await judgeEvents(state, member.id, bytes, clock.nowMs());
  if (!judged.ok) return judged;
  const { events, required } = judged.value;
  const after = judged.value.state;
  const keys = checkSealedKeys(organization, member.id, required, body.sealedKeys);
  if (!keys.ok) return keys;

  const movedTo = await db.transaction(async (queries) => {
    if (!(await moveHead(queries, organization, state.head, after.head))) {
      return (await findHead(queries, organization)) ?? state.head;
    }
    await insertEvents(queries, organization, events);
    await insertSealedKeys(queries, keys.value);
    if (after.members !== state.members) await indexMembers(queries, after);
    return undefined;
  });
  if (movedTo !== undefined) return headMoved({ head: movedTo });

  ledgers.advance(state, { state: after, hashes: events.map((event) => event.hash) });
  feed.publish({ kind: 'ledger', organization, details: { ...after.head } });
  return ok({ head: after.head });
}
