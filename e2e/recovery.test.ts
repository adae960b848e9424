import { type Bytes, mustBeOk } from '@postern/core';
import type { Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { AuthenticatorApp } from '../apps/server/test/support/authenticator-app.ts';
import { refusalSentence } from '../apps/web/src/refusal-line.tsx';
import { readTextOfOwnPdf } from '../packages/client/src/paper/own-pdf.ts';
import {
  type Device,
  type PeoplesServer,
  readPrintedTexts,
  signUp,
  startDevice,
} from '../packages/client/test/people.ts';
import { memberOf, password, startMember, startPerson } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { filmQrText } from './app/camera-clip.ts';
import { type Flow, flow, type Person, seatPerson } from './app/flow.ts';
import { launchBrowser } from './app/launch-browser.ts';
import { forgotPasswordPage } from './pages/forgot-password.ts';
import { passNewKit } from './pages/organization.ts';
import { comeBackPage, giveUpPart, ownersDoorPage } from './pages/owners-door.ts';
import { secondFactorStep } from './pages/second-factor.ts';
import { signInAt, unlockWith } from './pages/sign-in.ts';

const { comeBack, forgotPassword, giveUp, ownersDoor, recoveryKey } = en;
const next = 'harbour quilt lantern moss';
/** The beginning of the sentence, before the day. */
const givenUp = giveUp.running('').slice(0, 30);
const halfAYearMs = 200 * 24 * 3600_000;

/** A kit that was made, and counts unless it was never typed back. */
interface Kit {
  readonly pdf: Bytes;
  readonly groups: readonly string[];
}

interface Kits {
  /** Of Maya’s organization: the one that counts, and the one before. */
  readonly northwind: Kit & { readonly before: Kit; readonly idStart: string };
  /** Of another that Maya founded and never set up. */
  readonly globex: Kit;
  /** Of Lena’s, half a year old. */
  readonly harbour: Kit;
}

interface People extends Pick<Flow, 'settings'> {
  readonly kits: Kits;
  /** A browser of her own, whose camera sees the kit that counts. */
  readonly maya: Person;
}

/** Maya and her custodian Dana, who each have a second factor; and Lena, whose kit was made long ago. */
const lost = flow.extend<People>({
  settings: [{ POSTERN_SIGNUP: 'open' }, { scope: 'file' }],
  kits: [
    async ({ server }, use) => {
      const peoples: PeoplesServer = { url: server.url, codeFor: server.mailedCode };
      server.passMs(-halfAYearMs);
      const lena = await startDevice(peoples, undefined, fetch, { nowMs: () => Date.now() - halfAYearMs });
      await signUp(peoples, lena, 'lena@northwind.example', password);
      const harbour = await foundWithKit(lena, 'Harbour', 'harbour');
      await lena.client.close();
      server.passMs(halfAYearMs);
      await giveUpHarbour(peoples);

      const maya = await startPerson(peoples, 'maya@northwind.example');
      mustBeOk(await maya.client.organization.create('Globex', 'globex'));
      mustBeOk(await maya.client.organization.enter('globex'));
      const globex = await makeKit(maya, 'globex', false);
      const before = await foundWithKit(maya, 'Northwind', 'northwind');
      const kit = await makeKit(maya, 'northwind');
      const dana = await startMember(peoples, maya, 'dana@northwind.example', { role: 'administrator' });
      const { people } = maya.client.administration;
      mustBeOk(await people.addCustodian((await memberOf(maya, 'dana@northwind.example')).id));
      const { organization } = mustBeOk(await maya.client.organization.evidence());
      for (const { client } of [maya, dana]) {
        const { secretB32 } = mustBeOk(await client.secondFactor.beginTotp());
        mustBeOk(
          await client.secondFactor.finishTotp('Phone', new AuthenticatorApp(secretB32, Date.now).code()),
        );
        await client.close();
      }
      await use({ northwind: { ...kit, before, idStart: organization.slice(0, 12) }, globex, harbour });
    },
    { scope: 'file' },
  ],
  maya: [
    async ({ kits, server, residents }, use) => {
      const clip = filmQrText((await readTextOfOwnPdf(kits.northwind.pdf)) ?? '');
      const browser = await launchBrowser(clip.args);
      const maya = await seatPerson({ browser, server, spec: 'recovery' }, 'Maya');
      residents.push(maya);
      await use(maya);
      await browser.close();
      clip.remove();
    },
    { scope: 'file' },
  ],
});

async function makeKit({ client }: Device, address: string, counts = true): Promise<Kit> {
  const { pdf, askedGroup } = mustBeOk(await client.organization.makeKit(address));
  const groups = (await readPrintedTexts(pdf)).filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
  if (counts) mustBeOk(await client.organization.confirmKit(address, groups[askedGroup - 1] ?? ''));
  return { pdf, groups };
}

async function foundWithKit(device: Device, name: string, address: string): Promise<Kit> {
  mustBeOk(await device.client.organization.create(name, address));
  mustBeOk(await device.client.organization.enter(address));
  return makeKit(device, address);
}

/** Lena has begun to give her organization up, on a device that she has left since. */
async function giveUpHarbour(server: PeoplesServer): Promise<void> {
  const { client } = await startDevice(server);
  mustBeOk(await client.account.signIn('lena@northwind.example', password));
  mustBeOk(await client.account.beginAbandonment('harbour'));
  const code = await server.codeFor('lena@northwind.example');
  mustBeOk(await client.account.confirmAbandonment('harbour', code));
  await client.close();
}

/** Lets one request through to the server and its answer nowhere. Resolves once the server has answered. */
function loseAnswer(page: Page, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const lose = async (route: Route) => {
      await route.fetch();
      resolve();
      await route.abort();
    };
    page.context().route(url, lose, { times: 1 }).catch(reject);
  });
}

