import { sentence } from '@postern/access';
import { expect } from 'vitest';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { LiveMeasure } from './app/measure-live.ts';
import { foundOrganization } from './pages/organization.ts';
import { signInWith } from './pages/sign-in.ts';
import { signUpAs } from './pages/sign-up.ts';
import { vaultPage } from './pages/vault.ts';

const password = 'harbour quilt lantern moss';

flow('what Maya does in one browser, her other browser shows by itself', async ({ seat, server }) => {
  const maya = await seat('Maya');
  const { page: desk, look, email } = maya;
  await signUpAs(maya, server, password);
  await foundOrganization(desk, 'Northwind Shipping', 'northwind');

  // A new device: nothing but address and password.
  const second = await seat('Maya');
  const train = second.page;
  await signInWith(train, email, password);
  await train.getByText(en.vault.emptyTitle).waitFor();

  const live = new LiveMeasure();
  const row = (title: string) => vaultPage.row(train, title);

  // Vaults and folders.
  await live.of(
    'a vault',
    () => vaultPage.createVault(desk, 'Dispatch'),
    () => vaultPage.place(train, 'Dispatch').waitFor(),
  );
  await vaultPage.place(train, 'Dispatch').click();
  await live.of(
    'a folder',
    () => vaultPage.createFolder(desk, 'Harbours'),
    () => vaultPage.place(train, 'Harbours').waitFor(),
  );
  await vaultPage.place(train, en.vault.all).click();

  // Add.
  await live.of(
    'an entry',
    () =>
      vaultPage.add(desk, {
        title: 'Port authority portal',
        vault: en.vault.personal,
        user: 'dispatch@northwind.example',
        password: 'Wharf-17!cranes',
        website: 'https://port.example/login',
        notes: 'Ask the duty officer for the second code.',
        tags: 'harbour, daily',
        fields: [
          { kind: 'text', name: 'Berth', value: 'K-14' },
          { kind: 'hidden', name: 'Duty PIN', value: '480213' },
        ],
      }),
    () => row('Port authority portal').waitFor(),
  );
  await vaultPage.add(desk, {
    title: 'Office alarm',
    type: 'note',
    vault: en.vault.personal,
    notes: 'The panel is behind the door.',
  });
  await row('Office alarm').waitFor();
  await look('entry-added');

  // Find, open, reveal, copy: in the other browser.
  await vaultPage.search(train).fill('port daily');
  await row('Office alarm').waitFor({ state: 'detached' });
  await row('Port authority portal').click();
  await vaultPage.title(train, 'Port authority portal').waitFor();
  expect(await train.content()).not.toContain('Wharf');
  await train.getByRole('button', { name: en.entry.reveal, exact: true }).click();
  await expect
    .poll(() => train.getByRole('region', { name: en.vault.panes.detail }).innerText())
    .toContain('Wharf-17!cranes');
  await second.look('entry-revealed');
  await train.getByRole('button', { name: en.entry.hide, exact: true }).click();
  // A hidden field is shown by itself: the password stays where it is.
  await train.getByRole('button', { name: en.entry.revealField('Duty PIN') }).click();
  await train.getByText('480213').waitFor();
  expect(await train.content()).not.toContain('Wharf');
  await train.getByRole('button', { name: en.entry.hideField('Duty PIN') }).click();
  await train.getByRole('button', { name: en.entry.copyPassword }).click();
  await train.getByRole('button', { name: en.controls.copied(30) }).waitFor();
  expect(await vaultPage.paste(train)).toBe('Wharf-17!cranes');
  await vaultPage.search(train).fill('nothing like this');
  await train.getByText(en.vault.noMatchTitle('nothing like this')).waitFor();
  await second.look('nothing-found');
  await train.getByRole('button', { name: en.vault.clearSearch }).click();

  // Edit: the open entry follows.
  await vaultPage.open(desk, 'Port authority portal');
  await live.of(
    'an edit',
    async () => {
      await vaultPage.beginEdit(desk, { title: 'Port authority', user: 'desk@northwind.example' });
      await vaultPage.save(desk);
      await vaultPage.said(desk, en.entryForm.saved('Port authority')).waitFor();
    },
    () => train.getByText('desk@northwind.example').nth(1).waitFor(),
  );

  // Move: to another vault, then into a folder of it.
  await live.of(
    'a move to another vault',
    () => vaultPage.moveTo(desk, 'Dispatch'),
    () => train.getByRole('link', { name: /^Dispatch\s*1$/ }).waitFor(),
  );
  await vaultPage.title(desk, 'Port authority').waitFor();
  await vaultPage.place(train, 'Dispatch').click();
  await vaultPage.place(train, 'Harbours').click();
  await train.getByText(en.vault.emptyTitle).waitFor();
  await live.of(
    'a move into a folder',
    async () => {
      await vaultPage.beginEdit(desk, { folder: 'Harbours' });
      await vaultPage.save(desk);
      await vaultPage.said(desk, en.entryForm.saved('Port authority')).waitFor();
    },
    () => row('Port authority').waitFor(),
  );
  await second.look('folder');

  // Trash, undo, trash again, restore.
  await live.of(
    'the trash',
    async () => {
      await vaultPage.more(desk, en.entry.trash);
      await vaultPage.said(desk, en.entry.trashed('Port authority')).waitFor();
    },
    () => row('Port authority').waitFor({ state: 'detached' }),
  );
  await look('trashed');
  await live.of(
    'undo',
    () => desk.getByRole('button', { name: en.controls.undo }).click(),
    () => row('Port authority').waitFor(),
  );
  await vaultPage.title(desk, 'Port authority').waitFor();
  await vaultPage.more(desk, en.entry.trash);
  await row('Port authority').waitFor({ state: 'detached' });
  await vaultPage.place(desk, en.vault.trash).click();
  await vaultPage.open(desk, 'Port authority');
  await look('trash');
  await live.of(
    'a restore',
    async () => {
      await desk.getByRole('button', { name: en.entry.restore }).click();
      await vaultPage.said(desk, en.entry.restored('Port authority')).waitFor();
    },
    () => row('Port authority').waitFor(),
  );

  live.keep('use');
});

