import type { beginPasswordReset, verifyPasswordResetCode } from '@postern/contract';
import { type Email, ok, refuse } from '@postern/core';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { passwordResetCode, passwordResetForNobody } from '../platform/mail/reset-mails.ts';
import { insertAccessRecord } from './access-record-queries.ts';
import type { AccountContext } from './account-context.ts';
import { limitReset, limitResetCodes, limitResetMails, networkOf } from './attempt-limits.ts';
import { isFactorNeededAtReset } from './factor-columns.ts';
import { insertResetTicket } from './generation-queries.ts';
import { type CodeSubject, codeMinutes, handMailOver, hasCode, keepCode, redeemCode } from './mailed-code.ts';
import { findAccountByEmail } from './queries.ts';
import { newCode, newToken, tokenHash } from './tokens.ts';

const ticketMs = 30 * 60_000;

/**
 * Mails a code to an address that has an account, and to any other the news that it has none. Whoever asked sees no
 * difference: same answer, same reads and writes, one mail each (attack row X2). INVARIANT: what others ask for the address
 * from elsewhere ends no code that stands here.
 */
export function mailResetCode({ platform }: AccountContext): Handler<typeof beginPasswordReset, undefined> {
  return async ({ body: { email }, call }) => {
    const { address } = call.client;
    const limited = await limitReset(platform.limits, email, address);
    if (!limited.ok) return limited;
    const { kysely } = platform.db;
    const nowMs = platform.clock.nowMs();
    const subject = subjectOf(email, address);
    const mails = await limitResetMails(platform.limits, email);
    // Whoever has a code from here goes on with that one.
    if (!mails.ok) return (await hasCode(kysely, platform.keys, subject, nowMs)) ? ok({}) : mails;
    const account = await findAccountByEmail(kysely, email);
    const code = newCode();
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

function subjectOf(email: Email, address: string): CodeSubject {
  return { purpose: 'password-reset', email, network: networkOf(address) };
}

/** Exchanges the code for a ticket: whoever holds it has read the mail to the address. */
export function exchangeResetCode({
  platform,
  secondFactors,
}: AccountContext): Handler<typeof verifyPasswordResetCode, undefined> {
  return async ({ body: { email, code }, call }) => {
    const { address } = call.client;
    const limited = await limitResetCodes(platform.limits, email, address);
    if (!limited.ok) return limited;
    const { clock, db, keys } = platform;
    const nowMs = clock.nowMs();
    const ticket = newToken();
    const challenge = secondFactors.newChallenge();
    return db.transaction(async (queries) => {
      const redeemed = await redeemCode(queries, keys, subjectOf(email, address), code, nowMs);
      if (!redeemed.ok) return redeemed;
      const account = await findAccountByEmail(queries, email);
      // Deleted since the code was mailed.
      if (account === undefined) return refuse('code_expired', { field: '/code' });
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
