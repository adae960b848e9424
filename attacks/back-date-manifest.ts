import { mustBeOk } from '@postern/core';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { addEntry, address, loginOf, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { openRelayedKey } from './scene/relayed-keys.ts';
import { memberOf, takeKeys } from './scene/rogue-events.ts';
import { serveWrite, signWriteAnyway } from './scene/rogue-write.ts';

/** What Leo would have Maya use at the bank. */
export const leosPassword = 'one that Leo knows too';

/**
 * Leo edits Maya's vault until she removes him. Afterwards, with the server, he changes the bank's password in it and
 * dates his manifest from when he still could. Maya's next device is shown that.
 */
export async function backDateManifest(scene: Scene) {
  const place = await mayasPlace(scene);
  const { desk, evil, vault } = place;
  const { people, vaultAccess } = desk.client.administration;
  const saved = scene.plant("the bank's password", 'osprey-41-lantern');
  const bank = await addEntry(place, loginOf('Bank', { password: saved }));
  const leo = await aColleague(place, 'leo');
  const member = memberOf(await takeKeys(leo));
  mustBeOk(await vaultAccess.grant(vault, [{ grantee: { kind: 'member', id: member }, given: 'editor' }]));
  const insider = await takeKeys(leo);
  const about = { state: insider.state, vault, recipient: `member:${member}` };
  const key = await openRelayedKey(evil, insider.keys.sealing, about);
  if (key === undefined) throw new Error('Leo was given no key');

  const [{ refused } = {}] = mustBeOk(await people.remove([member])).outcomes;
  if (refused !== undefined) throw new Error(`Leo was not removed: ${refused.code}`);
  const nowMs = insider.state.lastAtMs;
  serveWrite(
    evil,
    await signWriteAnyway(
      evil,
      insider,
      { vault, key, entry: bank.entry },
      {
        header: { changedAtMs: nowMs, createdAtMs: nowMs, title: 'Bank', type: 'login', v: 1 },
        body: { custom: [], notes: '', password: leosPassword, v: 1 },
      },
    ),
  );
  const device = await mayasNewDevice(place);
  mustBeOk(await device.client.organization.enter(address));
  return { ...place, bank, device };
}
