import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustBeOk } from '@postern/core';
import type { Page } from 'playwright-core';
import { type Device, readAskedGroup, startDevice } from '../../packages/client/test/people.ts';
import { pairPhone, startPhone } from '../../packages/client/test/phones.ts';
import {
  createVault,
  invite,
  memberOf,
  password,
  startMember,
  startOwner,
  startPerson,
} from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import type { Person } from '../app/flow.ts';
import { administrationPage } from '../pages/administration.ts';
import { requestsPage } from '../pages/requests.ts';
import { signInAt, unlockWith } from '../pages/sign-in.ts';
import { row, type Stage } from './row.ts';
import { inside } from './scene.ts';

const { comeBack, ownersDoor, relink } = en;
const newPassword = 'lantern moss 83 harbour';

/** Begins anew on some device, without any key, and comes in this browser with the new password. */
async function forget(
  { peoples }: Pick<Stage, 'peoples'>,
  { page, email }: Pick<Person, 'page' | 'email'>,
  address = 'northwind',
): Promise<void> {
  const device = await startDevice(peoples);
  const { forgotPassword } = device.client;
  mustBeOk(await forgotPassword.begin(email));
  mustBeOk(await forgotPassword.enterCode(email, await peoples.codeFor(email)));
  mustBeOk(await forgotPassword.startOver(newPassword));
  await device.client.close();
  await signInAt(page, address, email, newPassword);
}

/** The words on the refused page, as somebody reads them out. */
async function wordsOn(page: Page, name: string): Promise<string> {
  const list = page.getByRole('list', { name }).getByRole('listitem');
  await list.first().waitFor();
  return (await list.allInnerTexts()).join(' ');
}

/** The fixer types what was read out and lets them in; a browser that is new asks once who receives keys. */
async function letIn({ fixer }: Pick<Stage, 'fixer'>, words: string, isNew = false): Promise<void> {
  await fixer.getByRole('textbox', { name: relink.fixer.words }).fill(words);
  await requestsPage.press(fixer);
  if (isNew) await administrationPage.confirmRecipients(fixer);
}

const vaultFor = async (owner: Device) => [
  { vault: await createVault(owner, 'Finance', 'Payroll bureau'), given: 'editor' as const },
];

row('relink_required', 'a reset password, invited again by six words', async (stage) => {
  const { seat, peoples, owner, refused, asked, remedied } = stage;
  const ravi = await seat('Ravi');
  const member = await startMember(peoples, owner, ravi.email, { grants: await vaultFor(owner) });
  await member.client.close();
  await forget(stage, ravi);
  await refused(ravi.page, { names: ['maya@northwind.example'] });
  await asked(ravi);
  const words = await wordsOn(ravi.page, relink.wordsTitle);
  await remedied(ravi.page, () => letIn(stage, words, true));
});

row('keys_pending', 'in by a mail alone, words confirmed', async (stage) => {
  const { seat, peoples, owner, refused, asked, remedied } = stage;
  const tess = await seat('Tess');
  const { link } = await invite(owner, tess.email, { delivery: 'mail', grants: await vaultFor(owner) });
  const device = await startPerson(peoples, tess.email);
  mustBeOk(await device.client.administration.invitations.accept(link));
  await device.client.close();
  await signInAt(tess.page, 'northwind', tess.email, password);
  await refused(tess.page, { names: ['maya@northwind.example'] });
  await asked(tess);
  const words = await wordsOn(tess.page, en.account.fingerprint);
  await remedied(tess.page, () => letIn(stage, words));
});

row('phone_unpaired', 'keys on a lost phone alone, invited again', async (stage) => {
  const { seat, peoples, owner, refused, asked, remedied } = stage;
  const olga = await seat('Olga');
  const device = await startMember(peoples, owner, olga.email, { grants: await vaultFor(owner) });
  await pairPhone(device, await startPhone(peoples), 'Phone of Olga');
  const { methods } = mustBeOk(await device.client.keyStorage.read());
  const stored = methods.find(({ kind }) => kind === 'password');
  if (stored === undefined) throw new Error('the password stores no keys');
  mustBeOk(await device.client.keyStorage.remove(stored.id, password));
  await device.client.close();
  await forget(stage, olga);
  await refused(olga.page, { names: ['maya@northwind.example'] });
  await asked(olga);
  const words = await wordsOn(olga.page, relink.wordsTitle);
  await remedied(olga.page, () => letIn(stage, words));
});

row('recovery_code_or_invitation_required', 'an owner, invited again by a custodian', async (stage) => {
  const { seat, peoples, fixer, refused, asked, remedied } = stage;
  const omar = await seat('Omar');
  const founder = await startOwner(peoples, omar.email, 'harbour');
  await createVault(founder, 'Berths', 'Mooring code');
  const maya = await startDevice(peoples);
  mustBeOk(await maya.client.account.signIn('maya@northwind.example', password));
  const { link } = await invite(founder, 'maya@northwind.example');
  mustBeOk(await maya.client.administration.invitations.accept(link));
  const { id } = await memberOf(founder, 'maya@northwind.example');
  mustBeOk(await founder.client.administration.people.addCustodian(id));
  await founder.client.close();
  await maya.client.close();
  await fixer.goto('/harbour');
  await unlockWith(fixer, password);
  await inside(fixer);
  await forget(stage, omar, 'harbour');
  await refused(omar.page, { names: ['maya@northwind.example'] });
  await asked(omar);
  const words = await wordsOn(omar.page, relink.wordsTitle);
  await remedied(omar.page, () => letIn(stage, words, true));
});

row('recovery_code_required', 'a sole owner, with the kit that was saved', async (stage) => {
  const { seat, peoples, refused, remedied } = stage;
  const ivo = await seat('Ivo');
  const founder = await startOwner(peoples, ivo.email, 'quay');
  await createVault(founder, 'Berths', 'Mooring code');
  const kit = mustBeOk(await founder.client.organization.makeKit('quay'));
  const group = await readAskedGroup(kit.pdf, kit.askedGroup);
  mustBeOk(await founder.client.organization.confirmKit('quay', group));
  await founder.client.close();
  const file = join(mkdtempSync(join(tmpdir(), 'postern-kit-')), 'kit.pdf');
  writeFileSync(file, kit.pdf);
  const press = (name: string) => ivo.page.getByRole('button', { name, exact: true }).click();
  await forget(stage, ivo, 'quay');
  await refused(ivo.page);
  await remedied(ivo.page, async () => {
    await ivo.page.getByRole('link', { name: 'Enter the recovery code' }).click();
    await press(ownersDoor.enter);
    await ivo.page.locator('input[type="file"]').setInputFiles(file);
    await press(comeBack.submit);
    await ivo.page.getByRole('link', { name: comeBack.open, exact: true }).click();
  });
});
