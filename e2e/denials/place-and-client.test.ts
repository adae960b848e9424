import { remedy } from '@postern/access';
import { createClient, createMemoryStore } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { until } from '../../packages/client/test/people.ts';
import { memberOf, password } from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import { announceAs } from '../app/announce-as.ts';
import { addressesPage, administrationPage, membersPage, rulesPage } from '../pages/administration.ts';
import { signInAt, unlockWith } from '../pages/sign-in.ts';
import { inside, officeAddress, row, type Stage, trainAddress } from './row.ts';

const { members } = en;

row('ip_not_allowed', 'on a train, whose address is added', async (stage) => {
  const { member, owner, fixer, refused, remedied } = stage;
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
  await addressesPage.beginAdd(fixer, trainAddress, 'Train to Rotterdam');
  await remedied(member.page, () => addressesPage.add(fixer));
});

/** Turns a kind of client off for the member, before anybody signs in with it. */
async function turnOff({ owner, member }: Stage, kind: 'extension' | 'app' | 'cli') {
  const { id } = await memberOf(owner, member.email);
  mustBeOk(await owner.client.administration.people.setClients([id], { allowed: [], denied: [kind] }));
}

/** All that is left to the fixer is to press the button. */
async function beginAllowing({ fixer, member }: Stage, kind: 'extension' | 'app' | 'cli') {
  await administrationPage.open(fixer, 'members');
  await administrationPage.select(fixer, member.email);
  await membersPage.press(fixer, members.setClients);
  await membersPage.chooseClient(fixer, kind, 'allowed');
  return () => membersPage.apply(fixer);
}

for (const kind of ['extension', 'app'] as const) {
  row(`${kind}_not_allowed`, 'off for a member, allowed', async (stage) => {
    const { seat, member, refused, remedied } = stage;
    await turnOff(stage, kind);
    const { page, context, look } = await seat(member.name);
    await announceAs(context, { kind });
    await signInAt(page, 'northwind', member.email, password);
    await refused(page);
    // The app's page differs in one word.
    if (kind === 'extension') await look('extension-not-allowed');
    await remedied(page, await beginAllowing(stage, kind));
  });
}

row('cli_not_allowed', 'off for a member, allowed', async (stage) => {
  const { peoples, member, heard, measured } = stage;
  await turnOff(stage, 'cli');
  const store = createMemoryStore();
  const client = await createClient({ fetch, baseUrl: peoples.url, store, kind: 'cli', version: '0.1.0' });
  mustBeOk(await client.account.signIn(member.email, password));
  heard(mustBeOk(await client.organization.enter('northwind')));
  await measured(await beginAllowing(stage, 'cli'), () =>
    until(client, ({ entered }) => entered?.open !== undefined),
  );
  await client.close();
});

row('client_outdated', 'an old client, until old ones are accepted again', async (stage) => {
  const { seat, owner, member, fixer, refused, remedied } = stage;
  const { page, context, look } = await seat(member.name);
  await announceAs(context, { version: '0.0.9' });
  mustBeOk(await owner.client.administration.rules.set({ minimumClientVersion: '0.1.0' }));
  await signInAt(page, 'northwind', member.email, password);
  await refused(page, { minimumVersion: '0.1.0' });
  await look('client-outdated');
  await administrationPage.open(fixer, 'rules');
  await rulesPage.beginOldest(fixer, '');
  await remedied(page, () => rulesPage.save(fixer));
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
