import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';

const { invite, invitation } = en;

/** An invitation as whoever made it hands it over. */
export interface HandedOver {
  readonly link: string;
  /** Told by voice, where the delivery asks for them. */
  readonly words: readonly string[];
}

/** From the vault to the list of invitations. */
export async function openInvitations(page: Page): Promise<void> {
  await page.getByRole('link', { name: en.administration.title }).click();
  await page.getByRole('link', { name: en.invitations.title, exact: true }).first().click();
  await page.getByRole('heading', { name: en.invitations.title, exact: true }).waitFor();
}

/** Invites one address, from the list of invitations and back to it. */
export async function invitePerson(
  page: Page,
  email: string,
  delivery: keyof typeof invite.deliveries,
): Promise<HandedOver> {
  await page.getByRole('link', { name: en.members.invite }).first().click();
  await page.getByRole('textbox', { name: invite.addresses }).fill(email);
  await page.getByRole('radio', { name: new RegExp(`^${invite.deliveries[delivery].name}`) }).click();
  await page.getByRole('button', { name: invite.submit(1) }).click();
  const link = await page.getByText(/\/invitation#/).innerText();
  const words = page.getByRole('list', { name: invite.wordsOf(email) }).getByRole('listitem');
  const told = await words.allInnerTexts();
  await page.getByRole('link', { name: en.administration.done, exact: true }).click();
  await page.getByRole('button', { name: invite.leaveNow, exact: true }).click();
  return { link, words: told };
}

/** The page that the link leads to. */
export const invitationPage = {
  /** Opens the link and sees that the secret leaves the address bar. */
  open: async (page: Page, link: string) => {
    await page.goto(link);
    await page.waitForURL((url) => url.pathname === '/invitation' && url.hash === '');
  },
  toSignUp: (page: Page) => page.getByRole('link', { name: invitation.signUp, exact: true }).click(),
  typeWords: async (page: Page, words: readonly string[]) => {
    await page.getByLabel(invitation.words, { exact: true }).fill(words.join(' '));
    await page.getByRole('button', { name: invitation.accept, exact: true }).click();
  },
};
