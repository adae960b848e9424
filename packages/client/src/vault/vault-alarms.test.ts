import {
  type BodyRecord,
  decodeBodiesPack,
  decodeChangesPack,
  encodeBodiesPack,
  encodeChangesPack,
  type HeaderRecord,
} from '@postern/contract';
import { type Json, mustBeOk, type VaultId } from '@postern/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededPerson, seedPerson } from '../../../../apps/server/test/support/seeded-person.ts';
import { TestMember } from '../../../../apps/server/test/support/test-member.ts';
import { startTestServer, type TestServer } from '../../../../apps/server/test/support/test-server.ts';
import { draftOf, VaultDevice } from '../../test/vault-device.ts';
import type { EntryRef } from '../port.ts';

/** A server that lies about a vault: what the client says, and that it keeps what it had verified before. */

let server: TestServer;
let maya: SeededPerson;
let member: TestMember;
let laptop: VaultDevice;
let phone: VaultDevice;
let vault: VaultId;
let refs: readonly EntryRef[];

beforeAll(async () => {
  server = await startTestServer();
  maya = await seedPerson(server, 'Maya');
});
afterAll(() => server.stop());
let founded = 0;
beforeEach(async () => {
  founded += 1;
  member = await TestMember.foundReady(server, maya, `harbour-${founded}`);
  vault = await member.createVault();
  laptop = new VaultDevice(member);
  phone = new VaultDevice(member, laptop.pins);
  await laptop.open();
  await phone.open();
  refs = mustBeOk(await laptop.side.addEntries(vault, [draftOf('Harbour'), draftOf('Payroll')]));
  mustBeOk(await phone.side.sync());
  await phone.side.filled();
  mustBeOk(await laptop.side.addEntries(vault, [draftOf('Meteo')]));
});

const ref = (at: number): EntryRef => {
  const found = refs[at];
  if (found === undefined) throw new Error('no such entry');
  return found;
};
const titles = async (device: VaultDevice) =>
  (await device.port.listEntries({ kind: 'all' }, '')).map(({ title }) => title);
const packed = (bytes: Uint8Array<ArrayBuffer>, response: Response) =>
  new Response(bytes, { status: response.status, headers: response.headers });

function tamperChanges(
  device: VaultDevice,
  change: (records: readonly HeaderRecord[], meta: Json) => readonly HeaderRecord[],
): void {
  device.through = async (url, send) => {
    const response = await send();
    if (!url.includes('/changes?')) return response;
    const pack = decodeChangesPack(new Uint8Array(await response.arrayBuffer()));
    if (pack === undefined) throw new Error('no pack');
    return packed(encodeChangesPack(pack.meta, change(pack.records, pack.meta)), response);
  };
}

