import type { AnswerOf, readLedger as endpoint } from '@postern/contract';
import { toBase64Url } from '@postern/core';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { listEvents } from './ledger-queries.ts';

export const maxEventsRead = 2000;

/** Events from a position on, verbatim, up to the head that the gate has read. */
export async function readLedger(
  { db }: Pick<Platform, 'db'>,
  { state }: Pick<OrganizationCaller, 'state'>,
  from: number,
): Promise<AnswerOf<typeof endpoint>> {
  const to = Math.min(state.head.seq, from + maxEventsRead - 1);
  const events = await listEvents(db.kysely, state.organization, { from, to });
  return { events: events.map(toBase64Url), more: to < state.head.seq };
}
