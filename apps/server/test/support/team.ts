import { joinOrganization, openInvitation, readInvitationKeys, type SealedKey } from '@postern/contract';
import {
  type Email,
  type GroupId,
  type HashB64,
  type InviteId,
  type MemberId,
  mustBeOk,
  newId,
  type OrganizationId,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import {
  commitGroupKey,
  drawSecret,
  type GroupKeySeed,
  hashB64,
  type InvitationKeys,
  type InviteSecret,
  invitationKeysOf,
  type KeyRecipient,
  ObjectType,
  type SealingKeyPair,
  sealGroupName,
  sealingKeyPairFromSeed,
  signJoinProof,
  signObject,
  unwrapGroupKey,
  unwrapVaultKey,
} from '@postern/crypto';
import { draftEvent, type EventBody, verifyChain } from '@postern/ledger';
import { callEndpoint } from './call-endpoint.ts';
import type { SeededPerson } from './seeded-person.ts';
import { bytesOf, TestMember } from './test-member.ts';
import type { TestServer } from './test-server.ts';

/** What an invitation's link holds, and the id that its event tells. */
export interface TestInvitation {
  readonly organization: OrganizationId;
  readonly event: HashB64;
  readonly invite: InviteId;
  readonly secret: InviteSecret;
}

const dayMs = 86_400_000;

/** An `invite` of a plain member and its secret, unsent. */
async function draftInvite(by: TestMember, email: Email, changes: Partial<EventBody<'invite'>> = {}) {
  const invite = newId<InviteId>();
  const secret = drawSecret<InviteSecret>();
  const keys = await invitationKeysOf(secret, { org: by.organization, invite });
  const drafted = await by.draft('invite', {
    clients: { allowed: [], denied: [] },
    delivery: 'link',
    email,
    endsAtMs: null,
    expiresAtMs: by.server.nowMs() + 7 * dayMs,
    grants: [],
    groups: [],
    invite,
    permissions: [],
    role: 'member',
    ...publicHalves(keys),
    ...changes,
  });
  const event = hashB64(bytesOf(drafted.body.events[0] ?? ''));
  return { drafted, invitation: { organization: by.organization, event, invite, secret } };
}

export async function invite(
  by: TestMember,
  email: Email,
  changes: Partial<EventBody<'invite'>> = {},
): Promise<TestInvitation> {
  await by.catchUpLedger();
  const { drafted, invitation } = await draftInvite(by, email, changes);
  await by.must(drafted);
  return invitation;
}

/** Sends an invitation again, with another secret. */
export async function resend(by: TestMember, before: TestInvitation): Promise<TestInvitation> {
  await by.catchUpLedger();
  const secret = drawSecret<InviteSecret>();
  const { invite: id } = before;
  const keys = await invitationKeysOf(secret, { org: by.organization, invite: id });
  const delivery = by.state.invitations[id]?.delivery ?? 'link';
  const expiresAtMs = by.server.nowMs() + 7 * dayMs;
  await by.mustChange('invite_resend', { delivery, expiresAtMs, invite: id, ...publicHalves(keys) });
  return { ...before, secret, event: by.state.head.hash };
}

function publicHalves({ signing, sealing }: InvitationKeys) {
  return {
    sealingKey: toBase64Url(sealing.publicKey),
    signingKey: toBase64Url(signing.publicKey),
  };
}

/** Opens an invitation as its link is opened: the ledger that it leads to, or why not. */
export async function open(server: TestServer, person: SeededPerson, of: TestInvitation) {
  const { organization, event } = of;
  const input = { params: { organization }, body: { event, from: 0 } };
  const opened = await callEndpoint(server.url, openInvitation, input, person.token);
  if (!opened.ok) return opened;
  const verified = mustBeOk(await verifyChain(null, opened.value.events.map(bytesOf)));
  return { ok: true as const, value: verified.state };
}

/** The proof that a person holds an invitation's secret, for this member id. */
export async function proofOf(person: SeededPerson, of: TestInvitation, member: MemberId): Promise<string> {
  const { organization: org, invite: id, secret } = of;
  const keys = await invitationKeysOf(secret, { org, invite: id });
  const { account, email } = person;
  const statementHash = person.keys.statement.hash;
  return toBase64Url(await signJoinProof(keys, { account, email, invite: id, member, org, statementHash }));
}

/** A `join` of the person with the keys that go with it, unsent; the member's own once it was accepted. */
export async function draftJoin(server: TestServer, person: SeededPerson, of: TestInvitation) {
  const opened = await open(server, person, of);
  if (!opened.ok) return opened;
  const { organization, event, invite: id, secret } = of;
  const member = newId<MemberId>();
  const proof = await proofOf(person, of, member);
  const read = await callEndpoint(
    server.url,
    readInvitationKeys,
    { params: { organization }, body: { event, member, proof } },
    person.token,
  );
  if (!read.ok) return read;
  const state = opened.value;
  const { account, email, keys } = person;
  const statement = toBase64Url(keys.statement.bytes);
  const joiner = TestMember.joined(server, person, state, member);
  const { sealing } = await invitationKeysOf(secret, { org: organization, invite: id });
  for (const key of read.value.sealedKeys) await keep(joiner, sealing, key);
  const body = { account, email, invite: id, inviteSignature: proof, member, statement };
  const payload = draftEvent(state, member, 'join', body, server.nowMs());
  const bytes = await signObject(ObjectType.ledgerEvent, keys.signing, payload);
  const drafted = await joiner.drawUp(bytes, payload);
  const join = drafted.body.events[0];
  return {
    ok: true as const,
    value: { joiner, drafted, body: { event, join, sealedKeys: drafted.body.sealedKeys } },
  };
}

/** Joins by an invitation, or says why not. */
export async function tryJoin(server: TestServer, person: SeededPerson, of: TestInvitation) {
  const drafted = await draftJoin(server, person, of);
  if (!drafted.ok) return drafted;
  const { joiner, body, drafted: draft } = drafted.value;
  const { organization } = of;
  const joined = await callEndpoint(
    server.url,
    joinOrganization,
    { params: { organization }, body },
    person.token,
  );
  if (!joined.ok) return joined;
  joiner.state = draft.state;
  return { ok: true as const, value: joiner };
}

/** Invites the person and joins at once. */
export async function addMember(
  by: TestMember,
  person: SeededPerson,
  changes: Partial<EventBody<'invite'>> = {},
): Promise<TestMember> {
  const joined = await tryJoin(by.server, person, await invite(by, person.email, changes));
  if (!joined.ok) throw new Error(`not joined: ${joined.code}`);
  await by.catchUpLedger();
  return joined.value;
}

/** Makes a group of these members, whose key the maker holds. */
export async function createGroup(by: TestMember, members: readonly MemberId[]): Promise<GroupId> {
  const group = newId<GroupId>();
  const seed = drawSecret<GroupKeySeed>();
  by.groupKeys.set(`${group} 1`, seed);
  const context = { epoch: 1, group, org: by.organization };
  const { publicKey } = await sealingKeyPairFromSeed(seed);
  const name = await sealGroupName(seed, context, 'Dispatch');
  await by.mustChange('group_create', {
    group,
    key: { commit: await commitGroupKey(seed, context), epoch: 1, publicKey: toBase64Url(publicKey) },
    members: [...members],
    name: toBase64Url(name ?? new Uint8Array()),
  });
  return group;
}

/** Keeps a key that was sealed to somebody who holds this key pair; throws when it does not open. */
export async function keep(who: TestMember, to: SealingKeyPair, sealed: SealedKey): Promise<void> {
  const { subject, epoch, granter, recipient } = sealed;
  const { organization: org, state } = who;
  const context = { epoch, granter: granter as MemberId, org, recipient: recipient as KeyRecipient };
  const bytes = bytesOf(sealed.sealed);
  if (subject.startsWith('group:')) {
    const group = subject.slice('group:'.length) as GroupId;
    const { epochs, publicKeyB64 } = foundIn(state.groups[group]);
    const { commit } = foundIn(epochs[epoch - 1]);
    const publicKey = epoch === epochs.length ? bytesOf(publicKeyB64) : null;
    const key = await unwrapGroupKey(to, { ...context, group }, { commit, publicKey }, bytes);
    who.groupKeys.set(`${group} ${epoch}`, foundIn(key));
    return;
  }
  const vault = subject as VaultId;
  const { commit } = foundIn(foundIn(state.vaults[vault]).epochs[epoch - 1]);
  who.vaultKeys.set(
    `${vault} ${epoch}`,
    foundIn(await unwrapVaultKey(to, { ...context, vault }, commit, bytes)),
  );
}

function foundIn<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('not there');
  return value;
}
