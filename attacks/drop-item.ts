import { type EntryId, mustBeOk, newId } from '@postern/core';
import type { Scene } from './harness/attack.ts';
import { address } from './scene/mayas-place.ts';
import { type TwoEntries, twoEntries } from './scene/two-entries.ts';

/** What the server makes of the entries on their way to a new device of Maya's. */
export type Trick = 'drops the bank' | 'doubles the shop' | 'gives the shop a second id';

/** Maya enters on a new device while the server plays this trick. */
export async function enterWhile(scene: Scene, trick: Trick): Promise<TwoEntries> {
  const place = await twoEntries(scene);
  const { evil, device, bank, shop } = place;
  evil.alterChanges(({ meta, records }) => {
    const double = records.filter(({ entry }) => entry === shop.entry);
    switch (trick) {
      case 'drops the bank':
        return { meta, records: records.filter(({ entry }) => entry !== bank.entry) };
      case 'doubles the shop':
        return { meta, records: [...records, ...double] };
      case 'gives the shop a second id':
        return { meta, records: [...records, ...double.map((one) => ({ ...one, entry: newId<EntryId>() }))] };
    }
  });
  mustBeOk(await device.client.organization.enter(address));
  return place;
}
