import { drawSecret, type SigningSeed, signingKeyFromSeed } from '@postern/crypto';
import { until } from '../packages/client/test/people.ts';
import { invite } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { loginOf, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { drawOrganizationKey } from './scene/own-organization-key.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { memberOf, signAnyway, takeKeys } from './scene/rogue-events.ts';

/**
 * Leo edits Maya's vault and is at work. The server shows him that the organization has another key, its own: by that every
 * vault is to get a new one, and whoever makes it seals it to the organization's key as well.
 */
export async function serveEscrowKey(scene: Scene) {
  const evil = scene.misbehave();
  const place = await mayasPlace(scene, scene.watch());
  const { vault } = place;
  const leo = await aColleague(place, 'leo', { grants: [{ vault, given: 'editor' }] }, evil);
  const insider = await takeKeys(leo);
  const { state, chain } = insider;
  const member = memberOf(insider);
  const { announced, pair } = await drawOrganizationKey(state);
  const inMayasName = { by: state.owner, key: await signingKeyFromSeed(drawSecret<SigningSeed>()) };
  const rogue = await signAnyway({ state, ...inMayasName }, [
    ['custodian_add', { member }],
    ['custodian_remove', { member, organizationKey: announced }],
  ]);
  keepOwnLedger(evil, [...chain, ...rogue]);
  const { client } = leo.desk;
  // Something happens at Northwind, so that Leo's client looks what it was.
  await invite(place.desk, 'nina@northwind.example');
  await until(
    client,
    ({ alarm, entered }) =>
      alarm !== undefined || (entered?.open?.ledgerSeq ?? 0) === chain.length + rogue.length - 1,
  );
  const saved = scene.plant("the bank's password", 'osprey-41-lantern');
  return {
    ...place,
    leo,
    evil,
    /** What Leo saves next, and what the server reads of it with the organization's key. */
    saveAndRead: async () => {
      const added = await client.vault.addEntry(vault, loginOf('Bank', { password: saved }));
      const about = { state, vault, recipient: 'organization:2' };
      const key = added.ok ? await openRelayedKey(evil, pair, about) : undefined;
      return { added, saved, read: key && (await readSaved(evil, key, about)) };
    },
  };
}
