import { expect } from 'vitest';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { foundOrganization } from './pages/organization.ts';
import { signUpAs } from './pages/sign-up.ts';
import { vaultPage } from './pages/vault.ts';

flow('add, find, open and copy without touching a mouse', async ({ seat, server }) => {
  const maya = await seat('Maya');
  const { page } = maya;
  const { keyboard } = page;
  await page.clock.install();
  await signUpAs(maya, server, 'harbour quilt lantern moss');
  await foundOrganization(page, 'Northwind Shipping', 'northwind');

  for (const [title, user, secret] of [
    ['Customs desk', 'maya', 'granite-Orchard-47'],
    ['Pallet exchange', 'northwind-eu', 'copper-Wharf-93'],
  ] as const) {
    await keyboard.press('n');
    await page.getByRole('heading', { name: en.vault.add }).waitFor();
    await keyboard.type(title);
    await keyboard.press('Tab');
    await keyboard.type(user);
    await keyboard.press('Tab');
    await keyboard.type(secret);
    await keyboard.press('Enter');
    await vaultPage.title(page, title).waitFor();
  }

  // The toast of what was just added is still there: it takes no key away.
  await vaultPage.said(page, en.entryForm.added('Pallet exchange')).waitFor();
  await keyboard.press('/');
  await keyboard.type('customs');
  await vaultPage.row(page, 'Pallet exchange').waitFor({ state: 'detached' });
  await keyboard.press('Enter');
  await vaultPage.title(page, 'Customs desk').waitFor();
  await keyboard.press('r');
  await page.getByText('Orchard').waitFor();
  await keyboard.press('c');
  await vaultPage.said(page, en.entry.copiedPassword(30)).waitFor();
  expect(await vaultPage.paste(page)).toBe('granite-Orchard-47');

  // The clipboard keeps it for half a minute and no longer.
  await page.clock.fastForward(24_000);
  expect(await vaultPage.paste(page)).toBe('granite-Orchard-47');
  await page.clock.fastForward(7_000);
  await expect.poll(() => vaultPage.paste(page)).toBe('');

  await keyboard.press('Escape');
  await keyboard.press('ArrowDown');
  await vaultPage.title(page, 'Pallet exchange').waitFor();
  await keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: en.palette.title }).waitFor();
  await keyboard.type('customs');
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /Customs desk/ })
    .waitFor();
  await keyboard.press('Enter');
  await vaultPage.title(page, 'Customs desk').waitFor();
  await page.getByRole('combobox', { name: en.palette.title }).waitFor({ state: 'detached' });
  await keyboard.press('l');
  await page.getByRole('heading', { name: en.locked.title }).waitFor();
});
