import {
  type AccountId,
  type Email,
  type MemberId,
  mustBeOk,
  newId,
  type OrganizationId,
  parseEmail,
  toBase64Url,
} from '@postern/core';
import {
  createAccountKeys,
  drawSecret,
  type InviteSecret,
  invitationKeysOf,
  signJoinProof,
} from '@postern/crypto';
import { invite } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { addEntry, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { signAnyway, takeKeys } from './scene/rogue-events.ts';

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

  const account = newId<AccountId>();
  const member = newId<MemberId>();
  const keys = await createAccountKeys(account, state.lastAtMs);
  const org = state.organization;
  const proof = await signAsIfInvited(org, invited.invite, { account, email, member, keys });
  const body = {
    account,
    email,
    invite: invited.invite,
    inviteSignature: toBase64Url(proof),
    member,
    statement: toBase64Url(keys.statement.bytes),
  };
  const join = await signAnyway({ state, by: member, key: keys.signing }, [['join', body]]);
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

/** The server does not know the invitation's secret, so it draws one. */
async function signAsIfInvited(
  org: OrganizationId,
  invite: Parameters<typeof invitationKeysOf>[1]['invite'],
  of: {
    readonly account: AccountId;
    readonly email: Email;
    readonly member: MemberId;
    readonly keys: Awaited<ReturnType<typeof createAccountKeys>>;
  },
) {
  const { account, email, member, keys } = of;
  const drawn = await invitationKeysOf(drawSecret<InviteSecret>(), { org, invite });
  const statementHash = keys.statement.hash;
  return signJoinProof(drawn, { account, email, invite, member, org, statementHash });
}
