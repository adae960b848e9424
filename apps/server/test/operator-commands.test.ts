import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHeads, readOperatorRules } from '@postern/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foundIn } from './support/founded-place.ts';
import { createDatabase, dropDatabase } from './support/postgres.ts';
import { type Place, runPostern, type ServerProcess, startServerProcess } from './support/server-process.ts';

const shared = process.env.POSTERN_TEST_DATABASE_URL;

let folder = '';
let place: Place;
let server: ServerProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-operator-'));
  place = { data: join(folder, 'data'), databaseUrl: shared && (await createDatabase(shared)) };
});
afterEach(async () => {
  server?.send('SIGKILL');
  await server?.ended;
  if (shared && place.databaseUrl) await dropDatabase(shared, place.databaseUrl);
  rmSync(folder, { recursive: true, force: true });
});

describe('postern org', () => {
  it('is heeded by the server that runs, with the next request', async () => {
    const { member: maya, person, pointAt } = await foundIn(place);
    server = await startServerProcess(place);
    pointAt(server.url);
    const org = (...words: readonly string[]) => runPostern(place, 'org', ...words);

    const suspended = await org('suspend', 'northwind');
    expect([suspended.code, suspended.said]).toEqual([
      0,
      'Northwind Freight: Nobody gets in any more.\nIt is recorded, and a mail tells the owner.\n',
    ]);
    expect(await maya.call(readHeads)).toMatchObject({ code: 'organization_suspended' });
    expect((await org('resume', 'northwind')).code).toBe(0);
    expect(await maya.call(readHeads)).toMatchObject({ ok: true });

    expect((await org('seats', 'northwind', '25')).said).toContain('It has 25 seats.');
    const lifted = await org('bypass-allowlist', 'northwind', '--for', '30m');
    expect(lifted.said).toContain('Its address list does not count for 30m.');
    const inAnHourMs = Date.now() + 60 * 60_000;
    const rules = await maya.call(readOperatorRules);
    expect(rules).toMatchObject({ value: { seats: 25, seatsTaken: 1 } });
    expect(rules.ok && rules.value.addressListOffUntilMs).toBeLessThan(inAnHourMs);
    expect((await org('seats', 'northwind', 'none')).code).toBe(0);
    expect(await maya.call(readOperatorRules)).toMatchObject({ value: { seats: null } });

    expect((await org('storage', 'northwind', '2GB')).said).toContain('Its vaults may take up 2GB.');
    expect(await maya.call(readOperatorRules)).toMatchObject({
      value: { storage: { limitBytes: 2 * 1024 ** 3, usedBytes: 0 } },
    });

    const outbox = await (await fetch(`${server.url}/outbox`)).text();
    expect(outbox).toContain(person.email);
    expect(outbox).toContain('lifted its address list for a while');
  });

  it('changes nothing that it does not understand', async () => {
    await foundIn(place);
    const org = (...words: readonly string[]) => runPostern(place, 'org', ...words);
    expect(await org('suspend', 'nobody-has')).toMatchObject({
      code: 1,
      said: 'Nothing was changed. No organization has the address "nobody-has".\n',
    });
    for (const [words, said] of [
      [['seats', 'northwind', '0'], '"0" is neither a number of seats nor "none".'],
      [['seats', 'northwind', 'many'], '"many" is neither a number of seats nor "none".'],
      [['storage', 'northwind', '2 GB'], '"2 GB" is neither a size like 500MB or 2GB nor "none".'],
      [['bypass-allowlist', 'northwind', '--for', '2d'], '"2d" is no time up to 24h'],
      [['bypass-allowlist', 'northwind', '--for', '25h'], '"25h" is no time up to 24h'],
    ] as const) {
      const ran = await org(...words);
      expect([ran.code, ran.said]).toEqual([2, expect.stringContaining(said)]);
    }
    const elsewhere = { data: join(folder, 'elsewhere'), keyFile: join(folder, 'keys') };
    expect(await runPostern(elsewhere, 'org', 'suspend', 'northwind')).toMatchObject({
      code: 1,
      said: expect.stringContaining('There is no database'),
    });
  });
});
