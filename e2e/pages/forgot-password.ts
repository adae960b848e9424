import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';

const { forgotPassword } = en;
const headed = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

/** The steps of a forgotten password, each by what a person sees. */
export const forgotPasswordPage = {
  open: async (page: Page) => {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: forgotPassword.link }).click();
    await headed(page, forgotPassword.title);
  },
  giveAddress: async (page: Page, email: string) => {
    await page.getByLabel(forgotPassword.email).fill(email);
    await page.getByRole('button', { name: forgotPassword.sendCode }).click();
    await headed(page, forgotPassword.codeTitle);
  },
  giveCode: async (page: Page, code: string) => {
    await page.getByLabel(forgotPassword.code).fill(code);
    await page.getByRole('button', { name: en.controls.next, exact: true }).click();
  },
  asksForKeys: (page: Page) => headed(page, forgotPassword.keysTitle),
  hasNone: async (page: Page) => {
    await page.getByRole('button', { name: forgotPassword.none }).click();
    await headed(page, forgotPassword.noneTitle);
  },
  saysNone: (page: Page) => headed(page, forgotPassword.noneTitle),
  goOnWithout: async (page: Page, email: string) => {
    await page.getByLabel(forgotPassword.typed(email)).fill(email);
    await page.getByRole('button', { name: forgotPassword.goOn }).click();
    await headed(page, forgotPassword.passwordTitle);
  },
  choose: async (page: Page, password: string, button: string) => {
    await page.getByLabel(forgotPassword.password, { exact: true }).fill(password);
    await page.getByLabel(en.signUp.repeat).fill(password);
    await page.getByRole('button', { name: button, exact: true }).click();
  },
};
