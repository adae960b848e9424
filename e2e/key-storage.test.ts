import type { Page } from 'playwright-core';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { addPasskeyDevice } from './app/passkey-device.ts';
import { keyStoragePage, keysNeededPage, photographSheet } from './pages/key-storage.ts';
import { secondFactorPage, secondFactorStep } from './pages/second-factor.ts';
import { signInWith } from './pages/sign-in.ts';
import { signUpAs } from './pages/sign-up.ts';

const password = 'harbour quilt lantern moss';
const { keyStorage } = en;

const inside = (page: Page) => page.getByText(en.home.emptyTitle).waitFor();
const signOut = async (page: Page) => {
  await page.getByRole('button', { name: /^Account menu of / }).click();
  await page.getByRole('menuitem', { name: en.frame.signOut, exact: true }).click();
  await page.getByRole('button', { name: /^Account menu of / }).waitFor({ state: 'detached' });
};

flow('Maya gets her keys back by passkey and by photo', async ({ seat, server }) => {
  const maya = await seat('Maya');
  const { page, look } = maya;
  await addPasskeyDevice(page, { hasPrf: true });
  await signUpAs(maya, server, password);

  await keyStoragePage.open(page);
  await page.getByText(keyStorage.only).waitFor();
  await look('only-password');
  const sheet = await keyStoragePage.saveSheet(page);
  await page.getByRole('button', { name: keyStorage.sheet.saved }).click();
  await keysNeededPage.chooseFile(page, sheet);
  await page.getByText(keyStorage.sheet.done).waitFor();
  await keyStoragePage.addPasskey(page);
  await page.getByText(keyStorage.passkey.added).waitFor();
  await page.getByText(keyStorage.lost.nothing([keyStorage.names.qr, keyStorage.names.passkey])).waitFor();
  await look('three-ways');

  await page.getByRole('button', { name: keyStorage.removeLabel(keyStorage.password.title) }).click();
  await page.getByText(keyStorage.password.removeLead).waitFor();
  await page.getByRole('dialog').getByLabel(keyStorage.yourPassword, { exact: true }).fill(password);
  await page.getByRole('dialog').getByRole('button', { name: keyStorage.remove, exact: true }).click();
  await page.getByText(keyStorage.password.offLead).waitFor();

  await signOut(page);
  await signInWith(page, maya.email, password);
  await keysNeededPage.asked(page);
  await keysNeededPage.choose(page, 'passkey');
  await keysNeededPage.usePasskey(page);
  await inside(page);

  await signOut(page);
  await signInWith(page, maya.email, password);
  await keysNeededPage.choose(page, 'qr');
  await keysNeededPage.type(page, 'KEY-AAAAAA');
  await page.getByRole('alert').waitFor();
  await look('keys-needed');
  await keysNeededPage.chooseFile(page, await photographSheet(page, sheet));
  await inside(page);
});

flow('a passkey without a key in it says so, and nothing is added', async ({ seat, server }) => {
  const noa = await seat('Noa');
  const { page } = noa;
  await addPasskeyDevice(page);
  await signUpAs(noa, server, password);
  await keyStoragePage.open(page);
  await keyStoragePage.addPasskey(page);
  await page.getByText(keyStorage.passkey.noKey).waitFor();
  await page.getByText(keyStorage.only).waitFor();
});

flow('Ada replaces her keys after her sheet got lost', async ({ seat, server }) => {
  const ada = await seat('Ada');
  const { page } = ada;
  const { replace } = keyStorage;
  await signUpAs(ada, server, password);
  await keyStoragePage.open(page);
  const sheet = await keyStoragePage.saveSheet(page);
  await keyStoragePage.confirmSheet(page, sheet);
  await page.getByText(keyStorage.sheet.done).waitFor();
  const give = async (title: string, action: string) => {
    const inDialog = page.getByRole('dialog', { name: title });
    await inDialog.getByLabel(keyStorage.yourPassword, { exact: true }).fill(password);
    await inDialog.getByRole('button', { name: action, exact: true }).click();
    await inDialog.waitFor({ state: 'detached' });
  };
  await page.getByRole('button', { name: keyStorage.removeLabel(keyStorage.sheet.title) }).click();
  await give(keyStorage.sheet.removeTitle, keyStorage.remove);
  await page.getByText(replace.offer).waitFor();
  await ada.look('replace-offered');
  await page.getByRole('button', { name: replace.offerAction, exact: true }).click();
  await give(replace.question, replace.action);
  await page.getByText(replace.done).waitFor();
  await ada.look('keys-replaced');

  await signOut(page);
  await signInWith(page, ada.email, password);
  await inside(page);
});

flow('the key sheet stands in for a second factor that is lost', async ({ seat, server }) => {
  const yara = await seat('Yara');
  const { page } = yara;
  await signUpAs(yara, server, password);
  await keyStoragePage.open(page);
  const sheet = await keyStoragePage.saveSheet(page);
  await keyStoragePage.confirmSheet(page, sheet);
  await page.getByText(keyStorage.sheet.done).waitFor();
  await secondFactorPage.open(page);
  await page.getByRole('button', { name: en.secondFactor.setUp }).click();
  await secondFactorPage.addApp(page);
  await secondFactorPage.takeBackupCodes(page);

  await signOut(page);
  await signInWith(page, yara.email, password);
  await secondFactorStep.asked(page);
  await page.getByRole('button', { name: keyStorage.lostFactor.link }).click();
  await page.getByRole('heading', { name: keyStorage.lostFactor.title }).waitFor();
  await yara.look('lost-factor');
  await keysNeededPage.chooseFile(page, sheet);
  await inside(page);
  await secondFactorPage.open(page);
  await page.getByText(en.secondFactor.emptyTitle).waitFor();
});
