import type { Locator, Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';

/** What a person types into the form of an entry; what is absent stays as it is. */
export interface EntryInput {
  readonly type?: 'note';
  readonly vault?: string;
  readonly title?: string;
  readonly user?: string;
  readonly password?: string;
  readonly website?: string;
  readonly notes?: string;
  readonly tags?: string;
  readonly folder?: string;
  readonly fields?: readonly { readonly kind: 'text' | 'hidden' | 'url'; name: string; value: string }[];
}

const { entry, entryForm, vault } = en;

/** The vault, by what a person sees and does there. */
export const vaultPage = {
  list: (page: Page): Locator => page.getByRole('region', { name: vault.panes.list }),
  row: (page: Page, title: string): Locator =>
    page.getByRole('option').filter({ has: page.getByText(title, { exact: true }) }),
  title: (page: Page, title: string): Locator =>
    page.getByRole('heading', { name: title, exact: true, level: 2 }),
  said: (page: Page, message: string): Locator => page.getByRole('dialog', { name: message }),
  search: (page: Page): Locator => page.getByRole('search').getByRole('textbox'),
  /** What the clipboard holds, found out as a person would: the page itself may not read it. */
  paste: async (page: Page): Promise<string> => {
    await vaultPage.search(page).fill('');
    await vaultPage.search(page).press('ControlOrMeta+v');
    const pasted = await vaultPage.search(page).inputValue();
    await vaultPage.search(page).fill('');
    return pasted;
  },
  /** A line of the left pane by its name. */
  place: (page: Page, name: string): Locator =>
    page
      .getByRole('navigation', { name: vault.panes.side })
      .getByRole('link', { name: new RegExp(`^${name}`) }),

  /** Opens the form, fills it in and saves it; answers when the entry is stored on the server. */
  add: async (page: Page, input: EntryInput & { readonly title: string }) => {
    await page.getByRole('button', { name: vault.add }).first().click();
    await page.getByRole('heading', { name: vault.add }).waitFor();
    if (input.type === 'note') await choose(page, entryForm.type, entry.types.note);
    if (input.vault !== undefined) await choose(page, entryForm.vault, input.vault);
    await fillForm(page, input);
    await vaultPage.save(page);
    await vaultPage.said(page, entryForm.added(input.title)).waitFor();
  },
  open: async (page: Page, title: string) => {
    await vaultPage.row(page, title).click();
    await vaultPage.title(page, title).waitFor();
  },
  /** Opens the form over the open entry and types into it, without saving. */
  beginEdit: async (page: Page, input: EntryInput) => {
    await page.getByRole('button', { name: entry.edit }).click();
    await fillForm(page, input);
  },
  save: (page: Page) => page.getByRole('button', { name: entryForm.save, exact: true }).click(),
  more: async (page: Page, action: string) => {
    await page.getByRole('button', { name: vault.actions }).click();
    await page.getByRole('menuitem', { name: action }).click();
  },
  moveTo: async (page: Page, name: string) => {
    await vaultPage.more(page, entry.move);
    await choose(page.getByRole('dialog'), entry.moveTo, name);
    await page.getByRole('button', { name: entry.moveNow, exact: true }).click();
    await vaultPage.said(page, entry.moved(name)).waitFor();
  },
  createVault: async (page: Page, name: string) => {
    await page.getByRole('button', { name: vault.newVault }).click();
    await giveName(page, vault.newVault, vault.vaultName, name);
    await vaultPage.place(page, name).waitFor();
  },
  /** In the vault whose place is chosen. */
  createFolder: async (page: Page, name: string) => {
    await page.getByRole('button', { name: vault.newFolder }).click();
    await giveName(page, vault.newFolder, vault.folderName, name);
    await vaultPage.place(page, name).waitFor();
  },
};

async function giveName(page: Page, title: string, label: string, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByLabel(label).fill(name);
  await dialog.getByRole('button', { name: vault.create, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function choose(within: Page | Locator, label: string, option: string): Promise<void> {
  const box = within.getByRole('combobox', { name: label });
  await box.click();
  await box.page().getByRole('option', { name: option, exact: true }).click();
}

async function fillForm(page: Page, input: EntryInput): Promise<void> {
  const form = page.locator('form');
  const fill = async (label: string, value: string | undefined) => {
    if (value !== undefined) await form.getByLabel(label, { exact: true }).fill(value);
  };
  await fill(entryForm.title, input.title);
  await fill(entryForm.user, input.user);
  await fill(entryForm.password, input.password);
  await fill(entryForm.website, input.website);
  await fill(entryForm.notes, input.notes);
  await fill(entryForm.tags, input.tags);
  if (input.folder !== undefined) await choose(page, entryForm.folder, input.folder);
  for (const [index, field] of (input.fields ?? []).entries()) {
    await page.getByRole('button', { name: entryForm.addField }).click();
    if (field.kind !== 'text') {
      await form.getByRole('combobox', { name: entryForm.fieldKind }).nth(index).click();
      await page.getByRole('option', { name: entryForm.fieldKinds[field.kind], exact: true }).click();
    }
    await form.getByLabel(entryForm.fieldName, { exact: true }).nth(index).fill(field.name);
    await form.getByLabel(entryForm.fieldValue, { exact: true }).nth(index).fill(field.value);
  }
}
