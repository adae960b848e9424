import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startTestServer } from '../apps/server/test/support/test-server.ts';
import { until } from '../packages/client/test/people.ts';
import { wayBack } from './harness/way-back.ts';
import {
  aMember,
  everything,
  joined,
  look,
  type Organization,
  Place,
  type Somebody,
} from './scene/somebody.ts';
import {
  beginAnew,
  deniedAt,
  hears,
  invitedByCustodian,
  phoneGivesBack,
  phoneIsReplaced,
  readOutWords,
} from './scene/ways.ts';

let place: Place;
let northwind: Organization;
/** Manages members, and holds none of their vaults. */
let ines: Somebody;
beforeAll(async () => {
  place = new Place(await startTestServer({ POSTERN_SIGNUP: 'open' }));
  northwind = await place.organization();
  ines = await joined(northwind, 'ines', { permissions: ['members.manage'] });
});
afterAll(() => place.stop());

wayBack('member', 'password', async () => phoneGivesBack(northwind, await aMember(northwind, 'leo')));

wayBack('member', 'phone', async () => phoneIsReplaced(northwind, await aMember(northwind, 'noor')));

wayBack('member', 'both', async () =>
  invitedByCustodian(northwind, await aMember(northwind, 'kim'), northwind.owner, 'relink_required'),
);

wayBack('member', 'everything but the kit', async () => {
  const { has, email, desk } = await aMember(northwind, 'sam');
  await desk.client.close();
  const device = await beginAnew(northwind, email);
  const denied = deniedAt(device);
  expect(denied).toBe('relink_required');
  mustBeOk(await hears(ines, email, 'reinvite_member', await readOutWords(device, northwind.address)));
  await until(device.client, ({ entered }) => entered?.gate.denial?.code === 'keys_pending');
  mustBeOk(await device.client.requests.ask.ask(northwind.address, { code: 'keys_pending', note: '' }));
  const words = device.client.snapshot().account?.fingerprintWords ?? [];
  mustBeOk(await hears(northwind.owner, email, 'confirm_words', words));
  return {
    denied: `${denied}, then keys_pending`,
    remedy: 'six words to who manages members, then the words of the keys to who holds the vaults',
    restored: everything(has, await look(device, email, 2)),
  };
});

wayBack('member', 'everything', async () => {
  const tess = await aMember(northwind, 'tess');
  await tess.desk.client.close();
  return invitedByCustodian(northwind, tess, northwind.owner, 'relink_required');
});
