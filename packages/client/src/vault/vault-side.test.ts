import { type EntryId, mustBeOk, type VaultId } from '@postern/core';
import type { Head } from '@postern/ledger';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededPerson, seedPerson } from '../../../../apps/server/test/support/seeded-person.ts';
import { TestMember } from '../../../../apps/server/test/support/test-member.ts';
import { startTestServer, type TestServer } from '../../../../apps/server/test/support/test-server.ts';
import { draftOf, VaultDevice } from '../../test/vault-device.ts';
import type { EntryRef, Scope, WriteAnswer } from '../port.ts';
import { bodyName, chunkName, recordsPrefix } from './replica-names.ts';

let server: TestServer;
let maya: SeededPerson;
let member: TestMember;
let laptop: VaultDevice;
let phone: VaultDevice;
let vault: VaultId;

const all: Scope = { kind: 'all' };
const titles = async (device: VaultDevice, scope: Scope = all, query = '') =>
  (await device.port.listEntries(scope, query)).map(({ title }) => title);
const opened = async (device: VaultDevice, ref: EntryRef) => mustBeOk(await device.port.openEntry(ref));
const added = async (device: VaultDevice, ...names: string[]) =>
  mustBeOk(
    await device.side.addEntries(
      vault,
      names.map((name) => draftOf(name)),
    ),
  );
const wrote = (answer: WriteAnswer): EntryRef => {
  if (answer.ok) return answer.value;
  throw new Error(`refused: ${answer.code}`);
};
const refOf = (refs: readonly EntryRef[], at = 0): EntryRef => refs[at] ?? { vault, entry: '' as EntryId };

beforeAll(async () => {
  server = await startTestServer();
  maya = await seedPerson(server, 'Maya');
});
afterAll(() => server.stop());
let founded = 0;
beforeEach(async () => {
  founded += 1;
  member = await TestMember.foundReady(server, maya, `northwind-${founded}`);
  vault = await member.createVault();
  laptop = new VaultDevice(member);
  phone = new VaultDevice(member, laptop.pins);
  await laptop.open();
  await phone.open();
});

