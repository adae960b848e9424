import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';

/** Signs in with a password; what comes next is the caller's to await. */
export async function signInWith(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(en.signIn.email).fill(email);
  await page.getByLabel(en.signIn.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: en.signIn.submit }).click();
}
