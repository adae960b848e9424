import { mustBeOk } from '@postern/core';
import type { Device } from '../packages/client/test/people.ts';
import type { Scene } from './harness/attack.ts';
import type { MisbehavingServer } from './harness/misbehaving-server.ts';
import { addEntry, loginOf, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { recordOf, writtenEntries } from './scene/written-entries.ts';

/**
 * BW04, LP06: Maya turns a login into a note, marks it and moves it to the trash. To her next device the server shows
 * the entry's older header, with type, dates and flag of before, below the newest manifest.
 */
export async function alterItemFacts(scene: Scene): Promise<{
  readonly device: Device;
  readonly evil: MisbehavingServer;
}> {
  const place = await mayasPlace(scene);
  const { desk, evil } = place;
  const { vault } = desk.client;
  const draft = loginOf('Harbour portal', { tags: [scene.plant('a tag', 'ask-again-before-showing')] });
  const entry = await addEntry(place, draft);
  mustBeOk(await vault.editEntry(entry, 1, { ...draft, type: 'note', favourite: true }));
  mustBeOk(await vault.trashEntry(entry));
  evil.alterChanges(({ meta, records }) => ({
    meta,
    records: records.map((record) => {
      const first = writtenEntries(evil).find((one) => one.entry === entry.entry && one.revision === 1);
      return first !== undefined && record.entry === entry.entry ? recordOf(first, record.seq) : record;
    }),
  }));
  return { device: await mayasNewDevice(place), evil };
}
