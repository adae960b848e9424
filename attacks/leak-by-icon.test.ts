import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { offerIcons, serveBodyAsHeader, strangeRequests } from './leak-by-icon.ts';
import { address, alarmOf, mayasNewDevice } from './scene/mayas-place.ts';

attack(['BW06', 'LP03'], 'puts the password in the address slot, and offers icons', async (scene) => {
  const { place, entry } = await offerIcons(scene);
  // An offer that is not in the contract is no answer at all: no page can act on it.
  expect(place.desk.client.snapshot().server).toBeUndefined();
  serveBodyAsHeader(place, entry);
  const device = await mayasNewDevice(place);
  await device.client.organization.enter(address);
  const said = await alarmOf(device);
  expect(said).toBe('manifest_wrong');
  expect(await device.client.vault.listEntries({ kind: 'all' }, '')).toEqual([]);
  expect(strangeRequests(place.evil)).toEqual([]);
  return said;
});
