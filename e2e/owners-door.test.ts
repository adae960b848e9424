import { sentence } from '@postern/access';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { AuthenticatorApp } from '../apps/server/test/support/authenticator-app.ts';
import { until } from '../packages/client/test/people.ts';
import { memberOf, password, startMember, startOwner } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { type Flow, flow } from './app/flow.ts';
import { proxyAddress, startProxy } from './app/start-proxy.ts';
import { secondFactorStep } from './pages/second-factor.ts';
import { signInAt } from './pages/sign-in.ts';

const { ownersDoor } = en;
const office = '203.0.113.7';
const train = '198.51.100.23';

const shutOut = flow.extend<Pick<Flow, 'settings'> & { readonly from: (address: string) => Promise<string> }>(
  {
    settings: [{ POSTERN_TRUSTED_PROXIES: proxyAddress, POSTERN_SIGNUP: 'open' }, { scope: 'file' }],
    from: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs.
      async ({}, use) => {
        const proxies: Awaited<ReturnType<typeof startProxy>>[] = [];
        await use(async (address) => {
          const proxy = await startProxy(address);
          proxies.push(proxy);
          return proxy.url;
        });
        for (const proxy of proxies) await proxy.stop();
      },
      { scope: 'file' },
    ],
  },
);

shutOut('an owner who is shut out is told what it takes', async ({ seat, server, from }) => {
  const peoples = { url: server.url, codeFor: server.mailedCode };
  const owner = await startOwner(peoples, 'maya@northwind.example', 'northwind');
  const dana = await startMember(peoples, owner, 'dana@northwind.example', { role: 'administrator' });
  mustBeOk(
    await owner.client.administration.people.addCustodian(
      (await memberOf(owner, 'dana@northwind.example')).id,
    ),
  );
  const rules = owner.client.administration.rules;
  const ranges = [office, '127.0.0.0/8', '::1'];
  mustBeOk(await rules.allowAddresses(ranges.map((range) => ({ range, label: 'Office', untilMs: null }))));
  mustBeOk(await rules.set({ addressListOn: true }));

  // Off the list, with a full session: the device learns who owns the organization once it was let in.
  const onTrain = await from(train);
  const maya = await seat('Maya', { through: onTrain });
  await signInAt(maya.page, 'northwind', maya.email, password);
  await maya.page.getByRole('heading', { name: sentence('ip_not_allowed', { address: train }) }).waitFor();
  await maya.page.getByRole('link', { name: ownersDoor.linkDenial }).click();
  await maya.page.getByRole('heading', { name: ownersDoor.title, level: 1 }).waitFor();
  await maya.page.getByText('dana@northwind.example', { exact: true }).waitFor();
  await maya.page.getByText(ownersDoor.can.address).waitFor();
  await maya.page.getByText('npx postern org bypass-allowlist northwind --for 1h').waitFor();
  await maya.look('off-the-list');
  const outbox = await (await fetch(`${server.url}/outbox`)).text();
  expect(outbox.split('The owner’s door of your organization was opened').length).toBeGreaterThan(2);
  // Nobody else gets more than the gate says.
  const danas = await seat('Dana', { through: onTrain });
  await signInAt(danas.page, 'northwind', danas.email, password);
  await danas.page.getByText('ip_not_allowed', { exact: true }).waitFor();
  const answered = danas.page.waitForResponse('**/owners-door');
  await danas.page.getByRole('link', { name: ownersDoor.linkDenial }).click();
  await answered;
  await danas.page.waitForURL('**/northwind/recover');
  await danas.page.getByText('ip_not_allowed', { exact: true }).waitFor();

  // A new device at the office whose second factor is lost.
  const { secondFactor } = owner.client;
  const app = new AuthenticatorApp(mustBeOk(await secondFactor.beginTotp()).secretB32, Date.now);
  mustBeOk(await secondFactor.finishTotp('Phone', app.code()));
  const again = await seat('Maya', { through: await from(office) });
  await signInAt(again.page, 'northwind', again.email, password);
  await secondFactorStep.asked(again.page);
  await again.page.getByRole('button', { name: ownersDoor.link }).waitFor();
  await again.look('second-factor-step');
  await again.page.getByRole('button', { name: ownersDoor.link }).click();
  await again.page.getByRole('heading', { name: ownersDoor.title, level: 1 }).waitFor();
  await again.page.getByText(ownersDoor.serverTitle).waitFor();
  await again.page.getByText('Postern recovery kit … northwind v1.pdf').waitFor();
  expect(await again.page.getByRole('textbox').count()).toBe(0);
  await again.look('lost-factor');
  await again.page.goto('/northwind');
  await again.page.getByRole('heading', { name: sentence('sign_in_required', {}) }).waitFor();

  await until(owner.client, ({ entered }) => entered?.open !== undefined);
  await Promise.all([owner.client.close(), dana.client.close()]);
});
