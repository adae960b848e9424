import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';
import { unlockWith } from './sign-in.ts';

const { administration, members, member, addresses, invite, invitations, outcome, rules } = en;

type Client = 'extension' | 'app' | 'cli';
type Section = keyof typeof administration.sections;

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function choose(page: Page, label: string, option: string) {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Saves what is changed, whatever its button says of whom that refuses. */
async function saveDraft(page: Page) {
  const save = page.getByRole('button', { name: new RegExp(`^${administration.save}\\b`) });
  await save.click();
  await save.waitFor({ state: 'detached' });
}

/** The administration, by what somebody who may change things does there. */
export const administrationPage = {
  /** From anywhere inside the organization. */
  open: async (page: Page, section: Section) => {
    const pages = page.getByRole('navigation', { name: administration.nav });
    const way = page.getByRole('link', { name: administration.title });
    // A page that was refused a moment ago goes on by itself, to either of the two.
    await pages.or(way).first().waitFor();
    if (!(await pages.isVisible())) await way.first().click();
    const { title } = administration.sections[section];
    await pages.getByRole('link', { name: title, exact: true }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  },
  select: (page: Page, name: string) =>
    page.getByRole('checkbox', { name: en.dataTable.select(name), exact: true }).click(),
  /** On a device that was signed in by password: says that who receives keys are the right ones. */
  confirmRecipients: async (page: Page) => {
    await page.getByRole('dialog', { name: en.recipients.title }).waitFor();
    await press(page, en.recipients.right);
    await page.getByRole('dialog', { name: en.recipients.title }).waitFor({ state: 'detached' });
  },
};

export const membersPage = {
  /** What is offered for the selected. */
  press,
  /** Opens the page of one member. */
  member: async (page: Page, email: string) => {
    await page.getByRole('table').getByRole('link', { name: email }).click();
    await page.getByRole('heading', { name: email, level: 1 }).waitFor();
  },
  /** What somebody was read to by a member whose keys nobody has vouched for. */
  confirmWords: async (page: Page, words: readonly string[]) => {
    await page.getByRole('textbox', { name: member.words }).fill(words.join(' '));
    await press(page, member.confirmWords);
  },
  /** In the dialog about the end of a membership: none, or in so many days. */
  endIn: (page: Page, days: number) => press(page, days === 0 ? members.endNever : members.endIn(days)),
  /** In the dialog about clients. */
  chooseClient: (page: Page, client: Client, choice: keyof typeof members.clientChoices) =>
    choose(page, administration.clients[client], members.clientChoices[choice]),
  apply: (page: Page) => press(page, administration.apply),
};

export const rulesPage = {
  /** From now on, without days of grace. */
  requireSecondFactor: async (page: Page, level: keyof typeof rules.secondFactor.levels) => {
    const name = new RegExp(`^${rules.secondFactor.levels[level]}`);
    await page.getByRole('radio', { name }).click();
    if (level !== 'none') await choose(page, rules.secondFactor.grace, rules.secondFactor.days(0));
    await rulesPage.save(page);
  },
  /** Leaves the choice to be saved. */
  pickClient: (page: Page, client: Client, to: 'allowed' | 'off') =>
    choose(page, administration.clients[client], rules.clients[to]),
  /** Types the oldest version that is accepted; nothing for any. */
  beginOldest: (page: Page, version: string) =>
    page.getByLabel(rules.version.label, { exact: true }).fill(version),
  save: saveDraft,
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
  /** Opens the import and pastes lines into it. */
  import: async (page: Page, lines: string) => {
    await page.getByRole('button', { name: addresses.import, exact: true }).first().click();
    await page.getByRole('dialog').getByRole('textbox', { name: addresses.importLabel }).fill(lines);
  },
  submitImport: (page: Page, count: number) => press(page, addresses.importSubmit(count)),
  /** The list as a file, out of the browser's downloads. */
  export: async (page: Page): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, addresses.export)]);
    return readFile(await download.path(), 'utf8');
  },
  turn: async (page: Page, on: boolean) => {
    await page.getByRole('checkbox', { name: addresses.switchLabel }).click();
    await saveDraft(page);
    await page.getByRole('checkbox', { name: addresses.switchLabel, checked: on }).waitFor();
  },
};

