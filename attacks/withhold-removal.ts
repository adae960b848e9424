import { mustBeOk } from '@postern/core';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { addEntry, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { memberOf, takeKeys } from './scene/rogue-events.ts';

/**
 * Maya removes Leo, and the server keeps that back from Ana, who manages a vault with Maya and is asked to share it with
 * Leo. If `written`, Maya saved something in that vault after the removal, and Ana is shown it.
 */
export async function withholdRemoval(scene: Scene, written: boolean) {
  const place = await mayasPlace(scene, scene.watch());
  const { evil, desk, vault } = place;
  const saved = 'osprey-41-lantern';
  await addEntry(place, loginOf('Bank', { password: saved }));
  const line = scene.misbehave();
  const leo = await aColleague(place, 'leo');
  const ana = await aColleague(place, 'ana', { grants: [{ vault, given: 'manager' }] }, line);
  const insider = await takeKeys(leo);
  const { state, chain, keys } = insider;
  const member = memberOf(insider);
  keepOwnLedger(line, chain);
  mustBeOk(await desk.client.administration.people.remove([member]));
  if (written) await addEntry(place, loginOf('Bank', { password: saved }));

  /** Ana shares the vault with Leo, who reads what he can of it. */
  const share = async () => {
    const shared = await ana.desk.client.administration.vaultAccess.grant(vault, [
      { grantee: { kind: 'member', id: member }, given: 'reader' },
    ]);
    const about = { state, vault, recipient: `member:${member}` };
    const key = await openRelayedKey(line, keys.sealing, about);
    return { shared, read: key && (await readSaved(evil, key, about)) };
  };
  return { ...place, ana, share, saved };
}
