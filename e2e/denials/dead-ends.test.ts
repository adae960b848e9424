import { remedy } from '@postern/access';
import { mustBeOk } from '@postern/core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Device, readAskedGroup } from '../../packages/client/test/people.ts';
import { memberOf, password, startMember, startPerson } from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import { addressesPage, administrationPage, membersPage, rulesPage } from '../pages/administration.ts';
import { createPage, kitPage } from '../pages/organization.ts';
import { signInWith, unlockWith } from '../pages/sign-in.ts';
import { deadEnd } from './dead-end.ts';
import { operate } from './operate.ts';
import { inside, officeAddress, trainAddress } from './scene.ts';

const { administration, addresses, impact, member: memberWords, rules } = en;

/** Where devices in Node come from. */
const loopback = ['127.0.0.0/8', '::1'];
/** Who owns the organization once it was handed over. */
let newOwner: Device | undefined;

type LockOut = 'would_lock_out_author' | 'would_lock_out_owner' | 'would_lock_out_custodians';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Says before that the server would refuse it, and cannot be sent; that it would, the server's own tests say. */
async function cannotBeSent(page: Page, code: LockOut) {
  await page
    .getByRole('region', { name: impact.title })
    .getByText(impact.lockOut[code], { exact: false })
    .first()
    .waitFor();
  expect(await button(page, administration.save).isDisabled()).toBe(true);
  await button(page, administration.discard).click();
  await page.getByRole('region', { name: impact.title }).waitFor({ state: 'detached' });
}

async function listed(page: Page, range: string) {
  await page.getByRole('table').getByText(range, { exact: true }).waitFor();
}

async function addAddress(page: Page, range: string, label: string) {
  await addressesPage.beginAdd(page, range, label);
  await addressesPage.add(page);
  await listed(page, range);
}

deadEnd(
  'set-up tab closed before the kit was confirmed',
  'left the kit page with a kit saved and not confirmed',
  async ({ seat, peoples }) => {
    const { page, email, look } = await seat('Omar');
    await (await startPerson(peoples, email)).client.close();
    await signInWith(page, email, password);
    await createPage.open(page);
    await createPage.fill(page, 'Harbour Masters');
    await createPage.submit(page);
    await kitPage.make(page);
    const thrownAway = await kitPage.save(page);

    await page.goto('/');
    await unlockWith(page, password);
    await look('organizations');
    await page.getByRole('link', { name: /Harbour Masters/ }).click();
    await page.getByText('setup_required', { exact: true }).waitFor();
    await page.getByRole('link', { name: remedy('make_recovery_kit').label }).click();
    await kitPage.make(page);
    const kit = await kitPage.save(page);
    expect(kit.fileName).toBe(thrownAway.fileName);
    const asked = await kitPage.toConfirm(page);
    const group = await readAskedGroup(kit.pdf, asked);
    // The kit before no longer counts: its code is another.
    expect(await readAskedGroup(thrownAway.pdf, asked)).not.toBe(group);
    await kitPage.typeBack(page, group);
    await inside(page);
    return 'the gate leads back, the kit is made anew';
  },
);

deadEnd(
  'minimum version above the served one',
  'typed 9.9.9, and sent it past the page',
  async ({ fixer, owner }) => {
    await administrationPage.open(fixer, 'rules');
    await rulesPage.beginOldest(fixer, '9.9.9');
    await fixer.getByText(rules.version.tooNew('0.1.0'), { exact: true }).waitFor();
    expect(await button(fixer, administration.save).isDisabled()).toBe(true);
    await fixer.getByLabel(rules.version.label, { exact: true }).press('Enter');
    const past = await owner.client.administration.rules.set({ minimumClientVersion: '9.9.9' });
    expect(past).toMatchObject({ ok: false, code: 'minimum_version_above_own' });
    const { settings } = mustBeOk(await owner.client.administration.rules.read());
    expect(settings.minimumClientVersion).toBeNull();
    await button(fixer, rules.version.takeOwn('0.1.0')).click();
    await rulesPage.save(fixer);
    return 'refused; the newest there is can be asked for';
  },
);

deadEnd(
  'an administrator who would lock out herself',
  'required a second factor without having one',
  async ({ owner, member }) => {
    const { page, email } = member;
    const { id } = await memberOf(owner, email);
    mustBeOk(await owner.client.administration.people.setRole([id], 'administrator'));
    await administrationPage.open(page, 'rules');
    await page.getByRole('radio', { name: new RegExp(`^${rules.secondFactor.levels.any}`) }).click();
    await page.getByRole('link', { name: rules.secondFactor.setUpOwn }).waitFor();
    await cannotBeSent(page, 'would_lock_out_author');
    return 'refused; leads to a second factor of her own';
  },
);

