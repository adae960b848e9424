import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Device, PeoplesServer } from '../packages/client/test/people.ts';
import { password, startMember, startOwner } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { type Flow, flow } from './app/flow.ts';
import { addressesPage, administrationPage, rulesPage } from './pages/administration.ts';
import { signInAt } from './pages/sign-in.ts';
import { vaultPage } from './pages/vault.ts';

const { administration, addresses, impact, rules } = en;

interface Northwind extends Pick<Flow, 'settings'> {
  readonly peoples: PeoplesServer;
  /** Maya owns it, Dana administers it, Leo works there: each came with the command line. */
  readonly devices: readonly Device[];
}

const northwind = flow.extend<Northwind>({
  settings: [{ POSTERN_SIGNUP: 'open' }, { scope: 'file' }],
  peoples: [
    async ({ server }, use) => use({ url: server.url, codeFor: server.mailedCode }),
    { scope: 'file' },
  ],
  devices: [
    async ({ peoples }, use) => {
      const maya = await startOwner(peoples, 'maya@northwind.example', 'northwind');
      const dana = await startMember(peoples, maya, 'dana@northwind.example', { role: 'administrator' });
      const leo = await startMember(peoples, maya, 'leo@northwind.example');
      const devices = [maya, dana, leo];
      await use(devices);
      for (const { client } of devices) await client.close();
    },
    { scope: 'file' },
  ],
});

const panel = (page: Page) => page.getByRole('region', { name: impact.title });
const says = (page: Page, sentence: string | RegExp) => panel(page).getByText(sentence).first().waitFor();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

northwind('sees whom a change refuses before it is saved', async ({ seat, devices }) => {
  expect(devices).toHaveLength(3);
  const dana = await seat('Dana');
  const { page } = dana;
  await signInAt(page, 'northwind', dana.email, password);
  await vaultPage.list(page).waitFor();
  await administrationPage.open(page, 'rules');

  // Others and Dana too, who still gets in with the browser.
  await rulesPage.pickClient(page, 'cli', 'off');
  await says(page, impact.refused(3, 3));
  await says(page, impact.stillIn(1));
  await says(page, /^Command line 0\.1\.0 from 127\.0\.0\.1, last /);
  await panel(page).scrollIntoViewIfNeeded();
  await dana.look('client-off');
  await button(page, impact.save(3)).waitFor();
  await button(page, administration.discard).click();
  await panel(page).waitFor({ state: 'detached' });

  // Nobody, and one click.
  await rulesPage.beginOldest(page, '0.1.0');
  await says(page, impact.nobody);
  await rulesPage.save(page);

  // What the server would not take is said before it is asked.
  await page.getByRole('radio', { name: new RegExp(`^${rules.secondFactor.levels.any}`) }).click();
  await says(page, impact.lockOut.would_lock_out_author);
  await page.getByRole('link', { name: rules.secondFactor.setUpOwn }).waitFor();
  await dana.look('locks-out-author');

  // A week ahead it refuses nobody today, and everybody concerned hears of it.
  await panel(page)
    .getByRole('button', { name: /^Ask from / })
    .click();
  await says(page, /^From .*, 3 of 3 people would be refused\.$/);
  await page.getByRole('checkbox', { name: impact.tell(2), checked: true }).scrollIntoViewIfNeeded();
  await rulesPage.save(page);
  await page.getByText(impact.told(2), { exact: true }).first().waitFor();

  await administrationPage.open(page, 'addresses');
  await addressesPage.beginAdd(page, '192.0.2.0/24', 'Fair');
  await addressesPage.add(page);
  await page.getByRole('table').getByText('192.0.2.0/24', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: addresses.switchLabel }).click();
  await says(page, impact.refused(3, 3));
  await says(page, impact.lockOut.would_lock_out_author);
  await button(page, addresses.addOwn).click();
  await says(page, impact.nobody);
  await button(page, administration.save).click();
  await page.getByText(addresses.switchedOn, { exact: true }).first().waitFor();
  await administrationPage.select(page, '127.0.0.1');
  await button(page, addresses.remove).click();
  const dialog = page.getByRole('dialog', { name: addresses.takeTitle(1) });
  await dialog.getByText(impact.lockOut.would_lock_out_author, { exact: false }).waitFor();
  await dana.look('address-off');
  await dialog.getByRole('button', { name: en.controls.cancel }).click();
});

northwind('reminds whom a rule of a later date will refuse', async ({ seat, devices }) => {
  expect(devices).toHaveLength(3);
  const leo = await seat('Leo');
  await signInAt(leo.page, 'northwind', leo.email, password);
  await vaultPage.list(leo.page).waitFor();
  await leo.page.getByText(/^From .* this organization asks for a second factor\./).waitFor();
  await leo.look('coming');
  await leo.page.getByRole('link', { name: impact.setUpNow }).click();
  await leo.page.waitForURL(/\/account\/second-factor$/);
});
