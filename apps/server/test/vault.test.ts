import {
  decodeBodiesPack,
  decodeChangesPack,
  type EntryChange,
  readBodies,
  readChanges,
  readHeads,
  returnVault,
  writeVault,
} from '@postern/contract';
import { type EntryId, newId, toBase64Url, type VaultId } from '@postern/core';
import { hashB64 } from '@postern/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededPerson, seedPerson, seedSession } from './support/seeded-person.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let maya: SeededPerson;
let member: TestMember;
let vault: VaultId;

beforeAll(async () => {
  server = await startTestServer();
  maya = await seedPerson(server, 'Maya');
  member = await TestMember.foundReady(server, maya, 'northwind');
});
beforeEach(async () => {
  vault = await member.createVault();
});
afterAll(() => server.stop());

async function changesSince(since: number, after?: string) {
  const query = { since, ...(after === undefined ? {} : { after }) };
  const answered = await member.callForPack(readChanges, { params: { vault }, query });
  const pack = answered.ok ? decodeChangesPack(answered.value) : undefined;
  if (pack === undefined) throw new Error('no pack');
  const meta = pack.meta as { manifests: string[]; count: number; next?: string };
  return { ...meta, records: pack.records };
}

async function addEntry(title: string): Promise<EntryId> {
  const change = await member.sealEntry(vault, title);
  const written = await member.write(vault, [change]);
  if (!written.ok) throw new Error(written.code);
  return change.entry;
}

