import { existsSync } from 'node:fs';
import { type Clock, type Email, parseEmail } from '@postern/core';
import type { Kysely } from 'kysely';
import { findAccountId } from '../account/find-account-id.ts';
import { recordAccess } from '../account/record-access.ts';
import { type Config, inMemory } from '../platform/config/parse-config.ts';
import type { Db } from '../platform/db/database.ts';
import { refuseUnknownSteps } from '../platform/db/migrations.ts';
import { openBeside, sqlitePath } from '../platform/db/open-database.ts';
import { createLog } from '../platform/log.ts';
import type { Mail } from '../platform/mail/mail-port.ts';
import { secondFactorsReset } from '../platform/mail/mail-texts.ts';
import { createOutbox } from '../platform/mail/outbox.ts';
import { createSmtpMail } from '../platform/mail/smtp.ts';
import { createMetrics } from '../platform/metrics.ts';
import { migrations } from '../schema.ts';
import { resetFactors } from '../second-factor/reset-factors.ts';
import { OperationRefused } from './operation-refused.ts';

export interface ResetReport {
  readonly email: Email;
  /** How many second factors there were. */
  readonly factors: number;
  /** The person was told by mail, or the mail waits in the outbox. */
  readonly mailed: boolean;
}

/**
 * Takes all second factors and backup codes off the account of a mail address, beside the server that uses the database,
 * writes it into the account's own log and tells its person. Throws {@link OperationRefused} when nobody has the address
 * or the database is not of this program.
 */
export async function resetSecondFactor(
  config: Config,
  { address, nowMs }: { readonly address: string; readonly nowMs: number },
): Promise<ResetReport> {
  const parsed = parseEmail(address);
  if (!parsed.ok) throw new OperationRefused(`"${address}" is not a mail address.`);
  const email = parsed.value;
  const file = sqlitePath(config.data);
  if (!config.databaseUrl && (file === inMemory || !existsSync(file))) {
    throw new OperationRefused(
      `There is no database in ${config.data}. Set POSTERN_DATA to the data folder.`,
    );
  }
  const db = openBeside(config);
  const clock = { nowMs: () => nowMs };
  try {
    await requireOwnShape(db);
    const reset = await db.transaction(async (queries) => {
      const account = await findAccountId(queries, email);
      return account && { account, factors: await resetFactors(queries, account) };
    });
    if (!reset) throw new OperationRefused(`Nobody has an account with ${email}.`);
    const { account, factors } = reset;
    if (factors === 0) return { email, factors, mailed: false };
    await recordAccess({ db, clock }, { account, kind: 'second_factors_reset', address: '' });
    const origin = config.publicUrl?.origin ?? `http://localhost:${config.port}`;
    const mailed = await send(config, db, clock, {
      to: email,
      ...secondFactorsReset({ origin, atMs: nowMs }),
    });
    return { email, factors, mailed };
  } finally {
    await db.close();
  }
}

/** By the mail server, or into the outbox; whether it went there. */
async function send(config: Config, db: Db, clock: Clock, mail: Mail): Promise<boolean> {
  const ports = { log: createLog('silent'), metrics: createMetrics() };
  if (!config.smtpUrl || !config.mailFrom) return (await createOutbox(db, { clock, ...ports }).send(mail)).ok;
  const smtp = createSmtpMail(config.smtpUrl, config.mailFrom, ports);
  try {
    return (await smtp.send(mail)).ok;
  } finally {
    smtp.close();
  }
}

/** A database in another shape than this program's has to be brought to it by a start of the server. */
async function requireOwnShape({ kysely }: Db): Promise<void> {
  const untyped = kysely as unknown as Kysely<{ migration: { position: number; id: string } }>;
  const steps = await untyped.selectFrom('migration').select('id').orderBy('position').execute();
  refuseUnknownSteps(
    steps.map(({ id }) => id),
    migrations,
  );
  if (steps.length < migrations.length) {
    throw new OperationRefused(
      'An older Postern used this database last. Start the server once, then try again.',
    );
  }
}
