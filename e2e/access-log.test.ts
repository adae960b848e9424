import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { password, startOwner, startPerson } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { administrationPage } from './pages/administration.ts';
import { signInAt } from './pages/sign-in.ts';
import { vaultPage } from './pages/vault.ts';

const words = en.organizationLog;

const open = flow.extend({ settings: [{ POSTERN_SIGNUP: 'open' }, { scope: 'file' }] });

const lines = (page: Page) => page.getByRole('table', { name: words.caption });
const line = (page: Page, ...texts: string[]) =>
  texts.reduce((rows, hasText) => rows.filter({ hasText }), lines(page).getByRole('row'));
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function download(page: Page, button: string) {
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, button)]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

open('the owner watches who comes and who is refused', async ({ seat, server }) => {
  const peoples = { url: server.url, codeFor: server.mailedCode };
  const maya = await seat('Maya');
  await (await startOwner(peoples, maya.email, 'northwind')).client.close();
  const [noa, pim] = ['noa@northwind.example', 'pim@northwind.example'];
  const strangers = await Promise.all([noa, pim].map((email) => startPerson(peoples, email)));
  /** A stranger asks for the organization, on a device of their own, and is gone again. */
  const tries = async (at: number) => {
    const { client } = strangers[at] ?? {};
    await client?.organization.enter('northwind');
    await client?.close();
  };

  const { page } = maya;
  await signInAt(page, 'northwind', maya.email, password);
  await vaultPage.list(page).waitFor();
  await administrationPage.open(page, 'accessLog');
  await line(page, words.kinds.entered, maya.email, 'Web').waitFor();
  await line(page, words.kinds.changed, 'Founded the organization').waitFor();
  await page.getByText(words.kept(90)).waitFor();

  // A stranger is refused, and it is there without anything being pressed.
  await tries(0);
  await line(page, words.kinds.denied, noa, words.stranger, 'invitation_required').waitFor();

  // Paused, it keeps still and says that there is more.
  await press(page, words.live.pause);
  await tries(1);
  await page.getByText(words.live.waiting).waitFor();
  expect(await line(page, pim).count()).toBe(0);
  await press(page, words.live.resume);
  await line(page, words.kinds.denied, pim).waitFor();
  await maya.look('access-log');

  // What one looks for is in the address bar.
  await page.getByLabel(words.filters.person, { exact: true }).fill('noa@');
  await line(page, pim).waitFor({ state: 'detached' });
  await page.waitForURL((url) => url.searchParams.get('person') === 'noa@');
  await expect.poll(() => lines(page).getByRole('row').count()).toBe(2);
  const csv = await download(page, words.export.csv);
  expect(csv.name).toMatch(/^Postern access log northwind \d{4}-\d\d-\d\d\.csv$/);
  expect(csv.text.trim().split('\r\n')).toHaveLength(2);
  expect(csv.text).toContain(`Refused,Refused,${noa},no,,Command line`);
  const json = await download(page, words.export.json);
  expect(JSON.parse(json.text)).toMatchObject([{ kind: 'denied', email: noa }]);

  // From the line to why it was so.
  await lines(page).getByRole('link', { name: words.open.check }).click();
  await page.getByRole('heading', { name: en.administration.sections.check.title, level: 1 }).waitFor();
  expect(new URL(page.url()).searchParams.get('attempt')).toMatch(/^[\w-]{22}$/);
  await page.goBack();
  await press(page, words.filters.clear);
  await line(page, pim).waitFor();
  expect(new URL(page.url()).search).toBe('');
});
