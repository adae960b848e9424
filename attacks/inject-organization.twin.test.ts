import { mustBeOk, type OrganizationId } from '@postern/core';
import type { AccountState } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { globex, injectOrganization } from './inject-organization.ts';
import { loginOf } from './scene/mayas-place.ts';
import { readSaved } from './scene/relayed-keys.ts';

const told = vi.hoisted(() => ({ organization: '' }));

/** A client that goes by what the server says is at an address. */
vi.mock('../packages/client/src/organization/find-organization-at.ts', () => ({
  findOrganizationAt: ({ heads }: AccountState, address: string) =>
    address === globex ? { address, org: told.organization } : heads.find((one) => one.address === address),
}));

twin('BW08', 'the addresses in the sealed account state', async (scene) => {
  let made: OrganizationId | undefined;
  const injected = await injectOrganization(scene, (organization) => {
    made = organization;
    told.organization = organization;
  });
  const { device, entered, evil, key, vault } = injected;
  expect(mustBeOk(entered)).toMatchObject({ allowed: true });
  expect(device.client.snapshot().entered?.open).toMatchObject({ id: made, address: globex });
  const saved = 'osprey-41-lantern';
  await device.client.vault.addEntry(vault, loginOf('Bank', { password: saved }));
  const about = { state: { organization: made } as never, vault };
  expect(await readSaved(evil, { key, epoch: 1 }, about)).toBe(saved);
  return "the server's organization as one of Maya's, and what she saves in it";
});
