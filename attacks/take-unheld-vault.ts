import { mustBeOk } from '@postern/core';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { address, loginOf, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { memberOf, signAnyway, takeKeys } from './scene/rogue-events.ts';

const bankPassword = 'osprey-41-lantern';

/**
 * Leo manages members and groups and holds no key of Maya's vault. With a server that refuses nothing he signs these
 * events, whatever a rule says, and a new device of Maya's is shown them.
 */
export async function colludeWithLeo(
  scene: Scene,
  drafts: (of: { vault: string; leo: string; maya: string }) => readonly (readonly [string, object])[],
) {
  const place = await mayasPlace(scene);
  const { evil, vault } = place;
  const leo = await aColleague(place, 'leo', { permissions: ['members.manage', 'groups.manage'] });
  const insider = await takeKeys(leo);
  const { keys, state, chain } = insider;
  const member = memberOf(insider);
  const rogue = await signAnyway(
    { state, by: member, key: keys.signing },
    drafts({ vault, leo: member, maya: state.owner }),
  );
  const device = await mayasNewDevice(place);
  keepOwnLedger(evil, [...chain, ...rogue]);
  const entered = await device.client.organization.enter(address);
  return { ...place, device, entered, insider, leo, member };
}

/** Leo gives himself Maya's vault; once more after he left it, so that its next key is due and goes to him. */
export function takeVault(scene: Scene) {
  return colludeWithLeo(scene, ({ vault, leo }) => {
    const give = ['vault_grant', { grants: [{ member: leo, role: 'manager' }], head: null, vault }] as const;
    return [give, ['vault_revoke', { grantees: [{ member: leo }], head: null, vault }], give];
  });
}

/** What Maya's device saves next in the vault, as Leo opens it with the keys that the server relays to him. */
export async function readNextPassword(of: Awaited<ReturnType<typeof takeVault>>) {
  const { device, vault, evil, insider, member } = of;
  // Asked who receives keys, she does not notice that Leo should not.
  const { seq } = mustBeOk(await device.client.organization.keyRecipients());
  mustBeOk(await device.client.organization.confirmRecipients(seq));
  mustBeOk(await device.client.vault.addEntry(vault, loginOf('Bank', { password: bankPassword })));
  const about = { state: insider.state, vault, recipient: `member:${member}` };
  const key = await openRelayedKey(evil, insider.keys.sealing, about);
  return { read: key && (await readSaved(evil, key, about)), saved: bankPassword };
}
