import type { PasswordProof, SignInFactors } from '../account/account-context.ts';
import { recordAccess } from '../account/record-access.ts';
import { newToken, tokenHash } from '../account/tokens.ts';
import type { Platform } from '../platform/platform.ts';
import { factorsAtReset } from './give-at-reset.ts';
import { offerOf, openForMs } from './offer.ts';
import { newChallenge } from './passkeys.ts';
import { insertPendingSignIn } from './queries.ts';
import { type OverseersOf, tellOrganizations } from './tell-organizations.ts';

/**
 * What signing in asks of second factors. Only here, behind the proven password, is it said which ones an account has;
 * that it was asked stands in the account's own log, because it means that somebody knows the password.
 */
export function signInFactors(platform: Platform, overseersOf: OverseersOf): SignInFactors {
  return {
    ...factorsAtReset(platform, tellOrganizations(platform, overseersOf)),
    askAtSignIn: async (call, { account, email, passwordVersion, client }: PasswordProof) => {
      const { clock, db, keys } = platform;
      const nowMs = clock.nowMs();
      const challenge = newChallenge();
      const expiresAtMs = nowMs + openForMs;
      const origin = platform.publicOrigin();
      const offer = await offerOf(db.kysely, account, { origin, challenge, expiresAtMs });
      if (!offer) return undefined;
      const token = newToken();
      await insertPendingSignIn(
        db.kysely,
        {
          token_hash: tokenHash(keys, 'pending-sign-in', token),
          account,
          email,
          password_version: passwordVersion,
          client_kind: client.kind,
          client_version: client.version,
          challenge,
          expires_at_ms: expiresAtMs,
        },
        nowMs,
      );
      const { address } = call.client;
      await recordAccess(platform, {
        account,
        kind: 'second_factor_asked',
        clientKind: client.kind,
        address,
      });
      return { token, ...offer };
    },
  };
}
