import { mustBeOk } from '@postern/core';
import { password, startMember } from '../../packages/client/test/team.ts';
import { addressesPage, administrationPage } from '../pages/administration.ts';
import { signInAt } from '../pages/sign-in.ts';
import { inside, officeAddress, row } from './row.ts';

const trainAddress = '198.51.100.23';

row('ip_not_allowed', 'on a train, whose address is added', async (stage) => {
  const { seat, from, peoples, owner, fixer, refused, remedied } = stage;
  const leo = await seat('Leo', { through: await from(trainAddress) });
  await (await startMember(peoples, owner, leo.email)).client.close();
  await signInAt(leo.page, 'northwind', leo.email, password);
  await inside(leo.page);
  // The device in Node comes from the loopback address.
  mustBeOk(
    await owner.client.administration.rules.allowAddresses(
      [officeAddress, '127.0.0.0/8', '::1'].map((range) => ({ range, label: 'Office', untilMs: null })),
    ),
  );
  await administrationPage.open(fixer, 'addresses');
  await addressesPage.turn(fixer, true);
  await refused(leo.page, { address: trainAddress });
  await leo.look('not-allowed');
  await addressesPage.beginAdd(fixer, trainAddress, 'Train to Rotterdam');
  await remedied(leo.page, () => addressesPage.add(fixer));
});
