import { ok, refuse } from '@postern/core';
import type { SignInFactors } from '../account/account-context.ts';
import { forgetFactors, limitFactor } from '../account/attempt-limits.ts';
import { recordAccess } from '../account/record-access.ts';
import type { Platform } from '../platform/platform.ts';
import { announceBackupCodes } from './announce.ts';
import { offerAtReset } from './offer.ts';
import { newChallenge } from './passkeys.ts';
import { checkProof, redeemProof, strengthOf } from './proof.ts';
import { countBackupCodes } from './queries.ts';
import type { TellOrganizations } from './tell-organizations.ts';

/**
 * The second factor of somebody who forgot the password: asked for once the mailbox is proven, as after a password.
 * INVARIANT: a mailed code is none here. It would prove the mailbox twice, and nothing beside it (attack row X25).
 */
export function factorsAtReset(
  platform: Platform,
  tell: TellOrganizations,
): Omit<SignInFactors, 'askAtSignIn'> {
  const { clock, db, limits } = platform;
  return {
    newChallenge,
    offerAtReset: (account, challenge, expiresAtMs) =>
      offerAtReset(db.kysely, account, { origin: platform.publicOrigin(), challenge, expiresAtMs }),
    giveAtReset: async (call, { account, email, challenge }, proof) => {
      const { address } = call.client;
      const isGuessable = proof.kind === 'totp' || proof.kind === 'mail';
      const limited = await limitFactor(limits, account, address, isGuessable);
      if (!limited.ok) return limited;
      const checked =
        proof.kind === 'mail' ? undefined : await checkProof(platform, account, challenge, proof);
      const given = await db.transaction(
        async (queries) =>
          checked !== undefined &&
          (await redeemProof(queries, platform, { account, email }, checked, clock.nowMs())),
      );
      if (!given) {
        await recordAccess(platform, { account, kind: 'second_factor_failed', address });
        return refuse('second_factor_wrong');
      }
      await forgetFactors(limits, account, address);
      if (proof.kind === 'backup') {
        const doer = { account, email, address };
        await announceBackupCodes(platform, doer, 'used', await countBackupCodes(db.kysely, account));
        await tell(doer, 'backup_code');
      }
      return ok(strengthOf[proof.kind]);
    },
  };
}
