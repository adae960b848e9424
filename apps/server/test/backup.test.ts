import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appendLedger,
  decodeChangesPack,
  type EntryChange,
  readAccessLog,
  readChanges,
  readHeads,
  returnVault,
} from '@postern/contract';
import { toBase64Url } from '@postern/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beneath, foundIn } from './support/founded-place.ts';
import { createDatabase, dropDatabase } from './support/postgres.ts';
import { seedSession } from './support/seeded-person.ts';
import { type Place, runPostern, type ServerProcess, startServerProcess } from './support/server-process.ts';
import type { TestMember } from './support/test-member.ts';

const shared = process.env.POSTERN_TEST_DATABASE_URL;

let folder = '';
let place: Place;
let server: ServerProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-backup-'));
  // Each test empties the database that it restores into, so it gets one to itself.
  place = { data: join(folder, 'data'), databaseUrl: shared && (await createDatabase(shared)) };
});
afterEach(async () => {
  server?.send('SIGKILL');
  await server?.ended;
  if (shared && place.databaseUrl) await dropDatabase(shared, place.databaseUrl);
  rmSync(folder, { recursive: true, force: true });
});

async function stop(): Promise<void> {
  server?.send('SIGTERM');
  expect(await server?.ended).toMatchObject({ code: 0 });
}

/** The sealed entries of a vault as the server shows them to a device that knows nothing. */
async function shownIn(member: TestMember, vault: string): Promise<string[]> {
  const read = await member.callForPack(readChanges, { params: { vault }, query: { since: 0 } });
  const records = read.ok ? decodeChangesPack(read.value)?.records : undefined;
  return (records ?? []).map(({ entry }) => entry as string).sort();
}

describe('postern backup and postern restore', () => {
  it('bring back a running server, and its clients bring back what came after', async () => {
    const { member: maya, person, pointAt } = await foundIn(place);
    server = await startServerProcess(place);
    pointAt(server.url);
    const vault = await maya.createVault();
    const writes: { readonly change: EntryChange; readonly manifest: string }[] = [];
    const write = async (title: string) => {
      const drafted = await maya.draftWrite(vault, [await maya.sealEntry(vault, title)]);
      expect(await maya.sendWrite(drafted)).toMatchObject({ ok: true });
      writes.push({ change: drafted.body.changes[0] as EntryChange, manifest: toBase64Url(drafted.bytes) });
    };
    for (const title of ['one', 'two', 'three']) await write(title);
    const logged = await maya.call(readAccessLog);

    const file = join(folder, 'postern.backup');
    const backedUp = await runPostern(place, 'backup', file, '--with-keys');
    expect(backedUp.said).toMatch(/^Wrote \d+ rows of \d+ tables to .*\nIt includes the server keys /);
    expect(backedUp.code).toBe(0);

    for (const title of ['four', 'five']) await write(title);
    const later = await maya.draftVault();
    await maya.must(later.drafted);
    const before = await maya.call(readHeads);

    const tooEarly = await runPostern(place, 'restore', file, '--replace');
    expect(tooEarly.code).toBe(1);
    expect(tooEarly.said).toMatch(/^Postern does not restore\. .*Postern server/);
    await stop();
    rmSync(place.data, { recursive: true, force: true });
    const careless = await runPostern(place, 'restore', file);
    expect(careless.code).toBe(shared ? 1 : 0);
    const restored = await runPostern(place, 'restore', file, '--replace');
    expect(restored.said).toContain('Start the server. Everybody signs in again');
    expect(restored.code).toBe(0);

    // Everybody signs in again: two devices that both know what came after the backup.
    const sessions = await beneath(place, async (own) => [
      await seedSession(own, person.account),
      await seedSession(own, person.account),
    ]);
    server = await startServerProcess(place);
    pointAt(server.url);
    expect(await maya.call(readHeads)).toMatchObject({ ok: false, code: 'sign_in_required' });
    const [laptop, phone] = sessions.map(({ token }) => maya.asDevice(token));
    if (!laptop || !phone) throw new Error('two devices have two sessions');
    // The access log is older than the sessions, which are other ones now.
    const log = await phone.call(readAccessLog);
    expect(log.ok && log.value.lines.slice(1)).toEqual(logged.ok && logged.value.lines);
    expect(await shownIn(phone, vault)).toEqual(
      writes
        .slice(0, 3)
        .map(({ change }) => change.entry)
        .sort(),
    );

    // The laptop is ahead: it gives the ledger its tail, then the vault.
    expect(await laptop.call(appendLedger, { body: later.drafted.body })).toMatchObject({ ok: true });
    const lost = writes.slice(3);
    const body = {
      manifests: lost.map(({ manifest }) => manifest),
      changes: lost.map(({ change }) => change),
    };
    expect(await laptop.call(returnVault, { params: { vault }, body })).toMatchObject({ ok: true });
    expect(await phone.call(readHeads)).toEqual(before);
    expect(await shownIn(phone, vault)).toEqual(writes.map(({ change }) => change.entry).sort());
    expect(await phone.write(vault, [await phone.sealEntry(vault, 'six')])).toMatchObject({ ok: true });
    await laptop.catchUp(vault);
    expect(await laptop.write(vault, [await laptop.sealEntry(vault, 'seven')])).toMatchObject({ ok: true });
    expect(await shownIn(laptop, vault)).toHaveLength(7);
  });

  it('say what becomes of the keys, print none of them and leave no file when they refuse', async () => {
    const { pointAt } = await foundIn(place);
    server = await startServerProcess(place);
    pointAt(server.url);
    const file = join(folder, 'postern.backup');
    const undecided = await runPostern(place, 'backup', file);
    expect([undecided.code, existsSync(file)]).toEqual([2, false]);
    expect(undecided.said).toContain('--without-keys');
    const both = await runPostern(place, 'backup', file, '--with-keys', '--without-keys');
    expect([both.code, existsSync(file)]).toEqual([2, false]);

    const bare = await runPostern(place, 'backup', file, '--without-keys');
    expect(bare.code).toBe(0);
    const keyFile = join(place.data, 'server-keys.json');
    expect(bare.said).toMatch(
      /This backup needs the key file .*server-keys\.json \(id [\w-]{12}\); without it nobody/,
    );
    const again = await runPostern(place, 'backup', file, '--with-keys');
    expect([again.code, again.said]).toEqual([1, expect.stringContaining('Name a new file')]);
    const whole = await runPostern(place, 'backup', `${file}-with-keys`, '--with-keys');
    const secrets = Object.values(JSON.parse(readFileSync(keyFile, 'utf8'))).filter(
      (one) => typeof one === 'string',
    );
    expect(secrets).toHaveLength(2);
    for (const secret of secrets) {
      for (const { said } of [undecided, bare, again, whole]) expect(said).not.toContain(secret);
    }
    const absent = await runPostern(place, 'restore', join(folder, 'absent'), '--replace');
    expect(absent).toMatchObject({ code: 1, said: expect.stringMatching(/absent/) });
    expect(absent.said).not.toMatch(/ at .*\.js/);
  });
});
