import type { BodyOf, replaceAccountKeys } from '@postern/contract';
import { type Bytes, fromBase64Url, mustBeOk, ok, type Result, refuse } from '@postern/core';
import { isKeySuccession, type KeyStatement, parseKeyStatement } from '@postern/crypto/public';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { keysReplaced } from '../platform/mail/mail-texts.ts';
import type { AccountContext } from './account-context.ts';
import { limitConfirmation } from './attempt-limits.ts';
import { checkKeySet, checkNextKeyStatement, checkSealedState } from './check-key-set.ts';
import { replaceGeneration } from './generation-queries.ts';
import { findAccount } from './key-set-queries.ts';
import { keysBeforeNext } from './known-keys.ts';
import { handMailOver } from './mailed-code.ts';
import { recordAccess } from './record-access.ts';
import { requireFresh } from './require-fresh.ts';
import { requireInForce } from './require-in-force.ts';
import { type Session, sessionEnded } from './session.ts';
import { deleteOtherSessions, listSessionsOf } from './session-queries.ts';

type Stored = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

/**
 * Puts other keys in the place of those in force, at once: key storage and state are sealed anew, and all other sessions end.
 * INVARIANT: the keys in force say so themselves, so that neither a mailbox nor a password alone can do it (attack row X25).
 * What organizations know they hear from the member, one after the other; until then the session counts there as one of the
 * keys before (`known-keys.ts`).
 */
export function replaceOwnKeys({ platform }: AccountContext): Handler<typeof replaceAccountKeys, Session> {
  return async ({ body, caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const limited = await limitConfirmation(platform.limits, 'key storage', caller.account);
    if (!limited.ok) return limited;
    const { db, clock, feed } = platform;
    const stored = await findAccount(db.kysely, caller);
    if (stored === undefined) return refuse('sign_in_required');
    const checked = await checkReplacement(stored, body, clock.nowMs());
    if (!checked.ok) return checked;
    const { statement, next, methods } = checked.value;

    const replaced = await db.transaction(async (queries) => {
      const sessions = await listSessionsOf(queries, caller.account);
      if (!sessions.some(({ id }) => id === caller.id)) return refuse('sign_in_required');
      const { generation, bytes: key_statement } = statement;
      const keys_before = keysBeforeNext(caller);
      const isNext = await replaceGeneration(
        queries,
        caller,
        { ...next, generation, key_statement, keys_before },
        methods,
      );
      return isNext
        ? ok(await deleteOtherSessions(queries, caller.account, caller.id))
        : refuse('state_moved');
    });
    if (!replaced.ok) return replaced;

    const { account, email, clientKind, address } = caller;
    for (const { id } of replaced.value) feed.publish(sessionEnded(account, id));
    await recordAccess(platform, { account, kind: 'keys_replaced', clientKind, address });
    const text = keysReplaced({ origin: platform.publicOrigin(), atMs: clock.nowMs() });
    await handMailOver(platform, { to: email, ...text });
    return ok({ endedSessions: replaced.value.length });
  };
}

/** The keys as they are stored, if they follow those in force, which say so, under an account secret of their own. */
async function checkReplacement(stored: Stored, body: BodyOf<typeof replaceAccountKeys>, nowMs: number) {
  if (body.state.revision !== stored.state_revision + 1) return refuse('state_moved');
  const before = mustBeOk(await parseKeyStatement(stored.key_statement as Bytes));
  const statement = await checkNextKeyStatement(body.keyStatement, before, stored.newest_generation + 1);
  if (!statement.ok) return statement;
  const vouched = await checkVouched(body.succession, before, statement.value);
  if (!vouched.ok) return vouched;
  const keys = await checkKeySet(body.keys, statement.value, {
    version: stored.key_storage_version,
    secretVersion: stored.secret_version,
    nowMs,
  });
  if (!keys.ok) return keys;
  const { statement: storage, bundle, methods } = keys.value;
  if (storage.secretVersion === stored.secret_version || methods.some(({ kind }) => kind !== 'password')) {
    return refuse('key_objects_invalid', { field: '/keys/keyStorage' });
  }
  const sealed = checkSealedState(body.state.sealed, '/state/sealed');
  if (!sealed.ok) return sealed;
  const next = {
    key_storage: storage.bytes,
    key_storage_version: storage.version,
    secret_version: storage.secretVersion,
    bundle,
    state_sealed: sealed.value,
    state_revision: body.state.revision,
  };
  return ok({ statement: statement.value, next, methods });
}

async function checkVouched(
  successionB64: string,
  before: KeyStatement,
  next: KeyStatement,
): Promise<Result<undefined, 'signature_wrong'>> {
  const succession = fromBase64Url(successionB64);
  return succession !== undefined && (await isKeySuccession(succession, before, next))
    ? ok()
    : refuse('signature_wrong', { field: '/succession' });
}
