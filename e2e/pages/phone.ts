import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';

const { phone, phoneApp, scan } = en;

/** The page of a signed-in client that pairs a phone. */
export const pairPage = {
  /** Without loading the page anew, which would lock it. */
  open: async (page: Page) => {
    await page.evaluate(() => {
      history.pushState({}, '', '/account/key-storage/phone');
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await pairPage.code(page).waitFor();
  },
  code: (page: Page) => page.getByRole('img', { name: phone.pairing.qr }),
  paired: (page: Page) => page.getByRole('heading', { name: phone.pairing.doneTitle }).waitFor(),
};

/** A device without keys that asks the phones of its account. */
export const askPage = {
  ask: async (page: Page) => {
    await page.getByRole('button', { name: phone.ask.button }).click();
    await askPage.code(page).waitFor();
  },
  code: (page: Page) => page.getByRole('img', { name: phone.ask.qr }),
  digits: async (page: Page) =>
    (await page.getByRole('list', { name: phone.ask.digits }).innerText()).replaceAll(/\D/g, ''),
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
  film: (page: Page) => page.getByRole('button', { name: scan.useCamera }).click(),
  name: async (page: Page, label: string) => {
    await page.getByLabel(phoneApp.code.label).fill(label);
    await page.getByRole('button', { name: phoneApp.code.pair, exact: true }).click();
  },
  paired: (page: Page) => page.getByRole('heading', { name: phoneApp.code.doneTitle }).waitFor(),
  /** Opens the one request that is there. */
  openRequest: async (page: Page) => {
    await page.getByRole('link', { name: phoneApp.requests.answer }).click();
    await page.getByRole('heading', { name: phoneApp.request.title }).waitFor();
  },
};
