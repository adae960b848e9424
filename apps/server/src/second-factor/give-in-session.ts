import type { askForFactor, giveFactor, mailFactor } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { forgetFactors, limitFactor, limitFactorMail } from '../account/attempt-limits.ts';
import { markGiven } from '../account/factor-columns.ts';
import { recordAccess } from '../account/record-access.ts';
import type { Session } from '../account/session.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { announceBackupCodes } from './announce.ts';
import { mailFactorCodeTo } from './mail-code.ts';
import { offerOf, openForMs } from './offer.ts';
import { newChallenge } from './passkeys.ts';
import { checkProof, redeemProof, strengthOf } from './proof.ts';
import { countBackupCodes, findCeremony, putCeremony, takeCeremony } from './queries.ts';
import type { TellOrganizations } from './tell-organizations.ts';

/** What a session that goes on can be given: the first step of stepping up. */
export function askInSession({ clock, db, publicOrigin }: Platform): Handler<typeof askForFactor, Session> {
  return async ({ caller }) => {
    const expiresAtMs = clock.nowMs() + openForMs;
    const challenge = newChallenge();
    const offer = await offerOf(db.kysely, caller.account, {
      origin: publicOrigin(),
      challenge,
      expiresAtMs,
    });
    if (!offer) return refuse('second_factor_missing');
    await putCeremony(db.kysely, {
      session: caller.id,
      purpose: 'give',
      content: challenge,
      expires_at_ms: expiresAtMs,
    });
    return ok(offer);
  };
}

/** Mails a code to be given in this session. */
export function mailInSession(platform: Platform): Handler<typeof mailFactor, Session> {
  return async ({ caller: { account, email, factorsEnrolled } }) => {
    if (!factorsEnrolled.includes('mail')) return refuse('second_factor_missing');
    const limited = await limitFactorMail(platform.limits, account);
    if (!limited.ok) return limited;
    await mailFactorCodeTo(platform, email, 'second-factor');
    return ok({});
  };
}

/** Takes the factor: from now on the session counts as having given it. What proves nothing is one refusal. */
export function giveInSession(
  platform: Platform,
  tell: TellOrganizations,
): Handler<typeof giveFactor, Session> {
  return async ({ body: { proof }, caller }) => {
    const { db, clock, limits } = platform;
    const { id, account, email, clientKind, address } = caller;
    const nowMs = clock.nowMs();
    const isGuessable = proof.kind === 'totp' || proof.kind === 'mail';
    const limited = await limitFactor(limits, account, address, isGuessable);
    if (!limited.ok) return limited;
    const challenge = await findCeremony(db.kysely, id, 'give', nowMs);
    const checked = await checkProof(platform, account, challenge, proof);
    const given = await db.transaction(async (queries) => {
      if (!checked || !(await redeemProof(queries, platform, { account, email }, checked, nowMs))) {
        return refuse('second_factor_wrong');
      }
      // A challenge is signed once; codes are used up by themselves.
      if (checked.kind === 'passkey' && challenge !== undefined) {
        if (!(await takeCeremony(queries, id, 'give', challenge))) return refuse('second_factor_wrong');
      }
      await markGiven(queries, id, strengthOf[proof.kind], nowMs);
      return ok(await countBackupCodes(queries, account));
    });
    if (!given.ok) {
      await recordAccess(platform, { account, kind: 'second_factor_failed', clientKind, address });
      return given;
    }
    await forgetFactors(limits, account, address);
    if (proof.kind === 'backup') {
      await announceBackupCodes(platform, caller, 'used', given.value);
      await tell(caller, 'backup_code');
    }
    return ok({});
  };
}
