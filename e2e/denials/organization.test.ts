import { buttonOf, remedy } from '@postern/access';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { until } from '../../packages/client/test/people.ts';
import { invite, password, startPerson } from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import { addPasskeyDevice } from '../app/passkey-device.ts';
import { passKit } from '../pages/organization.ts';
import { secondFactorPage, secondFactorStep } from '../pages/second-factor.ts';
import { giveSignIn, signInAt } from '../pages/sign-in.ts';
import { operate } from './operate.ts';
import { row } from './row.ts';
import { inside } from './scene.ts';

row(
  'sign_in_required',
  'not signed in, signed in right there',
  async ({ seat, member, refused, remedied }) => {
    const { page, look } = await seat(member.name);
    await page.goto('/northwind');
    await refused(page);
    await look('sign-in-required');
    await remedied(page, () => giveSignIn(page, member.email, password));
  },
);

row('organization_suspended', 'suspended and resumed by the operator', async (stage) => {
  const { member, owner, fixer, refused, byOperator, remedied } = stage;
  byOperator();
  await operate(stage.server, 'suspend', 'northwind');
  await refused(member.page);
  await member.look('suspended');
  await remedied(member.page, () => operate(stage.server, 'resume', 'northwind'));
  await inside(fixer);
  await until(owner.client, ({ entered }) => entered?.open !== undefined);
});

row('setup_required', 'kit not saved, made in the owner’s other browser', async (stage) => {
  const { seat, peoples, refused, remedied } = stage;
  const desk = await seat('Omar');
  const couch = await seat('Omar');
  const phone = await startPerson(peoples, desk.email);
  mustBeOk(await phone.client.organization.create('Harbour Masters', 'harbour'));
  await phone.client.close();
  await Promise.all(
    [couch, desk].map(async ({ page }) => {
      await signInAt(page, 'harbour', desk.email, password);
      await refused(page, { youAreOwner: true });
    }),
  );
  await couch.look('setup-required');
  await desk.page.getByRole('link', { name: remedy('make_recovery_kit').label, exact: true }).click();
  await remedied(couch.page, async () => void (await passKit(desk.page)));
});

row('invitation_for_other_address', 'signed in with another account, switched', async (stage) => {
  const { seat, peoples, owner, refused, remedied } = stage;
  const nora = 'nora@northwind.example';
  const { page, email, look } = await seat('Eve');
  for (const each of [nora, email]) await (await startPerson(peoples, each)).client.close();
  const { link } = await invite(owner, nora);
  await page.goto(link);
  await page.getByRole('main').getByRole('link', { name: en.invitation.signIn, exact: true }).click();
  await giveSignIn(page, email, password);
  await refused(page, { email });
  await look('invitation-for-other-address');
  const ask = page.getByRole('link', { name: buttonOf('request_invitation'), exact: true });
  expect(await ask.getAttribute('href')).toBe('/northwind');
  await page.getByRole('button', { name: buttonOf('switch_account'), exact: true }).click();
  await page.getByRole('main').getByRole('link', { name: en.invitation.signIn, exact: true }).click();
  await remedied(page, () => giveSignIn(page, nora, password));
});

row('reauthentication_required', 'signed in too long ago, confirmed on the page', async (stage) => {
  const { server, owner, member, refused, remedied } = stage;
  const { page } = member;
  server.passMs(20 * 60_000);
  mustBeOk(await owner.client.account.confirmIdentity(password));
  mustBeOk(await owner.client.administration.rules.set({ sessionAgeMinutes: 15 }));
  await refused(page);
  await member.look('reauthentication');
  await page.getByLabel(en.signIn.password, { exact: true }).fill(password);
  await remedied(page, () =>
    page.getByRole('button', { name: buttonOf('confirm_identity'), exact: true }).click(),
  );
});

row(
  'reauthentication_required',
  'signed in too long ago, a passkey in place of the password',
  async (stage) => {
    const { server, owner, member, refused, remedied } = stage;
    const { page, look } = member;
    const { secondFactor } = en;
    await addPasskeyDevice(page);
    await secondFactorPage.open(page);
    await page.getByRole('button', { name: secondFactor.setUp }).click();
    await secondFactorPage.addPasskey(page);
    await secondFactorPage.takeBackupCodes(page);

    // Asked for in a dialog before what is sensitive, then by the gate.
    server.passMs(20 * 60_000);
    await page.getByRole('button', { name: secondFactor.backup.remake, exact: true }).click();
    await page
      .getByRole('alert')
      .getByRole('button', { name: secondFactor.backup.remake, exact: true })
      .click();
    await page.getByRole('dialog', { name: secondFactor.stepUp.title }).waitFor();
    await look('step-up-by-passkey');
    await secondFactorStep.usePasskey(page);
    await secondFactorPage.takeBackupCodes(page);
    await page.getByRole('link', { name: en.frame.home }).click();
    await page.getByRole('link', { name: 'Northwind' }).first().click();
    await inside(page);

    server.passMs(40 * 60_000);
    mustBeOk(await owner.client.account.confirmIdentity(password));
    mustBeOk(await owner.client.administration.rules.set({ sessionAgeMinutes: 30 }));
    await refused(page);
    await look('reauthentication-by-passkey');
    await remedied(page, () => secondFactorStep.usePasskey(page));
  },
);
