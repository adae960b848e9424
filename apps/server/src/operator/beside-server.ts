import { existsSync } from 'node:fs';
import type { Clock } from '@postern/core';
import type { Kysely } from 'kysely';
import { type Config, inMemory } from '../platform/config/parse-config.ts';
import type { Db } from '../platform/db/database.ts';
import { refuseUnknownSteps } from '../platform/db/migrations.ts';
import { openBeside, sqlitePath } from '../platform/db/open-database.ts';
import { createLog } from '../platform/log.ts';
import type { Mail } from '../platform/mail/mail-port.ts';
import { createOutbox } from '../platform/mail/outbox.ts';
import { createSmtpMail } from '../platform/mail/smtp.ts';
import { createMetrics } from '../platform/metrics.ts';
import { migrations } from '../schema.ts';
import { OperationRefused } from './operation-refused.ts';

/**
 * Runs an operator's work on the database of a server that may be running. Throws {@link OperationRefused} when there is
 * none, or it is not in the shape of this program.
 */
export async function besideServer<Value>(config: Config, work: (db: Db) => Promise<Value>): Promise<Value> {
  const file = sqlitePath(config.data);
  if (!config.databaseUrl && (file === inMemory || !existsSync(file))) {
    throw new OperationRefused(
      `There is no database in ${config.data}. Set POSTERN_DATA to the data folder.`,
    );
  }
  const db = openBeside(config);
  try {
    await requireOwnShape(db);
    return await work(db);
  } finally {
    await db.close();
  }
}

/** Origin that links in the operator's mails start with. */
export function originOf(config: Config): string {
  return config.publicUrl?.origin ?? `http://localhost:${config.port}`;
}

/** By the mail server, or into the outbox; whether every one went there. */
export async function sendAsOperator(
  config: Config,
  db: Db,
  clock: Clock,
  mails: readonly Mail[],
): Promise<boolean> {
  const ports = { log: createLog('silent'), metrics: createMetrics() };
  const smtp =
    config.smtpUrl && config.mailFrom ? createSmtpMail(config.smtpUrl, config.mailFrom, ports) : undefined;
  const port = smtp ?? createOutbox(db, { clock, ...ports });
  try {
    let all = true;
    for (const mail of mails) if (!(await port.send(mail)).ok) all = false;
    return all;
  } finally {
    smtp?.close();
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
