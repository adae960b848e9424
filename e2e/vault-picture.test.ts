import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { foundOrganization } from './pages/organization.ts';
import { signUpAs } from './pages/sign-up.ts';
import { type EntryInput, vaultPage } from './pages/vault.ts';

const entries: readonly (EntryInput & { readonly title: string })[] = [
  { title: 'Office alarm', type: 'note', notes: 'The panel is behind the door.', vault: 'Dispatch' },
  { title: 'Carrier tracking API', user: 'svc_tracking', password: 'Kelp-31', vault: 'Infrastructure' },
  {
    title: 'Customs declaration desk',
    user: 'maya.okafor',
    password: 'Tern-52',
    tags: 'customs',
    vault: 'Dispatch',
  },
  { title: 'Fuel cards', user: 'fleet@northwind.example', password: 'Birch-80', vault: 'Finance' },
  { title: 'Label printer', user: 'admin', password: 'Reed-64', vault: 'Dispatch' },
  { title: 'Library card', user: '2201 4478', password: 'Heron-19', vault: en.vault.personal },
  { title: 'Notary upload', user: 'maya.okafor', password: 'Quill-27', vault: 'Finance' },
  { title: 'Pallet exchange', user: 'northwind-eu', password: 'Ember-96', vault: 'Dispatch' },
  { title: 'Payroll bureau', user: 'finance-ops', password: 'Slate-38', vault: 'Finance' },
  {
    title: 'Postgres: tracking-prod',
    user: 'postgres',
    password: 'Flint-71',
    tags: 'rotate-in-march',
    vault: 'Infrastructure',
  },
  { title: 'Scanner VPN, site 14', user: 'site-14', password: 'Moss-45', vault: 'Infrastructure' },
  {
    title: 'Port authority portal',
    user: 'dispatch@northwind.example',
    password: 'quay-Mantle74!rowan-t0rch',
    website: 'https://portal.harbour.example',
    notes: 'The account manager rotates this every quarter.',
    tags: 'customs, harbours',
    vault: 'Dispatch',
    fields: [
      { kind: 'text', name: 'Berth', value: 'K-14' },
      { kind: 'hidden', name: 'Duty PIN', value: '480213' },
    ],
  },
];

/** With POSTERN_UPDATE_DOCS=1 the picture of the README is made anew; otherwise, from fewer entries, it is only seen to be makeable. */
const isForReadme = process.env.POSTERN_UPDATE_DOCS === '1';
const folder = join(
  import.meta.dirname,
  isForReadme ? '../docs/images' : '../artifacts/screenshots/vault-picture',
);

flow('a vault in use looks as the README shows it', async ({ seat, server }) => {
  const maya = await seat('Maya');
  const { page } = maya;
  await signUpAs(maya, server, 'harbour quilt lantern moss');
  await foundOrganization(page, 'Northwind Shipping', 'northwind');
  for (const name of ['Dispatch', 'Finance', 'Infrastructure']) await vaultPage.createVault(page, name);
  for (const entry of isForReadme ? entries : entries.slice(-2)) await vaultPage.add(page, entry);
  await vaultPage.place(page, en.vault.all).click();
  await vaultPage.open(page, 'Port authority portal');
  await page.getByRole('button', { name: en.entry.favourite }).click();
  await page.getByRole('button', { name: en.entry.unfavourite }).waitFor();
  await page.getByRole('button', { name: en.entry.reveal, exact: true }).click();
  await page.getByRole('button', { name: en.entry.large }).waitFor();
  await page.getByRole('dialog').first().waitFor({ state: 'detached' });

  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'vault.png');
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 760 });
  await page.mouse.move(0, 0);
  await page.screenshot({ path, animations: 'disabled' });
  expect(statSync(path).size).toBeLessThan(300_000);
});
