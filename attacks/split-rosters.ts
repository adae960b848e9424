import { type Email, mustBeOk, newId, toBase64Url } from '@postern/core';
import { drawSecret, type InviteSecret, invitationKeysOf } from '@postern/crypto';
import { verifyChain } from '@postern/ledger';
import type { Scene } from './harness/attack.ts';
import { aColleague, type Colleague } from './scene/colleague.ts';
import { joinAsInvited } from './scene/join-as-invited.ts';
import { addEntry, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { type Insider, memberOf, signAnyway, takeKeys } from './scene/rogue-events.ts';

/**
 * Leo manages members and lets Eve in, in a history that the server shows to Ana alone. Everybody else sees one without
 * her. Then Maya saves an entry in the vault that she shares with Ana.
 */
export async function splitRosters(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch());
  const { desk, vault } = place;
  const line = scene.misbehave();
  const leo = await aColleague(place, 'leo', { permissions: ['members.manage'] });
  const ana = await aColleague(place, 'ana', { grants: [{ vault, given: 'editor' }] }, line);
  keepOwnLedger(line, await letEveIn(leo));
  mustBeOk(await desk.client.organization.changeSettings({ sessionAgeMinutes: 60 }));
  await addEntry(place, loginOf('Bank'));
  return { ...place, ana };
}

async function letEveIn(leo: Colleague) {
  const insider: Insider = await takeKeys(leo);
  const { state, keys, chain } = insider;
  const secret = drawSecret<InviteSecret>();
  const about = { invite: newId<never>(), email: 'eve@northwind.example' as Email, secret };
  const invitationKeys = await invitationKeysOf(secret, { org: state.organization, invite: about.invite });
  const body = {
    clients: { allowed: [], denied: [] },
    delivery: 'link',
    email: about.email,
    endsAtMs: null,
    expiresAtMs: state.lastAtMs + 1000,
    grants: [],
    groups: [],
    invite: about.invite,
    permissions: [],
    role: 'member',
    sealingKey: toBase64Url(invitationKeys.sealing.publicKey),
    signingKey: toBase64Url(invitationKeys.signing.publicKey),
  };
  const invited = await signAnyway({ state, by: memberOf(insider), key: keys.signing }, [['invite', body]]);
  const { state: after } = mustBeOk(await verifyChain(state, invited));
  const { join } = await joinAsInvited({ state: after }, about);
  return [...chain, ...invited, ...join];
}
