import { remedy } from '@postern/access';
import type { Page } from 'playwright-core';

import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { addPasskeyDevice } from './app/passkey-device.ts';
import { createPage, passKit } from './pages/organization.ts';
import { secondFactorPage, secondFactorStep } from './pages/second-factor.ts';
import { signInWith } from './pages/sign-in.ts';
import { signUpAs } from './pages/sign-up.ts';

const password = 'harbour quilt lantern moss';
const { secondFactor, rules, administration } = en;

const inside = (page: Page) => page.getByRole('region', { name: en.vault.panes.list }).waitFor();

flow('an organization that wants a passkey takes it right where it refused', async ({ seat, server }) => {
  const maya = await seat('Maya');
  const { page, look } = maya;
  await addPasskeyDevice(page);
  await signUpAs(maya, server, password);
  await secondFactorPage.open(page);
  await page.getByRole('button', { name: secondFactor.setUp }).click();
  await secondFactorPage.addPasskey(page);
  const codes = await secondFactorPage.takeBackupCodes(page);
  await page.getByRole('button', { name: secondFactor.addAnother }).click();
  const app = await secondFactorPage.addApp(page);
  await page.getByRole('link', { name: en.frame.home }).click();
  await createPage.open(page);
  await createPage.fill(page, 'Northwind Shipping', 'northwind');
  await createPage.submit(page);
  await passKit(page);

  await page.getByRole('link', { name: administration.title }).click();
  await page.getByRole('link', { name: rules.title, exact: true }).first().click();
  await page
    .getByRole('radio', { name: new RegExp(`^${rules.secondFactor.levels.phishing_resistant}`) })
    .click();
  await page.getByRole('combobox', { name: rules.secondFactor.grace }).click();
  await page.getByRole('option', { name: rules.secondFactor.days(0), exact: true }).click();
  await page.getByRole('button', { name: administration.save, exact: true }).click();
  await page.getByText(rules.saved).waitFor();

  // A second browser signs in with the app, which is not enough here.
  const second = await seat('Maya');
  await signInWith(second.page, maya.email, password);
  await secondFactorStep.turnTo(second.page, 'totp');
  await secondFactorStep.giveCode(second.page, secondFactor.step.appCode, app.code(1));
  await second.page.getByText('mfa_too_weak', { exact: true }).waitFor();
  await second.page.getByText(en.gate.accepted.phishing_resistant).waitFor();
  await second.look('too-weak');

  // So it sets up a passkey of its own there, and is inside without signing in again.
  await addPasskeyDevice(second.page);
  await second.page.getByRole('button', { name: remedy('set_up_second_factor').label, exact: true }).click();
  await secondFactorPage.addPasskey(second.page);
  await inside(second.page);

  // The first one has a passkey already: it gives that in place of the backup code it came with.
  await page.getByRole('button', { name: /^Account menu of / }).click();
  await page.getByRole('menuitem', { name: en.frame.signOut, exact: true }).click();
  await page.getByRole('button', { name: /^Account menu of / }).waitFor({ state: 'detached' });
  await signInWith(page, maya.email, password);
  await secondFactorStep.turnTo(page, 'backup');
  await secondFactorStep.giveCode(page, secondFactor.step.backupCode, codes[0] ?? '');
  await page.getByText('mfa_too_weak', { exact: true }).waitFor();
  await look('a-stronger-one-at-hand');
  await secondFactorStep.usePasskey(page);
  await inside(page);
});
