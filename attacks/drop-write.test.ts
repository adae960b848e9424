import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { dropWrite } from './drop-write.ts';
import { attack } from './harness/attack.ts';
import {
  addEntry,
  address,
  alarmOf,
  enterAndRead,
  loginOf,
  mayasNewDevice,
  mayasPlace,
} from './scene/mayas-place.ts';

attack('DL01', 'drops a write that it acknowledged and goes on with what was before', async (scene) => {
  const { device } = await dropWrite(scene);
  const said = await alarmOf(device);
  expect(said).toBe('manifest_behind');
  expect(await device.client.vault.listEntries({ kind: 'all' }, '')).toEqual([]);
  return said;
});

attack('DL01', 'puts the later of two writes before the earlier', async (scene) => {
  const place = await mayasPlace(scene);
  const { desk, evil, password } = place;
  await addEntry(place, loginOf('Bank'));
  await desk.client.account.lock();
  const other = { ...place, desk: await mayasNewDevice(place) };
  await enterAndRead(other.desk, 1);
  await addEntry(other, loginOf('Shop'));
  await addEntry(other, loginOf('Landlord'));

  evil.alterChanges(({ meta, records }) => {
    const { manifests } = meta as { manifests: string[] };
    return { meta: { ...(meta as object), manifests: manifests.toReversed() }, records };
  });
  mustBeOk(await desk.client.account.unlock(password));
  mustBeOk(await desk.client.organization.enter(address));
  const said = await alarmOf(desk);
  expect(said).toBe('manifest_wrong');
  const rows = await desk.client.vault.listEntries({ kind: 'all' }, '');
  expect(rows.map(({ title }) => title)).toEqual(['Bank']);
  return said;
});
