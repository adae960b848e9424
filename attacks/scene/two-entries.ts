import type { EntryRef } from '@postern/client';
import type { Device } from '../../packages/client/test/people.ts';
import type { Scene } from '../harness/attack.ts';
import { addEntry, loginOf, mayasNewDevice, mayasPlace, type Place } from './mayas-place.ts';
import { tellAccountState } from './tell-account-state.ts';

export interface TwoEntries extends Place {
  readonly bank: EntryRef;
  readonly shop: EntryRef;
  /** A new device of Maya's: signed in, so it knows which state of the vault she has seen, and not yet inside. */
  readonly device: Device;
}

/** The password of the bank's entry; planted. */
const bankPassword = 'osprey-41-lantern';

/** Maya's place with the bank's and the shop's entry in it. */
export async function twoEntries(scene: Scene): Promise<TwoEntries> {
  const place = await mayasPlace(scene);
  const password = scene.plant("the bank's password", bankPassword);
  const bank = await addEntry(place, loginOf('Bank', { password }));
  const shop = await addEntry(place, loginOf('Shop'));
  await tellAccountState(place);
  return { ...place, bank, shop, device: await mayasNewDevice(place) };
}
