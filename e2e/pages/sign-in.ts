import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';

/** Signs in with a password; what comes next is the caller's to await. */
export async function signInWith(page: Page, email: string, password: string): Promise<void> {
  await signInAtPath(page, '/sign-in', email, password);
}

/** Signs in on the way to an organization. */
export async function signInAt(page: Page, address: string, email: string, password: string): Promise<void> {
  await signInAtPath(page, `/sign-in?next=${encodeURIComponent(`/${address}`)}`, email, password);
}

async function signInAtPath(page: Page, path: string, email: string, password: string): Promise<void> {
  await page.goto(path);
  await giveSignIn(page, email, password);
}

/** On the page that asks for address and password. */
export async function giveSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel(en.signIn.email).fill(email);
  await page.getByLabel(en.signIn.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: en.signIn.submit }).click();
}

/** Opens the keys again on the page that is locked; the page that was asked for follows. */
export async function unlockWith(page: Page, password: string): Promise<void> {
  await page.getByLabel(en.locked.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: en.locked.submit, exact: true }).click();
  await page.getByRole('heading', { name: en.locked.title }).waitFor({ state: 'detached' });
}
