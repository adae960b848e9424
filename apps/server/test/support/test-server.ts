import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type RunningServer, startServer } from '../../src/main.ts';
import { parseConfig } from '../../src/platform/config/parse-config.ts';
import { createMemoryMail, type Mail } from '../../src/platform/mail/mail-port.ts';

export interface TestServer {
  readonly url: string;
  readonly running: RunningServer;
  readonly mails: readonly Mail[];
  /** The whole log so far. */
  readonly log: () => string;
  /** Moves the server's clock. */
  readonly passMs: (ms: number) => void;
  readonly nowMs: () => number;
  /** The code of the newest mail to an address. */
  readonly codeFor: (email: string) => string;
  /** Stops the server and starts another on the same data, with these settings changed. */
  readonly restart: (environment?: Record<string, string>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * A real server on a free port, with a clock that tests move and mail that stays in memory. On SQLite in a temporary
 * folder, or on the PostgreSQL that POSTERN_TEST_DATABASE_URL names.
 */
export async function startTestServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-server-'));
  const databaseUrl = process.env.POSTERN_TEST_DATABASE_URL;
  const configOf = (changes: Record<string, string>) => {
    const parsed = parseConfig({
      POSTERN_PORT: '0',
      POSTERN_HOST: '127.0.0.1',
      POSTERN_DATA: folder,
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      ...environment,
      ...changes,
    });
    if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
    return parsed.value;
  };
  let offsetMs = 0;
  let logged = '';
  const clock = { nowMs: () => Date.now() + offsetMs };
  const mail = createMemoryMail();
  const ports = {
    clock,
    mail,
    webFolder: join(folder, 'web'),
    logTo: new Writable({
      write: (chunk, _encoding, done) => {
        logged += chunk;
        done();
      },
    }),
  };
  let running = await startServer(configOf({}), ports);
  return {
    get url() {
      return running.url;
    },
    get running() {
      return running;
    },
    mails: mail.sent,
    log: () => logged,
    passMs: (ms) => {
      offsetMs += ms;
    },
    nowMs: clock.nowMs,
    codeFor: (email) => {
      const code = mail.sent.findLast(({ to }) => to === email)?.code;
      if (code === undefined) throw new Error('no code was mailed to this address');
      return code;
    },
    restart: async (changes = {}) => {
      await running.stop();
      running = await startServer(configOf(changes), ports);
    },
    stop: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