describe('a vault on a device', () => {
  it('takes, shows, changes and gives up an entry', async () => {
    const ref = wrote(await laptop.port.addEntry(vault, draftOf('Harbour', { tags: ['port'] })));
    expect(await titles(laptop)).toEqual(['Harbour']);
    const first = await opened(laptop, ref);
    expect(first).toMatchObject({ ...draftOf('Harbour', { tags: ['port'] }), revision: 1, history: [] });

    const edited = await laptop.port.editEntry(ref, 1, draftOf('Harbour', { password: 'second' }));
    expect(edited).toEqual({ ok: true, value: ref });
    const second = await opened(laptop, ref);
    expect(second).toMatchObject({ revision: 2, password: 'second', createdAtMs: first.createdAtMs });
    expect(second.history).toMatchObject([{ password: 'of Harbour' }]);

    mustBeOk(await laptop.port.setFavourite(ref, true));
    expect(laptop.side.facts().counts).toEqual({ all: 1, favourites: 1, trash: 0 });
    mustBeOk(await laptop.port.trashEntry(ref));
    expect(await titles(laptop)).toEqual([]);
    expect(await titles(laptop, { kind: 'trash' })).toEqual(['Harbour']);
    mustBeOk(await laptop.port.restoreEntry(ref));
    expect(await titles(laptop, { kind: 'favourites' })).toEqual(['Harbour']);
    expect((await opened(laptop, ref)).history).toHaveLength(1);
    mustBeOk(await laptop.port.purgeEntry(ref));
    expect(await laptop.port.openEntry(ref)).toMatchObject({ code: 'not_found' });
    expect(laptop.alarms).toEqual([]);
  });

  it('shows on another device what the first one wrote, by what changed alone', async () => {
    const refs = await added(laptop, 'Harbour', 'Payroll');
    mustBeOk(await phone.side.sync());
    expect(await titles(phone)).toEqual(['Harbour', 'Payroll']);
    expect(await opened(phone, refOf(refs))).toMatchObject({ password: 'of Harbour' });

    wrote(await laptop.port.editEntry(refOf(refs), 1, draftOf('Harbour 2')));
    mustBeOk(await laptop.port.purgeEntry(refOf(refs, 1)));
    phone.requests.length = 0;
    mustBeOk(await phone.side.sync(vault));
    expect(phone.requests.filter((url) => url.includes('/changes'))).toEqual([`${vault}/changes?since=1`]);
    expect(await titles(phone)).toEqual(['Harbour 2']);
    phone.requests.length = 0;
    mustBeOk(await phone.side.sync());
    expect(phone.requests.filter((url) => url.includes('/changes'))).toEqual([]);
    expect([...laptop.alarms, ...phone.alarms]).toEqual([]);
  });

  it('asks nothing for a head that it was told of and has, and only what changed for one that it lacks', async () => {
    const heads: Head[] = [];
    for (const name of ['Harbour', 'Payroll', 'Bank']) {
      await added(laptop, name);
      for (const { head } of laptop.side.heads()) heads.push(head);
    }
    expect(heads.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    laptop.requests.length = 0;
    // Its own writes come back to it, some of them after the next one has been made.
    for (const head of heads) mustBeOk(await laptop.side.sync(vault, head));
    expect(laptop.requests).toEqual([]);

    phone.requests.length = 0;
    mustBeOk(await phone.side.sync(vault, heads[2]));
    await phone.side.filled();
    expect(phone.requests.filter((url) => !url.includes('/bodies'))).toEqual([`${vault}/changes?since=0`]);
    expect(await titles(phone)).toEqual(['Bank', 'Harbour', 'Payroll']);
    expect([...laptop.alarms, ...phone.alarms]).toEqual([]);
  });

  it('starts from the device, opens everything offline, and refuses to write there', async () => {
    const refs = await added(laptop, 'Harbour', 'Payroll');
    mustBeOk(await phone.side.sync());
    await phone.side.filled();
    for (const device of [laptop, phone]) {
      device.cut();
      await device.open();
      expect(await titles(device)).toEqual(['Harbour', 'Payroll']);
      expect(await opened(device, refOf(refs))).toMatchObject({ password: 'of Harbour' });
      expect(await device.port.addEntry(vault, draftOf('Offline'))).toMatchObject({
        code: 'offline_read_only',
      });
      expect(await device.port.trashEntry(refOf(refs))).toMatchObject({ code: 'offline_read_only' });
      expect(await device.side.sync()).toMatchObject({ code: 'server_unreachable' });
      expect(await titles(device)).toEqual(['Harbour', 'Payroll']);
      expect(device.alarms).toEqual([]);
    }
  });

  it('keeps nothing that can be read on the device', async () => {
    await added(laptop, 'Harbour portal');
    await laptop.side.filled();
    const kept = await laptop.store.range('');
    expect(kept.length).toBeGreaterThan(3);
    for (const [, bytes] of kept) expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Harbour|maya@/);
  });

  it('reads a vault anew when what the device kept of it is damaged', async () => {
    await added(laptop, 'Harbour');
    const name = chunkName(vault, 1);
    const chunk = (await laptop.store.get(name)) as Uint8Array<ArrayBuffer>;
    chunk[40] = (chunk[40] ?? 0) ^ 1;
    await laptop.store.write({ put: [[name, chunk]] });
    await laptop.open();
    expect(await titles(laptop)).toEqual([]);
    mustBeOk(await laptop.side.sync());
    expect(await titles(laptop)).toEqual(['Harbour']);
    expect(laptop.alarms).toEqual([]);
  });

  it('fetches a body again that was damaged on the device', async () => {
    const refs = await added(laptop, 'Harbour');
    await laptop.store.write({ put: [[bodyName(vault, refOf(refs).entry, 1), new Uint8Array([1, 2, 3])]] });
    expect(await opened(laptop, refOf(refs))).toMatchObject({ password: 'of Harbour' });
  });

  it('adds thousands under few manifests and keeps them in few records', async () => {
    const drafts = Array.from({ length: 2100 }, (_, at) => draftOf(`Entry ${at}`));
    expect(mustBeOk(await laptop.side.addEntries(vault, drafts))).toHaveLength(2100);
    expect(laptop.side.heads()).toMatchObject([{ vault, head: { seq: 3 } }]);
    expect((await laptop.store.names(recordsPrefix(vault))).length).toBeLessThan(15);
    mustBeOk(await phone.side.sync());
    await phone.side.filled();
    expect(await titles(phone, all, 'entry 2099')).toEqual(['Entry 2099']);
    phone.cut();
    await phone.open();
    expect(phone.side.facts().counts.all).toBe(2100);
    const [row] = await phone.port.listEntries(all, 'entry 77');
    expect(await opened(phone, row as EntryRef)).toMatchObject({ password: `of ${row?.title}` });
  });

  it('names vaults, makes folders, and moves entries between vaults', async () => {
    const other = mustBeOk(await laptop.port.createVault('Finance'));
    const folder = mustBeOk(await laptop.port.createFolder(other, 'Banks'));
    const refs = await added(laptop, 'Harbour');
    const moved = mustBeOk(await laptop.port.moveEntry(refOf(refs), other));
    expect(moved.vault).toBe(other);
    const again = new VaultDevice(member, laptop.pins);
    await again.open();
    mustBeOk(await again.side.sync());
    expect(await titles(again, { kind: 'vault', vault })).toEqual([]);
    expect(await titles(again, { kind: 'vault', vault: other })).toEqual(['Harbour']);
    expect(await opened(again, moved)).toMatchObject({ password: 'of Harbour' });
    expect(again.side.facts().vaults.find(({ id }) => id === other)).toMatchObject({
      name: 'Finance',
      count: 1,
      canEdit: true,
      folders: [{ id: folder, name: 'Banks' }],
    });
  });

  it('refuses what no entry can hold and names the field', async () => {
    expect(await laptop.port.addEntry(vault, draftOf('a', { notes: 'x'.repeat(500_001) }))).toMatchObject({
      code: 'entry_too_large',
      field: '/notes',
    });
    expect(await laptop.port.addEntry(vault, draftOf('a', { user: '\ud800' }))).toMatchObject({
      code: 'request_invalid',
      field: '/user',
    });
    expect(await laptop.port.addEntry(vault, draftOf('x'.repeat(100_000)))).toMatchObject({
      code: 'entry_too_large',
    });
    expect(await laptop.port.createFolder(vault, ' ')).toMatchObject({ code: 'name_invalid' });
    expect(laptop.side.heads()).toEqual([]);
  });
});

