import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { readAskedGroup } from '../../packages/client/test/people.ts';
import { en } from '../../packages/ui/src/text/en.ts';

/** The form that founds an organization. */
export const createPage = {
  /** From the list of one's organizations. */
  open: async (page: Page) => {
    await page.getByRole('link', { name: en.home.create }).click();
    await page.getByRole('heading', { name: en.create.title }).waitFor();
  },
  fill: async (page: Page, name: string, address?: string) => {
    await page.getByLabel(en.create.name, { exact: true }).fill(name);
    if (address !== undefined) await page.getByLabel(en.create.address, { exact: true }).fill(address);
  },
  submit: (page: Page) => page.getByRole('button', { name: en.create.submit }).click(),
};

/** A kit as it lies in the downloads folder. */
export interface SavedKit {
  readonly fileName: string;
  readonly pdf: Uint8Array;
}

/** The steps of the recovery kit, each by what the owner sees. */
export const kitPage = {
  make: async (page: Page) => {
    await page.getByRole('button', { name: en.setup.make, exact: true }).click();
    await page.getByRole('heading', { name: en.setup.stepSave }).waitFor();
  },
  /** Saves the PDF and takes it from the browser's downloads. */
  save: async (page: Page): Promise<SavedKit> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: en.setup.save }).click(),
    ]);
    return { fileName: download.suggestedFilename(), pdf: await readFile(await download.path()) };
  },
  /** Goes on to the last step and answers which group of the code it asks for. */
  toConfirm: async (page: Page): Promise<number> => {
    await page.getByRole('button', { name: en.setup.saved }).click();
    const label = page.getByText(new RegExp(`^${en.setup.confirmLabel(0).replace('0', '\\d+')}$`));
    return Number((await label.innerText()).match(/\d+/)?.[0]);
  },
  typeBack: async (page: Page, group: string) => {
    await page.getByRole('textbox').fill(group);
    await page.getByRole('button', { name: en.setup.submit }).click();
  },
};

/** Makes, saves and confirms the kit, from its page into the vault. Answers the file. */
export async function passKit(page: Page): Promise<SavedKit> {
  await kitPage.make(page);
  const kit = await kitPage.save(page);
  const asked = await kitPage.toConfirm(page);
  await kitPage.typeBack(page, await readAskedGroup(kit.pdf, asked));
  await page.getByRole('region', { name: en.vault.panes.list }).waitFor();
  return kit;
}

/** From the inside of an account into the empty vault of an organization of one's own. */
export async function foundOrganization(page: Page, name: string, address: string): Promise<SavedKit> {
  await createPage.open(page);
  await createPage.fill(page, name, address);
  await createPage.submit(page);
  return passKit(page);
}

/** Makes, saves and confirms another kit, from the page of the recovery key. */
export async function passNewKit(page: Page): Promise<SavedKit> {
  await page.getByRole('button', { name: en.recoveryKey.generate, exact: true }).click();
  await page.getByRole('heading', { name: en.setup.stepSave }).waitFor();
  const kit = await kitPage.save(page);
  const asked = await kitPage.toConfirm(page);
  await kitPage.typeBack(page, await readAskedGroup(kit.pdf, asked));
  return kit;
}
