import { createMemoryStore } from '@postern/client';
import { type Clock, mustBeOk, parseEmail, systemClock } from '@postern/core';
import { invitationKeysOf } from '@postern/crypto';
import { findInvitation } from '@postern/ledger';
import { parseInvitationFragment } from '../packages/client/src/administration/invitation-link.ts';
import { startDevice } from '../packages/client/test/people.ts';
import { invite } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { joinAsInvited } from './scene/join-as-invited.ts';
import { addEntry, address, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { takeKeys } from './scene/rogue-events.ts';

const minuteMs = 60_000;

/**
 * Nobody accepts Maya's invitation, and its time is over. Then somebody finds the link, opens with the server what was
 * sealed to it, and joins: by an event dated as it is, or from before it expired. Maya's next device looks at that.
 */
export async function joinByExpired(scene: Scene, dated: 'now' | 'back') {
  const place = await mayasPlace(scene);
  const { server, evil, desk, vault, email: mayas, password } = place;
  const saved = scene.plant("the bank's password", 'osprey-41-lantern');
  await addEntry(place, loginOf('Bank', { password: saved }));
  const email = mustBeOk(parseEmail('leo@northwind.example'));
  const { invite: id, link } = await invite(desk, email, { grants: [{ vault, given: 'editor' }] });
  // Of what this takes only the ledger is used, which every server has.
  const { state, chain } = await takeKeys(place);
  const expiresAtMs = findInvitation(state, id)?.expiresAtMs ?? 0;
  const { secret } = mustBeOk(parseInvitationFragment(link));

  const { sealing } = await invitationKeysOf(secret, { org: state.organization, invite: id });
  const wanted = { state, vault, recipient: `invite:${id}` };
  const key = await openRelayedKey(evil, sealing, wanted);
  const read = key && (await readSaved(evil, key, wanted));

  const lastAtMs = dated === 'now' ? expiresAtMs + minuteMs : state.lastAtMs;
  const { join } = await joinAsInvited({ state: { ...state, lastAtMs } }, { invite: id, email, secret });
  keepOwnLedger(evil, [...chain, ...join]);
  const later: Clock = { ...systemClock, nowMs: () => expiresAtMs + 2 * minuteMs };
  const device = await startDevice(server, createMemoryStore(), evil.fetch, later);
  scene.after(() => device.client.close());
  mustBeOk(await device.client.account.signIn(mayas, password));
  const entered = await device.client.organization.enter(address);
  return { ...place, device, entered, read, saved };
}
