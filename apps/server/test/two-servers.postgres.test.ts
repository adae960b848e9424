import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  askForAccess,
  decodeChangesPack,
  type EntryChange,
  readChanges,
  refuseRequest,
} from '@postern/contract';
import type { VaultId } from '@postern/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { callEndpoint } from './support/call-endpoint.ts';
import { beneath, foundIn } from './support/founded-place.ts';
import { type Listening, listen, listenAtGate } from './support/listen.ts';
import { type RoundRobinProxy, startRoundRobinProxy } from './support/round-robin-proxy.ts';
import { seedPerson } from './support/seeded-person.ts';
import { type ServerProcess, startServerProcess } from './support/server-process.ts';
import { addMember } from './support/team.ts';
import type { TestMember } from './support/test-member.ts';

const databaseUrl = process.env.POSTERN_TEST_DATABASE_URL;

/** Two processes share nothing but PostgreSQL and the key file; on SQLite a second one is refused, as other tests show. */
describe('two servers on one PostgreSQL behind a proxy', () => {
  let folder = '';
  let servers: readonly ServerProcess[] = [];
  let proxy: RoundRobinProxy;
  let member: TestMember;
  let leo: TestMember;
  let vault: VaultId;
  const listening: Listening[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'postern-two-'));
    const place = { data: folder, databaseUrl };
    const founded = await foundIn(place);
    member = founded.member;
    leo = await beneath(place, async (server) => {
      founded.pointAt(server.url);
      return addMember(member, await seedPerson(server, 'leo'));
    });
    const behindProxy = { POSTERN_TRUSTED_PROXIES: '127.0.0.1/32' };
    servers = await Promise.all([
      startServerProcess(place, behindProxy),
      startServerProcess(place, behindProxy),
    ]);
    proxy = await startRoundRobinProxy(servers.map(({ url }) => url));
    founded.pointAt(proxy.url);
    vault = await member.createVault();
  });
  afterEach(() => {
    for (const stream of listening.splice(0)) stream.close();
  });
  afterAll(async () => {
    await proxy.close();
    for (const server of servers) server.send('SIGTERM');
    await Promise.all(servers.map(({ ended }) => ended));
    rmSync(folder, { recursive: true, force: true });
  });

  const changesPath = () => `/api/organizations/${member.organization}/changes`;

  async function listenThroughProxy(): Promise<{ stream: Listening; server: number }> {
    const stream = await listen(proxy.url, member.organization, member.person.token);
    listening.push(stream);
    return { stream, server: proxy.served(changesPath()).at(-1) ?? -1 };
  }

  /** A stream on each server, in the servers' order: two clients whom the proxy sent to different ones. */
  async function listenOnBoth(): Promise<readonly [Listening, Listening]> {
    const streams: Listening[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      const { stream, server } = await listenThroughProxy();
      streams[server] ??= stream;
      const [one, other] = streams;
      if (one && other) return [one, other];
      // The next connection would go to the other server, were it not for what else went through: set the turn right.
      if (attempt === 1) await fetch(`${proxy.url}/healthz`);
    }
    throw new Error('the proxy sent every stream to one server');
  }

  async function waitAtGate(): Promise<Listening> {
    const stream = await listenAtGate(proxy.url, member.state.address, leo.person.token);
    listening.push(stream);
    return stream;
  }

  async function write(title: string): Promise<EntryChange> {
    const change = await member.sealEntry(vault, title);
    const written = await member.write(vault, [change]);
    if (!written.ok) throw new Error(`not written: ${written.code}`);
    return change;
  }

  const newestIn = () => member.vaults.get(vault)?.manifest?.payload.seq;

  it('keep the clients of each other live: everybody hears of every write within a second', async () => {
    const streams = await listenOnBoth();
    for (let n = 0; n < 10; n++) {
      await write(`entry ${n}`);
      const heard = await Promise.all(streams.map((stream) => stream.next(1000)));
      for (const change of heard) {
        expect(change).toMatchObject({ kind: 'vault', vault, head: { seq: newestIn() } });
      }
    }
    const writers = proxy.served(`/api/organizations/${member.organization}/vaults/${vault}/writes`);
    expect([...new Set(writers)].sort()).toEqual([0, 1]);
  });

  it('tell of the ledger, and serve what the other has just taken', async () => {
    const streams = await listenOnBoth();
    const created = await member.createVault();
    const heard = await Promise.all(streams.map((stream) => stream.next(1000)));
    for (const change of heard)
      expect(change).toMatchObject({ kind: 'ledger', head: { seq: member.state.head.seq } });
    for (let n = 0; n < 4; n++) {
      const change = await member.sealEntry(created, `entry ${n}`);
      expect(await member.write(created, [change])).toMatchObject({ ok: true });
      const read = await member.callForPack(readChanges, { params: { vault: created }, query: { since: n } });
      const records = read.ok ? decodeChangesPack(read.value)?.records : undefined;
      expect(records?.map(({ entry }) => entry)).toEqual([change.entry]);
    }
  });

  it('tell who can help of a request, and who asked of what became of it, wherever they listen', async () => {
    await member.mustChange('disable', { heads: [], member: leo.member });
    const atInbox = await listenOnBoth();
    const atGate = [await waitAtGate(), await waitAtGate()];
    const asked = await callEndpoint(
      proxy.url,
      askForAccess,
      { params: { address: member.state.address }, body: { code: 'member_disabled', note: '' } },
      leo.person.token,
    );
    if (!asked.ok) throw new Error(`not asked: ${asked.code}`);
    for (const stream of atInbox) expect(await stream.next(3000)).toEqual({ kind: 'requests', open: 1 });
    const { request } = asked.value;
    const refused = await member.call(refuseRequest, { params: { request }, body: { note: 'No' } });
    expect(refused).toMatchObject({ ok: true });
    for (const stream of atInbox) expect(await stream.next(3000)).toEqual({ kind: 'requests', open: 0 });
    for (const stream of atGate) expect(await stream.next(1000)).toEqual({ kind: 'request' });
  });

  it('go on as one when the other is killed', async () => {
    const [lost, kept] = await listenOnBoth();
    servers[0]?.send('SIGKILL');
    expect(await servers[0]?.ended).toMatchObject({ signal: 'SIGKILL' });
    // The stream of the killed one breaks; its client connects again and is sent to the other.
    const ended = await lost.next(5000).catch((error: Error) => error.message);
    expect([undefined, 'terminated']).toContain(ended);
    const again = await listenThroughProxy();
    expect(again.server).toBe(1);
    await write('after');
    for (const stream of [kept, again.stream]) {
      expect(await stream.next(1000)).toMatchObject({ kind: 'vault', vault, head: { seq: newestIn() } });
    }
  });
});
