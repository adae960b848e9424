import type { listKeyMethodsAtSignIn, resetFactorsAtSignIn } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { forgetFactors, limitFactor } from '../account/attempt-limits.ts';
import { describeKeyMethods, findGeneration, isWaiting, useMethod } from '../account/key-methods.ts';
import { handMailOver } from '../account/mailed-code.ts';
import { recordAccess } from '../account/record-access.ts';
import { draftSession, handSessionOver, storeSession } from '../account/start-session.ts';
import { tokenHash } from '../account/tokens.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { factorsResetByKey } from '../platform/mail/mail-texts.ts';
import type { Platform } from '../platform/platform.ts';
import { findPendingSignIn, takePendingSignIn } from './queries.ts';
import { resetFactors } from './reset-factors.ts';
import type { TellOrganizations } from './tell-organizations.ts';

/** The ways to the keys that could stand in for a lost factor; the password was proven already and is none of them. */
export function showMethodsAtSignIn(platform: Platform): Handler<typeof listKeyMethodsAtSignIn, undefined> {
  return async ({ body: { token } }) => {
    const { db, keys, clock } = platform;
    const hash = tokenHash(keys, 'pending-sign-in', token);
    const pending = await findPendingSignIn(db.kysely, hash, clock.nowMs());
    if (!pending) return refuse('ticket_expired');
    const generation = await findGeneration(db.kysely, pending.account, pending.password_version);
    if (generation === undefined) return refuse('ticket_expired');
    const methods = await describeKeyMethods(db.kysely, { account: pending.account, generation });
    return ok({ methods: methods.filter(({ kind }) => kind !== 'password') });
  };
}

/**
 * Starts the session of somebody who has lost the second factor and holds another way to the keys than the password: a
 * sheet, a passkey or a phone is something they have, as a factor is. All factors and backup codes go; the person and the
 * organizations are told.
 */
export function resetFactorsByKey(
  platform: Platform,
  tell: TellOrganizations,
): Handler<typeof resetFactorsAtSignIn, undefined> {
  return async ({ body: { token, proof }, call }) => {
    const { db, keys, clock, limits } = platform;
    const nowMs = clock.nowMs();
    const hash = tokenHash(keys, 'pending-sign-in', token);
    const pending = await findPendingSignIn(db.kysely, hash, nowMs);
    if (!pending) return refuse('ticket_expired');
    const { account, email } = pending;
    const { address } = call.client;
    const limited = await limitFactor(limits, account, address, false);
    if (!limited.ok) return limited;

    const client = { kind: pending.client_kind, version: pending.client_version };
    const done = await db.transaction(async (queries) => {
      const generation = await findGeneration(queries, account, pending.password_version);
      if (generation === undefined) return refuse('ticket_expired');
      // A key that waits stands in for nothing: the factors are of the account, whoever holds the keys in force included.
      if (await isWaiting(queries, { account, generation })) return refuse('generation_waits');
      const used = await useMethod(queries, keys, { account, generation }, proof, nowMs);
      if (!used) return refuse('key_opens_nothing');
      if (!(await takePendingSignIn(queries, hash))) return refuse('ticket_expired');
      const session = draftSession(platform, call, { account, client });
      if (!(await storeSession(queries, session, pending.password_version))) return refuse('ticket_expired');
      await resetFactors(queries, account);
      return ok(session);
    });
    const line = { account, clientKind: client.kind, address };
    if (!done.ok) {
      if (done.code === 'key_opens_nothing') {
        await recordAccess(platform, { ...line, kind: 'second_factor_failed' });
      }
      return done;
    }
    await forgetFactors(limits, account, address);
    await recordAccess(platform, { ...line, kind: 'key_method_used' });
    await recordAccess(platform, { ...line, kind: 'second_factors_reset' });
    const moment = { origin: platform.publicOrigin(), atMs: nowMs };
    await handMailOver(platform, { to: email, ...factorsResetByKey(moment) });
    await tell({ account, email }, 'key_method');
    return ok(await handSessionOver(platform, call, done.value));
  };
}
