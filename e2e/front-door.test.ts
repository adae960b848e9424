import { expect } from 'vitest';
import { en } from '../packages/ui/src/text/en.ts';
import { expectAccessible } from './app/expect-accessible.ts';
import { flow } from './app/flow.ts';
import { signInWith } from './pages/sign-in.ts';
import { signUpPage } from './pages/sign-up.ts';

const password = 'harbour quilt lantern moss';

flow('Maya signs up with the mailed code and signs in from a second browser', async ({ seat, server }) => {
  const maya = await seat('Maya');
  await maya.page.goto('/');
  await maya.page.getByRole('heading', { name: en.welcome.title }).waitFor();
  await maya.look('welcome');

  await signUpPage.open(maya.page);
  await maya.look('sign-up');
  await signUpPage.giveAddress(maya.page, maya.email);
  await maya.look('sign-up-code');
  await signUpPage.giveCode(maya.page, await server.mailedCode(maya.email));
  await maya.look('sign-up-password');
  await signUpPage.choosePassword(maya.page, password);
  await maya.page.getByText(en.home.emptyTitle).waitFor();
  await maya.look('no-organization-yet');

  const second = await seat('Maya');
  await signInWith(second.page, second.email, `${password}!`);
  await second.page.getByRole('alert').waitFor();
  await second.look('wrong-password');
  await signInWith(second.page, second.email, password);
  await second.page.getByText(en.home.emptyTitle).waitFor();
});

flow('the checks of a page bite', async ({ seat }) => {
  const { page, faults } = await seat('Noa');
  await page.goto('/sign-in');
  await page.getByLabel(en.signIn.email).waitFor();
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
  await expect(expectAccessible(page)).rejects.toThrow('button-name');
  await page.evaluate(() => document.querySelector('h1')?.setAttribute('style', 'color: red'));
  await expect.poll(() => faults.found.join()).toContain('CSP: style-src');
  expect(() => faults.expectNone()).toThrow('style-src');
  // They were made on purpose: nothing is left to complain of at the end.
  (faults.found as string[]).length = 0;
});
