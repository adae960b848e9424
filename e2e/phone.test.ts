import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { refusalSentence } from '../apps/web/src/refusal-line.tsx';
import { en } from '../packages/ui/src/text/en.ts';
import { filmQrCode, readQrCode } from './app/camera-clip.ts';
import { deliverPush, notifications } from './app/deliver-push.ts';
import { flow, seatPerson } from './app/flow.ts';
import { launchBrowser } from './app/launch-browser.ts';
import type { AppServer } from './app/start-server.ts';
import { forgotPasswordPage } from './pages/forgot-password.ts';
import { createPage, passKit } from './pages/organization.ts';
import {
  askPage,
  dropPasswordWay,
  forgotPhonePage,
  openKeyStorage,
  pairPage,
  phonePage,
} from './pages/phone.ts';
import { giveSignIn, signInWith } from './pages/sign-in.ts';
import { signUpAs } from './pages/sign-up.ts';

const password = 'harbour quilt lantern moss';
const spec = 'phone';
const { forgotPhone } = en;

/** A phone with a browser of its own, whose camera sees this code. */
async function seatPhone(server: AppServer, seen: Locator) {
  const clip = await filmQrCode(seen);
  const browser = await launchBrowser(clip.args);
  const seated = await seatPerson({ browser, server, spec }, 'Maya', { width: 390 });
  return {
    ...seated,
    end: async () => {
      await browser.close();
      clip.remove();
    },
  };
}

flow('a phone is paired by its camera, and lets new devices in', async ({ seat, server }) => {
  const maya = await seat('Maya');
  const { page: web } = maya;
  await signUpAs(maya, server, password);
  await pairPage.open(web);
  const phone = await seatPhone(server, pairPage.code(web));
  try {
    await phonePage.open(phone.page);
    await phonePage.toScan(phone.page);
    await phonePage.film(phone.page);
    await phonePage.name(phone.page, 'Maya’s phone');
    await pairPage.confirm(web, phone.page);
    await pairPage.paired(web);
    await phonePage.paired(phone.page);
    await phonePage.back(phone.page);
    await phone.page.getByText(maya.email).waitFor();
    await phone.look('paired');
    await openKeyStorage(web);
    await web.getByText('Maya’s phone').waitFor();
    await dropPasswordWay(web, password);

    // A new device: the phone is told by push, and denies the first question.
    const laptop = await seat('Maya');
    await signInWith(laptop.page, maya.email, password);
    await askPage.ask(laptop.page);
    await laptop.look('asked');
    await phone.context.grantPermissions(['notifications']);
    await deliverPush(phone.page, JSON.stringify({ kind: 'device-asks' }));
    await expect.poll(() => notifications.titles(phone.page)).toEqual(['A device asks for your key']);
    await notifications.press(phone.page);
    await phonePage.request(phone.page).waitFor();
    await phone.look('request');
    await phonePage.deny(phone.page);
    await laptop.page.getByText(refusalSentence({ code: 'approval_denied', params: {} })).waitFor();

    // It asks again, and is let in by six digits.
    await laptop.page.getByRole('button', { name: en.phone.ask.again }).click();
    await phonePage.back(phone.page);
    await phonePage.openRequest(phone.page);
    await phonePage.toDigits(phone.page);
    await askPage.toDigits(laptop.page);
    const digits = await askPage.digits(laptop.page);
    await laptop.look('digits');
    await phonePage.approveByDigits(phone.page, digits);
    await phonePage.approved(phone.page);
    await laptop.look('confirm');
    await askPage.confirm(laptop.page);
    await askPage.inside(laptop.page);

    // Another one by its code, which the phone takes as text.
    const tablet = await seat('Maya', { width: 820 });
    await signInWith(tablet.page, maya.email, password);
    await askPage.ask(tablet.page);
    await phonePage.back(phone.page);
    await phonePage.openRequest(phone.page);
    await phonePage.pasteCode(phone.page, await readQrCode(askPage.code(tablet.page)));
    await phonePage.approved(phone.page);
    await askPage.inside(tablet.page);
  } finally {
    await phone.end();
  }
  phone.faults.expectNone();
});

flow(
  'the six steps of a lost phone survive a reload and end in an organization',
  async ({ seat, server }) => {
    const leo = await seat('Leo');
    await signUpAs(leo, server, password);
    await createPage.open(leo.page);
    await createPage.fill(leo.page, 'Leo Freight', 'leo-freight');
    await createPage.submit(leo.page);
    await passKit(leo.page);
    await pairPage.open(leo.page);
    const phone = await seat('Leo', { width: 390 });
    await phonePage.open(phone.page);
    await phonePage.toScan(phone.page);
    await phonePage.typeCode(phone.page, await readQrCode(pairPage.code(leo.page)));
    await phonePage.name(phone.page, 'Leo’s phone');
    await pairPage.confirm(leo.page, phone.page);
    await phonePage.paired(phone.page);
    await phone.context.close();
    await openKeyStorage(leo.page);
    await dropPasswordWay(leo.page, password);
    // A device that has the keys loses nothing.
    await leo.page.getByRole('link', { name: en.phone.forgot }).click();
    await leo.page.getByText(forgotPhone.nothingLost).waitFor();

    const { page, look } = await seat('Leo');
    await signInWith(page, leo.email, password);
    await page.getByRole('link', { name: en.phone.forgot }).click();
    await forgotPhonePage.isAt(page, forgotPhone.steps.entry.title);
    await page.getByRole('button', { name: forgotPhone.gone }).click();
    await forgotPhonePage.isAt(page, forgotPhone.steps.cut.title);
    await page.reload();
    await giveSignIn(page, leo.email, password);
    await page.getByRole('link', { name: en.phone.forgot }).click();
    await forgotPhonePage.isAt(page, forgotPhone.steps.cut.title);
    await look('six-steps');
    await page.getByRole('link', { name: forgotPhone.startOver }).click();
    await page.getByLabel(en.forgotPassword.email).waitFor();
    await forgotPasswordPage.giveAddress(page, leo.email);
    await forgotPasswordPage.giveCode(page, await server.mailedCode(leo.email));
    await forgotPasswordPage.asksForKeys(page);
    await forgotPasswordPage.hasNone(page);
    await page.getByText(en.forgotPassword.lastLead('Leo Freight')).waitFor();
    await page.getByRole('checkbox', { name: en.forgotPassword.lastCheck }).click();
    await forgotPasswordPage.goOnWithout(page, leo.email);
    await forgotPasswordPage.choose(page, 'granite orchard 47 lantern', en.forgotPassword.submitAnew);
    await page.getByRole('link', { name: forgotPhone.goOn }).click();
    await forgotPhonePage.isAt(page, forgotPhone.steps.pair.title);

    await page.getByRole('link', { name: en.phone.pair }).click();
    const other = await seat('Leo', { width: 390 });
    await phonePage.open(other.page);
    await phonePage.toScan(other.page);
    await phonePage.typeCode(other.page, await readQrCode(pairPage.code(page)));
    await phonePage.name(other.page, 'New phone');
    await pairPage.confirm(page, other.page);
    await pairPage.paired(page);
    await page.goBack();
    await forgotPhonePage.isAt(page, forgotPhone.steps.ask.title);
    await look('last-step');
    await page.getByRole('link', { name: en.forgotPassword.recover }).click();
    await page.waitForURL('**/leo-freight/recover');
  },
);
