import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres, noPostgres } from '../../../../scripts/find-postgres.mjs';

/**
 * A PostgreSQL of the tests' own: a fresh cluster in a temporary folder, listening on one loopback port, run by an
 * unprivileged user because PostgreSQL refuses to start as root. Nothing on the machine is used but its programs.
 */
export interface Cluster {
  /** URL of the cluster's first database, with a superuser of this cluster. */
  readonly url: string;
  /** Stops the server and deletes its folder. Safe to call twice. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Keep fsync on, for tests of what survives a crash. Off elsewhere: three times faster. */
  readonly durable?: boolean;
}

/** Starts a cluster and answers once it accepts connections. Throws with a sentence when the machine has no server. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error(noPostgres);
  const owner = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), 'postern-postgres-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const as = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  try {
    const authentication = ['--username=postern', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    execFileSync(
      join(programs, 'initdb'),
      [`--pgdata=${data}`, ...authentication, '--encoding=UTF8', '--no-sync'],
      { ...as, stdio: 'pipe' },
    );
    const port = await freePort();
    const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings(port, folder, options)], {
      ...as,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const stop = once(async () => {
      process.off('exit', killAtExit);
      for (const signal of endings) process.off(signal, exitBadly);
      await end(server);
      rmSync(folder, { recursive: true, force: true });
    });
    // A run that ends without its teardown must not leave a server behind.
    const killAtExit = () => {
      server.kill('SIGQUIT');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    };
    process.on('exit', killAtExit);
    for (const signal of endings) process.on(signal, exitBadly);
    try {
      await untilReady(server);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url: `postgres://postern:${password}@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Makes an empty database in the cluster that `clusterUrl` points at, and answers its URL. */
export async function createDatabase(clusterUrl: string): Promise<string> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await runOn(clusterUrl, `create database ${name}`);
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops a database made by {@link createDatabase}, whoever is still connected to it. */
export async function dropDatabase(clusterUrl: string, databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  if (!/^t_[0-9a-f]{32}$/.test(name)) throw new TypeError(`${name} is not a test's database`);
  await runOn(clusterUrl, `drop database if exists ${name} with (force)`);
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Signals that would end this process without its `exit` handlers. */
const endings = ['SIGTERM', 'SIGHUP'] as const;

function exitBadly(): void {
  process.exit(1);
}

function settings(port: number, folder: string, { durable = false }: ClusterOptions): string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    'shared_buffers=64MB',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ].flatMap((setting) => ['-c', setting]);
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      if (said.length < 100_000) said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  });
}

function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    // Immediate shutdown: nothing of a test's cluster is kept.
    server.kill('SIGQUIT');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Whom root becomes for PostgreSQL; `undefined` when this process is not root and may stay who it is. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find(([user]) => user === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL does not run as root, and there is no user to run it as.');
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