const says = (page: Page, code: Parameters<typeof refusalSentence>[0]['code'], params = {}) =>
  page.getByText(refusalSentence({ code, params })).waitFor();

lost(
  'an owner who lost password and second factor comes back with the printed kit',
  async ({ kits, maya, seat, server }) => {
    const { northwind } = kits;
    // Whoever does not own the organization is told at its door what a stranger is told.
    const dana = await seat('Dana');
    await signInAt(dana.page, 'northwind', dana.email, password);
    await secondFactorStep.asked(dana.page);
    await dana.page.getByRole('button', { name: ownersDoor.link, exact: true }).click();
    await says(dana.page, 'sign_in_required');

    const { page, look, email } = maya;
    await forgotPasswordPage.open(page);
    await forgotPasswordPage.giveAddress(page, email);
    await forgotPasswordPage.giveCode(page, '000000');
    await says(page, 'code_wrong');
    const code = page.getByLabel(forgotPassword.code);
    expect(await code.evaluate((field) => field === document.activeElement)).toBe(true);
    await forgotPasswordPage.giveCode(page, await server.mailedCode(email));
    await page.getByRole('heading', { name: forgotPassword.factorTitle }).waitFor();
    await look('no-factor');
    await page.getByRole('button', { name: forgotPassword.factorLost }).click();

    // Each organization that will be cut off, and what it will need.
    await forgotPasswordPage.saysNone(page);
    await page.getByText(forgotPassword.need.recovery_code_or_invitation([])).waitFor();
    await page.getByText(forgotPassword.need.abandon()).waitFor();
    await look('cut-off');
    await forgotPasswordPage.goOnWithout(page, email);
    await forgotPasswordPage.choose(page, next, forgotPassword.submitAnew);
    await page.getByRole('heading', { name: forgotPassword.doorTitle }).waitFor();
    await look('to-the-door');
    await page.getByRole('link', { name: forgotPassword.toDoor }).click();
    await page.getByLabel(ownersDoor.address).fill('northwind');
    await look('which-organization');
    await page.getByRole('button', { name: ownersDoor.goOn }).click();
    await ownersDoorPage.opened(page);

    // Who could still help, what is lost, and the very last thing, which can be taken back.
    await ownersDoorPage.cannotFind(page);
    await page.getByText('dana@northwind.example', { exact: true }).waitFor();
    await look('lost-kit');
    await giveUpPart.begin(page);
    await giveUpPart.giveCode(page, '000000');
    await says(page, 'code_wrong');
    await look('give-up-code');
    await giveUpPart.giveCode(page, await server.mailedCode(email));
    await page.getByText(givenUp).waitFor();
    await look('given-up');
    await giveUpPart.keep(page);
    await ownersDoorPage.haveItAfterAll(page);

    // The kit says which organization it is for before its code is asked for.
    await ownersDoorPage.enterCode(page);
    await comeBackPage.choosePdf(page, kits.globex.pdf);
    await says(page, 'recovery_kit_of_other');
    await comeBackPage.compare(page, 'AAAAAAAAAAAA');
    await comeBackPage.compared(page);
    await says(page, 'recovery_kit_of_other');
    expect(await comeBackPage.codeField(page).count()).toBe(0);
    await comeBackPage.film(page);
    await comeBackPage.saysWhatHappens(page);
    await comeBackPage.otherCode(page);

    // A mistyped group is named while one types, and a kit from before by its version.
    const { groups } = northwind;
    const mistyped = groups.with(2, `${groups[2]?.slice(0, 5)}${groups[2]?.endsWith('0') ? '1' : '0'}`);
    await comeBackPage.codeField(page).fill(mistyped.slice(0, 4).join(' '));
    await says(page, 'recovery_code_group', { group: 3 });
    await look('code');
    await comeBackPage.type(page, northwind.before.groups.join(' '));
    await page.getByText(/kit of version 1, .* Version 2 counts/).waitFor();
    await look('kit-of-before');
    await comeBackPage.type(page, groups.join(' ').toLowerCase());
    await page.getByText(comeBack.happens.custodians('dana@northwind.example')).waitFor();
    await look('what-happens');
    // It is stored, nobody hears of it, and the page is left.
    const stored = loseAnswer(page, '**/api/gate/northwind/recover');
    await comeBackPage.submit(page);
    await stored;
    await signInAt(page, 'northwind', email, next);
    await page.getByRole('link', { name: ownersDoor.enter }).waitFor();
    await look('interrupted');
    await page.getByRole('link', { name: ownersDoor.enter }).click();
    await ownersDoorPage.unfinished(page, 'northwind');
    await look('unfinished');
    await ownersDoorPage.enterCode(page);
    await comeBackPage.choosePdf(page, northwind.pdf);
    await comeBackPage.submit(page);
    await comeBackPage.done(page);

    // The saved file says that it is the right kit; then a new one takes its place.
    await page.getByRole('link', { name: comeBack.makeKit }).click();
    // A new device shows who receives keys before it hands any over; then the vaults get their new ones by themselves.
    await page.getByRole('button', { name: en.recipients.right }).click();
    await page.getByRole('heading', { name: recoveryKey.title, level: 1 }).waitFor();
    await page.getByText(recoveryKey.dead).waitFor();
    await passNewKit(page);
    await page.getByText(recoveryKey.newDone).waitFor();
    await page.getByText('v3.pdf').first().waitFor();
  },
);