flow('what two browsers do to one entry loses nothing that was typed', async ({ seat }) => {
  const desk = await seat('Maya');
  const train = await seat('Maya');
  for (const { page, email } of [desk, train]) {
    await signInWith(page, email, password);
    await vaultPage.open(page, 'Office alarm');
  }
  // Both edit: both versions are shown, and both can be kept.
  await vaultPage.beginEdit(desk.page, { notes: 'The panel is behind the door. Code by phone.' });
  await train.page.getByRole('button', { name: en.entry.favourite }).click();
  await train.page.getByRole('button', { name: en.entry.unfavourite }).waitFor();
  await vaultPage.beginEdit(train.page, { notes: 'The panel moved to the stairs.' });
  await vaultPage.save(train.page);
  await vaultPage.said(train.page, en.entryForm.saved('Office alarm')).waitFor();
  await vaultPage.save(desk.page);
  const dialog = desk.page.getByRole('dialog', { name: en.conflict.title });
  await dialog.getByText('The panel is behind the door. Code by phone.').waitFor();
  await dialog.getByText('The panel moved to the stairs.').waitFor();
  expect(await dialog.getByRole('rowheader').allInnerTexts()).toEqual([
    en.entry.notes,
    en.conflict.favourite,
  ]);
  await desk.look('conflict');
  await dialog.getByRole('button', { name: en.conflict.keepBoth }).click();
  const copy = en.conflict.copyOf('Office alarm');
  await vaultPage.title(desk.page, copy).waitFor();
  for (const { page } of [desk, train]) {
    await vaultPage.open(page, 'Office alarm');
    await page.getByText('The panel moved to the stairs.').waitFor();
    await vaultPage.open(page, copy);
    await page.getByText('The panel is behind the door. Code by phone.').waitFor();
  }

  // One edits what the other puts into the trash: kept, it comes out of there again.
  await vaultPage.beginEdit(desk.page, { notes: 'The code is with the harbour master.' });
  await vaultPage.more(train.page, en.entry.trash);
  await vaultPage.said(train.page, en.entry.trashed(copy)).waitFor();
  await vaultPage.save(desk.page);
  await dialog.getByRole('row', { name: en.conflict.trashes.yes }).waitFor();
  await dialog.getByRole('button', { name: en.conflict.useYours }).click();
  await vaultPage.said(desk.page, en.entryForm.saved(copy)).waitFor();
  await vaultPage.open(train.page, copy);
  await train.page.getByText('The code is with the harbour master.').waitFor();

  // One edits what the other deletes for good: the form stays, and saves a new entry.
  await vaultPage.beginEdit(desk.page, { notes: 'The code is in the safe.' });
  await vaultPage.more(train.page, en.entry.trash);
  await vaultPage.place(train.page, en.vault.trash).click();
  await vaultPage.open(train.page, copy);
  await vaultPage.more(train.page, en.entry.purge);
  await train.page
    .getByRole('dialog', { name: en.entry.purgeTitle })
    .getByRole('button', { name: en.entry.purge })
    .click();
  await vaultPage.said(train.page, en.entry.purged).waitFor();
  await desk.page.getByRole('alert').getByText(en.entryForm.lostTitle).waitFor();
  await desk.look('entry-gone-while-edited');
  await vaultPage.save(desk.page);
  await vaultPage.said(desk.page, en.entryForm.added(copy)).waitFor();
  await vaultPage.place(train.page, en.vault.all).click();
  await vaultPage.open(train.page, copy);
  await train.page.getByText('The code is in the safe.').waitFor();
});

flow('a server that alters an answer is found out, and nothing is changed any more', async ({ seat }) => {
  const desk = await seat('Maya');
  const train = await seat('Maya');
  for (const { page, email } of [desk, train]) {
    await signInWith(page, email, password);
    await vaultPage.open(page, 'Office alarm');
  }
  const { page } = desk;
  let altered = 0;
  await desk.context.route('**/changes?*', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    const last = body.length - 1;
    body[last] = (body[last] ?? 0) ^ 1;
    altered += 1;
    await route.fulfill({ response, body });
  });
  await train.page.getByRole('button', { name: en.entry.unfavourite }).click();
  const banner = page.getByRole('alert').filter({ hasText: en.frame.alarmTitle });
  await banner.getByText(sentence('manifest_wrong', {})).waitFor();
  await banner.getByText(en.frame.alarmLead).waitFor();
  expect(await banner.getByRole('link', { name: 'manifest_wrong' }).getAttribute('href')).toBe(
    '/help/manifest_wrong',
  );
  expect(altered).toBe(1);
  await desk.look('alarm');

  // What was verified before stays readable; nothing is written, by button or by key.
  await page.getByText('The panel moved to the stairs.').waitFor();
  expect(await page.getByRole('button', { name: en.entry.edit }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: en.vault.add }).first().isDisabled()).toBe(true);
  await page.keyboard.press('e');
  await vaultPage.said(page, en.entry.alarmReadOnly).waitFor();
  await banner.getByRole('link', { name: 'manifest_wrong' }).click();
  await page.getByRole('heading', { name: sentence('manifest_wrong', {}) }).waitFor();
});
