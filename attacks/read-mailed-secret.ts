import { mailInvitation } from '@postern/contract';
import { mustBeOk, parseEmail } from '@postern/core';
import { createAccountKeys, type InviteSecret, invitationKeysOf } from '@postern/crypto';
import { parseInvitationFragment } from '../packages/client/src/administration/invitation-link.ts';
import { fingerprintWords } from '../packages/client/src/words/fingerprint-words.ts';
import { invite } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { joinAsInvited } from './scene/join-as-invited.ts';
import { addEntry, loginOf, mayasPlace, type Place } from './scene/mayas-place.ts';
import { keepOwnLedger, sentIn } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { takeKeys } from './scene/rogue-events.ts';

/** Maya invites Leo into the vault with the bank's password, by a link that the server mails and so reads. */
async function inviteByMail(scene: Scene, delivery: 'mail' | 'words') {
  const place = await mayasPlace(scene);
  const { desk, vault } = place;
  const saved = scene.plant("the bank's password", 'osprey-41-lantern');
  await addEntry(place, loginOf('Bank', { password: saved }));
  const email = mustBeOk(parseEmail('leo@northwind.example'));
  const grants = [{ vault, given: 'editor' as const }];
  const { invite: id, words = [] } = await invite(desk, email, { grants, delivery });
  // They are told by telephone.
  if (words.length > 0) scene.plant("the invitation's words", words.join(' '));
  // Of what this takes only the ledger is used, which every server has.
  const { state, chain } = await takeKeys(place);
  return { ...place, saved, state, chain, about: { invite: id, email, secret: readSecret(place) } };
}

/** The secret, out of the fragment that the server is asked to mail. */
function readSecret({ evil }: Pick<Place, 'evil'>): InviteSecret {
  const asked = evil.received.findLast(({ endpoint }) => endpoint?.name === mailInvitation.name);
  if (asked === undefined) throw new Error('no invitation was to be mailed');
  return mustBeOk(parseInvitationFragment(sentIn(asked).fragment as string)).secret;
}

/** By mail alone: the server joins as Leo. Maya calls the real one, and types the words that he reads to her. */
export async function joinByMailedSecret(scene: Scene) {
  const invited = await inviteByMail(scene, 'mail');
  const { desk, evil, state, chain, vault, saved, about } = invited;
  const { member, keys, join } = await joinAsInvited({ state }, about);
  keepOwnLedger(evil, [...chain, ...join]);
  const { people } = desk.client.administration;
  const leosKeys = await createAccountKeys(keys.account, state.lastAtMs);
  const confirmed = await people.confirmWords(member, fingerprintWords(leosKeys.signing.publicKey));
  const read = async () => {
    const wanted = { state, vault, recipient: `member:${member}` };
    const key = await openRelayedKey(evil, keys.sealing, wanted);
    return key && readSaved(evil, key, wanted);
  };
  return { ...invited, confirmed, read, saved };
}

/** By mail and words: the server tries what it has, the mailed half, on the keys that were sealed to the invitation. */
export async function openByMailedHalf(scene: Scene) {
  const invited = await inviteByMail(scene, 'words');
  const { desk, evil, state, chain, vault, about } = invited;
  const { sealing } = await invitationKeysOf(about.secret, {
    org: state.organization,
    invite: about.invite,
  });
  const wanted = { state, vault, recipient: `invite:${about.invite}` };
  const key = await openRelayedKey(evil, sealing, wanted);
  const read = key && (await readSaved(evil, key, wanted));
  const { join } = await joinAsInvited({ state }, about);
  keepOwnLedger(evil, [...chain, ...join]);
  const changed = await desk.client.organization.changeSettings({ sessionAgeMinutes: 60 });
  return { ...invited, read, changed };
}
