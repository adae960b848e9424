import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { pairPhone, startPhone } from '../packages/client/test/phones.ts';
import { password, startOwner } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { filmQrCode, readQrCode } from './app/camera-clip.ts';
import { deliverPush, notifications } from './app/deliver-push.ts';
import { type Flow, flow, type Person, seatPerson } from './app/flow.ts';
import { launchBrowser } from './app/launch-browser.ts';
import type { AppServer } from './app/start-server.ts';
import { forgotPasswordPage } from './pages/forgot-password.ts';
import {
  askPage,
  dropPasswordWay,
  forgotPhonePage,
  openFromMenu,
  openKeyStorage,
  pairPage,
  phoneList,
  phonePage,
} from './pages/phone.ts';
import { giveSignIn, signInWith } from './pages/sign-in.ts';
import { signUpAs } from './pages/sign-up.ts';

const spec = 'phone';
const next = 'harbour quilt lantern moss';
const { forgotPassword, forgotPhone, phoneApp } = en;

interface Household {
  /** Maya’s browser, in which her keys stay open. */
  readonly web: Person;
  /** Her phone: a browser of its own, whose camera sees the code that hers shows. */
  readonly phone: Person;
}

const household = flow
  .extend<Pick<Flow, 'settings'>>({ settings: [{ POSTERN_SIGNUP: 'open' }, { scope: 'file' }] })
  .extend<Household>({
    web: [
      async ({ browser, server, residents }, use) => {
        const web = await seatPerson({ browser, server, spec }, 'Maya');
        residents.push(web);
        await signUpAs(web, server, password);
        await use(web);
        await web.context.close();
      },
      { scope: 'file' },
    ],
    phone: [
      async ({ web, server, residents }, use) => {
        await pairPage.open(web.page);
        const clip = await filmQrCode(pairPage.code(web.page));
        const browser = await launchBrowser(clip.args);
        const phone = await seatPerson({ browser, server, spec }, 'Maya', { width: 390 });
        residents.push(phone);
        await use(phone);
        await browser.close();
        clip.remove();
      },
      { scope: 'file' },
    ],
  });

household('a phone is paired by its camera', async ({ web, phone }) => {
  await phonePage.open(phone.page);
  await phonePage.toScan(phone.page);
  await phonePage.film(phone.page);
  await phonePage.name(phone.page, 'Maya’s phone');
  await pairPage.confirm(web.page, phone.page);
  await pairPage.paired(web.page);
  await phonePage.paired(phone.page);
  await phonePage.back(phone.page);
  await phone.page.getByText(phone.email).waitFor();
  await phone.look('paired');
  await openKeyStorage(web.page);
  await phoneList.row(web.page, 'Maya’s phone').waitFor();
  await dropPasswordWay(web.page, password);
});

household(
  'a question ends unanswered in three ways, and is answered by digits',
  async ({ seat, server, phone }) => {
    const laptop = await seat('Maya');
    await signInWith(laptop.page, phone.email, password);
    await askPage.ask(laptop.page);
    await laptop.look('asked');

    // Told by push, Maya denies.
    await phone.context.grantPermissions(['notifications']);
    await deliverPush(phone.page, JSON.stringify({ kind: 'device-asks' }));
    await expect.poll(() => notifications.titles(phone.page)).toEqual(['A device asks for your key']);
    await notifications.press(phone.page);
    await phonePage.request(phone.page).waitFor();
    await phone.look('request');
    await phonePage.deny(phone.page);
    await askPage.isRefused(laptop.page, 'approval_denied');

    // She mistypes the digits, once.
    await askPage.again(laptop.page);
    await phonePage.back(phone.page);
    const digits = await exchangeDigits(laptop, phone);
    await laptop.look('digits');
    await phonePage.approveByDigits(phone.page, String((Number(digits) + 1) % 1_000_000).padStart(6, '0'));
    await phonePage.isOver(phone.page, 'approval_digits_wrong');
    await phone.look('digits-wrong');
    await askPage.isRefused(laptop.page, 'approval_digits_wrong');

    // She comes too late.
    await askPage.again(laptop.page);
    await phonePage.back(phone.page);
    await phonePage.toScan(phone.page);
    server.passMs(5 * 60_000 + 1000);
    await phonePage.typeCode(phone.page, await readQrCode(askPage.code(laptop.page)));
    await phone.page.getByText(phoneApp.code.notHere).waitFor();
    await askPage.toDigits(laptop.page);
    await askPage.isRefused(laptop.page, 'approval_expired');
    await laptop.look('expired');

    await askPage.again(laptop.page);
    await phonePage.open(phone.page);
    await phonePage.approveByDigits(phone.page, await exchangeDigits(laptop, phone));
    await phonePage.approved(phone.page);
    await laptop.look('confirm');
    await askPage.confirm(laptop.page);
    await askPage.inside(laptop.page);
  },
);

