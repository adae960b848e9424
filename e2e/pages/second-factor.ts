import type { Page } from 'playwright-core';
import { AuthenticatorApp } from '../../apps/server/test/support/authenticator-app.ts';
import { en } from '../../packages/ui/src/text/en.ts';

const { secondFactor } = en;
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The account's page of second factors. */
export const secondFactorPage = {
  open: async (page: Page) => {
    await page.getByRole('button', { name: /^Account menu of / }).click();
    await page.getByRole('menuitem', { name: en.frame.account, exact: true }).click();
    await page.getByRole('link', { name: secondFactor.manage }).click();
    await page.getByRole('heading', { name: secondFactor.title, level: 1 }).waitFor();
  },
  addPasskey: async (page: Page) => {
    await press(page, secondFactor.add.passkey);
    await press(page, secondFactor.passkey.submit);
  },
  /** Types the secret into an authenticator app, and its first code into the page. */
  addApp: async (page: Page): Promise<AuthenticatorApp> => {
    await press(page, secondFactor.add.totp);
    const secret = page.getByText(`${secondFactor.app.secret}:`).locator('..');
    const text = (await secret.innerText()).replace(`${secondFactor.app.secret}:`, '');
    const app = new AuthenticatorApp(text.replaceAll(/\s/g, ''), Date.now);
    await page.getByLabel(secondFactor.app.code).fill(app.code());
    await press(page, secondFactor.app.submit);
    return app;
  },
  /** The ten backup codes on the screen, saved. */
  takeBackupCodes: async (page: Page): Promise<string[]> => {
    const list = page.getByRole('list', { name: secondFactor.backup.list });
    await list.waitFor();
    const codes = await list.getByRole('listitem').all();
    const texts = await Promise.all(codes.map((code) => code.innerText()));
    await press(page, secondFactor.backup.saved);
    return texts;
  },
};

/** What is asked after the password. */
export const secondFactorStep = {
  asked: (page: Page) => page.getByRole('heading', { name: secondFactor.step.title }).waitFor(),
  usePasskey: (page: Page) => press(page, secondFactor.step.usePasskey),
  turnTo: (page: Page, way: keyof typeof secondFactor.step.ways) => press(page, secondFactor.step.ways[way]),
  giveCode: async (page: Page, label: string, code: string) => {
    await page.getByLabel(label).fill(code);
    await press(page, secondFactor.step.submit);
  },
};
