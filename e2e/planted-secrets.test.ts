import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { findLeaks, type PlantedSecret } from '../attacks/harness/find-leaks.ts';
import { readPrintedTexts } from '../packages/client/test/people.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { launchProfile } from './app/launch-browser.ts';
import { readBrowserStorage } from './app/read-browser-storage.ts';
import { recordTraffic } from './app/record-traffic.ts';
import { startAppServer } from './app/start-server.ts';
import { watchForFaults } from './app/watch-page.ts';
import { foundOrganization } from './pages/organization.ts';
import { unlockWith } from './pages/sign-in.ts';
import { signUpPage } from './pages/sign-up.ts';
import { vaultPage } from './pages/vault.ts';

const email = 'maya@northwind.example';
const planted = {
  password: 'zircon-Harbour quilt "moss" 58',
  title: 'Tamarisk customs desk',
  user: 'okapi.nightshift',
  entryPassword: 'Jacaranda+74/wharf=ä',
  website: 'https://quokka-portal.example/ledger',
  notes: 'The marmoset sleeps\nbehind the samovar.',
  tag: 'wolverine-only',
  fieldName: 'Narwhal phrase',
  fieldValue: 'seven.capybaras&one%yak',
  vault: 'Xylophone vault',
  folder: 'Zeppelin folder',
  query: 'tamarisk okapi',
} as const;

/** Bytes that were left behind, and where exactly. */
interface Held {
  readonly at: string;
  readonly bytes: Uint8Array;
}

/** A place in which something may have been left, and a word that is there for certain. */
interface Place {
  readonly name: string;
  readonly holds: readonly Held[];
  readonly control: string;
}

const filesBelow = (folder: string): Held[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ at: relative(folder, path), bytes: readFileSync(path) }));

/** Where which secrets are, one sentence each. */
function leaksIn(secrets: readonly PlantedSecret[], places: readonly Place[]): string[] {
  return places.flatMap(({ name, holds }) =>
    holds.flatMap(({ at, bytes }) =>
      findLeaks(secrets, bytes).map((secret) => `${secret} in ${name}${at && ` (${at})`}`),
    ),
  );
}

it('what is planted through the pages is found nowhere but on the screen', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'postern-profile-'));
  const traffic = await recordTraffic();
  const server = await startAppServer({ POSTERN_PUBLIC_URL: traffic.url });
  traffic.passTo(server.url);
  const browser = await launchProfile(profile, traffic.url);
  try {
    const elsewhere: string[] = [];
    browser.on('request', (request) => {
      if (!request.url().startsWith(traffic.url) && !request.url().startsWith('blob:'))
        elsewhere.push(request.url());
    });
    const faults = await watchForFaults(browser);
    const page = await browser.newPage();
    await signUpPage.open(page);
    await signUpPage.giveAddress(page, email);
    await signUpPage.giveCode(page, await server.mailedCode(email));
    await signUpPage.choosePassword(page, planted.password);
    const kit = await foundOrganization(page, 'Northwind Shipping', 'northwind');
    const groups = (await readPrintedTexts(kit.pdf)).filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
    await vaultPage.createVault(page, planted.vault);
    await vaultPage.createFolder(page, planted.folder);
    await vaultPage.add(page, {
      title: planted.title,
      user: planted.user,
      password: planted.entryPassword,
      website: planted.website,
      notes: planted.notes,
      tags: planted.tag,
      folder: planted.folder,
      fields: [{ kind: 'hidden', name: planted.fieldName, value: planted.fieldValue }],
    });
    await vaultPage.search(page).fill(planted.query);
    await vaultPage.open(page, planted.title);
    await page.getByRole('button', { name: en.entry.reveal, exact: true }).click();
    await page.getByRole('button', { name: en.entry.revealField(planted.fieldName) }).click();
    await page.getByText('capybaras').waitFor();
    await vaultPage.beginEdit(page, { title: planted.title, password: `${planted.entryPassword}2` });
    await vaultPage.save(page);
    await vaultPage.said(page, en.entryForm.saved(planted.title)).waitFor();
    await vaultPage.place(page, planted.tag).click();
    await vaultPage.open(page, planted.title);
    // Loaded anew as it stands: the address goes to the server, and into the history.
    await page.reload();
    await unlockWith(page, planted.password);
    await vaultPage.title(page, planted.title).waitFor();

    const storage = await readBrowserStorage(page, browser);
    const running = filesBelow(server.data);
    await browser.close();
    const code = groups.join('-');
    const secrets: readonly PlantedSecret[] = [
      ...Object.entries(planted).map(([name, secret]) => ({ name, secret })),
      { name: 'recovery code', secret: code },
      { name: 'recovery code without hyphens', secret: groups.join('') },
      ...groups.slice(1).map((group, at) => ({
        name: `groups ${at + 1} and ${at + 2} of the recovery code`,
        secret: `${groups[at]}-${group}`,
      })),
    ];
    expect(groups).toHaveLength(11);
    const places: readonly Place[] = [
      { name: 'the database files while it runs', holds: running, control: email },
      {
        name: 'the server’s log',
        holds: [{ at: '', bytes: Buffer.from(server.log()) }],
        control: '/api/organizations',
      },
      { name: 'what the browser sent', holds: [{ at: '', bytes: traffic.sent() }], control: email },
      { name: 'what it was answered', holds: [{ at: '', bytes: traffic.answered() }], control: 'northwind' },
      {
        name: 'the origin’s storage',
        holds: storage.map((bytes) => ({ at: '', bytes })),
        control: email,
      },
      { name: 'the browser’s profile on disk', holds: filesBelow(profile), control: 'northwind' },
    ];
    expect(leaksIn(secrets, places)).toEqual([]);
    expect(elsewhere).toEqual([]);
    faults.expectNone();

    // The same search finds what is there, in every one of these places.
    for (const place of places) {
      const found = leaksIn([{ name: 'the control', secret: place.control }], [place]);
      expect(found.length, place.name).toBeGreaterThan(0);
    }
    // And a secret that does get out, however it is written down.
    writeFileSync(
      join(server.data, 'slip'),
      `x${Buffer.from(`..${planted.fieldValue}..`).toString('base64')}`,
    );
    const slipped = [{ name: 'the database files', holds: filesBelow(server.data), control: email }];
    expect(leaksIn(secrets, slipped)).toEqual(['fieldValue in the database files (slip)']);
  } finally {
    await browser.close();
    await server.stop();
    await traffic.stop();
    rmSync(profile, { recursive: true, force: true });
  }
});
