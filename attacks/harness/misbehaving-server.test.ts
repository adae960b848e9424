import { encodeChangesPack, getServer, readChanges, writeVault } from '@postern/contract';
import type { EntryId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../apps/server/test/support/test-server.ts';
import { MisbehavingServer } from './misbehaving-server.ts';

let real: TestServer;
beforeAll(async () => {
  real = await startTestServer();
});
afterAll(() => real.stop());

const ask = (server: MisbehavingServer) => server.fetch(`${real.url}${getServer.path}`);
const versionFrom = async (server: MisbehavingServer) =>
  ((await (await ask(server)).json()) as { version: unknown }).version;

describe('a misbehaving server', () => {
  it('behaves until it is told not to, and reads along', async () => {
    const server = new MisbehavingServer();
    expect(await (await ask(server)).json()).toMatchObject({ signup: 'open' });
    expect(server.misdeeds).toBe(0);
    expect(server.received.map(({ endpoint }) => endpoint?.name)).toEqual(['getServer']);
  });

  it('alters answers, as often as it is told', async () => {
    const server = new MisbehavingServer().alter(getServer, (answer) => ({ ...answer, version: null }), {
      times: 1,
    });
    expect(await versionFrom(server)).toBeNull();
    expect(await versionFrom(server)).toBe(real.running.platform.version);
    expect(server.misdeeds).toBe(1);
    server.alterText(getServer, (text) => text.replace('{', '{"version":"0.0.1",'));
    expect(await (await ask(server)).text()).toMatch(/^\{"version":"0\.0\.1",.*"version":/);
    expect(await versionFrom(server.behave())).toBe(real.running.platform.version);
  });

  it('replays what it kept, drops, refuses and cuts', async () => {
    const server = new MisbehavingServer().keep(getServer);
    await ask(server);
    const [old] = server.kept(getServer);
    if (!old) throw new Error('nothing was kept');
    real.passMs(60_000);
    server.replay(getServer, old);
    expect(await (await ask(server)).arrayBuffer()).toEqual(old.body.buffer);
    server.behave().drop(getServer, () => ({ version: '9' }));
    expect(await versionFrom(server)).toBe('9');
    server.behave().refuse(getServer, { type: 'about:blank', title: 't', status: 403, code: 'not_found' });
    expect((await ask(server)).status).toBe(403);
    server.behave().cut(getServer, 'after');
    await expect(ask(server)).rejects.toThrow('fetch failed');
  });

  it('alters packs, and requests on their way', async () => {
    const record = {
      entry: 'AAAAAAAAAAAAAAAAAAAAAA' as EntryId,
      revision: 1,
      epoch: 1,
      seq: 1,
      bodyHash: new Uint8Array(32),
      bodySize: 5,
      header: new Uint8Array([1, 2, 3]),
    };
    const meta = { manifests: [], count: 1 };
    const heard: unknown[] = [];
    const server = new MisbehavingServer(async (_url, init) => {
      heard.push(init?.body && JSON.parse(Buffer.from(init.body as Uint8Array).toString()));
      return new Response(encodeChangesPack(meta, [record]));
    }).alterChanges(({ meta: told }) => ({ meta: told, records: [record, { ...record, revision: 2 }] }));
    const path = readChanges.path.replace(/:\w+/g, 'x');
    const answer = await server.fetch(`http://localhost${path}?since=0`);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(
      new Uint8Array(encodeChangesPack(meta, [record, { ...record, revision: 2 }])),
    );
    server.alterRequest(writeVault, (body) => ({ ...(body as object), extra: true }));
    const write = { method: 'POST', body: JSON.stringify({ manifest: 'm' }) };
    await server.fetch('http://localhost/api/organizations/o/vaults/v/writes', write);
    expect(heard).toEqual([undefined, { manifest: 'm', extra: true }]);
  });
});
