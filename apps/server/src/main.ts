import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import type { DestinationStream } from 'pino';
import { bindContexts } from './contexts.ts';
import type { Config } from './platform/config/parse-config.ts';
import { openDatabase } from './platform/db/open-database.ts';
import { createLocalFeed } from './platform/events/change-feed.ts';
import { openPostgresFeed } from './platform/events/postgres-feed.ts';
import { serveApiDescription } from './platform/http/api-description.ts';
import { createApp } from './platform/http/create-app.ts';
import { type Listening, listen } from './platform/http/listen.ts';
import { serveOperations } from './platform/http/operations.ts';
import { noteMethods } from './platform/http/other-methods.ts';
import { serveWebFiles } from './platform/http/web-files.ts';
import { openServerKeys } from './platform/keys.ts';
import { createLog } from './platform/log.ts';
import type { MailPort } from './platform/mail/mail-port.ts';
import { createOutbox } from './platform/mail/outbox.ts';
import { serveOutbox } from './platform/mail/outbox-page.ts';
import { createMetrics } from './platform/metrics.ts';
import type { Platform } from './platform/platform.ts';
import { createMemoryLimits, createSharedLimits } from './platform/rate-limits.ts';
import { version } from './version.ts';

/** Both `src` and the built `dist` lie two folders below `apps`. */
const builtWebFolder = join(import.meta.dirname, '../../web/dist');

/** What a test may put in place of the world. */
export interface Ports {
  readonly clock?: Clock;
  readonly mail?: MailPort;
  /** Where log lines go; standard output when absent. */
  readonly logTo?: DestinationStream;
  /** Folder of the built web client. */
  readonly webFolder?: string;
}

export interface RunningServer {
  /** Where it listens, like `http://localhost:4280`. */
  readonly url: string;
  readonly app: FastifyInstance;
  readonly platform: Platform;
  /** Stops accepting, ends event streams, finishes requests, closes the database. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a server and answers when it accepts requests. Throws `DatabaseRefused` with a sentence for the operator, or
 * the system's error when the port is taken (`EADDRINUSE`) or a certificate cannot be read; nothing stays open then.
 */
export async function startServer(config: Config, ports: Ports = {}): Promise<RunningServer> {
  const clock = ports.clock ?? systemClock;
  const log = createLog(config.logLevel, ports.logTo);
  const metrics = createMetrics();
  const undo: (() => Promise<void> | void)[] = [];
  const undoAll = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const tls =
      config.tlsCert !== undefined && config.tlsKey !== undefined
        ? { cert: readFileSync(config.tlsCert, 'utf8'), key: readFileSync(config.tlsKey, 'utf8') }
        : undefined;
    const db = await openDatabase(config, clock.nowMs());
    undo.push(() => db.close());
    const keys = await openServerKeys(config.keyFile, db);
    const onFeedFault = (error: unknown) => log.fault('the change feed failed', error);
    const feed = config.databaseUrl
      ? await openPostgresFeed(config.databaseUrl, onFeedFault)
      : createLocalFeed(onFeedFault);
    undo.push(() => feed.close());
    const smtp =
      config.smtpUrl && config.mailFrom
        ? (await loadSmtp()).createSmtpMail(config.smtpUrl, config.mailFrom, { log, metrics })
        : undefined;
    if (smtp) undo.push(() => smtp.close());
    const outbox = smtp || ports.mail ? undefined : createOutbox(db, { clock, log, metrics });
    const mail = ports.mail ?? smtp ?? outbox;
    if (!mail) throw new Error('no way to send mail');

    let url = '';
    const platform: Platform = {
      config,
      clock,
      db,
      keys,
      mail,
      hasOutbox: outbox !== undefined,
      feed,
      limits: db.kind === 'postgres' ? createSharedLimits(db, clock) : createMemoryLimits(clock),
      log,
      metrics,
      publicOrigin: () => config.publicUrl?.origin ?? url,
      version,
    };
    const app = createApp({
      log,
      metrics,
      publicUrl: config.publicUrl,
      trustedProxies: config.trustedProxies,
      overTls: tls !== undefined || config.publicUrl?.protocol === 'https:',
    });
    undo.push(() => app.close());
    metrics.gauge('postern_event_streams', 'Open event streams.', () => app.eventStreams.count);
    const refuseOtherMethods = noteMethods(app);
    serveOperations(app, { db, metrics, metricsToken: config.metricsToken });
    if (outbox) serveOutbox(app, outbox);
    serveApiDescription(app, version);
    bindContexts(app, platform);
    refuseOtherMethods();
    serveWebFiles(app, ports.webFolder ?? builtWebFolder);

    const listening = await listen(app, { host: config.host, port: config.port, tls });
    undo.push(() => listening.close());
    url = urlOf(listening, config.host, tls !== undefined);
    return { url, app, platform, stop: undoAll };
  } catch (error) {
    await undoAll();
    throw error;
  }
}

/** Loaded when it is needed: a mail client is a megabyte of code that a server with an outbox has no use for. */
const loadSmtp = () => import('./platform/mail/smtp.ts');

function urlOf({ port }: Listening, host: string, overTls: boolean): string {
  return `${overTls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
