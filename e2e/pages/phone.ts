import type { RefusalCode } from '@postern/access';
import type { Page } from 'playwright-core';
import { refusalSentence } from '../../apps/web/src/refusal-line.tsx';
import { en } from '../../packages/ui/src/text/en.ts';

const { phone, phoneApp, scan } = en;

/** The page of a signed-in client that pairs a phone. */
export const pairPage = {
  open: async (page: Page) => {
    await openKeyStorage(page);
    await page.getByRole('link', { name: new RegExp(`^(${phone.pair}|${phone.pairAnother})$`) }).click();
    await pairPage.code(page).waitFor();
  },
  code: (page: Page) => page.getByRole('img', { name: phone.pairing.qr }),
  /** Compares the digits of this page and of the phone, and adds the phone. */
  confirm: async (page: Page, onPhone: Page) => {
    const shown = await page.getByRole('list', { name: phone.pairing.digits }).innerText();
    const there = await onPhone.getByRole('list', { name: phoneApp.code.digits }).innerText();
    if (there !== shown) throw new Error(`the phone shows ${there}`);
    await page.getByRole('button', { name: phone.pairing.confirm }).click();
  },
  paired: (page: Page) => page.getByRole('heading', { name: phone.pairing.doneTitle }).waitFor(),
};

/** Account, Key storage, from the menu. */
export async function openKeyStorage(page: Page): Promise<void> {
  await openFromMenu(page, en.frame.keyStorage);
  await page.getByRole('heading', { name: en.keyStorage.title, level: 1 }).waitFor();
}

/** A page of the account, from the menu. */
export async function openFromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Account menu of / }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Takes the keys from under the password, so that a new device needs another way to them. */
export async function dropPasswordWay(page: Page, password: string): Promise<void> {
  const { title } = en.keyStorage.password;
  const heading = page.getByRole('heading', { name: new RegExp(`^${title}\\b`), level: 2 });
  const card = page.locator('section').filter({ has: heading });
  await card.getByRole('button', { name: en.keyStorage.remove }).click();
  const dialog = page.getByRole('dialog', { name: en.keyStorage.password.removeTitle });
  await dialog.getByLabel(en.keyStorage.yourPassword, { exact: true }).fill(password);
  await dialog.getByRole('button', { name: en.keyStorage.remove, exact: true }).click();
  await card.getByText(en.keyStorage.password.offLead).waitFor();
}

/** A device without keys that asks the phones of its account. */
export const askPage = {
  ask: async (page: Page) => {
    await page.getByRole('button', { name: phone.ask.button }).click();
    await askPage.code(page).waitFor();
  },
  code: (page: Page) => page.getByRole('img', { name: phone.ask.qr }),
  /** The question ended without the keys, for this reason; another one can be asked. */
  isRefused: async (page: Page, code: RefusalCode) => {
    await saysRefused(page, code);
    await page.getByRole('button', { name: phone.ask.again }).waitFor();
  },
  again: async (page: Page) => {
    await page.getByRole('button', { name: phone.ask.again }).click();
    await askPage.code(page).waitFor();
  },
  digits: async (page: Page) =>
    (await page.getByRole('list', { name: phone.ask.digits }).innerText()).replaceAll(/\D/g, ''),
  toDigits: (page: Page) => page.getByRole('button', { name: phone.ask.noCamera }).click(),
  /** The person has read on the phone that it approved. */
  confirm: (page: Page) => page.getByRole('button', { name: phone.ask.confirm }).click(),
  inside: (page: Page) => page.getByRole('heading', { name: en.home.title }).waitFor(),
};

/** The six steps. */
export const forgotPhonePage = {
  /** Waits until this step is the one to do. */
  isAt: (page: Page, title: string) =>
    page.locator('li[aria-current=step]').getByRole('heading', { name: title }).waitFor(),
};