export const invitationsPage = {
  /** Fills in the form for one address whose link is handed over by hand. */
  beginInvite: async (page: Page, email: string) => {
    await page.getByRole('link', { name: members.invite }).first().click();
    await page.getByRole('textbox', { name: invite.addresses }).fill(email);
    await invitationsPage.byLink(page);
  },
  /** In the form: its link is handed over by hand. */
  byLink: (page: Page) =>
    page.getByRole('radio', { name: new RegExp(`^${invite.deliveries.link.name}`) }).click(),
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

export const invitePage = {
  /** Opens the form from the list and pastes addresses into it. */
  begin: async (page: Page, pasted: string, delivery: keyof typeof invite.deliveries) => {
    await page.getByRole('link', { name: members.invite }).first().click();
    await page.getByRole('textbox', { name: invite.addresses }).fill(pasted);
    await page.getByRole('radio', { name: new RegExp(`^${invite.deliveries[delivery].name}`) }).check();
  },
  /** Picks a vault and one right on it beside that to see its list. */
  giveRight: async (page: Page, vault: string, right: string) => {
    await page.getByRole('checkbox', { name: vault, exact: true }).click();
    await page.getByRole('combobox', { name: vault, exact: true }).click();
    await page.getByRole('option', { name: en.vaultAccess.single.name, exact: true }).click();
    await page.getByRole('checkbox', { name: right, exact: true }).click();
  },
  submit: (page: Page, count: number) => press(page, invite.submit(count)),
  /** The links that are shown this once, by address, in the order of the page. */
  links: async (page: Page): Promise<Readonly<Record<string, string>>> => {
    const made = page.getByRole('listitem').filter({ hasText: /\/invitation#/ });
    const pairs: [string, string][] = [];
    for (const one of await made.all()) {
      const link = await one.getByText(/\/invitation#/).innerText();
      pairs.push([await one.getByRole('paragraph').first().innerText(), link.trim()]);
    }
    return Object.fromEntries(pairs);
  },
  done: async (page: Page) => {
    await page.getByRole('link', { name: administration.done, exact: true }).click();
    await press(page, invite.leaveNow);
  },
};

export const groupsPage = {
  /** Fills in the dialog, by the keyboard alone from the button on. */
  create: async (page: Page, name: string, people: readonly string[]) => {
    await page.getByRole('button', { name: en.groups.create }).first().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: en.groups.create });
    await dialog.locator(':focus').waitFor();
    await page.keyboard.type(name);
    for (const email of people) {
      await dialog.getByRole('checkbox', { name: email }).focus();
      await page.keyboard.press('Space');
    }
    await groupsPage.submit(page);
  },
  /** From a group's page to the list. */
  back: (page: Page) => page.getByRole('link', { name: en.groups.back }).click(),
  /** Those that are selected. */
  remove: async (page: Page, count: number) => {
    const action = en.groups.removeMany(count);
    await press(page, action);
    const asked = page.getByRole('dialog', { name: action });
    await asked.getByRole('textbox').fill(en.removal.typed(count));
    await asked.getByRole('button', { name: action }).click();
  },
  submit: (page: Page) =>
    page
      .getByRole('dialog', { name: en.groups.create })
      .getByRole('button', { name: en.vault.create })
      .click(),
};

export const accessPage = {
  /** Opens the vault's page and picks whom to give it to, and as what. */
  beginGive: async (page: Page, vault: string, to: string, role: keyof typeof en.vaultAccess.roles) => {
    await page.getByRole('table').getByRole('link', { name: vault, exact: true }).click();
    await page.getByRole('heading', { name: vault, level: 1 }).waitFor();
    await press(page, en.vaultAccess.give);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: new RegExp(`^${to}`) }).click();
    await dialog.getByRole('radio', { name: new RegExp(`^${en.vaultAccess.roles[role].name}`) }).check();
  },
  give: (page: Page) =>
    page.getByRole('dialog').getByRole('button', { name: en.vaultAccess.give, exact: true }).click(),
};
