import { recoverOrganization, writeVault } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { recoverOnLookAlike, recoverOnOldLedger } from './recover-on-old-ledger.ts';
import { address, loginOf } from './scene/mayas-place.ts';

attack('X13', 'has the owner recover on a ledger that ends before a removal', async (scene) => {
  const { device, vault, evil, leo } = await recoverOnOldLedger(scene);
  const before = evil.received.length;
  const added = await device.client.vault.addEntry(vault, loginOf('Bank', { password: 'osprey-41-lantern' }));
  expect(added).toMatchObject({ ok: false, code: 'device_unconfirmed' });
  const sent = evil.received.slice(before).map(({ endpoint }) => endpoint?.name);
  if (sent.includes(writeVault.name)) scene.leaked('what Maya saves');
  // She is asked, and finds on the list who should not be there; no custodian is left who could have been put there.
  const { members } = mustBeOk(await device.client.organization.keyRecipients());
  expect(members.map(({ email }) => email)).toContain(leo.email);
  expect(members.filter(({ custodian }) => custodian).map(({ isSelf }) => isSelf)).toEqual([true]);
  return added.ok ? '' : added.code;
});

attack(['X1', 'X13'], 'shows an organization of its own to an owner with a recovery code', async (scene) => {
  const { device, evil, code, id } = await recoverOnLookAlike(scene, 'once');
  const { account } = device.client;
  expect(mustBeOk(await account.beginRecovery(address))).toMatchObject({ identified: false });
  const refused = await account.identifyOrganization(id);
  expect(refused).toMatchObject({ ok: false, code: 'recovery_kit_of_other' });
  // Nor is the code used where it is typed all the same, or where the id was the right one.
  const wanted = { address: false, secondFactor: false };
  expect(await account.recoverOrganization(code, wanted)).toMatchObject({ code: 'recovery_kit_of_other' });
  mustBeOk(await account.beginRecovery(address));
  mustBeOk(await account.identifyOrganization(id));
  expect(await account.readWithCode(code)).toMatchObject({ code: 'recovery_kit_of_other' });
  expect(await account.recoverOrganization(code, wanted)).toMatchObject({ code: 'recovery_kit_of_other' });
  expect(evil.received.map(({ endpoint }) => endpoint?.name)).not.toContain(recoverOrganization.name);
  return refused.ok ? '' : refused.code;
});
