import type { BodyOf, beginGeneration, finishPasswordReset } from '@postern/contract';
import { type Bytes, mustBeOk, ok, refuse } from '@postern/core';
import { isRegistrationRecord } from '@postern/crypto/opaque-server';
import { opaqueProtocol, parseKeyStatement } from '@postern/crypto/public';
import type { Queries } from '../platform/db/database.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Call } from '../platform/http/call.ts';
import { generationBegun, memberLostKeys, passwordReset } from '../platform/mail/reset-mails.ts';
import type { Platform } from '../platform/platform.ts';
import type { AccountContext } from './account-context.ts';
import { checkKeySet, checkNextKeyStatement, checkSealedState } from './check-key-set.ts';
import { checkNextKeys } from './check-next-keys.ts';
import {
  deleteResetTickets,
  deleteSessionsOfOthers,
  dropPendingGeneration,
  putInForce,
  putPendingGeneration,
} from './generation-queries.ts';
import { promoteIfTaken, sameHeads } from './generations.ts';
import {
  findAccount,
  findPendingGeneration,
  listKeyMethods,
  nextPasswordVersion,
  replacePassword,
} from './key-set-queries.ts';
import { handMailOver } from './mailed-code.ts';
import { announceMethod, methodsGoneWithPassword } from './methods-moved.ts';
import { recordAccess } from './record-access.ts';
import { anewAfter, findOpenTicket, type ResetTicket, requireStillGood } from './reset-ticket.ts';
import { sessionEnded } from './session.ts';
import { deleteOtherSessions, insertSession } from './session-queries.ts';
import { draftSession, handSessionOver, type NewSession } from './start-session.ts';
import type { GenerationCause } from './tables.ts';

/**
 * Stores the new password with the keys that were brought back, and ends all sessions; the ticket is used up by it. The
 * signature shows that whoever asks holds the keys. Where those in force came back, a generation that waited is dropped:
 * it was begun because they seemed lost.
 */
export function completePasswordReset(
  context: AccountContext,
): Handler<typeof finishPasswordReset, undefined> {
  const { platform } = context;
  return async ({ body, call }) => {
    const found = await findOpenTicket(platform, body.ticket);
    if (!found.ok) return found;
    const ticket = found.value;
    if (!isRegistrationRecord(body.registrationRecord)) {
      return refuse('opaque_malformed', { field: '/registrationRecord' });
    }
    const of = { account: ticket.account, generation: body.generation };
    const account = await findAccount(platform.db.kysely, of);
    if (account === undefined) return refuse('state_moved');
    const keys = await checkNextKeys(account, body, platform.clock.nowMs());
    if (!keys.ok) return keys;

    const { next, methods } = keys.value;
    const session = draftSessionOf(platform, call, ticket, body);
    const hasNewSecret = next.secret_version !== account.secret_version;
    const stored = await platform.db.transaction(async (queries) => {
      const good = await requireStillGood(queries, platform, ticket);
      if (!good.ok) return good;
      const gone = await methodsGoneWithPassword(queries, of, methods, hasNewSecret);
      if (!gone.ok) return gone;
      const replaced = await replacePassword(
        queries,
        of,
        { ...next, opaque_record: body.registrationRecord, opaque_protocol: opaqueProtocol },
        methods,
      );
      if (!replaced) return refuse('state_moved');
      const waiting = await findPendingGeneration(queries, of.account);
      if (waiting && waiting.generation !== of.generation) await dropPendingGeneration(queries, of.account);
      await deleteResetTickets(queries, of.account);
      await insertSession(queries, { ...session.row, generation: of.generation });
      const ended = await deleteOtherSessions(queries, of.account, session.row.id);
      return ok({ gone: gone.value, ended });
    });
    if (!stored.ok) return stored;
    const { gone, ended } = stored.value;
    await announce(platform, ticket, session, 'password_reset', ended);
    await mailTo(platform, ticket, passwordReset(momentOf(platform)));
    const { client_kind: clientKind, address } = session.row;
    const by = { account: ticket.account, email: ticket.email, clientKind, address };
    for (const method of gone) await announceMethod(platform, by, 'removed', method);
    return ok({ ...(await handSessionOver(platform, call, session)), scope: scopeOf(ticket) });
  };
}

/**
 * Begins a generation of keys for somebody who has no way to those in force. INVARIANT: it waits. Those in force stay, with
 * their password and their methods, for whoever holds them to refuse this, so that a stolen mailbox cuts nobody off
 * (attack row X25).
 */
