import { type Clock, newId, ok } from '@postern/core';
import type { Db } from '../db/database.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Mail, MailPort } from './mail-port.ts';

/** As many mails are kept; the oldest go first. */
const kept = 200;

export interface KeptMail extends Mail {
  readonly atMs: number;
}

export interface Outbox extends MailPort {
  /** The kept mails, newest first. */
  list(): Promise<readonly KeptMail[]>;
}

/** Keeps mail in the database while no mail server is configured. The log says only that mail waits. */
export function createOutbox(
  db: Db,
  { clock, log, metrics }: { readonly clock: Clock; readonly log: Log; readonly metrics: Metrics },
): Outbox {
  return {
    send: async (mail) => {
      await db.transaction(async (queries) => {
        await queries
          .insertInto('outbox_mail')
          .values({
            id: newId(),
            at_ms: clock.nowMs(),
            recipient: mail.to,
            subject: mail.subject,
            body: mail.text,
            code: mail.code ?? null,
          })
          .execute();
        await queries
          .deleteFrom('outbox_mail')
          .where('id', 'not in', (keep) =>
            keep
              .selectFrom('outbox_mail')
              .select('id')
              .orderBy('at_ms', 'desc')
              .orderBy('id', 'desc')
              .limit(kept),
          )
          .execute();
      });
      metrics.mail('kept');
      log.info('mail waits at /outbox');
      return ok();
    },
    list: async () => {
      const rows = await db.kysely
        .selectFrom('outbox_mail')
        .selectAll()
        .orderBy('at_ms', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map((row) => ({
        atMs: row.at_ms,
        to: row.recipient,
        subject: row.subject,
        text: row.body,
        ...(row.code === null ? {} : { code: row.code }),
      }));
    },
  };
}
