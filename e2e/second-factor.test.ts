import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { addPasskeyDevice } from './app/passkey-device.ts';
import { secondFactorPage, secondFactorStep } from './pages/second-factor.ts';
import { signInWith } from './pages/sign-in.ts';
import { signUpAs } from './pages/sign-up.ts';

const password = 'harbour quilt lantern moss';
const { secondFactor } = en;

const inside = (page: Page) => page.getByText(en.home.emptyTitle).waitFor();
const signOut = async (page: Page) => {
  await page.getByRole('button', { name: /^Account menu of / }).click();
  await page.getByRole('menuitem', { name: en.frame.signOut, exact: true }).click();
  await page.getByRole('button', { name: /^Account menu of / }).waitFor({ state: 'detached' });
};

flow('Maya adds a passkey and an app, and each sign-in asks for one of them', async ({ seat, server }) => {
  const maya = await seat('Maya');
  const { page, look } = maya;
  const device = await addPasskeyDevice(page);
  await signUpAs(maya, server, password);

  await secondFactorPage.open(page);
  await look('none-yet');
  await page.getByRole('button', { name: secondFactor.setUp }).click();
  await secondFactorPage.addPasskey(page);
  await page.getByRole('heading', { name: secondFactor.backup.shownTitle }).waitFor();
  await look('backup-codes');
  const codes = await secondFactorPage.takeBackupCodes(page);
  expect(new Set(codes).size).toBe(10);
  await page.getByRole('button', { name: secondFactor.addAnother }).click();
  const app = await secondFactorPage.addApp(page);
  await page.getByText(secondFactor.app.defaultName).first().waitFor();
  await look('two');

  await signOut(page);
  await signInWith(page, maya.email, password);
  await secondFactorStep.asked(page);
  await look('asked');
  await secondFactorStep.usePasskey(page);
  await inside(page);

  await signOut(page);
  await signInWith(page, maya.email, password);
  await secondFactorStep.turnTo(page, 'totp');
  await secondFactorStep.giveCode(page, secondFactor.step.appCode, app.wrongCode());
  await page.getByRole('alert').waitFor();
  await look('wrong-code');
  await secondFactorStep.giveCode(page, secondFactor.step.appCode, app.code(1));
  await inside(page);

  await signOut(page);
  await signInWith(page, maya.email, password);
  await secondFactorStep.turnTo(page, 'backup');
  await secondFactorStep.giveCode(page, secondFactor.step.backupCode, codes[3]?.toLowerCase() ?? '');
  await inside(page);
  await secondFactorPage.open(page);
  await page.getByText(secondFactor.backup.left(9)).waitFor();

  // The device's window was closed: another way is one press away, and the same passkey may be tried again.
  await signOut(page);
  await device.consents(false);
  await signInWith(page, maya.email, password);
  await secondFactorStep.usePasskey(page);
  await page.getByRole('alert').waitFor();
  await device.consents(true);
  await secondFactorStep.usePasskey(page);
  await inside(page);
});

flow('removing the last one makes the password enough again', async ({ seat, server }) => {
  const noa = await seat('Noa');
  const { page } = noa;
  await signUpAs(noa, server, password);
  await secondFactorPage.open(page);
  await page.getByRole('button', { name: secondFactor.setUp }).click();
  await page.getByRole('button', { name: secondFactor.add.mail, exact: true }).click();
  await page.getByRole('button', { name: secondFactor.mail.send, exact: true }).click();
  await page.getByLabel(secondFactor.step.mailCode).waitFor();
  await page.getByLabel(secondFactor.step.mailCode).fill(await server.mailedCode(noa.email));
  await page.getByRole('button', { name: secondFactor.mail.submit, exact: true }).click();
  await secondFactorPage.takeBackupCodes(page);
  await page.getByText(secondFactor.onlyMail).waitFor();

  await signOut(page);
  await signInWith(page, noa.email, password);
  await secondFactorStep.asked(page);
  await page.getByRole('link', { name: en.signUp.outboxLink }).waitFor();
  await secondFactorStep.giveCode(page, secondFactor.step.mailCode, await server.mailedCode(noa.email));
  await inside(page);

  await secondFactorPage.open(page);
  await page.getByRole('button', { name: secondFactor.actions(secondFactor.names.mail) }).click();
  await page.getByRole('menuitem', { name: secondFactor.remove }).click();
  await page.getByText(secondFactor.removeLast).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: secondFactor.remove, exact: true }).click();
  await page.getByText(secondFactor.emptyTitle).waitFor();
  await signOut(page);
  await signInWith(page, noa.email, password);
  await inside(page);
});
