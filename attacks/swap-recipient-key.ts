import { mustBeOk, parseEmail } from '@postern/core';
import { drawSecret, type InviteSecret } from '@postern/crypto';
import { invite } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { joinAsInvited } from './scene/join-as-invited.ts';
import { addEntry, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { takeKeys } from './scene/rogue-events.ts';

/**
 * Maya invites Leo by a link that the server does not see. The server joins in his place, under his address and with keys
 * of its own, before he does; then Maya shares a vault with whom her client calls Leo.
 */
export async function swapRecipientKey(scene: Scene) {
  const place = await mayasPlace(scene);
  const { evil, desk, vault } = place;
  const saved = scene.plant("the bank's password", 'osprey-41-lantern');
  await addEntry(place, loginOf('Bank', { password: saved }));
  const email = mustBeOk(parseEmail('leo@northwind.example'));
  const invited = await invite(desk, email);
  // Of what this takes only the ledger is used, which every server has.
  const { state, chain } = await takeKeys(place);
  // The server does not know the invitation's secret, so it draws one.
  const secret = drawSecret<InviteSecret>();
  const { member, keys, join } = await joinAsInvited({ state }, { invite: invited.invite, email, secret });
  keepOwnLedger(evil, [...chain, ...join]);
  const shared = await desk.client.administration.vaultAccess.grant(vault, [
    { grantee: { kind: 'member', id: member }, given: 'editor' },
  ]);
  const read = async () => {
    const about = { state, vault, recipient: `member:${member}` };
    const key = await openRelayedKey(evil, keys.sealing, about);
    return key && readSaved(evil, key, about);
  };
  return { ...place, shared, read, saved };
}
