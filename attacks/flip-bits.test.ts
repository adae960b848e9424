import { expect } from 'vitest';
import { flipAddressInState, flipBodies, flipHeaders, flipsElsewhere } from './flip-bits.ts';
import { attack } from './harness/attack.ts';
import {
  aDevice,
  addEntry,
  address,
  alarmOf,
  enterAndRead,
  loginOf,
  mayasNewDevice,
  mayasPlace,
} from './scene/mayas-place.ts';

attack('LP05', 'flips bits of keys and account state', async (scene) => {
  const place = await mayasPlace(scene);
  const { server, evil, email, password } = place;
  for (const flip of [flipAddressInState, ...Object.values(flipsElsewhere)]) {
    flip(evil.behave());
    const { client } = await aDevice(scene, server, evil);
    expect(await client.account.signIn(email, password)).toMatchObject({ code: 'opening_failed' });
    expect(client.snapshot().phase).toBe('signed-out');
  }
  return 'opening_failed';
});

attack('LP05', 'flips bits of headers and bodies', async (scene) => {
  const place = await mayasPlace(scene);
  const password = scene.plant('the password of an entry', 'brass anchor 1911');
  const entry = await addEntry(place, loginOf('Harbour portal', { password }));
  flipHeaders(place.evil);
  const blind = await mayasNewDevice(place);
  await blind.client.organization.enter(address);
  expect(await alarmOf(blind)).toBe('manifest_wrong');
  flipBodies(place.evil.behave());
  const device = await mayasNewDevice(place);
  await enterAndRead(device, 1);
  const opened = await device.client.vault.openEntry(entry);
  expect(opened).toMatchObject({ ok: false, code: 'manifest_wrong' });
  return opened.ok ? '' : opened.code;
});