describe('writing a vault', () => {
  it('adds, edits and purges, and shows each under its manifest', async () => {
    expect(await changesSince(0)).toMatchObject({ manifests: [], count: 0 });
    const mail = await addEntry('Mail');
    const bank = await addEntry('Bank');
    expect(await member.write(vault, [await member.sealEntry(vault, 'Mail 2', mail)])).toMatchObject({
      ok: true,
    });
    expect(await member.write(vault, [{ entry: bank, purge: true }])).toMatchObject({ ok: true });

    const all = await changesSince(0);
    expect(all.manifests).toHaveLength(1);
    expect(all.records).toMatchObject([{ entry: mail, revision: 2, epoch: 1, seq: 3 }]);
    const newer = await changesSince(2);
    expect(newer.manifests).toHaveLength(2);
    expect(newer.records.map(({ entry, revision, seq }) => ({ entry, revision, seq }))).toEqual(
      [
        { entry: mail, revision: 2, seq: 3 },
        { entry: bank, revision: 0, seq: 4 },
      ].sort((a, b) => (a.entry < b.entry ? -1 : 1)),
    );
    const manifest = member.vaults.get(vault)?.manifest;
    expect(await member.call(readHeads)).toMatchObject({
      value: { heads: { vaults: { [vault]: { seq: 4, hash: manifest?.hash } } } },
    });
  });

  it('serves bodies, and leaves out what is gone', async () => {
    const mail = await addEntry('Mail');
    const body = { entries: [mail, newId()] };
    const answered = await member.callForPack(readBodies, { params: { vault }, body });
    const pack = answered.ok ? decodeBodiesPack(answered.value) : undefined;
    expect(pack?.meta).toEqual({ count: 1 });
    expect(pack?.records).toMatchObject([{ entry: mail, revision: 1 }]);
    const header = (await changesSince(0)).records[0];
    expect(hashB64(pack?.records[0]?.body ?? new Uint8Array())).toBe(
      toBase64Url(header?.bodyHash ?? new Uint8Array()),
    );
    expect(pack?.records[0]?.body).toHaveLength(header?.bodySize ?? 0);
  });

  it('keeps everything across a restart', async () => {
    await addEntry('Mail');
    await server.restart();
    expect((await changesSince(0)).count).toBe(1);
    await addEntry('Bank');
    expect((await changesSince(1)).count).toBe(1);
  });

  it('lets two writers at once both succeed, the loser after reading what won', async () => {
    await addEntry('Mail');
    const other = member.asDevice((await seedSession(server, maya.account)).token);
    const writeUntilDone = async (writer: TestMember, title: string) => {
      for (let attempt = 1; ; attempt++) {
        const written = await writer.write(vault, [await writer.sealEntry(vault, title)]);
        if (written.ok) return attempt;
        expect(written.code).toBe('manifest_moved');
        await writer.catchUp(vault);
      }
    };
    for (let round = 0; round < 5; round++) {
      await Promise.all([writeUntilDone(member, `A${round}`), writeUntilDone(other, `B${round}`)]);
    }
    await member.catchUp(vault);
    const served = await changesSince(0);
    expect(served.count).toBe(11);
    expect(member.vaults.get(vault)?.leaves.count).toBe(11);
    expect(member.vaults.get(vault)?.manifest?.payload).toMatchObject({
      root: member.vaults.get(vault)?.leaves.root,
      seq: 11,
    });
  });

  it('tells who lost the race where the vault is now', async () => {
    const lost = await member.draftWrite(vault, [await member.sealEntry(vault, 'Late')]);
    await addEntry('Early');
    const head = { seq: 1, hash: member.vaults.get(vault)?.manifest?.hash };
    expect(await member.sendWrite(lost)).toMatchObject({
      code: 'manifest_moved',
      field: '/manifest',
      problem: { status: 409, params: { head } },
    });
    expect((await changesSince(0)).count).toBe(1);
  });

  it('refuses a write sent twice', async () => {
    const write = await member.draftWrite(vault, [await member.sealEntry(vault, 'Mail')]);
    expect(await member.sendWrite(write)).toMatchObject({ ok: true });
    expect(await member.sendWrite(write)).toMatchObject({ code: 'manifest_moved' });
  });

  it('refuses a revision that is not the next, and names the entry', async () => {
    const mail = await addEntry('Mail');
    const bank = await member.sealEntry(vault, 'Bank');
    const skipped = { ...(await member.sealEntry(vault, 'Mail 3', mail)), revision: 3 };
    const write = await member.draftWrite(vault, [bank, skipped]);
    expect(await member.sendWrite(write)).toMatchObject({
      code: 'edit_conflict',
      field: '/changes/1',
      problem: { params: { entry: mail } },
    });
    const gone = await member.draftWrite(vault, [{ entry: newId<EntryId>(), purge: true }]);
    expect(await member.sendWrite(gone)).toMatchObject({ code: 'edit_conflict' });
    const again = await member.draftWrite(vault, [bank, bank]);
    expect(await member.sendWrite(again)).toMatchObject({
      code: 'manifest_refused',
      problem: { params: { code: 'entry_repeated' } },
    });
    expect((await changesSince(0)).count).toBe(1);
  });

  it('refuses an epoch that was replaced', async () => {
    const stale = await member.draftWrite(vault, [await member.sealEntry(vault, 'Old')]);
    await member.must(await member.draftRotation(vault));
    expect(await member.sendWrite(stale)).toMatchObject({
      code: 'wrong_epoch',
      field: '/manifest',
      problem: { params: { expected: 2 } },
    });
    const mixed = await member.sealEntry(vault, 'Old', newId(), { epoch: 1 });
    expect(await member.write(vault, [mixed])).toMatchObject({ code: 'wrong_epoch', field: '/changes/0' });
    expect(await member.write(vault, [await member.sealEntry(vault, 'New')])).toMatchObject({ ok: true });
  });

  it.each([
    ['another organization', { org: hashB64(new Uint8Array(1)) }, 'wrong_organization', undefined],
    ['another vault', { vault: newId() }, 'manifest_refused', 'wrong_vault'],
    ['another root', { root: hashB64(new Uint8Array(2)) }, 'manifest_refused', 'manifest_root_wrong'],
    ['another count', { count: 7 }, 'manifest_refused', 'manifest_root_wrong'],
    ['another signer', { by: newId() }, 'manifest_refused', 'signer_unknown'],
    ['a clock that is ahead', { at: 4e12 }, 'clock_skew', undefined],
    [
      'a ledger nobody knows',
      { ledger: { seq: 9999, hash: hashB64(new Uint8Array(3)) } },
      'manifest_refused',
      'ledger_behind',
    ],
    ['a field too many', { colour: 'red' }, 'manifest_malformed', undefined],
  ])('refuses a manifest about %s', async (_, change, code, inner) => {
    const changes = [await member.sealEntry(vault, 'Mail')];
    const write = await member.draftWrite(vault, changes, (payload) => ({ ...payload, ...change }));
    const refused = await member.sendWrite(write);
    expect(refused).toMatchObject({ ok: false, code, field: '/manifest' });
    if (inner) expect(refused).toMatchObject({ problem: { params: { code: inner } } });
    expect((await changesSince(0)).count).toBe(0);
  });

  it('refuses altered bytes', async () => {
    const entry = await member.sealEntry(vault, 'Mail');
    const write = await member.draftWrite(vault, [entry]);
    const forged = write.bytes.slice();
    forged[10] = (forged[10] ?? 0) ^ 1;
    const send = (body: unknown) => member.call(writeVault, { params: { vault }, body });
    expect(await send({ ...write.body, manifest: toBase64Url(forged) })).toMatchObject({
      code: 'signature_wrong',
    });
    const bodyForHeader = [{ ...entry, header: entry.body }];
    expect(await send({ ...write.body, changes: bodyForHeader })).toMatchObject({
      code: 'object_malformed',
      field: '/changes/0/header',
    });
    const other = await member.sealEntry(vault, 'Mail', entry.entry);
    expect(await send({ ...write.body, changes: [other] })).toMatchObject({
      code: 'manifest_refused',
      problem: { params: { code: 'manifest_root_wrong' } },
    });
    expect(await send({ ...write.body, changes: [] })).toMatchObject({
      code: 'request_invalid',
      field: '/changes',
    });
  });

  it('answers alike for a vault that does not exist and one that is not shared', async () => {
    const write = await member.draftWrite(vault, [await member.sealEntry(vault, 'Mail')]);
    const noor = await seedPerson(server, `Noor-${newId()}`.toLowerCase());
    const other = await TestMember.foundReady(
      server,
      noor,
      `other-${vault.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`,
    );
    for (const unknown of [newId<VaultId>(), await other.createVault()]) {
      const params = { vault: unknown };
      const refusal = { code: 'vault_not_shared', field: undefined };
      expect(await member.call(writeVault, { params, body: write.body })).toMatchObject(refusal);
      expect(await member.callForPack(readChanges, { params, query: { since: 0 } })).toMatchObject(refusal);
      const body = { entries: [newId()] };
      expect(await member.callForPack(readBodies, { params, body })).toMatchObject(refusal);
    }
  });

  it('takes no writes into an archived vault and still shows it', async () => {
    await addEntry('Mail');
    await member.must(await member.draft('vault_archive', { vault }));
    expect(await member.write(vault, [await member.sealEntry(vault, 'Bank')])).toMatchObject({
      code: 'vault_archived',
    });
    expect((await changesSince(0)).count).toBe(1);
  });

  it('takes a thousand entries at once and pages what is more than a pack', async () => {
    const changes: EntryChange[] = [];
    const like = await member.sealEntry(vault, 'Entry');
    for (let n = 0; n < 2000; n++) changes.push({ ...like, entry: newId<EntryId>() });
    for (const _ of [1, 2, 3]) {
      const part = changes.map((change) => ({ ...change, entry: newId<EntryId>() }));
      expect(await member.write(vault, part)).toMatchObject({ ok: true });
    }
    const first = await changesSince(0);
    expect(first.count).toBe(5000);
    const second = await changesSince(0, first.next);
    expect(second.count).toBe(1000);
    expect(second.next).toBeUndefined();
    expect(second.manifests).toEqual(first.manifests);
    const ids = new Set([...first.records, ...second.records].map(({ entry }) => entry));
    expect(ids.size).toBe(6000);
    expect(member.vaults.get(vault)?.leaves.count).toBe(6000);
  });
});

