import { askGate, readLedger, readSealedKeys } from '@postern/contract';
import type { OrganizationId } from '@postern/core';
import type { Scene } from './harness/attack.ts';
import { makeOrganization } from './replace-organization.ts';
import { mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';

export const globex = 'globex';

/**
 * The server makes an organization of its own in which Maya is said to be, with a vault whose key the server knows. It
 * says that this one is at an address that she opens, and lets her in. `onMade` hears its id.
 */
export async function injectOrganization(scene: Scene, onMade: (made: OrganizationId) => void = () => {}) {
  const place = await mayasPlace(scene, scene.misbehave().keep(readLedger));
  const made = await makeOrganization(place, globex);
  const { evil, server } = place;
  const { organization } = made;
  onMade(organization);
  const device = await mayasNewDevice(place);
  const mentions = { if: ({ url }: { readonly url: URL }) => url.pathname.includes(organization) };
  evil
    .drop(askGate, () => ({ organization, allowed: true, path: [], atMs: server.nowMs() }))
    .drop(
      readLedger,
      ({ url }) => ({ events: made.events.slice(Number(url.searchParams.get('from'))), more: false }),
      mentions,
    )
    .drop(readSealedKeys, () => ({ sealedKeys: [made.sealedKey] }), mentions);
  const entered = await device.client.organization.enter(globex);
  return { ...place, ...made, device, entered };
}
