import type { beginSignUp, verifySignUpCode } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { signUpCode, signUpForKnownAddress } from '../platform/mail/mail-texts.ts';
import type { AccountContext } from './account-context.ts';
import { limitCodes, limitSignUp } from './attempt-limits.ts';
import { signUpMode } from './describe-server.ts';
import { codeMinutes, handMailOver, keepCode, redeemCode } from './mailed-code.ts';
import { findAccountByEmail, insertTicket } from './queries.ts';
import { newCode, newToken, tokenHash } from './tokens.ts';

const ticketMs = 30 * 60_000;

/**
 * Mails a code, or to an address that has an account the news that it has one. Whoever asked sees no difference: same
 * answer, same reads and writes, one mail each (attack row X2).
 */
export function mailSignUpCode(context: AccountContext): Handler<typeof beginSignUp, undefined> {
  const { platform } = context;
  return async ({ body: { email }, call }) => {
    const limited = await limitSignUp(platform.limits, email, call.client.address);
    if (!limited.ok) return limited;
    // Invitations are not there yet, so "invited" lets nobody in.
    if ((await signUpMode(context)) !== 'open') return refuse('signup_closed');
    const known = (await findAccountByEmail(platform.db.kysely, email)) !== undefined;
    const code = newCode();
    const subject = { purpose: 'sign-up', email } as const;
    await keepCode(
      platform.db.kysely,
      platform.keys,
      subject,
      known ? undefined : code,
      platform.clock.nowMs(),
    );
    const origin = platform.publicOrigin();
    const text = known
      ? signUpForKnownAddress({ origin })
      : signUpCode({ code, minutes: codeMinutes, origin });
    await handMailOver(platform, { to: email, ...text });
    return ok({});
  };
}

/** Exchanges the code for a ticket: whoever holds it has read the mail to the address. */
export function exchangeSignUpCode({
  platform,
}: AccountContext): Handler<typeof verifySignUpCode, undefined> {
  return async ({ body: { email, code }, call }) => {
    const limited = await limitCodes(platform.limits, call.client.address);
    if (!limited.ok) return limited;
    const nowMs = platform.clock.nowMs();
    const ticket = newToken();
    return platform.db.transaction(async (queries) => {
      const redeemed = await redeemCode(queries, platform.keys, { purpose: 'sign-up', email }, code, nowMs);
      if (!redeemed.ok) return redeemed;
      await insertTicket(queries, {
        token_hash: tokenHash(platform.keys, 'sign-up-ticket', ticket),
        email,
        expires_at_ms: nowMs + ticketMs,
      });
      return ok({ ticket });
    });
  };
}
