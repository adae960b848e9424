import { mustBeOk } from '@postern/core';
import { password, startOwner } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { forgotPasswordPage } from './pages/forgot-password.ts';
import { keyStoragePage, keysNeededPage, textOfSheet } from './pages/key-storage.ts';
import { signInAt, unlockWith } from './pages/sign-in.ts';
import { signUpAs } from './pages/sign-up.ts';

const next = 'harbour quilt lantern moss';
const { forgotPassword, waitingGeneration } = en;

flow('Maya forgets her password: with her sheet nothing is lost', async ({ seat, server }) => {
  const maya = await seat('Maya');
  await signUpAs(maya, server, password);
  await keyStoragePage.open(maya.page);
  const sheet = await keyStoragePage.saveSheet(maya.page);
  await keyStoragePage.confirmSheet(maya.page, sheet);
  await maya.page.getByText(en.keyStorage.sheet.done).waitFor();

  const { page, look } = await seat('Maya');
  await forgotPasswordPage.open(page);
  await look('address');
  await forgotPasswordPage.giveAddress(page, maya.email);
  await look('code');
  await forgotPasswordPage.giveCode(page, await server.mailedCode(maya.email));
  await forgotPasswordPage.asksForKeys(page);
  await look('keys');
  // What was proven outlives a reload.
  await page.reload();
  await forgotPasswordPage.asksForKeys(page);
  await keysNeededPage.type(page, (await textOfSheet(sheet)).split('/')[0] ?? '');
  await page.getByText(forgotPassword.passwordLead).waitFor();
  await look('password');
  await forgotPasswordPage.choose(page, next, forgotPassword.submit);
  await page.getByRole('heading', { name: forgotPassword.doneTitle }).waitFor();
  await page.getByRole('link', { name: forgotPassword.doneHome }).click();
  await page.getByRole('heading', { name: en.home.title }).waitFor();
  // The browser she had before is locked, and opens by the new password.
  await maya.page.reload();
  await unlockWith(maya.page, next);
});

flow('Noor has no way left, and the browser she had before refuses it', async ({ seat, server }) => {
  const peoples = { url: server.url, codeFor: server.mailedCode };
  const owner = await startOwner(peoples, 'noor@northwind.example', 'northwind');
  mustBeOk(await owner.client.organization.create('Harbour', 'harbour'));
  await owner.client.close();
  const noor = await seat('Noor');
  await signInAt(noor.page, 'northwind', noor.email, password);
  await noor.page.getByText(en.vault.emptyTitle).waitFor();
  await keyStoragePage.open(noor.page);
  await noor.page.getByText(forgotPassword.need.recovery_code()).waitFor();
  await noor.page.getByText(en.keyStorage.lost.unseen(['harbour'])).waitFor();
  await noor.look('at-stake');

  const { page, look } = await seat('Noor');
  await forgotPasswordPage.open(page);
  await forgotPasswordPage.giveAddress(page, noor.email);
  await forgotPasswordPage.giveCode(page, await server.mailedCode(noor.email));
  await forgotPasswordPage.saysNone(page);
  await look('none');
  await page.getByText(forgotPassword.lastLead('Northwind')).waitFor();
  for (const need of [forgotPassword.need.recovery_code(), forgotPassword.need.abandon()]) {
    await page.getByText(need).waitFor();
  }
  await page.getByRole('checkbox', { name: forgotPassword.lastCheck }).click();
  await forgotPasswordPage.goOnWithout(page, noor.email);
  await forgotPasswordPage.choose(page, next, forgotPassword.submitAnew);
  await page.getByRole('heading', { name: forgotPassword.anewTitle }).waitFor();
  await look('anew');
  // The list is there again whenever they come home.
  await page.goto('/');
  await unlockWith(page, next);
  await page.getByRole('heading', { name: forgotPassword.closedTitle }).waitFor();
  await look('home');
  await page.getByRole('link', { name: forgotPassword.recover }).first().click();
  await page.waitForURL('**/northwind/recover');

  await unlockWith(noor.page, password);
  await noor.page.getByText(waitingGeneration.title).waitFor();
  await noor.look('began');
  await noor.page.getByRole('button', { name: waitingGeneration.refuse }).click();
  await noor.page.getByText(waitingGeneration.refused).waitFor();
  // The other browser is signed out, and its password is no more.
  await page.reload();
  await page.getByLabel(en.locked.password, { exact: true }).fill(next);
  await page.getByRole('button', { name: en.locked.submit, exact: true }).click();
  await page.getByRole('alert').waitFor();
});
