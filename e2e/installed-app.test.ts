import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustBeOk } from '@postern/core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { entryDraft, password, startOwner } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { flow, seatPerson } from './app/flow.ts';
import { type AppServer, startAppServer } from './app/start-server.ts';
import { giveSignIn, signInAt, unlockWith } from './pages/sign-in.ts';
import { vaultPage } from './pages/vault.ts';

const built = join(import.meta.dirname, '../apps/web/dist');

flow(
  'the installed app has its own session, takes newer builds and opens without the server',
  async ({ browser }) => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-web-'));
    cpSync(built, folder, { recursive: true });
    const server = await startAppServer({}, folder);
    const maya = await seatPerson({ browser, server, spec: 'installed-app' }, 'Maya');
    const { page: web, context, faults } = maya;
    try {
      await foundNorthwind(server, maya.email);
      await signInAt(web, 'northwind', maya.email, password);
      await vaultPage.row(web, 'Customs desk').waitFor();

      // The same browser, and nobody is signed in: a page of the app is led to by its address, through the way in.
      const app = await context.newPage();
      await app.goto('/app/account/sessions');
      await giveSignIn(app, maya.email, password);
      await app.getByText(`${en.sessions.kinds.app} · `).waitFor();
      expect(new URL(app.url()).pathname).toBe('/app/account/sessions');
      const manifest = await app.locator('link[rel=manifest]').getAttribute('href');
      expect((await app.request.get(manifest ?? '')).headers()['content-type']).toBe(
        'application/manifest+json',
      );

      // Signed out of one, a person stays signed in to the other.
      await app.getByRole('button', { name: en.frame.accountMenu(maya.email) }).click();
      await app.getByRole('menuitem', { name: en.frame.signOut, exact: true }).click();
      await app.getByLabel(en.signIn.email).waitFor();
      await web.reload();
      await unlockWith(web, password);
      await vaultPage.row(web, 'Customs desk').waitFor();
      await app.goto('/app/sign-in?next=/northwind');
      await giveSignIn(app, maya.email, password);
      await vaultPage.open(app, 'Customs desk');
      await web.getByRole('button', { name: en.frame.accountMenu(maya.email) }).click();
      await web.getByRole('menuitem', { name: en.frame.signOut, exact: true }).click();
      await web.getByLabel(en.signIn.email).waitFor();
      await web.close();

      await app.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      publishNewBuild(folder);
      await server.restart({});
      await app.reload();
      await unlockWith(app, password);
      await app.getByText(en.phoneApp.newerBuild).waitFor();
      // The server has the newer files alone; the open page goes on with its own.
      await goWithin(app, '/app/help');
      await app.getByRole('heading', { name: en.help.title, level: 1 }).waitFor();
      expect(await app.title()).toBe('Postern');
      await app.getByRole('button', { name: en.phoneApp.useNewerBuild }).click();
      await app.waitForFunction(() => document.title === 'Postern, the next');
      expect(await app.getByText(en.phoneApp.newerBuild).count()).toBe(0);

      await server.stop();
      await app.goto('/app/northwind');
      await unlockWith(app, password);
      await app.getByText(en.frame.offline).waitFor();
      await vaultPage.open(app, 'Customs desk');
      expect(await app.getByRole('button', { name: en.entry.edit }).isDisabled()).toBe(true);
      await app.getByRole('button', { name: en.entry.reveal, exact: true }).click();
      await app.getByText('Orchard').waitFor();
      const rest = faults.found.filter(
        (fault) => !/net::ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING)/.test(fault),
      );
      expect(rest).toEqual([]);
    } finally {
      await context.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** An organization with one entry, made without a browser: how that goes is another's to show. */
async function foundNorthwind(server: AppServer, email: string): Promise<void> {
  const peoples = { url: server.url, codeFor: server.mailedCode };
  const { client } = await startOwner(peoples, email, 'northwind');
  const vault = mustBeOk(await client.vault.createVault('Dispatch'));
  const added = await client.vault.addEntry(vault, {
    ...entryDraft('Customs desk'),
    password: 'granite-Orchard-47',
  });
  if (!added.ok) throw new Error(`not added: ${added.code}`);
  await client.close();
}

/** What a build leaves when a page nobody loaded yet has changed: its part has another name, and the former is gone. */
function publishNewBuild(folder: string): void {
  const assets = join(folder, 'assets');
  const part = readdirSync(assets).find((name) => /^help-pages-.*\.js$/.test(name)) ?? '';
  const renamed = part.replace('.js', 'x.js');
  writeFileSync(join(assets, renamed), readFileSync(join(assets, part)));
  for (const ending of ['', '.br', '.gz']) rmSync(join(assets, part + ending));
  change(join(folder, 'app/index.html'), (page) =>
    page.replace('<title>Postern<', '<title>Postern, the next<'),
  );
  change(join(folder, 'app/sw.js'), (worker) =>
    worker.replace(part, renamed).replace(/(build:[`'"])[0-9a-f]{16}/, '$1ffffffffffffffff'),
  );
}

function change(file: string, edit: (content: string) => string): void {
  const before = readFileSync(file, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`${file} is not as this test knows it`);
  writeFileSync(file, after);
  for (const ending of ['.br', '.gz']) rmSync(file + ending, { force: true });
}

/** Goes somewhere without loading the page anew. */
async function goWithin(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);
}
