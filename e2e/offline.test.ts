import type { Worker } from 'playwright-core';
import { expect } from 'vitest';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { foundOrganization } from './pages/organization.ts';
import { unlockWith } from './pages/sign-in.ts';
import { signUpAs } from './pages/sign-up.ts';
import { vaultPage } from './pages/vault.ts';

const password = 'harbour quilt lantern moss';

flow(
  'without the server entries are listed, found and opened, and nothing is written',
  async ({ seat, server }) => {
    const maya = await seat('Maya');
    const { page, context, look, faults } = maya;
    await signUpAs(maya, server, password);
    await foundOrganization(page, 'Northwind Shipping', 'northwind');
    await vaultPage.add(page, { title: 'Customs desk', user: 'maya', password: 'granite-Orchard-47' });
    await vaultPage.add(page, {
      title: 'Pallet exchange',
      user: 'northwind-eu',
      password: 'copper-Wharf-93',
    });

    await context.setOffline(true);
    await page.getByText(en.frame.offline).waitFor();
    await vaultPage.search(page).fill('customs');
    await vaultPage.row(page, 'Pallet exchange').waitFor({ state: 'detached' });
    await vaultPage.open(page, 'Customs desk');
    await page.getByRole('button', { name: en.entry.reveal, exact: true }).click();
    await page.getByText('Orchard').waitFor();
    expect(await page.getByRole('button', { name: en.entry.edit }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: en.vault.add }).first().isDisabled()).toBe(true);
    await look('offline');

    // Locked and opened again, still without the server.
    await page.getByRole('button', { name: en.vault.clearSearch }).click();
    await page.keyboard.press('l');
    await unlockWith(page, password);
    await vaultPage.open(page, 'Pallet exchange');

    await context.setOffline(false);
    await page.getByText(en.frame.offline).waitFor({ state: 'detached' });
    await vaultPage.add(page, { title: 'Office alarm', type: 'note', notes: 'Behind the door.' });
    // The browser reports requests that never left; nothing else may have gone wrong.
    const rest = faults.found.filter((fault) => !fault.includes('net::ERR_INTERNET_DISCONNECTED'));
    expect(rest).toEqual([]);
    (faults.found as string[]).length = 0;
  },
);

flow('keys close after a quarter of an hour without use, and nothing stays on the page', async ({ seat }) => {
  const { page, email, look } = await seat('Maya');
  await page.goto('/sign-in');
  await hurryTimers(await workerOf(page));
  await page.getByLabel(en.signIn.email).fill(email);
  await page.getByLabel(en.signIn.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: en.signIn.submit }).click();
  await vaultPage.open(page, 'Customs desk');
  await page.getByRole('button', { name: en.entry.reveal, exact: true }).click();
  await page.getByText('Orchard').waitFor();
  const open = page.url();

  await passMinutes(await workerOf(page), 14);
  await vaultPage.title(page, 'Customs desk').waitFor();
  await passMinutes(await workerOf(page), 2);
  await page.getByRole('heading', { name: en.locked.title }).waitFor();
  const left = await page.content();
  for (const secret of ['Orchard', 'Customs', 'Pallet']) expect(left).not.toContain(secret);
  await look('locked');

  await page.getByLabel(en.locked.password, { exact: true }).fill(`${password}!`);
  await page.getByRole('button', { name: en.locked.submit }).click();
  await page.getByRole('alert').waitFor();
  await unlockWith(page, password);
  await vaultPage.title(page, 'Customs desk').waitFor();
  expect(page.url()).toBe(open);
  expect(await page.content()).not.toContain('Orchard');
});

async function workerOf(page: import('playwright-core').Page): Promise<Worker> {
  const [worker] = page.workers();
  return worker ?? page.waitForEvent('worker');
}

/** The worker's long intervals run out at once, so that no test waits for them; its clock stays. */
function hurryTimers(worker: Worker): Promise<void> {
  return worker.evaluate(() => {
    const start = globalThis.setInterval;
    globalThis.setInterval = ((run: () => void, ms: number) =>
      start(run, Math.min(ms, 200))) as typeof setInterval;
  });
}

/** Moves the worker's clock on. */
function passMinutes(worker: Worker, minutes: number): Promise<void> {
  return worker.evaluate((ms) => {
    const before = Date.now;
    Date.now = () => before() + ms;
  }, minutes * 60_000);
}
