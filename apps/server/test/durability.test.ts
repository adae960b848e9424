import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ChangesMeta,
  decodeBodiesPack,
  decodeChangesPack,
  type HeaderRecord,
  readBodies,
  readChanges,
} from '@postern/contract';
import { type EntryId, fromBase64Url, mustBeOk, toBase64Url, type VaultId } from '@postern/core';
import { sha256 } from '@postern/crypto';
import { LeafSet, type ManifestPayload, parseManifest } from '@postern/ledger';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundIn } from './support/founded-place.ts';
import { type Cluster, startCluster } from './support/postgres.ts';
import { type Place, type ServerProcess, startServerProcess } from './support/server-process.ts';
import type { TestMember } from './support/test-member.ts';
import { until } from './support/until.ts';

const onPostgres = process.env.POSTERN_TEST_DATABASE_URL !== undefined;
/** Written at the same time, each a chain of its own. */
const vaultsAtOnce = 4;

/** An entry as it was written, base64url. */
interface Kept {
  readonly header: string;
  readonly body: string;
}

let folder = '';
let place: Place;
/** A PostgreSQL that waits for the disk, unlike the one the other tests share. */
let cluster: Cluster | undefined;
let member: TestMember;
let pointAt: (url: string) => void;
let server: ServerProcess;
let vaults: VaultId[];
/** What the server acknowledged, or has shown since. */
let kept: Map<VaultId, Map<EntryId, Kept>>;
let acknowledged = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-durability-'));
  cluster = onPostgres ? await startCluster({ durable: true }) : undefined;
  place = { data: join(folder, 'data'), databaseUrl: cluster?.url };
  ({ member, pointAt } = await foundIn(place));
  await startAgain();
  vaults = [];
  for (let n = 0; n < vaultsAtOnce; n++) vaults.push(await member.createVault());
  kept = new Map(vaults.map((vault) => [vault, new Map()]));
});
afterAll(async () => {
  server.send('SIGTERM');
  await server.ended;
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startAgain(): Promise<void> {
  server = await startServerProcess(place);
  pointAt(server.url);
}

/**
 * Writes to every vault at once until `goal` writes were acknowledged or one was not, and answers the codes of refusals:
 * none while the server is alone to blame, since each vault has one writer.
 */
async function writeUntil(
  goal: number,
  onAcknowledged: (count: number) => void = () => {},
): Promise<string[]> {
  let over = false;
  const refusals: string[] = [];
  const writeTo = async (vault: VaultId) => {
    while (!over && acknowledged < goal) {
      const change = await member.sealEntry(vault, `entry ${acknowledged}`);
      const written = await member.write(vault, [change]).catch(() => undefined);
      if (!written?.ok) {
        over = true;
        if (written) refusals.push(written.code);
        return;
      }
      kept.get(vault)?.set(change.entry, change);
      acknowledged += 1;
      onAcknowledged(acknowledged);
    }
  };
  await Promise.all(vaults.map(writeTo));
  return refusals;
}

/** All of a vault, as a new device reads it. */
async function readAll(vault: VaultId): Promise<{ manifest: ManifestPayload; records: HeaderRecord[] }> {
  const records: HeaderRecord[] = [];
  let meta: ChangesMeta | undefined;
  do {
    const query = { since: 0, ...(meta?.next === undefined ? {} : { after: meta.next }) };
    const answered = await member.callForPack(readChanges, { params: { vault }, query });
    const pack = answered.ok ? decodeChangesPack(answered.value) : undefined;
    if (!pack) throw new Error('no pack');
    meta = pack.meta as ChangesMeta;
    records.push(...pack.records);
  } while (meta.next !== undefined);
  const bytes = fromBase64Url(meta.manifests.at(-1) ?? '');
  return { manifest: mustBeOk(parseManifest(bytes ?? new Uint8Array())).payload, records };
}

async function readBodiesOf(vault: VaultId, entries: readonly EntryId[]): Promise<Map<EntryId, string>> {
  const bodies = new Map<EntryId, string>();
  for (let from = 0; from < entries.length; from += 500) {
    const input = { params: { vault }, body: { entries: entries.slice(from, from + 500) } };
    const answered = await member.callForPack(readBodies, input);
    const pack = answered.ok ? decodeBodiesPack(answered.value) : undefined;
    for (const { entry, body } of pack?.records ?? []) bodies.set(entry, toBase64Url(body));
  }
  return bodies;
}

/** Nothing acknowledged or seen before is missing or changed, and nothing is half-written. */
async function checkVault(vault: VaultId): Promise<void> {
  const { manifest, records } = await readAll(vault);
  const known = kept.get(vault) ?? new Map<EntryId, Kept>();
  const bodies = await readBodiesOf(
    vault,
    records.map(({ entry }) => entry),
  );
  const served = new Map(
    records.map(({ entry, header }) => [entry, { header: toBase64Url(header), body: bodies.get(entry) }]),
  );
  for (const [entry, { header, body }] of known)
    expect([entry, served.get(entry)]).toEqual([entry, { header, body }]);
  // One write per vault was under way: it may have been kept without anybody having been told. From now on it stays.
  expect(served.size - known.size).toBeLessThanOrEqual(1);
  kept.set(vault, served as Map<EntryId, Kept>);

  const leaves = LeafSet.empty.applyChanges(
    records.map(({ entry, revision, epoch, header, bodyHash }) => ({
      kind: 'put',
      leaf: { entry, revision, epoch, headerHash: sha256(header), bodyHash: bodyHash.slice() },
    })),
  );
  const { root, count, seq } = manifest;
  expect({ root, count, seq }).toEqual({ root: leaves.root, count: leaves.count, seq: records.length });
  for (const { entry, bodyHash } of records) {
    const body = fromBase64Url(bodies.get(entry) ?? '');
    expect(sha256(body ?? new Uint8Array())).toEqual(bodyHash);
  }
}

async function checkEverything(): Promise<void> {
  for (const vault of vaults) {
    await checkVault(vault);
    await member.catchUp(vault);
  }
}

describe(`a server on ${onPostgres ? 'PostgreSQL' : 'SQLite'}`, () => {
  it('loses nothing it acknowledged when it is killed in the middle of a thousand writes, three times over', async () => {
    for (const killAt of [200, 450, 800]) {
      const refusals = await writeUntil(1000, (count) => {
        if (count === killAt) server.send('SIGKILL');
      });
      expect(refusals).toEqual([]);
      expect(await server.ended).toMatchObject({ signal: 'SIGKILL' });
      expect(acknowledged).toBeGreaterThanOrEqual(killAt);
      expect(acknowledged).toBeLessThan(1000);
      await startAgain();
      await checkEverything();
    }
    expect(await writeUntil(1000)).toEqual([]);
    expect(acknowledged).toBeGreaterThanOrEqual(1000);
    await checkEverything();
  });

  if (onPostgres) {
    it('goes on when PostgreSQL falls over beneath it, and has lost nothing either', async () => {
      const goal = acknowledged + 400;
      const killAt = acknowledged + 150;
      const { pid } = server;
      const processes = await databaseProcesses();
      await writeUntil(goal, (count) => {
        // A killed backend makes PostgreSQL drop every connection and recover from its log.
        if (count === killAt) process.kill(processes[0] ?? 0, 'SIGKILL');
      });
      expect(acknowledged).toBeLessThan(goal);
      await until(
        'the database answers again',
        async () => (await fetch(`${server.url}/readyz`)).status === 200,
      );
      expect(server.pid).toBe(pid);
      await checkEverything();
      await writeUntil(goal);
      expect(acknowledged).toBeGreaterThanOrEqual(goal);
      await checkEverything();
    });
  }
});

/** Process numbers of the connections that serve our server. */
async function databaseProcesses(): Promise<number[]> {
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    return rows.map(({ pid }) => pid);
  } finally {
    await client.end();
  }
}
