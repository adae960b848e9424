import type { Browser, Page } from 'playwright-core';
import { en } from '../packages/ui/src/text/en.ts';
import { filmQrCode } from './app/camera-clip.ts';
import { flow, seatPerson } from './app/flow.ts';
import { launchBrowser } from './app/launch-browser.ts';
import type { AppServer } from './app/start-server.ts';
import { pairPage, phonePage } from './pages/phone.ts';
import { signUpAs } from './pages/sign-up.ts';

const password = 'harbour quilt lantern moss';
const spec = 'phone';

/** A phone with its own browser, which sees the code that is shown there. */
async function seatPhone(server: AppServer, seen: ReturnType<Page['locator']>) {
  const clip = await filmQrCode(seen);
  const browser: Browser = await launchBrowser(clip.args);
  const seated = await seatPerson({ browser, server, spec }, 'Maya', { width: 390 });
  return {
    ...seated,
    end: async () => {
      await browser.close();
      clip.remove();
    },
  };
}

flow('a phone is paired by its camera and asked by a new device', async ({ seat, server }) => {
  const maya = await seat('Maya');
  const { page: web } = maya;
  await signUpAs(maya, server, password);
  await pairPage.open(web);
  await maya.look('pair');
  const phone = await seatPhone(server, pairPage.code(web));
  try {
    await phonePage.open(phone.page);
    await phone.look('not-paired');
    await phonePage.toScan(phone.page);
    await phone.look('scan');
    await phonePage.film(phone.page);
    await phonePage.name(phone.page, 'Maya’s phone');
    await pairPage.paired(web);
    await phonePage.paired(phone.page);
    await phone.page.getByRole('link', { name: en.phoneApp.request.back }).click();
    await phone.page.getByText(maya.email).waitFor();
    await phone.look('paired');
  } finally {
    await phone.end();
  }
  phone.faults.expectNone();
});
