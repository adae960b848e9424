import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { createVault, memberOf, password, startMember, startOwner } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { administrationPage } from './pages/administration.ts';
import { checkPage } from './pages/check-access.ts';
import { signInAt, unlockWith } from './pages/sign-in.ts';

const { checkAccess } = en;

flow(
  'why somebody is refused, who can open a vault, and a link that says the same',
  async ({ seat, server }) => {
    const peoples = { url: server.url, codeFor: server.mailedCode };
    const { page, email, look } = await seat('Maya');
    const owner = await startOwner(peoples, email, 'northwind');
    const { administration, organization } = owner.client;
    const leo = await startMember(peoples, owner, 'leo@northwind.example');
    const { id } = await memberOf(owner, 'leo@northwind.example');
    const vault = await createVault(owner, 'Carriers', 'Harbour office');
    mustBeOk(
      await administration.vaultAccess.grant(vault, [{ grantee: { kind: 'member', id }, given: 'operator' }]),
    );
    mustBeOk(
      await administration.rules.allowAddresses([
        { range: '127.0.0.0/8', label: 'This machine', untilMs: null },
      ]),
    );
    mustBeOk(await administration.rules.set({ addressListOn: true }));
    mustBeOk(await administration.people.disable([id]));
    mustBeOk(await leo.client.organization.enter('northwind'));
    await leo.client.close();
    await organization.enter('northwind');

    await signInAt(page, 'northwind', email, password);
    await page.getByRole('link', { name: 'Carriers' }).first().waitFor();
    await administrationPage.open(page, 'check');
    await page.getByRole('link', { name: 'leo@northwind.example' }).first().waitFor();

    await checkPage.ask(page, 'leo@northwind.example', '203.0.113.7');
    await checkPage.line(page, 6).getByText(`Disabled by ${email} just now.`, { exact: false }).waitFor();
    await checkPage.line(page, 8).getByText('203.0.113.7 is not on the list.', { exact: false }).waitFor();
    await checkPage.answer(page).getByText(checkAccess.result.blocks(2)).waitFor();
    await look('refused');

    // The address is the question: another browser of somebody who may ask shows the same.
    const address = page.url();
    expect(address).toContain('from=203.0.113.7');
    await page.goto(address);
    await unlockWith(page, password);
    await checkPage.line(page, 8).getByText('203.0.113.7 is not on the list.', { exact: false }).waitFor();

    await administrationPage.open(page, 'check');
    await page.getByRole('row').filter({ hasText: 'member_disabled' }).getByRole('link').click();
    await checkPage.answer(page).getByText(checkAccess.result.rulesSame, { exact: false }).waitFor();

    await page.getByRole('link', { name: checkAccess.result.past.edit }).click();
    await checkPage.answer(page).getByText(checkAccess.result.supposed, { exact: false }).waitFor();
    await page.getByRole('link', { name: checkAccess.tabs.vault }).click();
    await checkPage.pickVault(page, 'Carriers');
    await page.getByRole('table', { name: checkAccess.vault.caption('Carriers') }).waitFor();
    await checkPage.pickEntry(page, 'Harbour office');
    await page.getByText(checkAccess.vault.shutOut, { exact: true }).waitFor();
    await look('who-can-open');
    await owner.client.close();
  },
);
