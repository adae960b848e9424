import { remedy } from '@postern/access';
import { createClient, createMemoryStore } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { until } from '../../packages/client/test/people.ts';
import { memberOf, password } from '../../packages/client/test/team.ts';
import { announceAs } from '../app/announce-as.ts';
import { addressesPage, administrationPage } from '../pages/administration.ts';
import { requestsPage } from '../pages/requests.ts';
import { giveSignIn, signInAt, unlockWith } from '../pages/sign-in.ts';
import { row, type Stage } from './row.ts';
import { inside, officeAddress, trainAddress } from './scene.ts';

row('ip_not_allowed', 'on a train, let in from there', async (stage) => {
  const { member, owner, fixer, refused, asked, granted } = stage;
  // The device in Node comes from the loopback address.
  mustBeOk(
    await owner.client.administration.rules.allowAddresses(
      [officeAddress, '127.0.0.0/8', '::1'].map((range) => ({ range, label: 'Office', untilMs: null })),
    ),
  );
  await administrationPage.open(fixer, 'addresses');
  await addressesPage.turn(fixer, true);
  await refused(member.page, { address: trainAddress });
  await member.look('ip-not-allowed');
  await asked(member);
  await granted(member.page);
});

/** Turns a kind of client off for the member, before anybody signs in with it. */
async function turnOff({ owner, member }: Stage, kind: 'extension' | 'app' | 'cli') {
  const { id } = await memberOf(owner, member.email);
  mustBeOk(await owner.client.administration.people.setClients([id], { allowed: [], denied: [kind] }));
}

for (const kind of ['extension', 'app'] as const) {
  row(`${kind}_not_allowed`, 'off for a member, allowed', async (stage) => {
    const { seat, member, refused, asked, granted } = stage;
    await turnOff(stage, kind);
    const { page, context, look } = await seat(member.name);
    if (kind === 'extension') {
      await announceAs(context, { kind });
      await signInAt(page, 'northwind', member.email, password);
    } else {
      // The app is there, under a path of its own.
      await page.goto('/app/sign-in?next=%2Fnorthwind');
      await giveSignIn(page, member.email, password);
    }
    await refused(page);
    // The app's page differs in one word.
    if (kind === 'extension') await look('extension-not-allowed');
    await asked({ page, email: member.email });
    await granted(page);
  });
}

row('cli_not_allowed', 'off for a member, allowed', async (stage) => {
  const { peoples, member, fixer, heard, askedBy, measured } = stage;
  await turnOff(stage, 'cli');
  const store = createMemoryStore();
  const client = await createClient({ fetch, baseUrl: peoples.url, store, kind: 'cli', version: '0.1.0' });
  mustBeOk(await client.account.signIn(member.email, password));
  heard(mustBeOk(await client.organization.enter('northwind')));
  await askedBy(member.email, async () =>
    mustBeOk(await client.requests.ask.ask('northwind', { code: 'cli_not_allowed', note: '' })),
  );
  await measured(
    () => requestsPage.press(fixer),
    () => until(client, ({ entered }) => entered?.open !== undefined),
  );
  await client.close();
});

row('client_outdated', 'an old client, whose version is accepted', async (stage) => {
  const { seat, owner, member, refused, asked, granted } = stage;
  const { page, context, look } = await seat(member.name);
  await announceAs(context, { version: '0.0.9' });
  mustBeOk(await owner.client.administration.rules.set({ minimumClientVersion: '0.1.0' }));
  await signInAt(page, 'northwind', member.email, password);
  await refused(page, { minimumVersion: '0.1.0' });
  await look('client-outdated');
  await asked({ page, email: member.email });
  await granted(page);
});

row('client_outdated', 'an old client, updated', async ({ seat, owner, member, refused, measured }) => {
  const { page, context } = await seat(member.name);
  const update = await announceAs(context, { version: '0.0.9' });
  await signInAt(page, 'northwind', member.email, password);
  await inside(page);
  mustBeOk(await owner.client.administration.rules.set({ minimumClientVersion: '0.1.0' }));
  await refused(page, { minimumVersion: '0.1.0' });
  await update();
  // What is updated is the page itself, so here a new document is right.
  await measured(
    () => page.getByRole('button', { name: remedy('update_client').label, exact: true }).click(),
    async () => {
      await unlockWith(page, password);
      await inside(page);
    },
  );
  mustBeOk(await owner.client.administration.rules.set({ minimumClientVersion: null }));
});
