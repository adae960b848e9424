import { type Email, parseEmail } from '@postern/core';
import { findAccountId } from '../account/find-account-id.ts';
import { recordAccess } from '../account/record-access.ts';
import { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { overseersOf } from '../organization/overseers.ts';
import type { Config } from '../platform/config/parse-config.ts';
import { secondFactorsReset } from '../platform/mail/mail-texts.ts';
import { resetFactors } from '../second-factor/reset-factors.ts';
import { organizationMails } from '../second-factor/tell-organizations.ts';
import { besideServer, originOf, sendAsOperator } from './beside-server.ts';
import { OperationRefused } from './operation-refused.ts';

export interface ResetReport {
  readonly email: Email;
  /** How many second factors there were. */
  readonly factors: number;
  /** How many owners and custodians of its organizations were to be told. */
  readonly told: number;
  /** The person and all of them were told by mail, or the mails wait in the outbox. */
  readonly mailed: boolean;
}

/**
 * Takes all second factors and backup codes off the account of a mail address, beside the server that uses the database,
 * writes it into the account's own log and tells its person, and the owner and custodians of every organization it is
 * in. Throws {@link OperationRefused} when nobody has the address or the database is not of this program.
 */
export async function resetSecondFactor(
  config: Config,
  { address, nowMs }: { readonly address: string; readonly nowMs: number },
): Promise<ResetReport> {
  const parsed = parseEmail(address);
  if (!parsed.ok) throw new OperationRefused(`"${address}" is not a mail address.`);
  const email = parsed.value;
  const clock = { nowMs: () => nowMs };
  return besideServer(config, async (db) => {
    const reset = await db.transaction(async (queries) => {
      const account = await findAccountId(queries, email);
      return account && { account, factors: await resetFactors(queries, account) };
    });
    if (!reset) throw new OperationRefused(`Nobody has an account with ${email}.`);
    const { account, factors } = reset;
    if (factors === 0) return { email, factors, told: 0, mailed: false };
    await recordAccess({ db, clock }, { account, kind: 'second_factors_reset', address: '' });
    const moment = { origin: originOf(config), atMs: nowMs };
    const organizations = await overseersOf(db, new FoldedLedgers(db), account);
    const others = organizationMails(organizations, { change: 'reset', who: email, ...moment });
    const mails = [{ to: email, ...secondFactorsReset(moment) }, ...others];
    return { email, factors, told: others.length, mailed: await sendAsOperator(config, db, clock, mails) };
  });
}