describe('two windows of one browser', () => {
  it('keep the same vault in the same store, and the next start has it right', async () => {
    const window = new VaultDevice(member, laptop.pins, laptop);
    await window.open();
    for (let round = 0; round < 3; round++) {
      // Enough for a chunk to run full in one window while the other still takes it for half empty.
      await laptop.side.addEntries(
        vault,
        Array.from({ length: 150 }, (_, at) => draftOf(`L ${round} ${at}`)),
      );
      await window.side.addEntries(
        vault,
        Array.from({ length: 150 }, (_, at) => draftOf(`W ${round} ${at}`)),
      );
      const [row] = await laptop.port.listEntries(all, `l ${round} 7`);
      mustBeOk(await laptop.port.trashEntry(row as EntryRef));
      mustBeOk(await window.side.sync());
      mustBeOk(await window.port.purgeEntry(row as EntryRef));
      mustBeOk(await laptop.side.sync());
    }
    const next = new VaultDevice(member, laptop.pins, laptop);
    await next.open();
    mustBeOk(await next.side.sync());
    expect(next.side.facts().counts).toEqual({ all: 897, favourites: 0, trash: 0 });
    expect(await titles(next)).toEqual(await titles(laptop));
    expect([...laptop.alarms, ...window.alarms, ...next.alarms]).toEqual([]);
  });
});

describe('two devices writing at once', () => {
  it('both succeed when they touch different entries', async () => {
    const refs = await added(laptop, 'Harbour', 'Payroll');
    mustBeOk(await phone.side.sync());
    const [a, b] = await Promise.all([
      laptop.port.editEntry(refOf(refs), 1, draftOf('Harbour 2')),
      phone.port.editEntry(refOf(refs, 1), 1, draftOf('Payroll 2')),
    ]);
    expect([a.ok, b.ok]).toEqual([true, true]);
    mustBeOk(await laptop.side.sync());
    mustBeOk(await phone.side.sync());
    expect(await titles(laptop)).toEqual(['Harbour 2', 'Payroll 2']);
    expect(await titles(phone)).toEqual(['Harbour 2', 'Payroll 2']);
  });

  it('shows the other version when they edit the same one, and loses neither', async () => {
    const refs = await added(laptop, 'Harbour');
    mustBeOk(await phone.side.sync());
    wrote(await laptop.port.editEntry(refOf(refs), 1, draftOf('Laptop')));
    const refused = await phone.port.editEntry(refOf(refs), 1, draftOf('Phone'));
    expect(refused).toMatchObject({ code: 'edit_conflict', theirs: { title: 'Laptop', revision: 2 } });
    // Having seen it, the person decides.
    wrote(await phone.port.editEntry(refOf(refs), 2, draftOf('Phone')));
    expect(await opened(phone, refOf(refs))).toMatchObject({ title: 'Phone', revision: 3 });
    expect(phone.alarms).toEqual([]);
  });

  it('does not edit what the other one removed for good', async () => {
    const refs = await added(laptop, 'Harbour');
    mustBeOk(await phone.side.sync());
    mustBeOk(await laptop.port.purgeEntry(refOf(refs)));
    expect(await phone.port.editEntry(refOf(refs), 1, draftOf('Phone'))).toMatchObject({ code: 'not_found' });
    expect(await phone.port.purgeEntry(refOf(refs))).toEqual({ ok: true, value: undefined });
  });

  it('knows its own write again when the answer was lost', async () => {
    let lost = 0;
    laptop.through = async (url, send) => {
      const answer = await send();
      if (!url.endsWith('/writes') || lost > 0) return answer;
      lost += 1;
      throw new TypeError('the line broke');
    };
    const refs = await added(laptop, 'Harbour');
    expect(lost).toBe(1);
    expect(await titles(laptop)).toEqual(['Harbour']);
    expect(await opened(laptop, refOf(refs))).toMatchObject({ revision: 1 });
    expect(laptop.side.heads()).toMatchObject([{ head: { seq: 1 } }]);
  });

  it('seals under the new epoch when the key was replaced meanwhile', async () => {
    await added(laptop, 'Harbour');
    await member.must(await member.draftRotation(vault));
    const refs = await added(laptop, 'Payroll');
    mustBeOk(await phone.side.sync());
    expect(await titles(phone)).toEqual(['Harbour', 'Payroll']);
    expect(await opened(phone, refOf(refs))).toMatchObject({ password: 'of Payroll' });
    expect([...laptop.alarms, ...phone.alarms]).toEqual([]);
  });
});

