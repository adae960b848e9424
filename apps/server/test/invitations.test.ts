import {
  appendLedger,
  askGate,
  beginSignUp,
  joinOrganization,
  listInvitationMails,
  mailInvitation,
  openInvitation,
  readInvitationKeys,
  readSealedKeys,
} from '@postern/contract';
import { type Email, type HashB64, type MemberId, newId, refuse, toBase64Url } from '@postern/core';
import { sealingKeyPairFromSeed } from '@postern/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FoldedLedgers } from '../src/organization/folded-ledgers.ts';
import { sendDueMails } from '../src/organization/invitation-mails.ts';
import type { Mail } from '../src/platform/mail/mail-port.ts';
import { callEndpoint, fetchEndpoint } from './support/call-endpoint.ts';
import { listenAtGate } from './support/listen.ts';
import { type SeededPerson, seedPerson } from './support/seeded-person.ts';
import {
  addMember,
  createGroup,
  draftJoin,
  invite,
  keep,
  open,
  proofOf,
  resend,
  type TestInvitation,
  tryJoin,
} from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let owner: TestMember;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_PUBLIC_URL: 'http://localhost:4280' });
  owner = await TestMember.foundReady(server, await seedPerson(server, 'Maya'), 'northwind');
});
afterAll(() => server.stop());

let people = 0;
const somebody = () => seedPerson(server, `person${++people}`);
const gateOf = async ({ token }: SeededPerson, address = 'northwind') => {
  const answered = await callEndpoint(server.url, askGate, { params: { address } }, token);
  if (!answered.ok) throw new Error(answered.code);
  return answered.value.denial ?? 'allowed';
};

