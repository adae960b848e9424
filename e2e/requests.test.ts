import { mustBeOk } from '@postern/core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  createVault,
  memberOf,
  password,
  startMember,
  startOwner,
  startPerson,
} from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { type Flow, flow } from './app/flow.ts';
import { administrationPage, invitationsPage } from './pages/administration.ts';
import { askPage, requestsPage } from './pages/requests.ts';
import { signInAt } from './pages/sign-in.ts';
import { vaultPage } from './pages/vault.ts';

const inside = (page: Page) => vaultPage.list(page).waitFor();
const documentOf = (page: Page) => page.evaluate(() => performance.timeOrigin);
const markup = 'Back from leave <img src=x onerror=alert(1)> **today**';

/** Strangers may sign up and ask. */
const openFlow = flow.extend<Pick<Flow, 'settings'>>({
  settings: [{ POSTERN_SIGNUP: 'open' }, { scope: 'file' }],
});

openFlow('from a refusal to the inbox and back, without a reload', async ({ seat, server }) => {
  const peoples = { url: server.url, codeFor: server.mailedCode };
  const [maya, leo] = await Promise.all([seat('Maya'), seat('Leo')]);
  const owner = await startOwner(peoples, maya.email, 'northwind');
  const finance = await createVault(owner, 'Finance', 'Payroll bureau');
  const member = await startMember(peoples, owner, leo.email);
  await member.client.close();
  const { id } = await memberOf(owner, leo.email);
  const disable = async () => mustBeOk(await owner.client.administration.people.disable([id]));
  await Promise.all([
    signInAt(maya.page, 'northwind', maya.email, password).then(() => inside(maya.page)),
    signInAt(leo.page, 'northwind', leo.email, password).then(() => inside(leo.page)),
  ]);
  const refusedHere = await documentOf(leo.page);

  // Refused, asked, granted.
  await disable();
  await leo.page.getByText('member_disabled', { exact: true }).waitFor();
  await askPage.ask(leo.page, markup);
  await leo.look('asked');
  await requestsPage.badge(maya.page, 1).waitFor();
  await requestsPage.open(maya.page);
  await requestsPage.openRequest(maya.page, leo.email);
  await requestsPage.obstacle(maya.page, 'member_disabled').waitFor();
  expect(await maya.page.getByRole('blockquote').innerText()).toBe(markup);
  expect(await maya.page.locator('main img').count()).toBe(0);
  await maya.look('request');
  await askPage.seen(leo.page);
  expect(await requestsPage.settle(maya.page)).toBe(`Enable ${leo.email}`);
  await inside(leo.page);
  await requestsPage.ended(maya.page, 'granted').waitFor();

  // Refused with a note; taken back; granted by the keyboard.
  await disable();
  await askPage.ask(leo.page);
  await requestsPage.badge(maya.page, 1).waitFor();
  await maya.page.keyboard.press('j');
  await maya.page.keyboard.press('Enter');
  await requestsPage.obstacle(maya.page, 'member_disabled').waitFor();
  await requestsPage.thinkBetter(maya.page);
  await requestsPage.refuse(maya.page, 'Not before Monday.');
  expect(await askPage.refused(leo.page)).toBe('Not before Monday.');
  await leo.look('refused');
  await requestsPage.undo(maya.page);
  await askPage.state(leo.page).getByText(en.asking.waiting).waitFor();
  await requestsPage.obstacle(maya.page, 'member_disabled').waitFor();
  await requestsPage.settleByKeys(maya.page);
  await inside(leo.page);
  expect(await documentOf(leo.page)).toBe(refusedHere);

  // A vault that is not shared.
  await goWithin(leo.page, `/northwind?vault=${finance}`);
  await leo.page.getByRole('heading', { name: en.asking.notSharedTitle }).waitFor();
  await askPage.ask(leo.page, 'Month end.');
  await leo.look('vault-not-shared');
  await requestsPage.badge(maya.page, 1).waitFor();
  await requestsPage.openRequest(maya.page, leo.email);
  await requestsPage.shareAs(maya.page, 'operator');
  await requestsPage.settleByKeys(maya.page);
  await administrationPage.confirmRecipients(maya.page);
  await vaultPage.row(leo.page, 'Payroll bureau').waitFor();

  // A right that is missing there, asked for from the button.
  await leo.page.getByRole('button', { name: en.vault.add }).first().click();
  await leo.page.getByRole('dialog', { name: en.asking.missingTitle }).waitFor();
  await askPage.ask(leo.page);
  await leo.look('right-missing');
  await requestsPage.openRequest(maya.page, leo.email);
  await requestsPage.press(maya.page);
  await askPage.state(leo.page).getByText(en.asking.grantedLead).waitFor();
  await leo.page.keyboard.press('Escape');
  await leo.page.getByRole('button', { name: en.vault.add }).first().click();
  await leo.page.getByRole('heading', { name: en.vault.add }).waitFor();
  expect(await documentOf(leo.page)).toBe(refusedHere);

  // A stranger is invited from the request, and whoever invites comes back to it.
  const pim = await seat('Pim');
  await (await startPerson(peoples, pim.email)).client.close();
  await signInAt(pim.page, 'nobody-has-this', pim.email, password);
  await askPage.ask(pim.page);
  await goWithin(pim.page, '/northwind');
  await askPage.ask(pim.page, 'Dana said so.');
  await requestsPage.openRequest(maya.page, pim.email);
  await requestsPage.invite(maya.page);
  await invitationsPage.invite(maya.page);
  const tab = await invitationsPage.follow(pim.page, await invitationsPage.link(maya.page), password);
  await Promise.all([inside(tab), inside(pim.page)]);
  await invitationsPage.leaveLinks(maya.page);
  await requestsPage.ended(maya.page, 'granted').waitFor();
  await owner.client.close();
});

async function goWithin(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);
}
