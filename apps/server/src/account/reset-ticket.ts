import type {
  giveFactorAtReset,
  KeysAtReset,
  readPasswordReset,
  registerResetPassword,
  skipFactorAtReset,
} from '@postern/contract';
import { type AccountId, type HashB64, ok, type Result, refuse, toBase64Url } from '@postern/core';
import { registrationResponse } from '@postern/crypto/opaque-server';
import type { Queries } from '../platform/db/database.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import type { AccountContext } from './account-context.ts';
import { limitOwnersDoor } from './attempt-limits.ts';
import { isFactorNeededAtReset } from './factor-columns.ts';
import { findResetTicket, noteOpenedByTicket, settleFactorOfTicket } from './generation-queries.ts';
import { findProvenGeneration } from './key-method-queries.ts';
import { describeKeyMethods, methodProofHash } from './key-methods.ts';
import { keySetOf } from './key-set-of.ts';
import { findAccount, findPendingGeneration } from './key-set-queries.ts';
import { generationKnownAs, parseKeysBefore } from './known-keys.ts';
import { tokenHash } from './tokens.ts';

export type ResetTicket = NonNullable<Awaited<ReturnType<typeof findResetTicket>>>;

/** A refused generation keeps the next from beginning for so long: a stolen mailbox can't be tried over and over. */
const refusedForMs = 3 * 24 * 3600_000;

/** When a generation may be begun without keys; `undefined` for now. */
export function anewAfter(
  { generation_refused_at_ms: refusedAtMs }: Pick<ResetTicket, 'generation_refused_at_ms'>,
  nowMs: number,
): number | undefined {
  const afterMs = refusedAtMs === null ? 0 : refusedAtMs + refusedForMs;
  return nowMs < afterMs ? afterMs : undefined;
}

/** The ticket that a request shows, whatever it still waits for. */
function findTicketOf(platform: Platform, ticket: string): Promise<Result<ResetTicket, 'ticket_expired'>> {
  return findTicketNow(platform, platform.db.kysely, tokenHash(platform.keys, 'reset-ticket', ticket));
}

/** The ticket as it stands now: a second factor that the account has had only since is asked for like any other. */
async function findTicketNow(
  { clock }: Platform,
  queries: Queries,
  hash: HashB64,
): Promise<Result<ResetTicket, 'ticket_expired'>> {
  const found = await findResetTicket(queries, hash, clock.nowMs());
  if (found === undefined) return refuse('ticket_expired');
  const isNew = found.factor === 'none' && isFactorNeededAtReset(found.factors_enrolled);
  return ok(isNew ? { ...found, factor: 'needed' } : found);
}

/** Asked within the transaction that uses it up; of two at once the one that stores its keys wins. */
export async function requireStillGood(
  queries: Queries,
  platform: Platform,
  { token_hash }: Pick<ResetTicket, 'token_hash'>,
): Promise<Result<ResetTicket, 'ticket_expired' | 'second_factor_required'>> {
  return requireSettled(await findTicketNow(platform, queries, token_hash));
}

function requireSettled<Code extends string>(found: Result<ResetTicket, Code>) {
  return found.ok && found.value.factor === 'needed' ? refuse('second_factor_required') : found;
}

/** As {@link findTicketOf}, of a reset whose second factor is settled. */
export async function findOpenTicket(
  platform: Platform,
  ticket: string,
): Promise<Result<ResetTicket, 'ticket_expired' | 'second_factor_required'>> {
  return requireSettled(await findTicketOf(platform, ticket));
}

/**
 * What the ticket is good for. INVARIANT: nothing of it opens by the forgotten password, and the state is served only once
 * its keys were shown: a stolen mailbox together with a stolen password would be a way around the second factor.
 */
export function showReset({
  platform,
  organizations,
  secondFactors,
}: AccountContext): Handler<typeof readPasswordReset, undefined> {
  return async ({ body }) => {
    const found = await findTicketOf(platform, body.ticket);
    if (!found.ok) return found;
    const { account, email, expires_at_ms: expiresAtMs, factor, challenge, token_hash } = found.value;
    if (factor === 'needed') {
      const offer = await secondFactors.offerAtReset(account, challenge, expiresAtMs);
      // Taken off this moment: the code has to be asked for again.
      return offer ? ok({ email, expiresAtMs, secondFactor: offer }) : refuse('ticket_expired');
    }
    const atDoor = factor === 'door';
    const anewAfterMs = anewAfter(found.value, platform.clock.nowMs());
    const standings = await organizations.keyLinks(account);
    const shown = await shownGeneration(platform, account, body.proof);
    if (shown !== undefined) await noteOpenedByTicket(platform.db.kysely, token_hash, shown);
    const opened = shown ?? found.value.opened_generation;
    const { generations, latest } = await readGenerations(platform, { ...found.value, opened }, standings);
    if (generations.length === 0 || latest === undefined) return refuse('ticket_expired');
    return ok({
      email,
      expiresAtMs,
      atDoor,
      account,
      createdAtMs: found.value.created_at_ms,
      generations,
      latestStatement: toBase64Url(latest),
      newestGeneration: found.value.newest_generation,
      ...(anewAfterMs === undefined ? {} : { anewAfterMs }),
      organizations: standings.map(({ generation: _generation, helpers, ...standing }) => ({
        ...standing,
        helpers: atDoor ? [] : [...helpers],
      })),
    });
  };
}

