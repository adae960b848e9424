import type { beginSignUp, verifySignUpCode } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { signUpCode, signUpForKnownAddress, signUpUninvited } from '../platform/mail/mail-texts.ts';
import type { AccountContext } from './account-context.ts';
import { limitCodes, limitSignUp } from './attempt-limits.ts';
import { insertTicket } from './code-queries.ts';
import { signUpMode } from './describe-server.ts';
import { codeMinutes, handMailOver, keepCode, redeemCode } from './mailed-code.ts';
import { findAccountByEmail } from './queries.ts';
import { newCode, newToken, tokenHash } from './tokens.ts';

const ticketMs = 30 * 60_000;

/**
 * Mails a code; to an address that has an account the news that it has one; and where people come by invitation, to an
 * address without one that it has none. Whoever asked sees no difference: same answer, same reads and writes, one mail
 * each (attack row X2).
 */
export function mailSignUpCode(context: AccountContext): Handler<typeof beginSignUp, undefined> {
  const { platform } = context;
  return async ({ body: { email }, call }) => {
    const limited = await limitSignUp(platform.limits, email, call.client.address);
    if (!limited.ok) return limited;
    const mode = await signUpMode(context);
    if (mode === 'closed') return refuse('signup_closed');
    const { kysely } = platform.db;
    const known = (await findAccountByEmail(kysely, email)) !== undefined;
    const invited = mode === 'open' || (await context.organizations.isInvited(kysely, email));
    const code = newCode();
    const subject = { purpose: 'sign-up', email } as const;
    await keepCode(
      kysely,
      platform.keys,
      subject,
      known || !invited ? undefined : code,
      platform.clock.nowMs(),
    );
    const origin = platform.publicOrigin();
    const text = known
      ? signUpForKnownAddress({ origin })
      : invited
        ? signUpCode({ code, minutes: codeMinutes, origin })
        : signUpUninvited({ origin });
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
