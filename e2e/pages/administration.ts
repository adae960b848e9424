import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';
import { unlockWith } from './sign-in.ts';

const { administration, members, addresses, invite, invitations, outcome } = en;

type Section = keyof typeof administration.sections;

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The administration, by what somebody who may change things does there. */
export const administrationPage = {
  /** From anywhere inside the organization. */
  open: async (page: Page, section: Section) => {
    const pages = page.getByRole('navigation', { name: administration.nav });
    if (!(await pages.isVisible())) await page.getByRole('link', { name: administration.title }).click();
    const { title } = administration.sections[section];
    await pages.getByRole('link', { name: title, exact: true }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  },
  select: (page: Page, name: string) =>
    page.getByRole('checkbox', { name: en.dataTable.select(name), exact: true }).click(),
};

export const membersPage = {
  /** What is offered for the selected. */
  press,
  /** Opens the page of one member. */
  member: async (page: Page, email: string) => {
    await page.getByRole('table').getByRole('link', { name: email }).click();
    await page.getByRole('heading', { name: email, level: 1 }).waitFor();
  },
  /** In the dialog about the end of a membership: none, or in so many days. */
  endIn: (page: Page, days: number) => press(page, days === 0 ? members.endNever : members.endIn(days)),
  apply: (page: Page) => press(page, administration.apply),
};

export const addressesPage = {
  beginAdd: async (page: Page, range: string, label: string) => {
    await page.getByRole('button', { name: addresses.add, exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(addresses.range).fill(range);
    await dialog.getByLabel(addresses.label, { exact: true }).fill(label);
  },
  add: (page: Page) =>
    page.getByRole('dialog').getByRole('button', { name: addresses.add, exact: true }).click(),
  turn: async (page: Page, on: boolean) => {
    await page.getByRole('checkbox', { name: addresses.switchLabel }).click();
    await page.getByRole('checkbox', { name: addresses.switchLabel, checked: on }).waitFor();
  },
};

export const invitationsPage = {
  /** Fills in the form for one address whose link is handed over by hand. */
  beginInvite: async (page: Page, email: string) => {
    await page.getByRole('link', { name: members.invite }).first().click();
    await page.getByRole('textbox', { name: invite.addresses }).fill(email);
    await page.getByRole('radio', { name: new RegExp(`^${invite.deliveries.link.name}`) }).click();
  },
  invite: (page: Page) => press(page, invite.submit(1)),
  resend: (page: Page) => press(page, invitations.resend),
  /** The link that is shown this once. */
  link: async (page: Page): Promise<string> => {
    const link = await page
      .getByText(/\/invitation#/)
      .first()
      .innerText();
    return link.trim();
  },
  /** Opens the link in another tab of the same browser, as from a mail, and joins there. */
  follow: async (waiting: Page, link: string, password: string) => {
    const tab = await waiting.context().newPage();
    await tab.goto(link);
    const join = tab.getByRole('button', { name: en.invitation.accept, exact: true });
    const locked = tab.getByLabel(en.locked.password, { exact: true });
    await join.or(locked).waitFor();
    if (await locked.isVisible()) await unlockWith(tab, password);
    await join.click();
    return tab;
  },
  /** Leaves the page on which links are shown this once. */
  leaveLinks: async (page: Page) => {
    const dismiss = page.getByRole('button', { name: outcome.dismiss, exact: true });
    if (await dismiss.count()) await dismiss.first().click();
    else {
      await page.getByRole('link', { name: administration.done }).click();
      await press(page, invite.leaveNow);
    }
  },
};