export function startGeneration(context: AccountContext): Handler<typeof beginGeneration, undefined> {
  const { platform, organizations } = context;
  return async ({ body, call }) => {
    const found = await findOpenTicket(platform, body.ticket);
    if (!found.ok) return found;
    const ticket = found.value;
    const anewAfterMs = anewAfter(ticket, platform.clock.nowMs());
    if (anewAfterMs !== undefined) {
      return refuse('generation_refused_lately', { params: { retryAtMs: anewAfterMs } });
    }
    const checked = await checkGeneration(platform, ticket, body);
    if (!checked.ok) return checked;
    const { row, methods } = checked.value;

    const { account } = ticket;
    const heads = await organizations.ledgerHeads(platform.db.kysely, account);
    const standings = await organizations.keyLinks(account);
    const session = draftSessionOf(platform, call, ticket, body);
    const stored = await platform.db.transaction(async (queries) => {
      const good = await requireStillGood(queries, platform, ticket);
      if (!good.ok) return good;
      const headsNow = await organizations.ledgerHeads(queries, account);
      if (!sameHeads(heads, headsNow)) return refuse('state_moved');
      const password_version = await nextPasswordVersion(queries, account);
      const waiting = await findPendingGeneration(queries, account);
      const isTaken = standings.some((one) => one.generation === waiting?.generation);
      // Where an organization has taken it, its keys are somebody's: the new ones wait behind them, and cut nobody off.
      const isPut =
        waiting !== undefined &&
        isTaken &&
        (await putInForce(queries, { account, generation: waiting.generation }));
      // Asked for again, it signs nobody out who came back with the keys in force since, to refuse it.
      const ended =
        waiting && !isTaken
          ? await deleteSessionsOfOthers(queries, ticket)
          : await deleteOtherSessions(queries, account, session.row.id);
      if (!(await putPendingGeneration(queries, { ...row, password_version }, methods))) {
        return refuse('state_moved');
      }
      await deleteResetTickets(queries, account);
      await insertSession(queries, { ...session.row, generation: row.generation });
      return ok({ ended, isPut });
    });
    if (!stored.ok) return stored;
    const { ended, isPut } = stored.value;
    if (isPut) await recordAccess(platform, { account, kind: 'generation_taken', address: '' });
    await announce(platform, ticket, session, 'generation_begun', ended);
    const moment = momentOf(platform);
    const names = standings.map(({ name }) => name);
    await mailTo(platform, ticket, generationBegun({ ...moment, organizations: names }));
    for (const { name: organization, tell } of await organizations.overseers(ticket.account)) {
      const text = memberLostKeys({ ...moment, who: ticket.email, organization });
      for (const to of tell) await handMailOver(platform, { to, ...text });
    }
    // Nobody has to take it where there is no organization.
    await promoteIfTaken(context, ticket.account);
    return ok({ ...(await handSessionOver(platform, call, session)), scope: scopeOf(ticket) });
  };
}

/** The generation as it is stored, if its parts belong together and it is the next one of this account. */
async function checkGeneration(
  platform: Platform,
  ticket: ResetTicket,
  body: BodyOf<typeof beginGeneration>,
) {
  if (!isRegistrationRecord(body.registrationRecord)) {
    return refuse('opaque_malformed', { field: '/registrationRecord' });
  }
  const { kysely } = platform.db;
  const latest = (await findPendingGeneration(kysely, ticket.account)) ?? (await findAccount(kysely, ticket));
  // What was in force when the ticket was found is so no more.
  if (latest === undefined) return refuse('state_moved');
  const before = mustBeOk(await parseKeyStatement(latest.key_statement as Bytes));
  const next = await checkNextKeyStatement(body.keyStatement, before, ticket.newest_generation + 1);
  if (!next.ok) return next;
  const keys = await checkKeySet(body.keys, next.value, {
    version: 0,
    secretVersion: 0,
    nowMs: platform.clock.nowMs(),
  });
  if (!keys.ok) return keys;
  const sealed = checkSealedState(body.state.sealed, '/state/sealed');
  if (!sealed.ok) return sealed;
  if (body.state.revision !== 1) return refuse('key_objects_invalid', { field: '/state/revision' });
  const { statement, bundle, methods } = keys.value;
  return ok({
    methods,
    row: {
      account: ticket.account,
      generation: next.value.generation,
      cause: await causeOf(kysely, ticket),
      started_at_ms: platform.clock.nowMs(),
      opaque_record: body.registrationRecord,
      opaque_protocol: opaqueProtocol,
      key_statement: next.value.bytes,
      key_storage: statement.bytes,
      key_storage_version: statement.version,
      secret_version: statement.secretVersion,
      bundle,
      state_sealed: sealed.value,
      state_revision: body.state.revision,
    },
  });
}

/**
 * Why the keys in force are out of reach: the password that stored them was forgotten, or they were stored on phones alone
 * and those are gone.
 */
async function causeOf(queries: Queries, of: ResetTicket): Promise<GenerationCause> {
  const methods = await listKeyMethods(queries, of);
  return methods.length > 0 && methods.every(({ kind }) => kind === 'phone') ? 'phone' : 'password';
}

function scopeOf({ factor }: Pick<ResetTicket, 'factor'>): 'full' | 'door' {
  return factor === 'none' || factor === 'given' ? 'full' : 'door';
}

/** INVARIANT: a reset without the account's second factor ends in a session for the owner's door alone. */
function draftSessionOf(
  platform: Platform,
  call: Call,
  ticket: ResetTicket,
  { client }: Pick<BodyOf<typeof beginGeneration>, 'client'>,
): NewSession {
  const { account, strength } = ticket;
  const factor = strength === null ? {} : { factor: strength };
  return draftSession(platform, call, { account, client, scope: scopeOf(ticket), ...factor });
}

async function announce(
  platform: Platform,
  { account }: ResetTicket,
  { row }: NewSession,
  kind: 'password_reset' | 'generation_begun',
  ended: readonly { readonly id: string }[],
): Promise<void> {
  for (const { id } of ended) platform.feed.publish(sessionEnded(account, id as NewSession['row']['id']));
  await recordAccess(platform, { account, kind, clientKind: row.client_kind, address: row.address });
}

function momentOf(platform: Platform) {
  return { origin: platform.publicOrigin(), atMs: platform.clock.nowMs() };
}

async function mailTo(
  platform: Platform,
  { email }: Pick<ResetTicket, 'email'>,
  text: ReturnType<typeof passwordReset>,
): Promise<void> {
  await handMailOver(platform, { to: email, ...text });
}
