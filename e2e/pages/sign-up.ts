import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';
import type { Person } from '../app/flow.ts';
import type { AppServer } from '../app/start-server.ts';

const { signUp } = en;

/** The three steps of signing up, each by what a person sees. */
export const signUpPage = {
  open: (page: Page) => page.goto('/sign-up'),
  giveAddress: async (page: Page, email: string) => {
    await page.getByLabel(signUp.email).fill(email);
    await page.getByRole('button', { name: signUp.sendCode }).click();
    await page.getByRole('heading', { name: signUp.codeTitle }).waitFor();
  },
  /** The address is there already, out of the invitation's link. */
  keepAddress: async (page: Page, email: string) => {
    await page
      .getByLabel(signUp.email)
      .and(page.locator(`[value="${email}"]`))
      .waitFor();
    await page.getByRole('button', { name: signUp.sendCode }).click();
    await page.getByRole('heading', { name: signUp.codeTitle }).waitFor();
  },
  giveCode: async (page: Page, code: string) => {
    await page.getByLabel(signUp.code).fill(code);
    await page.getByRole('button', { name: en.controls.next, exact: true }).click();
    await page.getByRole('heading', { name: signUp.passwordTitle }).waitFor();
  },
  choosePassword: async (page: Page, password: string) => {
    await page.getByLabel(signUp.password, { exact: true }).fill(password);
    await page.getByLabel(signUp.repeat).fill(password);
    await page.getByRole('button', { name: signUp.submit }).click();
    await page.getByRole('heading', { name: signUp.passwordTitle }).waitFor({ state: 'detached' });
  },
};

/** Signs somebody up from the first page to the inside, with the mailed code. */
export async function signUpAs(
  { page, email }: Pick<Person, 'page' | 'email'>,
  server: AppServer,
  password: string,
): Promise<void> {
  await signUpPage.open(page);
  await signUpPage.giveAddress(page, email);
  await signUpPage.giveCode(page, await server.mailedCode(email));
  await signUpPage.choosePassword(page, password);
  await page.getByRole('heading', { name: en.home.title }).waitFor();
}