describe('giving back what a restored server lost', () => {
  /** The vault as it was after its first manifest; the writes after it, which the server has lost. */
  async function lose() {
    const { kysely } = server.running.platform.db;
    const mail = await addEntry('Mail');
    const old = {
      heads: await kysely.selectFrom('vault_heads').selectAll().where('vault', '=', vault).execute(),
      entries: await kysely.selectFrom('entries').selectAll().where('vault', '=', vault).execute(),
      manifests: await kysely.selectFrom('manifests').selectAll().where('vault', '=', vault).execute(),
    };
    const edited = await member.sealEntry(vault, 'Mail 2', mail);
    const first = await member.draftWrite(vault, [edited]);
    await member.sendWrite(first);
    const bank = await member.sealEntry(vault, 'Bank');
    const second = await member.draftWrite(vault, [bank]);
    await member.sendWrite(second);
    for (const table of ['vault_heads', 'entries', 'manifests'] as const) {
      await kysely.deleteFrom(table).where('vault', '=', vault).execute();
    }
    await kysely.insertInto('vault_heads').values(old.heads).execute();
    await kysely.insertInto('entries').values(old.entries).execute();
    await kysely.insertInto('manifests').values(old.manifests).execute();
    return { manifests: [first.body.manifest, second.body.manifest], changes: [edited, bank] };
  }

  it('brings the vault forward', async () => {
    const lost = await lose();
    expect((await changesSince(0)).count).toBe(1);
    const returned = await member.call(returnVault, { params: { vault }, body: lost });
    expect(returned).toMatchObject({
      value: { head: { seq: 3, hash: member.vaults.get(vault)?.manifest?.hash } },
    });
    expect((await changesSince(1)).manifests).toEqual(lost.manifests);
    await addEntry('Afterwards');
    expect((await changesSince(0)).count).toBe(3);
  });

  it('takes nothing that does not lead on from what is stored or does not add up', async () => {
    const lost = await lose();
    const send = (body: unknown) => member.call(returnVault, { params: { vault }, body });
    expect(await send({ ...lost, manifests: lost.manifests.slice(1) })).toMatchObject({
      code: 'manifest_moved',
      field: '/manifests/0',
    });
    const wrong = { code: 'manifest_refused', problem: { params: { code: 'manifest_root_wrong' } } };
    expect(await send({ ...lost, changes: lost.changes.slice(1) })).toMatchObject(wrong);
    expect(await send({ ...lost, changes: [...lost.changes, lost.changes[0]] })).toMatchObject({
      code: 'manifest_refused',
      problem: { params: { code: 'entry_repeated' } },
    });
    expect((await changesSince(0)).count).toBe(1);
    expect(await send(lost)).toMatchObject({ ok: true });
    expect(await send(lost)).toMatchObject({ code: 'manifest_moved' });
  });
});
