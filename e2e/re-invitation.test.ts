import { sentence } from '@postern/access';
import { mustBeOk } from '@postern/core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { linkUnheard } from '../packages/client/test/link-unheard.ts';
import { type Device, startDevice } from '../packages/client/test/people.ts';
import {
  addEntry,
  createVault,
  memberOf,
  password,
  startMember,
  startOwner,
} from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { administrationPage } from './pages/administration.ts';
import { askPage, requestsPage } from './pages/requests.ts';
import { signInAt } from './pages/sign-in.ts';
import { vaultPage } from './pages/vault.ts';

const newPassword = 'lantern moss 83 harbour';
const { relink } = en;

const inside = (page: Page) => vaultPage.list(page).waitFor();
const refused = (page: Page, code: string) => page.getByText(code, { exact: true }).waitFor();
const wordsOn = async (page: Page, name: string): Promise<string> => {
  const list = page.getByRole('list', { name }).getByRole('listitem');
  await list.first().waitFor();
  return (await list.allInnerTexts()).join(' ');
};

/** Types what was read out into the request that is open, and does what is chosen. */
async function typeWords(fixer: Page, words: string): Promise<void> {
  await fixer.getByRole('textbox', { name: relink.fixer.words }).fill(words);
  await requestsPage.press(fixer);
}

flow('whoever lost their keys is invited again by words read out', async ({ seat, server }) => {
  const peoples = { url: server.url, codeFor: server.mailedCode };
  const [dana, leo, kim] = await Promise.all([seat('Dana'), seat('Leo'), seat('Kim')]);
  const owner = await startOwner(peoples, 'maya@northwind.example', 'northwind');
  const vault = await createVault(owner, 'Finance', 'Payroll bureau');
  const grants = [{ vault, given: 'editor' as const }];
  const devices: Device[] = [owner];
  for (const [email, given] of [
    [dana.email, { role: 'administrator' as const, grants }],
    [leo.email, { grants }],
    [kim.email, { grants }],
    ['ines@northwind.example', { permissions: ['members.manage' as const] }],
  ] as const) {
    devices.push(await startMember(peoples, owner, email, given));
  }
  const [, , member, , ines] = devices as [Device, Device, Device, Device, Device];
  const own = member.client.snapshot().entered?.open?.vaults.find(({ kind }) => kind === 'personal');
  await addEntry(member, mustBeOk({ ok: true, value: own?.id ?? vault }), 'Locker 12');
  mustBeOk(await owner.client.administration.people.addCustodian((await memberOf(owner, dana.email)).id));
  await signInAt(dana.page, 'northwind', dana.email, password);
  await inside(dana.page);

  /** Begins anew without any key, on some device, and signs in here with the new password. */
  const forget = async ({ page, email }: { readonly page: Page; readonly email: string }) => {
    const device = await startDevice(peoples);
    devices.push(device);
    const { forgotPassword } = device.client;
    mustBeOk(await forgotPassword.begin(email));
    mustBeOk(await forgotPassword.enterCode(email, await server.mailedCode(email)));
    mustBeOk(await forgotPassword.startOver(newPassword));
    await signInAt(page, 'northwind', email, newPassword);
  };

  // A member, by a custodian: everything is there at once.
  await forget(leo);
  await refused(leo.page, 'relink_required');
  await askPage.ask(leo.page);
  const words = await wordsOn(leo.page, relink.wordsTitle);
  await leo.look('six-words');
  await requestsPage.badge(dana.page, 1).waitFor();
  await requestsPage.open(dana.page);
  await requestsPage.openRequest(dana.page, leo.email);
  await requestsPage.obstacle(dana.page, 'relink_required').waitFor();
  await typeWords(dana.page, words.split(' ').reverse().join(' '));
  await dana.page.getByRole('alert').waitFor();
  await dana.page.getByRole('textbox', { name: relink.fixer.words }).fill(words);
  await dana.look('words-to-type');
  await requestsPage.press(dana.page);
  await administrationPage.confirmRecipients(dana.page);
  await inside(leo.page);
  await leo.page.getByText('Payroll bureau').first().waitFor();
  await leo.page.getByText('Locker 12').first().waitFor();
  await requestsPage.ended(dana.page, 'granted').waitFor();
  expect(await dana.page.getByRole('button', { name: en.inbox.undo, exact: true }).count()).toBe(0);

  // A member, by who manages members: the vaults wait for who holds them, and the words were heard by nobody.
  await forget(kim);
  await refused(kim.page, 'relink_required');
  await askPage.ask(kim.page);
  // Nobody calls Ines, and she does it all the same.
  await linkUnheard(ines, kim.email);
  await refused(kim.page, 'keys_pending');
  await askPage.ask(kim.page);
  await requestsPage.row(dana.page, kim.email).first().waitFor();
  await requestsPage.openRequest(dana.page, kim.email);
  await requestsPage.obstacle(dana.page, 'keys_pending').waitFor();
  await typeWords(dana.page, await wordsOn(kim.page, en.account.fingerprint));
  await refused(kim.page, 'relink_unproven');
  await kim.page.getByText(relink.unproven.title).waitFor();
  await kim.page.getByText(sentence('relink_unproven', { names: ['ines@northwind.example'] })).waitFor();
  await kim.look('let-in-without-words');
  await askPage.ask(kim.page);
  await requestsPage.badge(dana.page, 1).waitFor();
  await requestsPage.openRequest(dana.page, kim.email);
  await requestsPage.obstacle(dana.page, 'relink_unproven').waitFor();
  await dana.page.getByText(/^ines@northwind\.example let them in/).waitFor();
  await typeWords(dana.page, await wordsOn(kim.page, relink.wordsTitle));
  await inside(kim.page);
  await kim.page.getByText(relink.unproven.title).waitFor({ state: 'detached' });
  await kim.page.getByText('Payroll bureau').first().waitFor();

  // Whoever shares a vault with them and did not let them in is told, until it was read.
  await dana.page.getByRole('link', { name: en.administration.back }).click();
  await inside(dana.page);
  const news = dana.page.getByText(relink.keysChanged(kim.email, 'ines@northwind.example', 1));
  await news.waitFor();
  await dana.look('keys-changed');
  await dana.page.getByRole('button', { name: relink.keysChangedRead, exact: true }).click();
  await news.waitFor({ state: 'detached' });
  for (const device of devices) await device.client.close();
});