household('who is reported loses the session, and Maya sees it', async ({ seat, server, web, phone }) => {
  const stranger = await seat('Maya');
  await signInWith(stranger.page, phone.email, password);
  await askPage.ask(stranger.page);
  await phonePage.open(phone.page);
  await phonePage.openRequest(phone.page);
  await phonePage.report(phone.page);
  await phone.look('reported');
  await askPage.isRefused(stranger.page, 'approval_denied');
  await stranger.look('was-reported');
  await stranger.page.getByRole('button', { name: en.phone.ask.again }).click();
  await stranger.page.getByLabel(en.signIn.email).waitFor();

  await openFromMenu(web.page, en.frame.sessions);
  await expect.poll(() => web.page.getByRole('row').count()).toBe(1 + 2);
  await openFromMenu(web.page, en.frame.accessLog);
  await web.page.getByText(en.accessLog.kinds.phone_reported ?? '').waitFor();
  expect(await mails(server)).toContain('Somebody asked your phone for the keys of your Postern account');
});

household(
  'one of two phones brings the keys back, and both are let go of',
  async ({ seat, server, web, phone }) => {
    const { email } = phone;
    const other = await seat('Maya', { width: 390 });
    await pairPage.open(web.page);
    await phonePage.open(other.page);
    await phonePage.toScan(other.page);
    await phonePage.typeCode(other.page, await readQrCode(pairPage.code(web.page)));
    await phonePage.name(other.page, 'Work phone');
    await pairPage.confirm(web.page, other.page);
    await phonePage.paired(other.page);

    const { page, look } = await seat('Maya');
    await forgotPasswordPage.open(page);
    await forgotPasswordPage.giveAddress(page, email);
    await forgotPasswordPage.giveCode(page, await server.mailedCode(email));
    await forgotPasswordPage.asksForKeys(page);
    await askPage.ask(page);
    await phonePage.open(phone.page);
    await phonePage.openRequest(phone.page);
    await phone.page.getByText(phoneApp.request.reset).waitFor();
    await phone.look('reset');
    await phonePage.back(other.page);
    await phonePage.openRequest(other.page);
    await phonePage.pasteCode(other.page, await readQrCode(askPage.code(page)));
    await phonePage.approved(other.page);
    // What one answered, the other cannot.
    await phonePage.isOver(phone.page);
    await page.getByText(forgotPassword.passwordLead).waitFor();
    await forgotPasswordPage.choose(page, next, forgotPassword.submit);
    await page.getByRole('link', { name: forgotPassword.doneHome }).click();
    await page.getByRole('heading', { name: en.home.title }).waitFor();

    // One is taken off where the keys are open, the other lets go by itself.
    await openKeyStorage(page);
    await page.getByRole('link', { name: en.phone.forgot }).click();
    await page.getByText(forgotPhone.nothingLost).waitFor();
    await look('nothing-lost');
    await page.getByRole('link', { name: forgotPhone.toKeyStorage }).click();
    await phoneList.unpair(page, 'Maya’s phone', next);
    await phonePage.back(phone.page);
    await phone.page.getByText(phoneApp.accounts.lostLead).waitFor();
    await phone.look('lost');
    await phonePage.forget(phone.page, email);
    await phonePage.back(other.page);
    await phonePage.unpair(other.page, email);
    await openFromMenu(page, en.frame.sessions);
    await openKeyStorage(page);
    await phoneList.row(page, 'Work phone').getByText(en.phone.unpairedThere).waitFor();
    await look('unpaired-there');
  },
);

