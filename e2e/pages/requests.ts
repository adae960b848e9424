import { type DenialCode, type RemedyCode, remedies } from '@postern/access';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { en } from '../../packages/ui/src/text/en.ts';

const { asking, inbox } = en;

/** What can be chosen in the inbox and done there. */
export type InboxRemedy = keyof typeof inbox.does;

/** Asking for access, by what whoever was refused sees. */
export const askPage = {
  /** Asks with a note, whether the form is open or behind its button. Ends when the request is made. */
  ask: async (page: Page, note = '') => {
    const field = page.getByRole('textbox', { name: asking.note });
    const button = page.getByRole('button', { name: askWords }).first();
    await field.or(button).first().waitFor();
    if (!(await field.isVisible())) await button.click();
    if (note !== '') await field.fill(note);
    await button.click();
    await askPage.state(page).getByText(asking.waiting).waitFor();
  },
  /** How the request stands, in place of the form. */
  state: (page: Page): Locator => page.getByRole('region', { name: asking.stateTitle }),
  /** Once somebody has opened it in the inbox. */
  seen: (page: Page) =>
    askPage
      .state(page)
      .getByText(/^Seen /)
      .waitFor(),
  /** Once it was refused, with what was written along. */
  refused: async (page: Page): Promise<string> => {
    await askPage
      .state(page)
      .getByText(/^Refused /)
      .waitFor();
    return askPage.state(page).getByRole('blockquote').innerText();
  },
  withdraw: async (page: Page) => {
    await page.getByRole('button', { name: asking.withdraw, exact: true }).click();
    await askPage.state(page).waitFor({ state: 'detached' });
  },
};

const askWords = new RegExp(
  `^(?:Ask for access|${remedies.request_invitation.label}|${remedies.remind_owner.label}|${remedies.ask_new_invitation.label}|${remedies.ask_for_keys.label})$`,
);

/** The access inbox, by what somebody who can help does there. */
export const requestsPage = {
  /** The number beside the link to the inbox. */
  badge: (page: Page, count: number): Locator => page.getByText(inbox.badge(count), { exact: true }).first(),
  /** From anywhere inside the organization, wherever a link to it is in sight. */
  open: async (page: Page) => {
    await page
      .getByRole('link', { name: new RegExp(`^${inbox.title}`) })
      .first()
      .click();
    await page.getByRole('heading', { name: inbox.title }).waitFor();
  },
  row: (page: Page, email: string): Locator =>
    page.getByRole('listbox', { name: inbox.list }).getByRole('option').filter({ hasText: email }),
  /** Opens the newest request of somebody, and waits until what stands in their way is drawn. */
  openRequest: async (page: Page, email: string) => {
    await requestsPage.row(page, email).first().click();
    await page.getByRole('heading', { name: email, level: 1 }).waitFor();
  },
  /** What is said to stand in the way. */
  obstacle: (page: Page, code: DenialCode): Locator =>
    page.getByRole('region', { name: inbox.stands[code] ?? inbox.standsOther }),
  /** Picks a remedy among those for what it ends. */
  choose: (page: Page, remedy: InboxRemedy) =>
    page.getByRole('radio', { name: startsWith(remedies[remedy].label) }).check(),
  /** What a remedy says it changes. */
  changes: (page: Page, remedy: RemedyCode): Promise<string> =>
    page.locator('label').filter({ hasText: remedies[remedy].label }).innerText(),
  /** Does all that is chosen, by the one button. Answers what stood on it. */
  settle: async (page: Page): Promise<string> => {
    const did = await requestsPage.press(page);
    await page.getByRole('dialog', { name: did }).waitFor();
    return did;
  },
  /** Presses the one button, without waiting: where it hands keys over, a new device asks first. */
  press: async (page: Page): Promise<string> => {
    const button = page.locator('button[aria-keyshortcuts="Control+Enter Meta+Enter"]');
    const did = await button.innerText();
    await button.click();
    return did;
  },
  /** The same by the keyboard alone. */
  settleByKeys: (page: Page) => page.keyboard.press('ControlOrMeta+Enter'),
  /** Begins to refuse and gives that up; the keyboard is then where it was. */
  thinkBetter: async (page: Page) => {
    const refuse = page.getByRole('button', { name: inbox.refuse, exact: true });
    await refuse.press('Enter');
    await page.getByRole('button', { name: en.controls.cancel, exact: true }).press('Enter');
    await expect.poll(() => refuse.evaluate((button) => button === document.activeElement)).toBe(true);
  },
  refuse: async (page: Page, note = '') => {
    await page.getByRole('button', { name: inbox.refuse, exact: true }).click();
    if (note !== '') await page.getByRole('textbox', { name: inbox.refuseNote }).fill(note);
    await page.getByRole('button', { name: inbox.refuseNow, exact: true }).click();
    await requestsPage.ended(page, 'refused').waitFor();
  },
  /** The part of the page that says how it ended. */
  ended: (page: Page, state: keyof typeof inbox.states): Locator =>
    page.getByRole('region', { name: inbox.states[state], exact: true }),
  /** Takes it back on the page of the settled request. */
  undo: (page: Page) => page.getByRole('button', { name: inbox.undo, exact: true }).click(),
  /** From the request of somebody who is no member to the form of their invitation. */
  invite: async (page: Page) => {
    await page.getByRole('link', { name: inbox.invite, exact: true }).click();
    await page.getByRole('textbox', { name: en.invite.addresses }).waitFor();
  },
  /** Sends an invitation again, right there; its new link is shown this once. */
  resend: (page: Page) => page.getByRole('button', { name: en.invitations.resend, exact: true }).click(),
  /** In the form of an extension: none, or in so many days. */
  endIn: (page: Page, days: number) =>
    page.getByRole('button', { name: en.members.endIn(days), exact: true }).click(),
  shareAs: async (page: Page, role: keyof typeof en.vaultAccess.roles) => {
    await page.getByRole('combobox', { name: inbox.shareAs }).click();
    await page.getByRole('option', { name: en.vaultAccess.roles[role].name, exact: true }).click();
  },
};

const startsWith = (label: string) => new RegExp(`^${label.replaceAll(/[^\w ]/g, '.')}`);
