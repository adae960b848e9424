import type { giveFactorAtSignIn, mailFactorAtSignIn } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { forgetFactors, limitFactor, limitFactorMail } from '../account/attempt-limits.ts';
import { recordAccess } from '../account/record-access.ts';
import { draftSession, handSessionOver, storeSession } from '../account/start-session.ts';
import { tokenHash } from '../account/tokens.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { announceBackupCodes } from './announce.ts';
import { mailFactorCodeTo } from './mail-code.ts';
import { checkProof, redeemProof, strengthOf } from './proof.ts';
import { countBackupCodes, findPendingSignIn, listFactors, takePendingSignIn } from './queries.ts';
import type { TellOrganizations } from './tell-organizations.ts';

/**
 * Starts the session of a sign-in whose password is proven. INVARIANT: whatever does not prove the factor is
 * `second_factor_wrong`, in the same bytes: a wrong code, a used one, somebody else's passkey, a kind that the account
 * does not have. A password that was changed meanwhile ends the sign-in.
 */
export function completeSignInByFactor(
  platform: Platform,
  tell: TellOrganizations,
): Handler<typeof giveFactorAtSignIn, undefined> {
  return async ({ body: { token, proof }, call }) => {
    const { db, keys, clock, limits } = platform;
    const nowMs = clock.nowMs();
    const hash = tokenHash(keys, 'pending-sign-in', token);
    const pending = await findPendingSignIn(db.kysely, hash, nowMs);
    if (!pending) return refuse('ticket_expired');
    const { account, email } = pending;
    const { address } = call.client;
    const isGuessable = proof.kind === 'totp' || proof.kind === 'mail';
    const limited = await limitFactor(limits, account, address, isGuessable);
    if (!limited.ok) return limited;

    const client = { kind: pending.client_kind, version: pending.client_version };
    const checked = await checkProof(platform, account, pending.challenge, proof);
    const session = draftSession(platform, call, { account, client, factor: strengthOf[proof.kind] });
    const given = await db.transaction(async (queries) => {
      if (!checked || !(await redeemProof(queries, platform, { account, email }, checked, nowMs))) {
        return refuse('second_factor_wrong');
      }
      if (!(await takePendingSignIn(queries, hash))) return refuse('ticket_expired');
      const stored = await storeSession(queries, session, pending.password_version);
      return stored ? ok(await countBackupCodes(queries, account)) : refuse('ticket_expired');
    });
    if (!given.ok) {
      if (given.code === 'second_factor_wrong') {
        await recordAccess(platform, {
          account,
          kind: 'second_factor_failed',
          clientKind: client.kind,
          address,
        });
      }
      return given;
    }
    await forgetFactors(limits, account, address);
    const doer = { account, email, clientKind: client.kind, address };
    if (proof.kind === 'backup') {
      await announceBackupCodes(platform, doer, 'used', given.value);
      await tell(doer, 'backup_code');
    }
    return ok(await handSessionOver(platform, call, session));
  };
}

/** Mails the code of a sign-in whose password is proven, to accounts that take mailed codes. */
export function mailAtSignIn(platform: Platform): Handler<typeof mailFactorAtSignIn, undefined> {
  return async ({ body: { token } }) => {
    const { db, keys, clock, limits } = platform;
    const hash = tokenHash(keys, 'pending-sign-in', token);
    const pending = await findPendingSignIn(db.kysely, hash, clock.nowMs());
    if (!pending) return refuse('ticket_expired');
    const limited = await limitFactorMail(limits, pending.account);
    if (!limited.ok) return limited;
    const factors = await listFactors(db.kysely, pending.account);
    if (!factors.some(({ kind }) => kind === 'mail')) return refuse('second_factor_wrong');
    await mailFactorCodeTo(platform, pending.email, 'second-factor');
    return ok({});
  };
}
