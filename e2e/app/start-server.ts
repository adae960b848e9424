import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { startServer } from '../../apps/server/src/main.ts';
import { parseConfig } from '../../apps/server/src/platform/config/parse-config.ts';

export interface AppServer {
  /** `http://localhost:<port>`: WebAuthn and secure contexts need the name. */
  readonly url: string;
  /** The data folder, for specs that search it. */
  readonly data: string;
  /** Everything logged so far. */
  readonly log: () => string;
  /** The code of the newest mail to an address, read from the outbox as a person reads it. */
  readonly mailedCode: (email: string) => Promise<string>;
  /** Moves the server's clock. */
  readonly passMs: (ms: number) => void;
  /** Stops the server and starts it again at the same place, with these settings changed. */
  readonly restart: (changes: Readonly<Record<string, string>>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The real server as `npm start` runs it, with the built web client, on a free port and data of its own. */
export async function startAppServer(
  environment: Readonly<Record<string, string>> = {},
  webFolder?: string,
): Promise<AppServer> {
  const data = mkdtempSync(join(tmpdir(), 'postern-'));
  const configOf = (changes: Readonly<Record<string, string>>) => {
    const parsed = parseConfig({ POSTERN_PORT: '0', POSTERN_DATA: data, ...environment, ...changes });
    if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
    return parsed.value;
  };
  let logged = '';
  let offsetMs = 0;
  const clock = { nowMs: () => Date.now() + offsetMs };
  const logTo = new Writable({
    write: (chunk, _encoding, done) => {
      logged += chunk;
      done();
    },
  });
  const removeData = () => rmSync(data, { recursive: true, force: true });
  const ports = { clock, logTo, ...(webFolder ? { webFolder } : {}) };
  let running = await startServer(configOf({}), ports).catch((error: unknown) => {
    removeData();
    throw error;
  });
  const { url } = running;
  return {
    url,
    data,
    log: () => logged,
    mailedCode: async (email) => readCode(await (await fetch(`${url}/outbox`)).text(), email),
    passMs: (ms) => {
      offsetMs += ms;
    },
    restart: async (changes) => {
      await running.stop();
      running = await startServer(configOf({ POSTERN_PORT: new URL(url).port, ...changes }), ports);
    },
    stop: async () => {
      await running.stop();
      removeData();
    },
  };
}

/** The newest mail comes first on the page. */
function readCode(page: string, email: string): string {
  const mail = page.split('<article>').find((part) => part.includes(`<strong>${email}</strong>`));
  const code = mail?.match(/<p class="code">.*?<strong>([^<]+)<\/strong>/)?.[1];
  if (code === undefined) throw new Error(`the outbox holds no code for ${email}`);
  return code;
}
