import { mustBeOk } from '@postern/core';
import { addressesPage, administrationPage } from '../pages/administration.ts';
import { officeAddress, row, trainAddress } from './row.ts';

row('ip_not_allowed', 'on a train, whose address is added', async (stage) => {
  const { member, owner, fixer, refused, remedied } = stage;
  // The device in Node comes from the loopback address.
  mustBeOk(
    await owner.client.administration.rules.allowAddresses(
      [officeAddress, '127.0.0.0/8', '::1'].map((range) => ({ range, label: 'Office', untilMs: null })),
    ),
  );
  await administrationPage.open(fixer, 'addresses');
  await addressesPage.turn(fixer, true);
  await refused(member.page, { address: trainAddress });
  await member.look('ip-not-allowed');
  await addressesPage.beginAdd(fixer, trainAddress, 'Train to Rotterdam');
  await remedied(member.page, () => addressesPage.add(fixer));
});
