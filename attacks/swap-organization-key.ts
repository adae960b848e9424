import { askGate, openInvitation, readSealedKeys } from '@postern/contract';
import {
  type AccountId,
  type InviteId,
  type MemberId,
  mustBeOk,
  newId,
  parseEmail,
  toBase64Url,
} from '@postern/core';
import {
  createAccountKeys,
  drawSecret,
  type InviteSecret,
  invitationKeysOf,
  type SigningSeed,
  signingKeyFromSeed,
  signJoinProof,
} from '@postern/crypto';
import { TestMember } from '../apps/server/test/support/test-member.ts';
import { signUp, until } from '../packages/client/test/people.ts';
import { invite } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { aDevice, address, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { drawOrganizationKey } from './scene/own-organization-key.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { type Insider, signAnyway, takeKeys } from './scene/rogue-events.ts';

/** Leo is invited to Northwind by a link and about to join; what he is served is up to `evil`. */
async function inviteLeo(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch());
  const email = 'leo@northwind.example';
  const { link } = await invite(place.desk, email);
  // Of what this takes only the ledger is used, which every server has.
  const insider = await takeKeys(place);
  const evil = scene.misbehave();
  const leo = await aDevice(scene, place.server, evil);
  await signUp(place.server, leo, email, 'nine slate harbours');
  const { invitations } = leo.client.administration;
  return { ...place, evil, leo, insider, join: () => invitations.accept(link) };
}

/** Events in Maya's name by which the organization's key becomes one that the server drew. */
export async function swapByEvents(scene: Scene) {
  const invited = await inviteLeo(scene);
  const { evil, leo, insider, server } = invited;
  const { state, chain } = insider;
  const { announced, pair } = await drawOrganizationKey(state);
  keepOwnLedger(evil, [...chain, ...(await signInMayasName(insider, announced))]);
  const { organization } = state;
  evil
    .drop(readSealedKeys, () => ({ sealedKeys: [] }))
    .drop(askGate, () => ({ organization, allowed: true, path: [], atMs: server.nowMs() }));
  /** What Leo saves in his personal vault once he is in, as the server reads it with the organization's key. */
  const readNextPassword = async () => {
    mustBeOk(await leo.client.organization.enter(address));
    const { entered } = await until(leo.client, (seen) => (seen.entered?.open?.vaults.length ?? 0) > 0);
    const vault = entered?.open?.vaults[0]?.id;
    if (vault === undefined) throw new Error('no vault');
    const saved = 'osprey-41-lantern';
    mustBeOk(await leo.client.vault.addEntry(vault, loginOf('Bank', { password: saved })));
    const about = { state, vault, recipient: 'organization:2' };
    const key = await openRelayedKey(evil, pair, about);
    return { saved, read: key && (await readSaved(evil, key, about)) };
  };
  return { ...invited, readNextPassword };
}

/**
 * A new organization key goes with a custodian who leaves. So the server invites one of its own, joins as them, makes
 * them a custodian and takes that from them again.
 */
async function signInMayasName({ state }: Insider, organizationKey: object) {
  const org = state.organization;
  const email = mustBeOk(parseEmail('escrow@northwind.example'));
  const [account, member, id] = [newId<AccountId>(), newId<MemberId>(), newId<InviteId>()];
  const invitation = await invitationKeysOf(drawSecret<InviteSecret>(), { org, invite: id });
  const keys = await createAccountKeys(account, state.lastAtMs);
  const statementHash = keys.statement.hash;
  const proof = await signJoinProof(invitation, { account, email, invite: id, member, org, statementHash });
  const asMaya = { by: state.owner, key: await signingKeyFromSeed(drawSecret<SigningSeed>()) };
  const invited = {
    clients: { allowed: [], denied: [] },
    delivery: 'link',
    email,
    endsAtMs: null,
    expiresAtMs: state.lastAtMs + 86_400_000,
    grants: [],
    groups: [],
    invite: id,
    permissions: [],
    role: 'member',
    sealingKey: toBase64Url(invitation.sealing.publicKey),
    signingKey: toBase64Url(invitation.signing.publicKey),
  };
  const joined = {
    account,
    email,
    invite: id,
    inviteSignature: toBase64Url(proof),
    member,
    statement: toBase64Url(keys.statement.bytes),
  };
  return signAnyway({ state, ...asMaya }, [
    ['invite', invited],
    ['join', joined, { by: member, key: keys.signing }],
    ['custodian_add', { member }],
    ['custodian_remove', { member, organizationKey }],
  ]);
}

/** Another first event, Maya's but for its keys: the organization's and hers are the server's. */
export async function swapInGenesis(scene: Scene) {
  const invited = await inviteLeo(scene);
  const { state } = invited.insider;
  const owner = state.members[state.owner];
  if (owner === undefined) throw new Error('an organization without its owner');
  const keys = await createAccountKeys(owner.account, state.lastAtMs);
  const founder = { ...owner, keys, token: '', session: newId() } as never;
  const { genesis } = await TestMember.draftFounding(founder, address, state.lastAtMs);
  invited.evil.drop(openInvitation, () => ({ events: [toBase64Url(genesis)], more: false }));
  return invited;
}

/** A policy that every new member's keys are to be handed over, beside the events. */
export async function claimPolicy(scene: Scene) {
  const invited = await inviteLeo(scene);
  const { announced } = await drawOrganizationKey(invited.insider.state);
  const policy = { autoEscrow: true, publicKey: announced.publicKey };
  invited.evil.alter(openInvitation, (answer) => ({ ...answer, policy }));
  return invited;
}