deadEnd(
  'an administrator who would lock out the owner',
  'turned the address list on with her own address alone',
  async ({ member: { page } }) => {
    await administrationPage.open(page, 'addresses');
    await button(page, addresses.addOwn).click();
    await listed(page, trainAddress);
    await page.getByRole('checkbox', { name: addresses.switchLabel }).click();
    await cannotBeSent(page, 'would_lock_out_owner');
    // Where the owner's device in Node comes from.
    for (const range of loopback) await addAddress(page, range, 'Owner');
    await addAddress(page, officeAddress, 'Office');
    await addressesPage.turn(page, true);
    await addressesPage.turn(page, false);
    return 'refused; taken with an address of the owner’s';
  },
);

deadEnd(
  'ownership transferred to someone with an end date',
  'handed over to somebody whose membership ends in an hour',
  async ({ peoples, owner, fixer }) => {
    const kim = await startMember(peoples, owner, 'kim@northwind.example', {
      endsAtMs: Date.now() + 60 * 60_000,
    });
    await administrationPage.open(fixer, 'members');
    await membersPage.member(fixer, 'kim@northwind.example');
    await membersPage.press(fixer, memberWords.transfer);
    const asksTwice = fixer.getByRole('dialog', { name: memberWords.transferTitle });
    await asksTwice.getByRole('textbox').fill('kim@northwind.example');
    await asksTwice.getByRole('button', { name: memberWords.transfer, exact: true }).click();
    await administrationPage.confirmRecipients(fixer);
    await fixer.getByText(memberWords.isOwner).waitFor();
    const { id, endsAtMs, role } = await memberOf(kim, 'kim@northwind.example');
    expect({ endsAtMs, role }).toEqual({ endsAtMs: undefined, role: 'owner' });
    // Nor can anybody give them an end again.
    const again = await owner.client.administration.people.setEnd([id], Date.now() + 60_000);
    expect(again).toMatchObject({ value: [{ refused: { code: 'owner_protected' } }] });
    newOwner = kim;
    return 'the end date falls away; none can be set for an owner';
  },
);

deadEnd(
  'an administrator who would lock out every custodian',
  'turned the address list on while the owner was signed in nowhere',
  async ({ member: { page } }) => {
    await newOwner?.client.account.signOut();
    await newOwner?.client.close();
    await administrationPage.open(page, 'addresses');
    for (const range of [...loopback, officeAddress]) await administrationPage.select(page, range);
    await button(page, addresses.remove).click();
    await page.getByRole('table').getByText(officeAddress, { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: addresses.switchLabel }).click();
    await cannotBeSent(page, 'would_lock_out_custodians');
    await addAddress(page, officeAddress, 'Office');
    await addressesPage.turn(page, true);
    return 'refused; taken with an address of a custodian’s';
  },
);

deadEnd(
  'all administrators off the allowlist',
  'took every address off the list that is on',
  async ({ fixer }) => {
    await administrationPage.open(fixer, 'addresses');
    for (const range of [officeAddress, trainAddress]) await administrationPage.select(fixer, range);
    await button(fixer, addresses.remove).click();
    const dialog = fixer.getByRole('dialog', { name: addresses.takeTitle(2) });
    await dialog.getByText(impact.lockOut.would_lock_out_author, { exact: false }).waitFor();
    const remove = dialog.getByRole('button', { name: addresses.remove, exact: true });
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: en.controls.cancel }).click();
    await listed(fixer, officeAddress);
    await listed(fixer, trainAddress);
    return 'refused; both addresses are still on it';
  },
);

deadEnd(
  'all administrators off the allowlist',
  'the networks of all of them got other addresses',
  async ({ server, fixer, member, moved }) => {
    const pages = [fixer, member.page];
    moved(officeAddress, '203.0.113.99');
    moved(trainAddress, '198.51.100.99');
    for (const page of pages) {
      await page.reload();
      await unlockWith(page, password);
      await page.getByText('ip_not_allowed', { exact: true }).waitFor();
    }
    await operate(server, 'bypass-allowlist', 'northwind', '--for', '30m');
    await administrationPage.open(fixer, 'addresses');
    await button(fixer, addresses.addOwn).click();
    await listed(fixer, '203.0.113.99');
    // It holds once the list counts again.
    server.passMs(31 * 60_000);
    for (const page of pages) {
      await page.reload();
      await unlockWith(page, password);
    }
    await fixer.getByRole('heading', { name: addresses.title, level: 1 }).waitFor();
    await member.page.getByText('ip_not_allowed', { exact: true }).waitFor();
    await addAddress(fixer, '198.51.100.99', 'Train');
    await member.page.getByText('ip_not_allowed', { exact: true }).waitFor({ state: 'detached' });
    return 'the operator’s bypass-allowlist lets them in, they list the new addresses';
  },
);
