import { remedy } from '@postern/access';
import { mustBeOk } from '@postern/core';
import type { Page } from 'playwright-core';
import { AuthenticatorApp } from '../../apps/server/test/support/authenticator-app.ts';
import type { Device } from '../../packages/client/test/people.ts';
import { password, startMember } from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import { addPasskeyDevice } from '../app/passkey-device.ts';
import { administrationPage, membersPage, rulesPage } from '../pages/administration.ts';
import { secondFactorPage, secondFactorStep } from '../pages/second-factor.ts';
import { signInAt } from '../pages/sign-in.ts';
import { inside, row } from './row.ts';

const { member, secondFactor } = en;
const acceptedFactors = ['any', 'no_mail', 'phishing_resistant'] as const;

/** Whoever requires a second factor of others has one: the owner sets up a passkey once, in the browser that fixes. */
const withPasskey = new WeakSet<Page>();
async function givePasskey(fixer: Page) {
  if (withPasskey.has(fixer)) return;
  withPasskey.add(fixer);
  await addPasskeyDevice(fixer);
  await secondFactorPage.open(fixer);
  await fixer.getByRole('button', { name: secondFactor.setUp }).click();
  await secondFactorPage.addPasskey(fixer);
  await secondFactorPage.takeBackupCodes(fixer);
  await fixer.getByRole('link', { name: en.frame.home }).click();
  await fixer.getByRole('link', { name: 'Northwind' }).first().click();
  await inside(fixer);
}

async function require(fixer: Page, level: 'none' | (typeof acceptedFactors)[number]) {
  await administrationPage.open(fixer, 'rules');
  await rulesPage.requireSecondFactor(fixer, level);
}

async function addApp({ client }: Device): Promise<AuthenticatorApp> {
  const { secretB32 } = mustBeOk(await client.secondFactor.beginTotp());
  const app = new AuthenticatorApp(secretB32, Date.now);
  mustBeOk(await client.secondFactor.finishTotp('Phone', app.code()));
  return app;
}

async function exempt(fixer: Page, email: string) {
  await administrationPage.open(fixer, 'members');
  await membersPage.member(fixer, email);
  return () => membersPage.press(fixer, member.exempt);
}

row('mfa_enrollment_required', 'refused while inside, set up on the spot', async (stage) => {
  const { seat, peoples, owner, fixer, refused, remedied } = stage;
  const leo = await seat('Leo');
  await (await startMember(peoples, owner, leo.email)).client.close();
  await signInAt(leo.page, 'northwind', leo.email, password);
  await inside(leo.page);
  await givePasskey(fixer);
  await require(fixer, 'any');
  await refused(leo.page, { acceptedFactors: 'any' });
  await leo.look('enrollment');
  await leo.page.getByRole('button', { name: remedy('set_up_second_factor').label, exact: true }).click();
  await secondFactorPage.addApp(leo.page);
  await remedied(leo.page, async () => void (await secondFactorPage.takeBackupCodes(leo.page)));
  await require(fixer, 'none');
});

row('mfa_enrollment_required', 'without a factor, exempted for a day', async (stage) => {
  const { seat, peoples, owner, fixer, refused, remedied } = stage;
  const ana = await seat('Ana');
  await (await startMember(peoples, owner, ana.email)).client.close();
  await givePasskey(fixer);
  await require(fixer, 'any');
  await signInAt(ana.page, 'northwind', ana.email, password);
  await refused(ana.page, { acceptedFactors: 'any' });
  await remedied(ana.page, await exempt(fixer, ana.email));
  await require(fixer, 'none');
});

row('mfa_required', 'signed in before the app was set up, asked for its code', async (stage) => {
  const { seat, peoples, owner, fixer, refused, remedied } = stage;
  const noa = await seat('Noa');
  const phone = await startMember(peoples, owner, noa.email);
  await signInAt(noa.page, 'northwind', noa.email, password);
  await inside(noa.page);
  const app = await addApp(phone);
  await phone.client.close();
  await givePasskey(fixer);
  await require(fixer, 'any');
  await refused(noa.page);
  await remedied(noa.page, () => secondFactorStep.giveCode(noa.page, secondFactor.step.appCode, app.code(1)));
  await require(fixer, 'none');
});

row('mfa_too_weak', 'with an app where a passkey is wanted, exempted for a day', async (stage) => {
  const { seat, peoples, owner, fixer, refused, remedied } = stage;
  const kim = await seat('Kim');
  const phone = await startMember(peoples, owner, kim.email);
  const app = await addApp(phone);
  await phone.client.close();
  await givePasskey(fixer);
  await require(fixer, 'phishing_resistant');
  await signInAt(kim.page, 'northwind', kim.email, password);
  await secondFactorStep.giveCode(kim.page, secondFactor.step.appCode, app.code(1));
  await refused(kim.page, { acceptedFactors: 'phishing_resistant' });
  await remedied(kim.page, await exempt(fixer, kim.email));
  await require(fixer, 'none');
});
