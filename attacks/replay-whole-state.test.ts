import { writeVault } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { draft } from '../packages/client/test/team.ts';
import { attack } from './harness/attack.ts';
import { replayWholeState } from './replay-whole-state.ts';
import { loginOf } from './scene/mayas-place.ts';

attack('X12', 'shows a new device all as it was before a member was removed', async (scene) => {
  const { device, vault, evil, leo } = await replayWholeState(scene);
  const before = evil.received.length;
  const added = await device.client.vault.addEntry(vault, loginOf('Bank', { password: 'osprey-41-lantern' }));
  expect(added).toMatchObject({ ok: false, code: 'device_unconfirmed' });
  const invited = await device.client.administration.invitations.invite(
    'nina@northwind.example',
    draft({ grants: [{ vault, given: 'reader' }] }),
  );
  expect(invited).toMatchObject({ ok: false, code: 'device_unconfirmed' });
  const sent = evil.received.slice(before).map(({ endpoint }) => endpoint?.name);
  if (sent.includes(writeVault.name)) scene.leaked('what Maya saves');

  // She is asked, and finds on the list who should not be there.
  expect(device.client.snapshot().entered?.open?.recipientsAsked).toBeGreaterThan(0);
  const { members } = mustBeOk(await device.client.organization.keyRecipients());
  expect(members.map(({ email }) => email)).toContain(leo.email);
  return added.ok ? '' : added.code;
});
