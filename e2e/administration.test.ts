import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Device, PeoplesServer } from '../packages/client/test/people.ts';
import { createVault, password, startMember, startOwner, startPerson } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { type Flow, flow, type Person } from './app/flow.ts';
import { LiveMeasure } from './app/measure-live.ts';
import {
  accessPage,
  addressesPage,
  administrationPage,
  groupsPage,
  invitationsPage,
  invitePage,
  membersPage,
} from './pages/administration.ts';
import { signInAt } from './pages/sign-in.ts';
import { vaultPage } from './pages/vault.ts';

const { members, member, invite, invitations, outcome, removal, addresses, rules, organizationHistory } = en;

interface Northwind extends Pick<Flow, 'settings'> {
  readonly peoples: PeoplesServer;
  /** Its owner, Maya, on a device in Node, for what a test needs before it begins. */
  readonly owner: Device;
}

/** An organization for the file, on a server where people may have accounts before they are invited. */
const northwind = flow.extend<Northwind>({
  settings: [{ POSTERN_SIGNUP: 'open' }, { scope: 'file' }],
  peoples: [
    async ({ server }, use) => use({ url: server.url, codeFor: server.mailedCode }),
    { scope: 'file' },
  ],
  owner: [
    async ({ peoples }, use) => {
      const owner = await startOwner(peoples, 'maya@northwind.example', 'northwind');
      await createVault(owner, 'Dispatch', 'Crane control', 'Port authority');
      await createVault(owner, 'Berths', 'Berth plan');
      await use(owner);
      await owner.client.close();
    },
    { scope: 'file' },
  ],
});

const inside = (page: Page) => vaultPage.list(page).waitFor();
const enter = async ({ page, email }: Person) => {
  await signInAt(page, 'northwind', email, password);
  await inside(page);
};
const said = (page: Page, message: string) => page.getByText(message, { exact: true }).first().waitFor();
const undo = (page: Page) => page.getByRole('button', { name: en.controls.undo }).first().click();

northwind(
  'Maya invites by a pasted list, and what she gives is there by itself',
  async ({ seat, owner, peoples }) => {
    const maya = await seat('Maya');
    const noa = await seat('Noa');
    expect(owner.client.snapshot().account?.email).toBe(maya.email);
    await (await startPerson(peoples, noa.email)).client.close();
    await Promise.all([enter(maya), signInAt(noa.page, 'northwind', noa.email, password)]);

    // A list as it comes out of another program: each address answers for itself.
    await administrationPage.open(maya.page, 'invitations');
    const pasted = `${noa.email}; leo@northwind.example,not an address\nNOA@northwind.example;${maya.email}\n\npim@northwind.example`;
    await invitePage.begin(maya.page, pasted, 'link');
    await said(maya.page, invite.counting(3));
    await invitePage.giveRight(maya.page, 'Berths', en.vaultAccess.rights.history);
    for (const problem of ['invalid', 'repeated', 'member'] as const) {
      await maya.page.getByText(invite.problems[problem]).waitFor();
    }
    // Invited to a vault they would receive its key, and this browser has not said yet who may.
    await invitePage.submit(maya.page, 3);
    await maya.page.getByRole('dialog', { name: en.recipients.title }).waitFor();
    await maya.look('who-receives');
    await administrationPage.confirmRecipients(maya.page);
    await maya.page.getByRole('heading', { name: invite.resultTitle, level: 1 }).waitFor();
    const links = await invitePage.links(maya.page);
    expect(Object.keys(links)).toEqual([noa.email, 'leo@northwind.example', 'pim@northwind.example']);
    await invitePage.done(maya.page);

    const joined = await invitationsPage.follow(noa.page, links[noa.email] ?? '', password);
    await inside(joined);
    await joined.close();
    await inside(noa.page);

    // What was sent is sent again with another link, or taken back.
    const { page } = maya;
    await page.getByRole('checkbox', { name: en.dataTable.select(noa.email), exact: true }).waitFor({
      state: 'detached',
    });
    await administrationPage.select(page, 'leo@northwind.example');
    await invitationsPage.resend(page);
    expect(await invitationsPage.link(page)).not.toBe(links['leo@northwind.example']);
    await invitationsPage.leaveLinks(page);
    await administrationPage.select(page, 'pim@northwind.example');
    await page.getByRole('button', { name: invitations.revoke, exact: true }).click();
    await said(page, invitations.revoked(1));

    // A group, and a vault for it.
    const live = new LiveMeasure();
    await administrationPage.open(page, 'groups');
    await groupsPage.create(page, 'Night shift', [noa.email]);
    await page.getByRole('heading', { name: 'Night shift', level: 1 }).waitFor();
    await groupsPage.back(page);
    await groupsPage.create(page, 'Day shift', []);
    await page.getByRole('heading', { name: 'Day shift', level: 1 }).waitFor();
    await groupsPage.back(page);
    await groupsPage.create(page, 'Relief', []);
    await page.getByRole('heading', { name: 'Relief', level: 1 }).waitFor();
    await groupsPage.back(page);
    for (const group of ['Day shift', 'Relief']) await administrationPage.select(page, group);
    await groupsPage.remove(page, 2);
    await page.getByRole('region', { name: outcome.title }).getByText(en.groups.removedMany(2)).waitFor();
    await administrationPage.open(page, 'vaults');
    await accessPage.beginGive(page, 'Dispatch', 'Night shift', 'operator');
    await live.of(
      'a vault for a group',
      async () => {
        await accessPage.give(page);
        await said(page, en.vaultAccess.gave(1));
      },
      () => vaultPage.row(noa.page, 'Crane control').waitFor(),
    );
    await live.of(
      'taken back',
      async () => {
        await undo(page);
        await page.getByText('Night shift', { exact: true }).waitFor({ state: 'detached' });
      },
      () => vaultPage.row(noa.page, 'Crane control').waitFor({ state: 'detached' }),
    );
    live.keep('administration');
  },
);