/**
 * The generations whose keys can be brought back. Once no organization knows the one in force any more, nor one that vouched
 * for it, that which waits alone: what the one before would open is over.
 */
async function readGenerations(
  { db, clock }: Platform,
  {
    account,
    opened,
    token_hash,
  }: Pick<ResetTicket, 'account' | 'token_hash'> & { readonly opened: number | null },
  standings: readonly { readonly generation: number }[],
): Promise<{ generations: KeysAtReset[]; latest: Uint8Array | undefined }> {
  return db.transaction(async (queries) => {
    let latest: Uint8Array | undefined;
    // What was in force when the ticket was found may be so no more: keys that waited were put in its place.
    const now = await findResetTicket(queries, token_hash, clock.nowMs());
    if (now === undefined) return { generations: [], latest };
    const { generation } = now;
    const inForce = { generation, keysBefore: parseKeysBefore(now.keys_before) };
    const waiting = await findPendingGeneration(queries, account);
    const isOver =
      waiting !== undefined &&
      standings.length > 0 &&
      standings.every((one) => generationKnownAs(inForce, one.generation) !== one.generation);
    const wanted = [...(isOver ? [] : [generation]), ...(waiting ? [waiting.generation] : [])];
    const read: KeysAtReset[] = [];
    for (const number of wanted) {
      const of = { account, generation: number };
      const row = await findAccount(queries, of);
      if (row === undefined) continue;
      latest = row.key_statement;
      const keys = await keySetOf(queries, of, row);
      read.push({
        generation: number,
        keyStatement: toBase64Url(row.key_statement),
        keys: { ...keys, methods: keys.methods.filter(({ kind }) => kind !== 'password') },
        methods: await describeKeyMethods(queries, of),
        state: {
          revision: row.state_revision,
          ...(number === opened ? { sealed: toBase64Url(row.state_sealed) } : {}),
        },
      });
    }
    return { generations: read, latest };
  });
}

/** Whose keys a method's proof shows; `undefined` for what proves nothing. */
async function shownGeneration(
  { db, keys }: Platform,
  account: AccountId,
  proofB64: string | undefined,
): Promise<number | undefined> {
  if (proofB64 === undefined) return undefined;
  return findProvenGeneration(db.kysely, account, methodProofHash(keys, account, proofB64));
}

/** Takes the second factor of the account whose mailbox is proven. What proves nothing is `second_factor_wrong`. */
export function takeFactorAtReset({
  platform,
  secondFactors,
}: AccountContext): Handler<typeof giveFactorAtReset, undefined> {
  return async ({ body, call }) => {
    const found = await findTicketOf(platform, body.ticket);
    if (!found.ok) return found;
    const { account, email, challenge, factor, token_hash } = found.value;
    if (factor !== 'needed') return ok({});
    const given = await secondFactors.giveAtReset(call, { account, email, challenge }, body.proof);
    if (!given.ok) return given;
    const to = { factor: 'given', strength: given.value } as const;
    return (await settleFactorOfTicket(platform.db.kysely, token_hash, to))
      ? ok({})
      : refuse('ticket_expired');
  };
}

/** Goes on without the second factor. INVARIANT: the session that follows is one of the owner's door. */
export function goOnWithoutFactor({
  platform,
}: AccountContext): Handler<typeof skipFactorAtReset, undefined> {
  return async ({ body, call }) => {
    const found = await findTicketOf(platform, body.ticket);
    if (!found.ok) return found;
    if (found.value.factor !== 'needed') return ok({});
    const limited = await limitOwnersDoor(platform.limits, found.value.account, call.client.address);
    if (!limited.ok) return limited;
    await settleFactorOfTicket(platform.db.kysely, found.value.token_hash, {
      factor: 'door',
      strength: null,
    });
    return ok({});
  };
}

/** The server's answer in the OPAQUE registration of the new password. Nothing is stored by it. */
export function answerResetRegistration({
  platform,
}: AccountContext): Handler<typeof registerResetPassword, undefined> {
  return async ({ body }) => {
    const found = await findOpenTicket(platform, body.ticket);
    if (!found.ok) return found;
    const { opaqueSetup } = platform.keys;
    const response = await registrationResponse(opaqueSetup, found.value.email, body.registrationRequest);
    return response.ok ? ok({ registrationResponse: response.value }) : response;
  };
}