household(
  'the six steps of a lost phone survive a reload and end in an organization',
  async ({ seat, server }) => {
    const { page, look, email } = await seat('Leo');
    await leaveKeysToPhone(server, email);
    await signInWith(page, email, password);
    await page.getByRole('link', { name: en.phone.forgot }).click();
    await forgotPhonePage.isAt(page, forgotPhone.steps.entry.title);
    await page.getByRole('button', { name: forgotPhone.gone }).click();
    await forgotPhonePage.isAt(page, forgotPhone.steps.cut.title);
    await page.reload();
    await giveSignIn(page, email, password);
    await page.getByRole('link', { name: en.phone.forgot }).click();
    await forgotPhonePage.isAt(page, forgotPhone.steps.cut.title);
    await look('six-steps');
    await page.getByRole('link', { name: forgotPhone.startOver }).click();
    await page.getByLabel(forgotPassword.email).waitFor();
    await forgotPasswordPage.giveAddress(page, email);
    await forgotPasswordPage.giveCode(page, await server.mailedCode(email));
    await forgotPasswordPage.asksForKeys(page);
    await forgotPasswordPage.hasNone(page);
    await page.getByText(forgotPassword.lastLead('Northwind')).waitFor();
    await page.getByRole('checkbox', { name: forgotPassword.lastCheck }).click();
    await forgotPasswordPage.goOnWithout(page, email);
    await forgotPasswordPage.choose(page, next, forgotPassword.submitAnew);
    await page.getByRole('link', { name: forgotPhone.goOn }).click();
    await forgotPhonePage.isAt(page, forgotPhone.steps.pair.title);

    await page.getByRole('link', { name: en.phone.pair }).click();
    const phone = await startPhone(server);
    mustBeOk(await phone.app.pair(await readQrCode(pairPage.code(page)), 'New phone'));
    await page.getByRole('button', { name: en.phone.pairing.confirm }).click();
    await pairPage.paired(page);
    await phone.app.close();
    await page.goBack();
    await forgotPhonePage.isAt(page, forgotPhone.steps.ask.title);
    await look('last-step');
    await page.getByRole('link', { name: forgotPassword.recover }).click();
    await page.waitForURL('**/northwind/recover');
  },
);

/** Opens the question on the phone, and has both sides show their part. Answers the digits of the device. */
async function exchangeDigits(device: Person, phone: Person): Promise<string> {
  await phonePage.openRequest(phone.page);
  await phonePage.toDigits(phone.page);
  // Until the other side shows digits, the code is as good as before.
  await phone.page.getByRole('button', { name: phoneApp.request.toCamera }).click();
  await phonePage.toDigits(phone.page);
  await askPage.toDigits(device.page);
  return askPage.digits(device.page);
}

/** The mail that was sent, as it is read in the outbox. */
async function mails({ url }: AppServer): Promise<string> {
  return (await fetch(`${url}/outbox`)).text();
}

/** An owner whose keys are on a phone and nowhere else, and who has neither that nor another device any more. */
async function leaveKeysToPhone(server: AppServer, email: string): Promise<void> {
  const peoples = { url: server.url, codeFor: server.mailedCode };
  const owner = await startOwner(peoples, email, 'northwind');
  const phone = await startPhone(server);
  await pairPhone(owner, phone, 'Leo’s phone');
  const { keyStorage } = owner.client;
  const ofPassword = mustBeOk(await keyStorage.read()).methods.find(({ kind }) => kind === 'password');
  if (ofPassword === undefined) throw new Error('the password opens nothing');
  mustBeOk(await keyStorage.remove(ofPassword.id, password));
  await Promise.all([owner.client.close(), phone.app.close()]);
}