type Step = {
  readonly device: 0 | 1;
  readonly act: 'add' | 'edit' | 'trash' | 'restore' | 'favourite' | 'purge' | 'sync' | 'reopen';
  readonly pick: number;
};
const step: fc.Arbitrary<Step> = fc.record({
  device: fc.constantFrom(0 as const, 1 as const),
  act: fc.constantFrom(
    'add',
    'add',
    'edit',
    'edit',
    'trash',
    'restore',
    'favourite',
    'purge',
    'sync',
    'reopen',
  ),
  pick: fc.nat(20),
});

describe('any two devices, whatever they do', () => {
  it('come to the same vault, and every accepted write is in it or was replaced by a later one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
        async (rounds) => {
          vault = await member.createVault();
          const pins = new Map();
          const devices = [new VaultDevice(member, pins), new VaultDevice(member, pins)] as const;
          for (const device of devices) await device.open();
          let count = 0;
          const addedTitles = new Set<string>();
          const purged = new Set<EntryId>();
          const perform = async ({ device: at, act, pick }: Step) => {
            const device = devices[at];
            const scope: Scope =
              act === 'restore' || act === 'purge' ? { kind: 'trash' } : { kind: 'vault', vault };
            const rows = (await device.port.listEntries(scope, '')).filter((row) => row.vault === vault);
            const row = rows[pick % Math.max(rows.length, 1)];
            count += 1;
            const title = `T${count}`;
            if (act === 'add') {
              wrote(await device.port.addEntry(vault, draftOf(title)));
              addedTitles.add(title);
            } else if (act === 'sync') mustBeOk(await device.side.sync());
            else if (act === 'reopen') await device.open();
            else if (row === undefined) return;
            else if (act === 'edit') {
              const seen = await device.port.openEntry(row);
              if (!seen.ok) return;
              const edited = await device.port.editEntry(row, seen.value.revision, {
                ...seen.value,
                notes: title,
              });
              if (!edited.ok) expect(['edit_conflict', 'not_found']).toContain(edited.code);
            } else {
              const done = await (act === 'favourite'
                ? device.port.setFavourite(row, !row.favourite)
                : act === 'trash'
                  ? device.port.trashEntry(row)
                  : act === 'restore'
                    ? device.port.restoreEntry(row)
                    : device.port.purgeEntry(row));
              if (act === 'purge' && done.ok) purged.add(row.entry);
              if (!done.ok) expect(done.code).toBe('not_found');
            }
          };
          for (const round of rounds) {
            // Whoever opens anew has nothing else under way on that device.
            const opening = round.filter(({ act }) => act === 'reopen');
            await Promise.all(round.filter((one) => !opening.includes(one)).map(perform));
            for (const one of opening) await perform(one);
          }

          const third = new VaultDevice(member, pins);
          await third.open();
          const seen = [];
          for (const device of [...devices, third]) {
            mustBeOk(await device.side.sync());
            await device.side.filled();
            device.cut();
            await device.open();
            const entries = [];
            for (const scope of [{ kind: 'all' }, { kind: 'trash' }] as const) {
              for (const row of await device.port.listEntries(scope, '')) {
                if (row.vault === vault) entries.push(await opened(device, row));
              }
            }
            seen.push(entries);
            expect(device.alarms).toEqual([]);
          }
          expect(seen[1]).toEqual(seen[0]);
          expect(seen[2]).toEqual(seen[0]);
          const left = seen[0] ?? [];
          expect(left.length + purged.size).toBe(addedTitles.size);
          for (const { entry } of left) expect(purged.has(entry)).toBe(false);
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);
});
