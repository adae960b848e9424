import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';

const { form, vault, result } = en.checkAccess;

/** The page that says why somebody gets in or does not, and who can open what. */
export const checkPage = {
  /** Asks about somebody by address; the rest as it is filled in. */
  ask: async (page: Page, email: string, from?: string) => {
    await page.getByLabel(form.who).fill(email);
    if (from !== undefined) await page.getByLabel(form.address).fill(from);
    await page.getByRole('button', { name: form.submit, exact: true }).click();
  },
  answer: (page: Page) => page.getByRole('region', { name: result.label }),
  /** The line of one check. */
  line: (page: Page, step: number) =>
    checkPage
      .answer(page)
      .getByRole('listitem')
      .filter({ has: page.getByText(en.checkAccess.steps[step] ?? '', { exact: true }) })
      .last(),
  pickVault: async (page: Page, name: string) => {
    await page.getByRole('combobox', { name: vault.pick }).click();
    await page.getByRole('option', { name, exact: true }).click();
  },
  pickEntry: async (page: Page, title: string) => {
    await page.getByRole('combobox', { name: vault.entry }).click();
    await page.getByRole('option', { name: title, exact: true }).click();
  },
};