describe('an invitation', () => {
  it('lets its invitee in, holding the keys of vaults and groups', async () => {
    const vault = await owner.createVault();
    const group = await createGroup(owner, []);
    const noor = await somebody();
    const grants = [{ vault, role: 'editor' as const }];
    const invitation = await invite(owner, noor.email, { grants, groups: [group] });
    const joined = await tryJoin(server, noor, invitation);
    if (!joined.ok) throw new Error(joined.code);
    const member = joined.value;
    expect(await gateOf(noor)).toBe('allowed');
    // What was sealed to the member opens with the member's own key, so that another device has it too.
    const served = await member.call(readSealedKeys);
    if (!served.ok) throw new Error(served.code);
    const device = member.asDevice(noor.token);
    device.vaultKeys.clear();
    device.groupKeys.clear();
    for (const key of served.value.sealedKeys) {
      if (key.recipient === `member:${member.member}`) await keep(device, noor.keys.sealing, key);
    }
    expect(device.vaultKeys.get(`${vault} 1`)).toEqual(owner.vaultKeys.get(`${vault} 1`));
    expect(device.groupKeys.get(`${group} 1`)).toEqual(owner.groupKeys.get(`${group} 1`));
    expect(await device.write(vault, [await device.sealEntry(vault, 'Harbour')])).toMatchObject({ ok: true });
    expect(await tryJoin(server, noor, invitation)).toMatchObject({ code: 'already_member' });
  });

  it('gives the keys of a group’s vaults to who is in it, and to nobody else', async () => {
    const vault = await owner.createVault();
    const [inside, outside] = [
      await addMember(owner, await somebody()),
      await addMember(owner, await somebody()),
    ];
    const group = await createGroup(owner, [inside.member]);
    await owner.mustChange('vault_grant', { grants: [{ group, role: 'editor' }], head: null, vault });
    const keysOf = async (member: TestMember) => {
      const read = await member.call(readSealedKeys);
      return read.ok ? read.value.sealedKeys : [];
    };
    const mine = await keysOf(inside);
    await inside.catchUpLedger();
    const groupKey = mine.find(({ subject }) => subject === `group:${group}`);
    if (groupKey) await keep(inside, inside.person.keys.sealing, groupKey);
    const seed = inside.groupKeys.get(`${group} 1`);
    const vaultKey = mine.find(({ recipient }) => recipient === `group:${group}:1`);
    if (!seed || !vaultKey) throw new Error('the group’s keys are not there');
    await keep(inside, await sealingKeyPairFromSeed(seed), vaultKey);
    expect(await inside.write(vault, [await inside.sealEntry(vault, 'Dock')])).toMatchObject({ ok: true });
    expect((await keysOf(outside)).filter(({ subject }) => subject !== 'organization')).toEqual([]);
    const foreign = await outside.draftWrite(vault, [await owner.sealEntry(vault, 'Foreign')]);
    expect(await outside.sendWrite(foreign)).toMatchObject({ code: 'vault_not_shared' });
  });

  it('says the same of one that is unknown, revoked, replaced or of no organization', async () => {
    const noor = await somebody();
    const stranger = await somebody();
    const revoked = await invite(owner, (await somebody()).email);
    await owner.mustChange('invite_revoke', { invite: revoked.invite });
    const replaced = await invite(owner, noor.email);
    await resend(owner, replaced);
    const nothing = toBase64Url(new Uint8Array(32)) as HashB64;
    const asked = [
      { organization: nothing, event: nothing },
      { organization: owner.organization, event: nothing },
      { organization: owner.organization, event: revoked.event },
      { organization: owner.organization, event: replaced.event },
      { organization: owner.organization, event: owner.state.organization as string as HashB64 },
    ];
    const answers = await Promise.all(
      asked.map(async ({ organization, event }) => {
        const input = { params: { organization }, body: { event, from: 0 } };
        const response = await fetchEndpoint(server.url, openInvitation, input, stranger.token);
        return [response.status, await response.text()];
      }),
    );
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]?.[1]).toContain('invitation_not_open');
    expect(await open(server, noor, replaced)).toMatchObject({ code: 'invitation_not_open' });
  });

  it('tells the holder of its link what is the matter, and nobody else anything', async () => {
    const noor = await somebody();
    const other = await somebody();
    const invitation = await invite(owner, noor.email, { expiresAtMs: server.nowMs() + 60_000 });
    expect(await open(server, other, invitation)).toMatchObject({
      code: 'invitation_for_other_address',
      problem: { params: { email: other.email, address: owner.state.address } },
    });
    expect(await gateOf(other)).toMatchObject({ code: 'invitation_required' });
    expect(await gateOf(noor)).toMatchObject({ code: 'invitation_pending' });
    server.passMs(61_000);
    expect(await open(server, noor, invitation)).toMatchObject({ code: 'invitation_expired' });
    expect(await gateOf(noor)).toMatchObject({ code: 'invitation_expired' });
    const again = await resend(owner, invitation);
    expect(await gateOf(noor)).toMatchObject({ code: 'invitation_pending' });
    expect(await tryJoin(server, noor, invitation)).toMatchObject({ code: 'invitation_not_open' });
    expect(await tryJoin(server, noor, again)).toMatchObject({ ok: true });
  });

  it('hands its keys to the holder of its secret alone', async () => {
    const vault = await owner.createVault();
    const noor = await somebody();
    const invitation = await invite(owner, noor.email, { grants: [{ vault, role: 'reader' }] });
    const member = newId<MemberId>();
    const ask = (proof: string, who = noor) =>
      callEndpoint(
        server.url,
        readInvitationKeys,
        { params: { organization: owner.organization }, body: { event: invitation.event, member, proof } },
        who.token,
      );
    const proof = await proofOf(noor, invitation, member);
    expect(await ask(proof)).toMatchObject({ value: { sealedKeys: [{ subject: vault }] } });
    // A proof for one account, member or invitation is none for another.
    const other = await somebody();
    for (const wrong of [
      await proofOf(other, invitation, member),
      await proofOf(noor, invitation, newId<MemberId>()),
      await proofOf(noor, await invite(owner, other.email), member),
      toBase64Url(new Uint8Array(64)),
    ]) {
      expect(await ask(wrong)).toMatchObject({ code: 'signature_wrong' });
    }
    expect(await ask(proof, other)).toMatchObject({ code: 'invitation_for_other_address' });
    expect(await ask(proof, { ...noor, token: 'nobody' })).toMatchObject({ code: 'sign_in_required' });
  });

  it('takes the join of the asking account alone, with exactly its keys', async () => {
    const vault = await owner.createVault();
    const noor = await somebody();
    const invitation = await invite(owner, noor.email, { grants: [{ vault, role: 'reader' }] });
    const drafted = await draftJoin(server, noor, invitation);
    if (!drafted.ok) throw new Error(drafted.code);
    const { body } = drafted.value;
    const send = (sent: object, token = noor.token) =>
      callEndpoint(
        server.url,
        joinOrganization,
        { params: { organization: owner.organization }, body: sent },
        token,
      );
    const other = await somebody();
    expect(await send(body, other.token)).toMatchObject({ code: 'invitation_for_other_address' });
    expect(await send({ ...body, sealedKeys: [] })).toMatchObject({ code: 'sealed_keys_incomplete' });
    const twice = [...body.sealedKeys, ...body.sealedKeys];
    expect(await send({ ...body, sealedKeys: twice })).toMatchObject({ code: 'sealed_keys_incomplete' });
    const notAJoin = await owner.draft('organization_rename', { name: 'Northwind' });
    expect(await send({ ...body, join: notAJoin.body.events[0] })).toMatchObject({ code: 'event_malformed' });
    // Nor does it come in by the members' door.
    const outside = await owner.call(appendLedger, {
      body: { events: [body.join], sealedKeys: body.sealedKeys },
    });
    expect(outside).toMatchObject({ code: 'permission_missing' });
    // Somebody else changed the organization meanwhile: the joiner reads on and signs again.
    await owner.mustChange('organization_rename', { name: 'Northwind & Sons' });
    expect(await send(body)).toMatchObject({ code: 'head_moved' });
    expect(await tryJoin(server, noor, invitation)).toMatchObject({ ok: true });
  });

  it('is heard of by who waits at the gate', async () => {
    const noor = await somebody();
    const waiting = await listenAtGate(server.url, 'northwind', noor.token);
    const invitation = await invite(owner, noor.email);
    expect(await waiting.next()).toEqual({ kind: 'gate' });
    expect(await tryJoin(server, noor, invitation)).toMatchObject({ ok: true });
    expect(await waiting.next()).toEqual({ kind: 'gate' });
    waiting.close();
  });

  it('of two devices that join at once lets one', async () => {
    const noor = await somebody();
    const invitation = await invite(owner, noor.email);
    const joins = await Promise.all([tryJoin(server, noor, invitation), tryJoin(server, noor, invitation)]);
    expect(joins.filter((join) => join.ok)).toHaveLength(1);
    await owner.catchUpLedger();
    const members = Object.values(owner.state.members).filter(({ email }) => email === noor.email);
    expect(members).toHaveLength(1);
  });
});