lost(
  'an owner keeps the organization after all, and is asked twice a year for the kit',
  async ({ kits, seat }) => {
    const { page, look, email } = await seat('Lena');
    await signInAt(page, 'harbour', email, password);
    // First of all that it is given up, which is taken back inside.
    await page.getByRole('link', { name: giveUp.see }).click();
    await page.getByRole('heading', { name: recoveryKey.title, level: 1 }).waitFor();
    await page.getByText(givenUp).waitFor();
    await look('keep');
    await page.getByRole('button', { name: giveUp.keep }).click();
    await page.getByText(givenUp).waitFor({ state: 'detached' });
    await page.goBack();
    await page.getByText(recoveryKey.dueTitle).waitFor();
    await look('reminder');
    await page.getByRole('button', { name: recoveryKey.putOff }).click();
    await page.getByText(recoveryKey.dueTitle).waitFor({ state: 'detached' });
    await page.reload();
    await unlockWith(page, password);
    await page.getByText(recoveryKey.dueTitle).waitFor();
    await page.getByRole('link', { name: recoveryKey.confirm }).click();
    await comeBackPage.codeField(page).waitFor();
    await look('confirm-kit');
    await comeBackPage.choosePdf(page, kits.northwind.pdf);
    await says(page, 'recovery_kit_of_other');
    await comeBackPage.type(page, kits.harbour.groups.join('-'));
    await page.getByText(recoveryKey.confirmDone).waitFor();
    await look('confirmed-kit');
    await page.getByRole('button', { name: recoveryKey.confirm }).click();
    await page.getByText(recoveryKey.confirmDone).waitFor({ state: 'detached' });
    await comeBackPage.choosePdf(page, kits.harbour.pdf);
    await page.getByText(recoveryKey.confirmDone).waitFor();
    const read = page.waitForResponse('**/recovery-key');
    await page.goBack();
    await page.getByRole('region', { name: en.vault.panes.list }).waitFor();
    await read;
    expect(await page.getByText(recoveryKey.dueTitle).count()).toBe(0);
  },
);
