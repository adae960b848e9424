import type { beginPasswordReset, verifyPasswordResetCode } from '@postern/contract';
import { ok } from '@postern/core';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { passwordResetCode, passwordResetForNobody } from '../platform/mail/reset-mails.ts';
import type { AccountContext } from './account-context.ts';
import { limitReset, limitResetCodes } from './attempt-limits.ts';
import { isFactorNeededAtReset } from './factor-columns.ts';
import { insertResetTicket } from './generation-queries.ts';
import { codeMinutes, handMailOver, keepCode, redeemCode } from './mailed-code.ts';
import { findAccountByEmail, insertAccessRecord } from './queries.ts';
import { newCode, newToken, tokenHash } from './tokens.ts';

const ticketMs = 30 * 60_000;

/**
 * Mails a code to an address that has an account, and to any other the news that it has none. Whoever asked sees no
 * difference: same answer, same reads and writes, one mail each (attack row X2).
 */
export function mailResetCode({ platform }: AccountContext): Handler<typeof beginPasswordReset, undefined> {
  return async ({ body: { email }, call }) => {
    const { address } = call.client;
    const limited = await limitReset(platform.limits, email, address);
    if (!limited.ok) return limited;
    const { kysely } = platform.db;
    const account = await findAccountByEmail(kysely, email);
    const nowMs = platform.clock.nowMs();
    const code = newCode();
    const subject = { purpose: 'password-reset', email } as const;
    await keepCode(kysely, platform.keys, subject, account && code, nowMs);
    await insertAccessRecord(kysely, {
      account: account?.id ?? '',
      kind: 'password_reset_asked',
      address,
      atMs: nowMs,
    });
    const origin = platform.publicOrigin();
    const text = account
      ? passwordResetCode({ code, minutes: codeMinutes, origin })
      : passwordResetForNobody({ origin });
    await handMailOver(platform, { to: email, ...text });
    return ok({});
  };
}

/** Exchanges the code for a ticket: whoever holds it has read the mail to the address. */
export function exchangeResetCode({
  platform,
  secondFactors,
}: AccountContext): Handler<typeof verifyPasswordResetCode, undefined> {
  return async ({ body: { email, code }, call }) => {
    const limited = await limitResetCodes(platform.limits, email, call.client.address);
    if (!limited.ok) return limited;
    const { clock, db, keys } = platform;
    const nowMs = clock.nowMs();
    const ticket = newToken();
    const challenge = secondFactors.newChallenge();
    return db.transaction(async (queries) => {
      const redeemed = await redeemCode(queries, keys, { purpose: 'password-reset', email }, code, nowMs);
      if (!redeemed.ok) return redeemed;
      const account = await findAccountByEmail(queries, email);
      // No code outlives the account of its address.
      if (account === undefined) throw new Error('a code to reset a password belonged to no account');
      const needed = isFactorNeededAtReset(account.factors_enrolled);
      await insertResetTicket(queries, {
        token_hash: tokenHash(keys, 'reset-ticket', ticket),
        account: account.id,
        factor: needed ? 'needed' : 'none',
        challenge,
        strength: null,
        opened_generation: null,
        expires_at_ms: nowMs + ticketMs,
      });
      return ok({ ticket });
    });
  };
}
