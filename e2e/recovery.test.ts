import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentence } from '@postern/access';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { AuthenticatorApp } from '../apps/server/test/support/authenticator-app.ts';
import { readPrintedTexts } from '../packages/client/test/people.ts';
import { memberOf, password, startMember, startOwner } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { type Flow, flow } from './app/flow.ts';
import { passNewKit } from './pages/organization.ts';
import { secondFactorStep } from './pages/second-factor.ts';
import { signInAt } from './pages/sign-in.ts';

const { comeBack, giveKit, giveUp, lostKit, ownersDoor, recoveryKey } = en;

const lost = flow.extend<Pick<Flow, 'settings'>>({
  settings: [{ POSTERN_SIGNUP: 'open' }, { scope: 'file' }],
});

lost('an owner who lost the second factor comes back with the printed kit', async ({ seat, server }) => {
  const peoples = { url: server.url, codeFor: server.mailedCode };
  const owner = await startOwner(peoples, 'maya@northwind.example', 'northwind');
  const dana = await startMember(peoples, owner, 'dana@northwind.example', { role: 'administrator' });
  const { people } = owner.client.administration;
  mustBeOk(await people.addCustodian((await memberOf(owner, 'dana@northwind.example')).id));
  const kit = mustBeOk(await owner.client.organization.makeKit('northwind'));
  const groups = (await readPrintedTexts(kit.pdf)).filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
  mustBeOk(await owner.client.organization.confirmKit('northwind', groups[kit.askedGroup - 1] ?? ''));
  const { organization } = mustBeOk(await owner.client.organization.evidence());
  const { secondFactor } = owner.client;
  const app = new AuthenticatorApp(mustBeOk(await secondFactor.beginTotp()).secretB32, Date.now);
  mustBeOk(await secondFactor.finishTotp('Phone', app.code()));
  await Promise.all([owner.client.close(), dana.client.close()]);

  const { page, look, email } = await seat('Maya');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await signInAt(page, 'northwind', email, password);
  await secondFactorStep.asked(page);
  await press(ownersDoor.link);
  await page.getByRole('heading', { name: ownersDoor.title, level: 1 }).waitFor();

  // Who could still help, what is lost, and the very last thing.
  await press(ownersDoor.cannotFind);
  await page.getByRole('heading', { name: lostKit.title, level: 1 }).waitFor();
  await page.getByText('dana@northwind.example', { exact: true }).waitFor();
  await page.getByRole('button', { name: giveUp.begin }).waitFor();
  await look('lost-kit');
  await press(ownersDoor.backToKit);

  // The kit says which organization it is for before the code is asked for.
  await press(ownersDoor.enter);
  await page.getByLabel(comeBack.idStart).fill('AAAAAAAAAAAA');
  await press(comeBack.identify);
  await page.getByText(sentence('recovery_kit_of_other', {})).waitFor();
  expect(await page.getByLabel(giveKit.label).count()).toBe(0);
  await page.getByLabel(comeBack.idStart).fill(organization.slice(0, 12));
  await press(comeBack.identify);

  // A mistyped group is named while one types.
  const field = page.getByLabel(giveKit.label);
  const mistyped = groups.with(2, `${groups[2]?.slice(0, 5)}${groups[2]?.endsWith('0') ? '1' : '0'}`);
  await field.fill(mistyped.slice(0, 4).join(' '));
  await page.getByText(sentence('recovery_code_group', { group: 3 })).waitFor();
  await look('code');
  await field.fill(groups.join(' ').toLowerCase());
  await press(giveKit.submit);
  await page.getByText(comeBack.happens.custodians('dana@northwind.example')).waitFor();
  await look('what-happens');
  await press(comeBack.submit);
  await page.getByRole('heading', { name: comeBack.doneTitle, level: 1 }).waitFor();

  // The saved file says that it is the right kit; then a new one takes its place.
  await page.getByRole('link', { name: comeBack.makeKit }).click();
  // A new device shows who receives keys before it hands any over; then the vaults get their new ones by themselves.
  await press(en.recipients.right);
  await page.getByRole('heading', { name: recoveryKey.title, level: 1 }).waitFor();
  await page.getByText(recoveryKey.dead).waitFor();
  const file = join(mkdtempSync(join(tmpdir(), 'postern-kit-')), 'kit.pdf');
  writeFileSync(file, kit.pdf);
  await press(recoveryKey.confirm);
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.getByText(recoveryKey.confirmDone).waitFor();
  await passNewKit(page);
  await page.getByText(recoveryKey.newDone).waitFor();
  await look('recovery-key');
  await page.getByText('v3.pdf').first().waitFor();
});
