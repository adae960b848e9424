import { getAccountState, putAccountState, readSealedKeys } from '@postern/contract';
import { mustBeOk, type VaultId } from '@postern/core';
import type { Device } from '../packages/client/test/people.ts';
import { address, mayasNewDevice, type Place } from './scene/mayas-place.ts';

/**
 * BW11: to Maya's new device the server gives her account state from before she had her personal vault, and no key of
 * that vault: as if she had never got one.
 */
export async function withholdVaultKey(
  place: Place,
): Promise<{ readonly device: Device; readonly vault: VaultId }> {
  const { evil, desk } = place;
  const vault = desk.client.snapshot().entered?.open?.vaults.find(({ kind }) => kind === 'personal')?.id;
  const first = evil.received.find(({ endpoint }) => endpoint?.name === putAccountState.name);
  if (vault === undefined || first === undefined) throw new Error('Maya has no personal vault yet');
  evil.alter(getAccountState, () => JSON.parse(Buffer.from(first.body ?? []).toString()));
  evil.alter(readSealedKeys, (answer) => ({
    ...answer,
    sealedKeys: answer.sealedKeys.filter(({ subject }) => subject !== vault),
  }));
  const device = await mayasNewDevice(place);
  mustBeOk(await device.client.organization.enter(address));
  return { device, vault };
}
