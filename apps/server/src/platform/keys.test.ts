import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from './db/database.ts';
import { openDatabase } from './db/open-database.ts';
import { openServerKeys, type ServerKeys } from './keys.ts';

const inMemory = ':memory:';
let dbs: Db[] = [];
let keys: ServerKeys;
let others: ServerKeys;
beforeAll(async () => {
  dbs = await Promise.all([0, 1].map(() => openDatabase({ data: inMemory, databaseUrl: undefined })));
  [keys, others] = (await Promise.all(dbs.map((db) => openServerKeys(inMemory, db)))) as [
    ServerKeys,
    ServerKeys,
  ];
});
afterAll(async () => {
  for (const db of dbs) await db.close();
});

describe('what the server seals for itself', () => {
  const secret = utf8('twenty bytes of it..');

  it('opens with the same keys for the same context, and never looks the same twice', () => {
    const sealed = keys.sealAtRest('secret of one', secret);
    expect(keys.openAtRest('secret of one', sealed)).toEqual(secret);
    expect(Buffer.from(sealed).includes(Buffer.from(secret))).toBe(false);
    expect(keys.sealAtRest('secret of one', secret)).not.toEqual(sealed);
  });

  it('opens for no other context, with no other keys, and not when a bit of it was changed', () => {
    const sealed = keys.sealAtRest('secret of one', secret);
    expect(keys.openAtRest('secret of two', sealed)).toBeUndefined();
    expect(others.openAtRest('secret of one', sealed)).toBeUndefined();
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.map((byte, place) => (place === at ? byte ^ 1 : byte));
      expect(keys.openAtRest('secret of one', changed)).toBeUndefined();
    }
    for (const cut of [0, 11, 27, sealed.length - 1]) {
      expect(keys.openAtRest('secret of one', sealed.subarray(0, cut))).toBeUndefined();
    }
  });

  it('opens what an earlier version sealed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-keys-'));
    const path = join(folder, 'server.keys');
    // Frozen: a key file as it is written, and what was sealed with it.
    writeFileSync(path, JSON.stringify(frozen.file), { mode: 0o600 });
    const db = await openDatabase({ data: inMemory, databaseUrl: undefined });
    const opened = (await openServerKeys(path, db)).openAtRest(
      'secret of one',
      Buffer.from(frozen.sealedB64, 'base64url'),
    );
    expect(opened).toEqual(secret);
    await db.close();
    rmSync(folder, { recursive: true });
  });
});

const frozen = {
  file: {
    format: 1,
    opaqueSetupB64:
      'tydyGTXVl2BgFHRwp-6EUnfTEgA4QB9KNj8odVgjWpmwtmdE2z79S4XG12tmD7jlXBK_7bl-T98uhtaiU1A3vxb0IV-p-unbe0TUbur4kbtH9RDeTKinFtkUKdBJFbkCMCPavLsgjDinBOqJPQ_XVrqrtk-fDgrF7AnIfQ7iMzI',
    lookupSecretB64: 'Hl31E4-0fVr8jc0xTepvRFX5n7wW6TaTlfe0t8OCuvg',
  },
  sealedB64: 'OJakgkV_aXJbAAQv53tIeZKaKaWJ6wh2QatyWdu0wHhPQSQPPcxT440eIZ0HkutC',
} as const;
