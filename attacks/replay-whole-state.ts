import { mustBeOk } from '@postern/core';
import { backUp } from '../packages/client/test/back-up.ts';
import { memberOf as memberView } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { addEntry, address, enterAndRead, loginOf, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { takeKeys } from './scene/rogue-events.ts';
import { tellAccountState } from './scene/tell-account-state.ts';

/**
 * Leo edited Maya's vault, and works with the server, which keeps everything as it was then: ledger, keys, entries and
 * Maya's sealed account state. Once she has removed him it puts all of that back for a new device of hers, while her desk
 * is off. Nothing of it contradicts anything else.
 */
export async function replayWholeState(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch());
  const { evil, desk, vault } = place;
  await addEntry(place, loginOf('Shop'));
  const leo = await aColleague(place, 'leo');
  const { people, vaultAccess } = desk.client.administration;
  const { id } = await memberView(desk, leo.email);
  mustBeOk(await vaultAccess.grant(vault, [{ grantee: { kind: 'member', id }, given: 'editor' }]));
  const { keys, state } = await takeKeys(leo);
  const about = { state, vault, recipient: `member:${id}` };
  const held = await openRelayedKey(evil, keys.sealing, about);
  if (held === undefined) throw new Error('Leo had no key to keep');
  await tellAccountState(place);
  const putBack = await backUp(place.server);

  mustBeOk(await desk.client.organization.enter(address));
  mustBeOk(await people.remove([id]));
  await tellAccountState(place);
  await desk.client.close();
  await leo.desk.client.close();
  await putBack();
  await place.server.restart();
  const device = await mayasNewDevice(place);
  await enterAndRead(device, 1);
  return { ...place, device, leo: { ...leo, id }, read: () => readSaved(evil, held, about) };
}
