import type { listClosedOrganizations, refuseGeneration, WaitingGeneration } from '@postern/contract';
import { type AccountId, type HashB64, ok, refuse } from '@postern/core';
import { hashB64 } from '@postern/crypto/public';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { keepDoing } from '../platform/keep-doing.ts';
import { generationRefused } from '../platform/mail/reset-mails.ts';
import type { AccountContext } from './account-context.ts';
import {
  deleteResetTickets,
  deleteSessionsOfOthers,
  dropPendingGeneration,
  listPendingGenerations,
  putInForce,
  skipGeneration,
} from './generation-queries.ts';
import { findPendingGeneration } from './key-set-queries.ts';
import { generationKnownAs } from './known-keys.ts';
import { handMailOver } from './mailed-code.ts';
import { recordAccess } from './record-access.ts';
import { type Session, sessionEnded } from './session.ts';

type Waiting = NonNullable<Awaited<ReturnType<typeof findPendingGeneration>>>;

/** A generation that waits, as its account may know of it. */
export function showWaiting(row: Waiting): WaitingGeneration {
  return {
    generation: row.generation,
    cause: row.cause,
    startedAtMs: row.started_at_ms,
    statementHash: hashB64(row.key_statement),
  };
}

/** The organizations that do not know the caller's keys. Where they know others, their own pages say so as well. */
export function showClosed({
  organizations,
}: AccountContext): Handler<typeof listClosedOrganizations, Session> {
  return async ({ caller }) => {
    const standings = await organizations.keyLinks(caller.account);
    return ok({
      organizations: standings
        .filter(({ generation }) => generationKnownAs(caller, generation) !== generation)
        .map(({ generation: _generation, helpers, ...standing }) => ({ ...standing, helpers: [...helpers] })),
    });
  };
}

/**
 * Drops the generation that waits, with its password and its sessions, for a session of the keys in force: whoever holds
 * those says that it was begun by somebody else. `statementHash` names it, so that none is dropped unseen.
 */
export function refuseWaitingGeneration({
  platform,
}: AccountContext): Handler<typeof refuseGeneration, Session> {
  return async ({ caller, body }) => {
    const { account, generation, clientKind, address, email } = caller;
    const ended = await platform.db.transaction(async (queries) => {
      const waiting = await findPendingGeneration(queries, account);
      const isMeant = waiting !== undefined && showWaiting(waiting).statementHash === body.statementHash;
      if (!isMeant || waiting.generation === generation) return undefined;
      await dropPendingGeneration(queries, account);
      await skipGeneration(queries, account, platform.clock.nowMs());
      // A reset that is under way by the same mailbox ends as well.
      await deleteResetTickets(queries, account);
      return deleteSessionsOfOthers(queries, { account, generation });
    });
    if (ended === undefined) return refuse('state_moved');
    for (const { id } of ended) platform.feed.publish(sessionEnded(account, id));
    await recordAccess(platform, { account, kind: 'generation_refused', clientKind, address });
    const text = generationRefused({ origin: platform.publicOrigin(), atMs: platform.clock.nowMs() });
    await handMailOver(platform, { to: email, ...text });
    return ok({});
  };
}

/**
 * Puts the generation that waits in force once every organization of the account knows it, or there is none. What was of
 * the one before is gone then, its sessions and its password included.
 */
export async function promoteIfTaken(
  { platform, organizations }: Pick<AccountContext, 'platform' | 'organizations'>,
  account: AccountId,
): Promise<void> {
  const waiting = await findPendingGeneration(platform.db.kysely, account);
  if (waiting === undefined) return;
  const { generation } = waiting;
  const heads = await organizations.ledgerHeads(platform.db.kysely, account);
  const standings = await organizations.keyLinks(account);
  if (standings.some((one) => one.generation !== generation)) return;
  const ended = await platform.db.transaction(async (queries) => {
    // Somebody may have joined an organization by the keys of before since: that is looked at first, with the next change.
    const headsNow = await organizations.ledgerHeads(queries, account);
    if (!sameHeads(heads, headsNow)) return undefined;
    return (await putInForce(queries, { account, generation }))
      ? deleteSessionsOfOthers(queries, { account, generation })
      : undefined;
  });
  if (ended === undefined) return;
  for (const { id } of ended) platform.feed.publish(sessionEnded(account, id));
  await recordAccess(platform, { account, kind: 'generation_taken', address: '' });
}

/** Whether ledgers stand where they were read; in the order in which an account's are listed. */
export function sameHeads(read: readonly HashB64[], now: readonly HashB64[]): boolean {
  return now.length === read.length && now.every((head, at) => head === read[at]);
}

/** A process that stopped between a ledger's change and what follows from it is made up for after so long. */
const lookAgainMs = 60_000;

/**
 * Looks after changes of ledgers whether somebody may go on with new keys: who left the last organization that did not know
 * them is in none of its indexes any more, so all that wait are looked at, in one look for the changes that come meanwhile.
 * Answers how to stop; resolves when a look in progress is through.
 */
export function followOrganizations(
  context: Pick<AccountContext, 'platform' | 'organizations'>,
): () => Promise<void> {
  const { platform } = context;
  const fault = 'a generation of keys was not put in force';
  let looking: Promise<void> | undefined;
  let wanted = false;
  const look = async (): Promise<void> => {
    while (wanted) {
      wanted = false;
      await promoteAll(context).catch((error: unknown) => platform.log.fault(fault, error));
    }
    looking = undefined;
  };
  const stopListening = platform.feed.subscribe(({ kind }) => {
    if (kind !== 'ledger') return;
    wanted = true;
    looking ??= look();
  });
  const stopLooking = keepDoing(platform, () => promoteAll(context), { everyMs: lookAgainMs, fault });
  return async () => {
    stopListening();
    wanted = false;
    await stopLooking();
    await looking;
  };
}

async function promoteAll(context: Pick<AccountContext, 'platform' | 'organizations'>): Promise<void> {
  for (const { account } of await listPendingGenerations(context.platform.db.kysely)) {
    await promoteIfTaken(context, account);
  }
}
