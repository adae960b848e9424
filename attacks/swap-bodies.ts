import type { OpenedEntry } from '@postern/client';
import { writeVault } from '@postern/contract';
import { type EntryId, mustBeOk, type Result } from '@postern/core';
import type { Scene } from './harness/attack.ts';
import { addEntry, enterAndRead, loginOf, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { type WrittenEntry, writtenEntries } from './scene/written-entries.ts';

/** What Maya's next device says when she opens the shop's entry. */
export interface Opened {
  readonly shop: Result<OpenedEntry>;
  readonly bankPassword: string;
}

const bank = { title: 'Harbour bank', urls: ['https://bank.example'] };
const shop = { title: 'Fish shop', urls: ['https://shop.example'] };

/** BW05, LP02: below the header of one entry, the server serves the body of another. */
export async function swapBodiesOfEntries(scene: Scene): Promise<Opened> {
  const place = await mayasPlace(scene);
  const bankPassword = scene.plant("the bank's password", 'grey heron at dusk');
  const bankEntry = await addEntry(place, loginOf(bank.title, { ...bank, password: bankPassword }));
  const shopEntry = await addEntry(place, loginOf(shop.title, { ...shop, password: 'of the shop' }));
  const bodyOfBank = writtenEntries(place.evil).find(({ entry }) => entry === bankEntry.entry);
  serveBody(place, shopEntry.entry, bodyOfBank);
  const device = await mayasNewDevice(place);
  await enterAndRead(device, 2);
  return { shop: await device.client.vault.openEntry(shopEntry), bankPassword };
}

/**
 * BW05, LP02 where sealing cannot help: Maya saves the bank's password, and the server says that it has no time, but
 * keeps it. She makes the entry the shop's instead. Both are sealed as revision 2 of one entry, under one key; the
 * server serves the body of the first below the header of the second.
 */
export async function swapBodyForRefusedOne(scene: Scene): Promise<Opened> {
  const place = await mayasPlace(scene);
  const { desk, evil } = place;
  const bankPassword = scene.plant("the bank's password", 'grey heron at dusk');
  const entry = await addEntry(place, loginOf(bank.title, bank));
  evil.refuse(
    writeVault,
    { type: 'about:blank', title: '', status: 429, code: 'rate_limited' },
    { times: 1 },
  );
  const first = await desk.client.vault.editEntry(
    entry,
    1,
    loginOf(bank.title, { ...bank, password: bankPassword }),
  );
  if (first.ok) throw new Error('the first save was to be refused');
  mustBeOk(
    await desk.client.vault.editEntry(entry, 1, loginOf(shop.title, { ...shop, password: 'of the shop' })),
  );
  serveBody(
    place,
    entry.entry,
    writtenEntries(evil).find(({ revision }) => revision === 2),
  );
  const device = await mayasNewDevice(place);
  await enterAndRead(device, 1);
  return { shop: await device.client.vault.openEntry(entry), bankPassword };
}

function serveBody(
  { evil }: Awaited<ReturnType<typeof mayasPlace>>,
  of: EntryId,
  written: WrittenEntry | undefined,
): void {
  if (written === undefined) throw new Error('the body to be served was never written');
  evil.alterBodies(({ meta, records }) => ({
    meta,
    records: records.map((record) => (record.entry === of ? { ...record, body: written.body } : record)),
  }));
}
