import { readLedger } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { injectOrganization } from './inject-organization.ts';

attack('BW08', 'lets Maya into an organization of its own, in which she is said to be', async (scene) => {
  const { device, entered, evil, organization } = await injectOrganization(scene);
  const gate = mustBeOk(entered);
  expect(gate).toMatchObject({ allowed: false, denial: { code: 'invitation_required' } });
  const { organizations, entered: shown } = device.client.snapshot();
  expect(organizations.map(({ address }) => address)).toEqual(['northwind']);
  expect(shown?.open).toBeUndefined();
  // Nothing of it is even read.
  const asked = evil.received.filter(({ url }) => url.pathname.includes(organization));
  expect(asked.map(({ endpoint }) => endpoint?.name)).not.toContain(readLedger.name);
  return gate.denial?.code ?? '';
});
