import type { OwnRequest, RelinkShown } from '@postern/contract';
import { ok, type RequestId, type Result, refuse } from '@postern/core';
import type { Gathered } from '../access/facts.ts';
import type { Platform } from '../platform/platform.ts';
import { limitWords } from './limits.ts';
import { countMails } from './mail-queries.ts';
import { changeRequest, findRequest, listOwn } from './queries.ts';
import { recordSettled } from './record-settled.ts';
import { isOver, ownRequestOf } from './shown.ts';
import { tellBoth } from './tell.ts';

const maxShown = 20;

/** The newest requests of the account at an address, whoever has that. */
export async function listOwnRequests(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { session, member }: Gathered,
  address: string,
): Promise<{ requests: OwnRequest[] }> {
  if (session === undefined) throw new Error('requests of nobody');
  const rows = await listOwn(db.kysely, { account: session.account, address }, maxShown);
  const mails = await countMails(
    db.kysely,
    rows.map(({ id }) => id),
  );
  const nowMs = clock.nowMs();
  const isMember = member !== undefined;
  return { requests: rows.map((row) => ownRequestOf(row, mails.get(row.id), isMember, nowMs)) };
}

/** Takes an own open request back. */
export async function withdrawRequest(
  platform: Pick<Platform, 'db' | 'clock' | 'feed'>,
  { session, member }: Gathered,
  address: string,
  id: RequestId,
): Promise<Result<OwnRequest>> {
  const { db, clock } = platform;
  const row = await findRequest(db.kysely, id);
  if (session === undefined || row?.account !== session.account || row.address !== address) {
    return refuse('not_found');
  }
  const nowMs = clock.nowMs();
  if (isOver(row, nowMs)) return refuse('request_settled');
  const withdrawn = await changeRequest(db.kysely, id, 'open', {
    state: 'withdrawn',
    settled_at_ms: nowMs,
    to_mail: 0,
  });
  if (withdrawn === undefined) return refuse('request_settled');
  // At an address nobody has too: a line that nobody is shown (attack row X2).
  await recordSettled(platform, withdrawn, 'request_withdrawn');
  setImmediate(() => tellBoth(platform, withdrawn));
  return ok(ownRequestOf(withdrawn, undefined, member !== undefined, nowMs));
}

/** Other words for an own open request to be invited again: those before open nothing from then on. */
export async function replaceWords(
  platform: Pick<Platform, 'db' | 'clock' | 'feed' | 'limits'>,
  { session, member }: Gathered,
  address: string,
  id: RequestId,
  { statementHash, proof }: RelinkShown,
): Promise<Result<OwnRequest>> {
  const { db, clock } = platform;
  const row = await findRequest(db.kysely, id);
  const mine = session !== undefined && row?.account === session.account && row.address === address;
  if (row === undefined || !mine || member === undefined || row.relink_proof === null) {
    return refuse('not_found');
  }
  const limited = await limitWords(platform.limits, session.account);
  if (!limited.ok) return limited;
  const nowMs = clock.nowMs();
  if (isOver(row, nowMs)) return refuse('request_settled');
  const changed = await changeRequest(db.kysely, id, 'open', {
    relink_statement: statementHash,
    relink_proof: proof,
    generation: session.generation,
    session: session.id,
  });
  if (changed === undefined) return refuse('request_settled');
  setImmediate(() => tellBoth(platform, changed));
  return ok(ownRequestOf(changed, undefined, true, nowMs));
}
