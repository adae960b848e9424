import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startTestServer } from '../apps/server/test/support/test-server.ts';
import { until } from '../packages/client/test/people.ts';
import { memberOf } from '../packages/client/test/team.ts';
import { wayBack } from './harness/way-back.ts';
import {
  aMember,
  everything,
  type Has,
  joined,
  look,
  madeCustodian,
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
  requestOf,
} from './scene/ways.ts';

let place: Place;
let northwind: Organization;
let ines: Somebody;
beforeAll(async () => {
  place = new Place(await startTestServer({ POSTERN_SIGNUP: 'open' }));
  northwind = await place.organization();
  ines = await joined(northwind, 'ines', { permissions: ['members.manage'] });
});
afterAll(() => place.stop());

async function aCustodian(name: string): Promise<Somebody & { readonly has: Has }> {
  const somebody = await aMember(northwind, name, { role: 'administrator' });
  await madeCustodian(northwind, somebody);
  await expect.poll(async () => (await memberOf(somebody.desk, somebody.email)).custodian).toBe(true);
  return { ...somebody, has: await look(somebody.desk, somebody.email, 2) };
}

wayBack('custodian', 'password', async () => phoneGivesBack(northwind, await aCustodian('dana')));

wayBack('custodian', 'phone', async () => phoneIsReplaced(northwind, await aCustodian('omar')));

wayBack('custodian', 'both', async () =>
  invitedByCustodian(northwind, await aCustodian('pia'), northwind.owner, 'relink_required'),
);

wayBack('custodian', 'everything but the kit', async () => {
  const ravi = await aCustodian('ravi');
  await ravi.desk.client.close();
  const device = await beginAnew(northwind, ravi.email);
  const denied = deniedAt(device);
  expect(denied).toBe('relink_required');
  const words = await readOutWords(device, northwind.address);
  // Who manages members is no custodian and cannot; the owner can.
  expect((await requestOf(ines, ravi.email)).offers).toMatchObject([
    { remedy: 'reinvite_member', refused: 'rights_not_covered' },
  ]);
  mustBeOk(await hears(northwind.owner, ravi.email, 'reinvite_member', words));
  await until(device.client, ({ entered }) => entered?.open !== undefined);
  const restored = everything(ravi.has, await look(device, ravi.email, 2));
  return { denied, remedy: 'six words told to the owner', restored };
});

wayBack('custodian', 'everything', async () => {
  const tess = await aCustodian('tess');
  await tess.desk.client.close();
  return invitedByCustodian(northwind, tess, northwind.owner, 'relink_required');
});
