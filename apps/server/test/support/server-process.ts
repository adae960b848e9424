import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildServer, root } from '../../../../scripts/set-up.mjs';

const program = join(root, 'apps/server/bin/postern.mjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A `postern` command of its own process, as an operator runs it. */
export interface ServerProcess {
  /** Where it listens. */
  readonly url: string;
  readonly pid: number;
  /** What it wrote so far, on either channel. */
  said(): string;
  send(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

export interface Place {
  readonly data: string;
  readonly databaseUrl?: string | undefined;
  readonly keyFile?: string;
}

/** Runs a command to its end. `said` is all it wrote, on either channel. */
export async function runPostern(
  place: Place,
  ...words: readonly string[]
): Promise<Ended & { readonly said: string }> {
  const { child, said, ended } = await start(place, words);
  child.stdin?.end();
  return { ...(await ended), said: said() };
}

/** Starts a server and answers once it listens. Throws with what it said when it ends instead. */
export async function startServerProcess(
  place: Place,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const { child, said, ended } = await start(place, ['serve'], environment);
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = said().match(/^ {2}(?:Listens on|Open) +(http\S+)$/m)?.[1];
      if (found !== undefined && said().includes('  Back up')) resolve(found);
    };
    child.stdout?.on('data', look);
    ended.then(() => reject(new Error(`the server ended:\n${said()}`)), reject);
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('a process without a number');
  return { url, pid, said, ended, send: (signal) => void child.kill(signal) };
}

async function start(
  place: Place,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ child: ChildProcess; said: () => string; ended: Promise<Ended> }> {
  await buildServer();
  const child = spawn(process.execPath, [program, ...words], {
    env: {
      PATH: process.env.PATH,
      POSTERN_PORT: '0',
      POSTERN_HOST: '127.0.0.1',
      POSTERN_DATA: place.data,
      ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
      ...(place.keyFile === undefined ? {} : { POSTERN_KEY_FILE: place.keyFile }),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that fails half-way must not leave a server behind.
  const killAtExit = () => child.kill('SIGKILL');
  process.on('exit', killAtExit);
  let text = '';
  for (const channel of [child.stdout, child.stderr]) {
    channel?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('exit', killAtExit);
      resolve({ code, signal });
    });
  });
  return { child, said: () => text, ended };
}
