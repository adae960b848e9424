import { mustBeOk } from '@postern/core';
import { drawSecret, type SigningSeed, signingKeyFromSeed } from '@postern/crypto';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { address, loginOf, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { drawOrganizationKey } from './scene/own-organization-key.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { memberOf, signAnyway, takeKeys } from './scene/rogue-events.ts';

/**
 * The server's operator has an ordinary member of Northwind at hand, Otto. When Maya signs in on a new device, the server
 * shows her a ledger in which Otto is a custodian, and the organization has a key of the server's own: signed by Otto, or
 * in Maya's name by a key that the server drew.
 */
export async function listItselfAsCustodian(scene: Scene, signedBy: 'otto' | 'server') {
  const place = await mayasPlace(scene);
  const { evil, vault } = place;
  const insider = await takeKeys(await aColleague(place, 'otto'));
  const { keys, state, chain } = insider;
  const member = memberOf(insider);
  const { announced, pair } = await drawOrganizationKey(state);
  const rogue = await signAnyway(
    signedBy === 'otto'
      ? { state, by: member, key: keys.signing }
      : { state, by: state.owner, key: await signingKeyFromSeed(drawSecret<SigningSeed>()) },
    [
      ['custodian_add', { member }],
      ['custodian_remove', { member, organizationKey: announced }],
    ],
  );
  const device = await mayasNewDevice(place);
  keepOwnLedger(evil, [...chain, ...rogue]);
  const entered = await device.client.organization.enter(address);
  /** What Maya saves next, as the server reads it with the organization's key. */
  const readNextPassword = async () => {
    const saved = 'osprey-41-lantern';
    mustBeOk(await device.client.vault.addEntry(vault, loginOf('Bank', { password: saved })));
    const about = { state, vault, recipient: 'organization:2' };
    const key = await openRelayedKey(evil, pair, about);
    return { saved, read: key && (await readSaved(evil, key, about)) };
  };
  return { ...place, device, entered, readNextPassword };
}