northwind(
  'she changes, limits, parts and hands over, each change with its undo',
  async ({ seat, owner, peoples }) => {
    const maya = await seat('Maya');
    const ana = await seat('Ana');
    const { page } = maya;
    const leo = 'leo.k@northwind.example';
    const { open } = owner.client.snapshot().entered ?? {};
    const vault = open?.vaults.find(({ name }) => name === 'Dispatch');
    if (vault === undefined) throw new Error('there is no vault to give');
    const given = { grants: [{ vault: vault.id, given: 'reader' as const }] };
    await (await startMember(peoples, owner, ana.email)).client.close();
    await (await startMember(peoples, owner, leo, given)).client.close();
    await Promise.all([enter(maya), enter(ana)]);
    await administrationPage.open(page, 'members');
    const live = new LiveMeasure();
    const refused = ana.page.getByText('member_disabled', { exact: true });

    // Shut out while inside; undone, the page goes on where it was.
    await administrationPage.select(page, ana.email);
    await live.of(
      'disabled',
      async () => {
        await membersPage.press(page, members.disable);
        await said(page, members.disabled(1));
      },
      () => refused.waitFor(),
    );
    await live.of(
      'enabled again',
      () => undo(page),
      () => inside(ana.page),
    );

    // Several at once: what became of each, and all of it taken back.
    await administrationPage.select(page, ana.email);
    await administrationPage.select(page, leo);
    await membersPage.press(page, members.extend);
    await membersPage.endIn(page, 30);
    await membersPage.apply(page);
    const told = page.getByRole('region', { name: outcome.title });
    await told.getByText(members.endSet(2)).waitFor();
    await told.getByText(outcome.each).click();
    await told.getByText(`${leo}: ${outcome.done}`).waitFor();
    await told.getByRole('button', { name: en.controls.undo }).click();
    await told.waitFor({ state: 'detached' });

    // A role makes its pages appear to whoever got it.
    await membersPage.member(page, ana.email);
    await membersPage.press(page, members.setRole);
    await page.locator('[role="dialog"] :focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await said(page, members.roleSet(1, members.roles.administrator));
    await membersPage.press(page, member.makeCustodian);
    await administrationPage.confirmRecipients(page);
    await said(page, member.madeCustodian(ana.email));
    await page.getByText(en.history.custodian_add ?? '', { exact: true }).waitFor();
    await maya.look('member');
    await administrationPage.open(ana.page, 'members');
    await ana.page.getByRole('table').getByText(members.custodian, { exact: true }).waitFor();

    // What she cannot do to herself is refused with its reason.
    await administrationPage.open(page, 'rules');
    await page
      .getByRole('radio', { name: new RegExp(`^${rules.secondFactor.levels.phishing_resistant}`) })
      .check();
    await page.getByRole('combobox', { name: rules.secondFactor.grace }).click();
    await page.getByRole('option', { name: rules.secondFactor.days(0), exact: true }).click();
    await page.getByRole('link', { name: rules.secondFactor.setUpOwn }).waitFor();
    const save = page.getByRole('button', { name: en.administration.save, exact: true });
    expect(await save.isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: rules.secondFactor.grace }).click();
    await page.getByRole('option', { name: rules.secondFactor.days(14), exact: true }).click();
    await membersPage.press(page, en.administration.save);
    await said(page, rules.saved);

    // Addresses come in by a list, and go out as one.
    await administrationPage.open(page, 'addresses');
    await addressesPage.import(
      page,
      '127.0.0.0/8, This machine\n::1\n2001:DB8::/32, "Office, Rotterdam"\nnowhere',
    );
    await page.getByText(addresses.importWrong(1), { exact: false }).waitFor();
    await addressesPage.submitImport(page, 3);
    await page.getByRole('table').getByText('2001:db8::/32', { exact: true }).waitFor();
    await addressesPage.turn(page, true);
    expect(await addressesPage.export(page)).toMatch(/2001:db8::\/32,"Office, Rotterdam"/);

    // Who leaves could have copied this.
    await administrationPage.open(page, 'members');
    await administrationPage.select(page, leo);
    await membersPage.press(page, members.remove);
    const asked = page.getByRole('dialog', { name: removal.title(1) });
    await asked.getByText('Dispatch', { exact: true }).waitFor();
    await asked.getByRole('textbox').fill(leo);
    await maya.look('leaver');
    await asked.getByRole('button', { name: removal.action(1) }).click();
    const report = page.getByRole('region', { name: removal.report });
    await report.getByText(members.removed(1)).waitFor();
    await report.getByText('Dispatch', { exact: true }).click();
    await report.getByText('Crane control').waitFor();

    // All of it stands in the history, by whom, as this browser verified it.
    await administrationPage.open(page, 'history');
    const history = page.getByRole('table', { name: organizationHistory.caption });
    await page.getByRole('searchbox').fill(ana.email);
    await history.getByText(`Disabled ${ana.email}`, { exact: true }).waitFor();
    await history.getByText(`Made ${ana.email} a custodian`, { exact: true }).waitFor();
    await page.getByRole('button', { name: organizationHistory.about.recovery }).click();
    await history.getByText(`Disabled ${ana.email}`).waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: en.dataTable.all }).click();
    await history.getByText(`Removed ${leo}`, { exact: true }).waitFor();
    await maya.look('history');

    // Handed over: what the owner alone may do is on Ana's pages from then on, and on Maya's no more.
    await administrationPage.open(page, 'members');
    await membersPage.member(page, ana.email);
    await membersPage.member(ana.page, maya.email);
    await membersPage.press(page, member.transfer);
    const asksTwice = page.getByRole('dialog', { name: member.transferTitle });
    await asksTwice.getByRole('textbox').fill(ana.email);
    await maya.look('transfer');
    await live.of(
      'ownership handed over',
      () => asksTwice.getByRole('button', { name: member.transfer, exact: true }).click(),
      () => ana.page.getByRole('button', { name: member.transfer, exact: true }).waitFor(),
    );
    await said(page, member.transferred(ana.email));
    await page.getByText(en.administration.ownerOnly).waitFor();
    await page.getByRole('button', { name: member.transfer, exact: true }).waitFor({ state: 'detached' });
  },
);
