import { sentence } from '@postern/access';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { actOnOrganization } from '../apps/server/src/operator/act-on-organization.ts';
import type { OperatorAct } from '../apps/server/src/organization/operator-acts.ts';
import { parseConfig } from '../apps/server/src/platform/config/parse-config.ts';
import { password, startMember, startOwner } from '../packages/client/test/team.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { administrationPage } from './pages/administration.ts';
import { signInAt } from './pages/sign-in.ts';
import { vaultPage } from './pages/vault.ts';

const { administration, entryForm, operatorActs, vault } = en;
const megabyte = 1024 * 1024;

flow('what the operator limits is said where it is felt, and who did it', async ({ seat, server }) => {
  const peoples = { url: server.url, codeFor: server.mailedCode };
  const owner = await startOwner(peoples, 'maya@northwind.example', 'northwind');
  const { rules } = owner.client.administration;
  mustBeOk(await rules.set({ personalVaults: false }));
  const noor = await startMember(peoples, owner, 'noor@northwind.example');
  const config = parseConfig({ POSTERN_DATA: server.data });
  if (!config.ok) throw new Error(config.problems.join());
  const act = (what: OperatorAct) =>
    actOnOrganization(config.value, { address: 'northwind', act: what, nowMs: Date.now() });
  await act({ act: 'seats_set', seats: 25 });
  await act({ act: 'storage_set', bytes: megabyte });

  const maya = await seat('Maya');
  await signInAt(maya.page, 'northwind', maya.email, password);
  await maya.page.getByRole('link', { name: administration.title, exact: true }).click();
  await maya.page.getByText(operatorActs.used('2', '25')).waitFor();
  await maya.look('limits');
  await administrationPage.open(maya.page, 'history');
  await maya.page.getByText(operatorActs.says.storage_set(megabyte)).waitFor();
  await maya.page.getByRole('heading', { name: operatorActs.title }).scrollIntoViewIfNeeded();
  await maya.look('acts');

  // Full: where something was about to be saved it says so, and what was typed is still there.
  await act({ act: 'storage_set', bytes: 256 });
  await maya.page.getByRole('link', { name: administration.back }).click();
  await maya.page.getByRole('button', { name: vault.add }).first().click();
  const title = maya.page.getByLabel(entryForm.title, { exact: true });
  await title.fill('Dock 4');
  await vaultPage.save(maya.page);
  await maya.page.getByText(sentence('storage_full', { limitBytes: 256 })).waitFor();
  expect(await title.inputValue()).toBe('Dock 4');
  await maya.look('storage-full');

  const noors = await seat('Noor');
  await signInAt(noors.page, 'northwind', noors.email, password);
  await noors.page.getByRole('button', { name: vault.makePersonal }).click();
  await noors.page.getByText(sentence('personal_vault_disabled', {})).waitFor();
  await noors.look('personal-vaults-off');
  await Promise.all([owner.client.close(), noor.client.close()]);
});