function tamperBodies(
  device: VaultDevice,
  change: (records: readonly BodyRecord[]) => readonly BodyRecord[],
): void {
  device.through = async (url, send) => {
    const response = await send();
    if (!url.endsWith('/bodies')) return response;
    const pack = decodeBodiesPack(new Uint8Array(await response.arrayBuffer()));
    if (pack === undefined) throw new Error('no pack');
    return packed(encodeBodiesPack(pack.meta, change(pack.records)), response);
  };
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** What it had verified before is still there, still opens, and is not written to. */
async function expectStopped(device: VaultDevice, code: string): Promise<void> {
  expect(device.alarms.map((alarm) => alarm.code)).toEqual([code]);
  device.mend();
  expect(await titles(device)).toEqual(['Harbour', 'Payroll']);
  expect(mustBeOk(await device.port.openEntry(ref(0)))).toMatchObject({ password: 'of Harbour' });
  const before = device.requests.length;
  expect(await device.port.addEntry(vault, draftOf('More'))).toMatchObject({ code });
  expect(await device.side.sync(vault)).toMatchObject({ code });
  expect(device.requests.slice(before).filter((url) => url.endsWith('/writes'))).toEqual([]);
}

describe('a server that tampers with what changed', () => {
  it.each<[string, (records: readonly HeaderRecord[]) => readonly HeaderRecord[]]>([
    ['drops a record', () => []],
    [
      'flips a bit of a header',
      (records) => records.map((one) => ({ ...one, header: flipped(one.header, 30) })),
    ],
    ['exchanges a body', (records) => records.map((one) => ({ ...one, bodyHash: flipped(one.bodyHash, 0) }))],
    [
      'flips a bit of a body that comes along',
      (records) =>
        records.map((one) => {
          if (one.body === undefined) throw new Error('no body came along');
          return { ...one, body: flipped(one.body, 40) };
        }),
    ],
    ['raises a revision', (records) => records.map((one) => ({ ...one, revision: one.revision + 1 }))],
    ['gives an entry twice', (records) => [...records, ...records]],
    [
      'purges an entry of its own accord',
      (records) => [
        ...records,
        {
          entry: ref(0).entry,
          revision: 0,
          epoch: 1,
          seq: 2,
          bodyHash: new Uint8Array(0),
          bodySize: 0,
          header: new Uint8Array(0),
        },
      ],
    ],
  ])('is found out when it %s', async (_what, change) => {
    tamperChanges(phone, change);
    expect(await phone.side.sync()).toMatchObject({ code: 'manifest_wrong' });
    await expectStopped(phone, 'manifest_wrong');
  });

  it('is found out by a device that has nothing yet', async () => {
    const fresh = new VaultDevice(member);
    await fresh.open();
    tamperChanges(fresh, (records) => records.slice(1));
    expect(await fresh.side.sync()).toMatchObject({ code: 'manifest_wrong' });
    expect(await titles(fresh)).toEqual([]);
  });
});

describe('a server that tampers with bodies', () => {
  it('is found out by the leaf, before anything is opened', async () => {
    const fresh = new VaultDevice(member);
    await fresh.open();
    tamperBodies(fresh, (records) => records.map((one) => ({ ...one, body: flipped(one.body, 40) })));
    mustBeOk(await fresh.side.sync());
    await fresh.side.filled();
    expect(await fresh.port.openEntry(ref(0))).toMatchObject({ code: 'manifest_wrong' });
    expect(fresh.alarms[0]).toMatchObject({ code: 'manifest_wrong' });
  });

  it('is found out when it withholds one', async () => {
    const fresh = new VaultDevice(member);
    await fresh.open();
    tamperBodies(fresh, () => []);
    mustBeOk(await fresh.side.sync());
    await fresh.side.filled();
    expect(fresh.alarms).toEqual([]);
    expect(await fresh.port.openEntry(ref(0))).toMatchObject({ code: 'manifest_wrong' });
  });
});

describe('a server that shows an older or another state', () => {
  const answerHeads = (
    device: VaultDevice,
    change: (head: { seq: number; hash: string }) => object | undefined,
  ) => {
    device.through = async (url, send) => {
      const response = await send();
      if (!url.includes('/heads')) return response;
      const answer = (await response.json()) as {
        same: boolean;
        heads?: { vaults: Record<string, never>; ledger: object };
      };
      const served = answer.heads?.vaults[vault] ?? laptop.side.heads()[0]?.head;
      const head = change(served as { seq: number; hash: string });
      const ledger = answer.heads?.ledger ?? { seq: member.state.head.seq, hash: member.state.head.hash };
      const heads = { ledger, vaults: head === undefined ? {} : { [vault]: head } };
      return new Response(JSON.stringify({ same: false, heads }), { headers: response.headers });
    };
  };

  it('is called older by a device that knows no more than the pin', async () => {
    const fresh = new VaultDevice(member, laptop.pins);
    await fresh.open();
    answerHeads(fresh, ({ hash }) => ({ seq: 1, hash }));
    expect(await fresh.side.sync()).toMatchObject({ code: 'manifest_behind' });
    answerHeads(fresh, () => undefined);
    expect(await fresh.side.sync(vault)).toMatchObject({ code: 'manifest_behind' });
    fresh.mend();
    mustBeOk(await fresh.side.sync());
    expect(await titles(fresh)).toEqual(['Harbour', 'Meteo', 'Payroll']);
  });

  it('is called a fork when it differs at a position the device knows', async () => {
    answerHeads(phone, ({ hash }) => ({ seq: 1, hash }));
    expect(await phone.side.sync()).toMatchObject({ code: 'manifest_wrong' });
    await expectStopped(phone, 'manifest_wrong');
  });

  it('is called a fork when what it shows does not pass through the pin', async () => {
    const pins = new Map([[vault, { seq: 1, hash: member.organization as string as never }]]);
    const fresh = new VaultDevice(member, pins);
    await fresh.open();
    expect(await fresh.side.sync()).toMatchObject({ code: 'manifest_wrong' });
    expect(await titles(fresh)).toEqual([]);
  });
});

describe('a server that lost a vault', () => {
  const lose = async () => {
    const { kysely } = server.running.platform.db;
    await kysely.deleteFrom('entries').where('vault', '=', vault).execute();
    await kysely.deleteFrom('manifests').where('vault', '=', vault).execute();
    await kysely.deleteFrom('vault_heads').where('vault', '=', vault).execute();
  };

  it('is given it back by a device that has it all, and the other devices go on', async () => {
    mustBeOk(await laptop.port.purgeEntry(ref(1)));
    await lose();
    expect(await phone.side.sync()).toMatchObject({ code: 'manifest_behind' });
    mustBeOk(await laptop.side.sync());
    expect(laptop.side.facts().sync).toEqual({ state: 'synced' });
    mustBeOk(await phone.side.sync());
    expect(await titles(phone)).toEqual(['Harbour', 'Meteo']);
    expect(mustBeOk(await phone.port.openEntry(ref(0)))).toMatchObject({ password: 'of Harbour' });
    expect(laptop.alarms).toEqual([]);
  });
});