/** The installed app, as the phone. */
export const phonePage = {
  open: async (page: Page) => {
    await page.goto('/app/phone');
    await page.getByRole('heading', { name: phoneApp.title, level: 1 }).waitFor();
  },
  toScan: async (page: Page) => {
    await page.getByRole('link', { name: phoneApp.scan }).click();
    await page.getByRole('heading', { name: phoneApp.code.title }).waitFor();
  },
  /** Types a code that was copied elsewhere; on the page that scans as on that of a request. */
  typeCode: async (page: Page, code: string) => {
    await page.getByLabel(new RegExp(`^(${phoneApp.code.typed}|${phoneApp.request.codeText})$`)).fill(code);
    await page.getByRole('button', { name: scan.submit }).click();
  },
  /** On the page of a request, where the code as text is asked for last. */
  pasteCode: async (page: Page, code: string) => {
    await page.getByRole('button', { name: phoneApp.request.pasteCode }).click();
    await phonePage.typeCode(page, code);
  },
  film: (page: Page) => page.getByRole('button', { name: scan.useCamera }).click(),
  name: async (page: Page, label: string) => {
    await page.getByLabel(phoneApp.code.label).fill(label);
    await page.getByRole('button', { name: phoneApp.code.pair, exact: true }).click();
  },
  paired: (page: Page) => page.getByRole('heading', { name: phoneApp.code.doneTitle }).waitFor(),
  request: (page: Page) => page.getByRole('heading', { name: phoneApp.request.title }),
  /** Opens the one request that is there, which arrives by itself. */
  openRequest: async (page: Page) => {
    await page.getByRole('link', { name: phoneApp.requests.answer }).click();
    await phonePage.request(page).waitFor();
  },
  deny: async (page: Page) => {
    await page.getByRole('button', { name: phoneApp.request.deny, exact: true }).click();
    await page.getByRole('heading', { name: phoneApp.request.deniedTitle }).waitFor();
  },
  report: async (page: Page) => {
    await page.getByRole('button', { name: phoneApp.request.report, exact: true }).click();
    await page.getByText(phoneApp.request.reported).waitFor();
  },
  /** The request that is looked at ended; by what the person did, where a reason is named. */
  isOver: async (page: Page, code?: RefusalCode) => {
    await page.getByRole('heading', { name: phoneApp.request.overTitle }).waitFor();
    await (code === undefined ? page.getByText(phoneApp.request.over).waitFor() : saysRefused(page, code));
  },
  unpair: async (page: Page, email: string) => {
    await page.getByRole('button', { name: phoneApp.accounts.unpairLabel(email) }).click();
    const dialog = page.getByRole('dialog', { name: phoneApp.accounts.unpairTitle(email) });
    await dialog.getByRole('button', { name: phoneApp.accounts.unpair, exact: true }).click();
    await page.getByText(phoneApp.emptyTitle).waitFor();
  },
  /** Lets go of an account that lists this phone no longer. */
  forget: async (page: Page, email: string) => {
    await page.getByText(phoneApp.accounts.lost).waitFor();
    await page.getByRole('button', { name: phoneApp.accounts.forgetLabel(email) }).click();
    await page.getByText(phoneApp.emptyTitle).waitFor();
  },
  toDigits: async (page: Page) => {
    await page.getByRole('button', { name: phoneApp.request.noCamera }).click();
    await page.getByText(phoneApp.request.waitsForDigits).waitFor();
  },
  approveByDigits: async (page: Page, digits: string) => {
    await page.getByLabel(phoneApp.request.digits).fill(digits);
    await page.getByRole('button', { name: phoneApp.request.approveByDigits }).click();
  },
  approved: (page: Page) => page.getByRole('heading', { name: phoneApp.request.approvedTitle }).waitFor(),
  back: async (page: Page) => {
    await page.getByRole('link', { name: phoneApp.request.back }).click();
    await page.getByRole('heading', { name: phoneApp.title, level: 1 }).waitFor();
  },
};

const saysRefused = (page: Page, code: RefusalCode) =>
  page.getByText(refusalSentence({ code, params: {} })).waitFor();

/** The phones on the account's page of key storage. */
export const phoneList = {
  row: (page: Page, label: string) => page.getByRole('listitem').filter({ hasText: label }),
  unpair: async (page: Page, label: string, password: string) => {
    await page.getByRole('button', { name: phone.unpairLabel(label) }).click();
    const dialog = page.getByRole('dialog', { name: phone.unpairTitle(label) });
    await dialog.getByLabel(phone.password, { exact: true }).fill(password);
    await dialog.getByRole('button', { name: phone.unpair, exact: true }).click();
    // The page is hidden while the dialog asks.
    await dialog.waitFor({ state: 'detached' });
    await phoneList.row(page, label).waitFor({ state: 'detached' });
  },
};
