import { joinOrganization } from '@postern/contract';
import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';
import { claimPolicy, swapByEvents, swapInGenesis } from './swap-organization-key.ts';

const attacks = [
  ["exchanges the organization's key on join, by events in Maya's name", 'signature_wrong', swapByEvents],
  ["exchanges the organization's key in its first event", 'organization_unknown', swapInGenesis],
] as const;

for (const [did, code, play] of attacks) {
  attack('BW01', did, async (scene) => {
    const { leo, evil, join } = await play(scene);
    expect(await join()).toMatchObject({ ok: false, code });
    expect(evil.received.map(({ endpoint }) => endpoint?.name)).not.toContain(joinOrganization.name);
    expect(leo.client.snapshot().organizations).toEqual([]);
    return alarmOf(leo);
  });
}

attack('BW01', 'claims a policy by which new members hand over their keys', async (scene) => {
  const { evil, join } = await claimPolicy(scene);
  const joined = await join();
  expect(joined).toMatchObject({ ok: false, code: 'server_refused_form' });
  expect(evil.received.map(({ endpoint }) => endpoint?.name)).not.toContain(joinOrganization.name);
  return joined.ok ? '' : joined.code;
});
