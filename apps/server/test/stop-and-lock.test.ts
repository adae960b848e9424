import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeChangesPack, readChanges, writeVault } from '@postern/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foundIn } from './support/founded-place.ts';
import { listen } from './support/listen.ts';
import { createDatabase, dropDatabase } from './support/postgres.ts';
import { type Place, runPostern, type ServerProcess, startServerProcess } from './support/server-process.ts';
import { until } from './support/until.ts';

const shared = process.env.POSTERN_TEST_DATABASE_URL;

let folder = '';
let place: Place;
const started: ServerProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-stop-'));
  // A database to itself, because it belongs to the key file of one test.
  place = { data: join(folder, 'data'), databaseUrl: shared && (await createDatabase(shared)) };
});
afterEach(async () => {
  for (const server of started.splice(0)) {
    server.send('SIGKILL');
    await server.ended;
  }
  if (shared && place.databaseUrl) await dropDatabase(shared, place.databaseUrl);
  rmSync(folder, { recursive: true, force: true });
});

async function serve(): Promise<ServerProcess> {
  const server = await startServerProcess(place);
  started.push(server);
  return server;
}

/** A request whose body arrives in two parts: the second when `finish` is called. */
function slowRequest(url: string, token: string, text: string) {
  const half = Math.floor(text.length / 2);
  const sending = request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      authorization: `Bearer ${token}`,
    },
  });
  const answered = new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    sending.once('error', reject);
    sending.once('response', (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.once('end', () => resolve({ status: response.statusCode, text: body }));
    });
  });
  return {
    begun: new Promise<void>((resolve) => sending.write(text.slice(0, half), () => resolve())),
    finish: () => void sending.end(text.slice(half)),
    answered,
  };
}

function isRefused(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

describe('a server that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes what it has begun, takes nothing new and ends well: %s',
    async (signal) => {
      const { member, person, pointAt } = await foundIn(place);
      const server = await serve();
      pointAt(server.url);
      const vault = await member.createVault();
      const stream = await listen(server.url, member.organization, person.token);
      const change = await member.sealEntry(vault, 'slow');
      const { body } = await member.draftWrite(vault, [change]);
      const path = writeVault.path.replace(':organization', member.organization).replace(':vault', vault);
      const slow = slowRequest(`${server.url}${path}`, person.token, JSON.stringify(body));
      await slow.begun;
      // The server has the request once it has answered one that was sent after it.
      await fetch(`${server.url}/readyz`);

      server.send(signal);
      await until('new connections are refused', () => isRefused(server.url));
      expect(await stream.next(5000)).toBeUndefined();
      slow.finish();
      expect(await slow.answered).toMatchObject({ status: 200 });
      expect(await server.ended).toEqual({ code: 0, signal: null });

      pointAt((await serve()).url);
      const read = await member.callForPack(readChanges, { params: { vault }, query: { since: 0 } });
      const records = read.ok ? decodeChangesPack(read.value)?.records : undefined;
      expect(records?.map(({ entry }) => entry)).toEqual([change.entry]);
    },
  );
});

describe('a server that nobody is writing to', () => {
  it('stops at once, with streams, idle and unused connections open', async () => {
    const { member, person } = await foundIn(place);
    const server = await serve();
    const streams = await Promise.all(
      Array.from({ length: 5 }, () => listen(server.url, member.organization, person.token)),
    );
    await Promise.all(Array.from({ length: 5 }, () => fetch(`${server.url}/readyz`)));
    const { hostname, port } = new URL(server.url);
    // As a browser opens one that it may need soon.
    const unused = connect(Number(port), hostname);
    await new Promise((resolve) => unused.once('connect', resolve));
    const askedMs = performance.now();
    server.send('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    // A client keeps an idle connection for four seconds and longer.
    expect(performance.now() - askedMs).toBeLessThan(2000);
    for (const stream of streams) expect(await stream.next()).toBeUndefined();
    unused.destroy();
  });
});

describe('a port that is taken', () => {
  it('gets a sentence', async () => {
    const server = await serve();
    const other = { ...place, data: shared === undefined ? join(folder, 'other') : place.data };
    const { port } = new URL(server.url);
    const refused = startServerProcess(other, { POSTERN_PORT: port });
    await expect(refused).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use by another program.`);
  });
});

if (shared === undefined) {
  describe('a data folder in use', () => {
    it('is refused to a second server, which names the first, and is free when that was killed', async () => {
      const first = await serve();
      const second = await runPostern(place, 'serve');
      expect(second.code).toBe(1);
      expect(second.said).toContain(`Another Postern server (process ${first.pid}) uses the data folder`);
      expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
      first.send('SIGKILL');
      await first.ended;
      const next = await serve();
      expect((await fetch(`${next.url}/readyz`)).status).toBe(200);
    });
  });
}