describe('signing up by invitation', () => {
  it('mails everybody who asks, and a code to the invited alone', async () => {
    const begin = async (email: string) => {
      const response = await fetchEndpoint(server.url, beginSignUp, { body: { email } }, undefined);
      return [response.status, await response.text()];
    };
    await invite(owner, 'invited@elsewhere.example' as Email);
    const invited = await begin('invited@elsewhere.example');
    expect(invited).toEqual(await begin('nobody@elsewhere.example'));
    expect(invited[0]).toBe(200);
    expect(server.codeFor('invited@elsewhere.example')).toMatch(/^\d{3} \d{3}$/);
    const [mailed] = server.mails.filter(({ to }: Mail) => to === 'nobody@elsewhere.example');
    expect(mailed).toMatchObject({ subject: 'No invitation waits for this address' });
    expect(mailed?.code).toBeUndefined();
  });
});

describe('the mail of an invitation', () => {
  const fragment = 'the-secret-of-the-link';
  const mail = (invitation: { invite: string }, by = owner) =>
    by.call(mailInvitation, { params: { invite: invitation.invite }, body: { fragment } });
  const states = async () => {
    const listed = await owner.call(listInvitationMails);
    return listed.ok ? listed.value.mails : [];
  };
  const dueNow = async () => {
    const { platform } = server.running;
    await sendDueMails(platform, new FoldedLedgers(platform.db));
  };

  /** Runs with a mail server that refuses everything. */
  async function withoutMailServer<Value>(work: () => Promise<Value>): Promise<Value> {
    const port = server.running.platform.mail;
    const { send } = port;
    port.send = async () => refuse('email_not_sent');
    try {
      return await work();
    } finally {
      port.send = send;
    }
  }

  it('goes to the invitee, with the link and what else it takes', async () => {
    const noor = await somebody();
    const invitation = await invite(owner, noor.email, { delivery: 'words' });
    expect(await mail(invitation)).toMatchObject({ value: { state: 'sent' } });
    const sent = server.mails.findLast(({ to }: Mail) => to === noor.email);
    expect(sent?.text).toContain(`http://localhost:4280/invitation#${fragment}`);
    expect(sent?.text).toContain('six words');
    expect(await states()).toContainEqual(
      expect.objectContaining({ invite: invitation.invite, state: 'sent' }),
    );
    const { kysely } = server.running.platform.db;
    const rows = await kysely.selectFrom('invitation_mails').select(['sealed', 'next_at_ms']).execute();
    expect(rows).toContainEqual({ sealed: null, next_at_ms: null });
    expect(server.log()).not.toContain(fragment);
  });

  it('is not taken of a link that the server must not see, nor of others’ or closed invitations', async () => {
    const [copied, closed] = [
      await invite(owner, (await somebody()).email),
      await invite(owner, (await somebody()).email, { delivery: 'mail' }),
    ];
    expect(await mail(copied)).toMatchObject({ code: 'invitation_not_open' });
    const admin = await addMember(owner, await somebody(), { role: 'administrator' });
    await owner.catchUpLedger();
    expect(await mail(closed, admin)).toMatchObject({ code: 'permission_missing' });
    await owner.mustChange('invite_revoke', { invite: closed.invite });
    expect(await mail(closed)).toMatchObject({ code: 'invitation_not_open' });
    const plain = await addMember(owner, await somebody());
    expect(await plain.call(listInvitationMails)).toMatchObject({ code: 'permission_missing' });
  });

  it('waits while the mail server is down, says why, and is sent once it is back', async () => {
    const noor = await somebody();
    const invitation = await invite(owner, noor.email, { delivery: 'mail' });
    const answered = await withoutMailServer(() => mail(invitation));
    expect(answered).toMatchObject({ value: { state: 'waiting', code: 'email_not_sent' } });
    const stored = JSON.stringify(
      await server.running.platform.db.kysely.selectFrom('invitation_mails').selectAll().execute(),
    );
    expect(stored).not.toContain(fragment);
    await dueNow();
    expect(server.mails.filter(({ to }: Mail) => to === noor.email)).toEqual([]);
    server.passMs(61_000);
    await withoutMailServer(dueNow);
    expect(await states()).toContainEqual(
      expect.objectContaining({ invite: invitation.invite, state: 'waiting', code: 'email_not_sent' }),
    );
    // The wait grows.
    server.passMs(61_000);
    await dueNow();
    expect(server.mails.filter(({ to }: Mail) => to === noor.email)).toEqual([]);
    server.passMs(61_000);
    await Promise.all([dueNow(), dueNow()]);
    expect(server.mails.filter(({ to }: Mail) => to === noor.email)).toHaveLength(1);
  });

  it('is forgotten with its invitation', async () => {
    const invitations: TestInvitation[] = [];
    for (let n = 0; n < 3; n++)
      invitations.push(await invite(owner, (await somebody()).email, { delivery: 'mail' }));
    const [revoked, replaced, expired] = invitations;
    if (!revoked || !replaced || !expired) throw new Error('unreachable');
    await withoutMailServer(async () => {
      for (const each of invitations) await mail(each);
      await owner.mustChange('invite_revoke', { invite: revoked.invite });
      await resend(owner, replaced);
    });
    const waiting = async () => {
      const { kysely } = server.running.platform.db;
      const rows = await kysely
        .selectFrom('invitation_mails')
        .select('invite')
        .where('next_at_ms', 'is not', null)
        .execute();
      return rows.map((row) => row.invite);
    };
    expect(await waiting()).not.toContain(revoked.invite);
    expect(await waiting()).not.toContain(replaced.invite);
    expect(await waiting()).toContain(expired.invite);
    server.passMs(8 * 86_400_000);
    await dueNow();
    expect(await waiting()).toEqual([]);
  });
});
