import { writeVault } from '@postern/contract';
import { type EntryId, mustBeOk, newId, type VaultId } from '@postern/core';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { addEntry, address, loginOf, mayasNewDevice, mayasPlace, type Place } from './scene/mayas-place.ts';
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
  const saved = scene.plant("the bank's password", 'osprey-41-lantern');
  const bank = await addEntry(place, loginOf('Bank', { password: saved }));
  return backDate(place, { ...bank, first: false });
}

/** The same in a vault in which nobody has written yet, because the server refused it: no manifest could be listed. */
export async function backDateFirstManifest(scene: Scene) {
  const place = await mayasPlace(scene);
  const { desk, evil } = place;
  const busy = { type: 'about:blank', title: '', status: 429, code: 'rate_limited' } as const;
  evil.refuse(writeVault, busy, { times: 1 });
  const named = await desk.client.vault.createVault('Bank');
  if (named.ok) throw new Error('the name of the vault was to be refused');
  const { vaults = [] } = desk.client.snapshot().entered?.open ?? {};
  const vault = vaults.find(({ kind, name }) => kind === 'shared' && name === '')?.id;
  if (vault === undefined) throw new Error('there is no vault without a name');
  return backDate(place, { vault, entry: newId<EntryId>(), first: true });
}

async function backDate(
  place: Place,
  bank: { readonly vault: VaultId; readonly entry: EntryId; readonly first: boolean },
) {
  const { desk, evil } = place;
  const { vault } = bank;
  const { people, vaultAccess } = desk.client.administration;
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
  const content = {
    header: { changedAtMs: nowMs, createdAtMs: nowMs, title: 'Bank', type: 'login', v: 1 },
    body: { custom: [], notes: '', password: leosPassword, v: 1 },
  } as const;
  serveWrite(evil, await signWriteAnyway(evil, insider, { ...bank, key }, content));
  const device = await mayasNewDevice(place);
  mustBeOk(await device.client.organization.enter(address));
  return { ...place, bank, device };
}
