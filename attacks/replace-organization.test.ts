import { createOrganization } from '@postern/contract';
import { expect } from 'vitest';
import { signUp } from '../packages/client/test/people.ts';
import { attack } from './harness/attack.ts';
import { replaceOrganization } from './replace-organization.ts';
import { aDevice, alarmOf, aServer } from './scene/mayas-place.ts';

attack(
  'BW09',
  'puts an organization with keys of its own in the place of the one just founded',
  async (scene) => {
    const { device, entered } = await replaceOrganization(scene);
    expect(entered).toMatchObject({ ok: false, code: 'organization_unknown' });
    expect(device.client.snapshot().entered?.open).toBeUndefined();
    return alarmOf(device);
  },
);

attack('BW09', 'answers the founding with another organization', async (scene) => {
  const server = await aServer(scene);
  const evil = scene.misbehave();
  const desk = await aDevice(scene, server, evil);
  await signUp(server, desk, 'maya@northwind.example', 'seven copper kettles');
  evil.alter(createOrganization, (answer) => ({ ...answer, organization: 'A'.repeat(43) }));
  const created = await desk.client.organization.create('Northwind', 'northwind');
  expect(created).toMatchObject({ ok: false, code: 'organization_unknown' });
  expect(desk.client.snapshot().organizations).toEqual([]);
  return alarmOf(desk);
});
