import {
  beginAbandonment,
  beginRecoveryProof,
  confirmAbandonment,
  noteKitConfirmed,
  proveRecovery,
  readAbandonment,
  readRecovery,
  readRecoveryKey,
  readRecoveryKeys,
  recoverOrganization,
  stopAbandonment,
  takeBackAbandonment,
} from '@postern/contract';
import { newId, type OrganizationId, type SessionId, toBase64Url } from '@postern/core';
import { newRecoveryCode, recoveryKeysOf, signRecoveryProof } from '@postern/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FoldedLedgers } from '../src/organization/folded-ledgers.ts';
import { deleteAbandoned } from '../src/recovery/delete-abandoned.ts';
import { callEndpoint, fetchEndpoint } from './support/call-endpoint.ts';
import { type SeededPerson, seedPerson, seedSession } from './support/seeded-person.ts';
import { addMember } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const dayMs = 24 * 3600_000;

let server: TestServer;
let owner: TestMember;
let dana: TestMember;
let noor: SeededPerson;
const address = 'northwind-recovery';

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  owner = await TestMember.foundReady(server, await seedPerson(server, 'maya-rec'), address);
  dana = await addMember(owner, await seedPerson(server, 'dana-rec'), { role: 'administrator' });
  noor = await seedPerson(server, 'noor-rec');
});
afterAll(() => server.stop());

/** The value of what has to work. */
function done<Value>(
  result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: string },
): Value {
  if (!result.ok) throw new Error(`refused: ${result.code}`);
  return result.value;
}
const at = (place: string) => ({ params: { address: place } });
const run = () => deleteAbandoned(server.running.platform, new FoldedLedgers(server.running.platform.db));
const mailsTo = (email: string, subject: string) =>
  server.mails.filter((mail) => mail.to === email && mail.subject.startsWith(subject));

/** A session that was begun without the second factor. */
async function atDoor({ account }: Pick<SeededPerson, 'account'>) {
  const { token, session } = await seedSession(server, account);
  await server.running.platform.db.kysely
    .updateTable('sessions')
    .set({ scope: 'door' })
    .where('id', '=', session as SessionId)
    .execute();
  return token;
}

/** The organization's owner begins to give it up. */
async function giveUp({ person }: TestMember, place: string) {
  done(await callEndpoint(server.url, beginAbandonment, { ...at(place), body: {} }, person.token));
  const body = { code: (await server.codeFor(person.email)).replaceAll(' ', '') };
  return callEndpoint(server.url, confirmAbandonment, { ...at(place), body }, person.token);
}

describe('whoever is not the owner', () => {
  it('is denied in the same bytes, a member, a stranger and at an address nobody has', async () => {
    const bytes = async (token: string, place: string) => {
      const response = await fetchEndpoint(server.url, readRecoveryKeys, at(place), token);
      const { reference: _reference, ...problem } = (await response.json()) as Record<string, unknown>;
      return { status: response.status, problem };
    };
    const stranger = await bytes(noor.token, address);
    expect(stranger.problem).toMatchObject({ code: 'recovery_denied' });
    expect(await bytes(noor.token, 'nobody-has-this')).toEqual(stranger);
    expect(await bytes(dana.person.token, address)).toEqual(stranger);
    expect(await bytes(await atDoor(dana.person), address)).toMatchObject({
      problem: { code: 'sign_in_required' },
    });
  });
});

describe('the owner at the door', () => {
  const read = (token: string) =>
    callEndpoint(server.url, readRecovery, { ...at(address), query: { from: 0 } }, token);
  const readKeys = (token: string) => callEndpoint(server.url, readRecoveryKeys, at(address), token);
  const ask = async (token: string) =>
    done(await callEndpoint(server.url, beginRecoveryProof, { ...at(address), body: {} }, token));
  const prove = (token: string, challenge: string, proof: Uint8Array) =>
    callEndpoint(
      server.url,
      proveRecovery,
      { ...at(address), body: { challenge, proof: toBase64Url(new Uint8Array(proof)) } },
      token,
    );

  it('reads the ledger and its own place', async () => {
    const { token } = await seedSession(server, owner.person.account);
    const shown = done(await read(token));
    expect(shown).toMatchObject({ more: false, address: expect.stringMatching(/^(127\.|::)/) });
    expect(shown.events).toHaveLength(owner.state.head.seq + 1);
    expect(done(await readKeys(token))).toEqual({ sealedKeys: [], heads: {} });
  });

  it('without the second factor reads nothing before the kit was shown, to this session and once', async () => {
    await owner.catchUpLedger();
    const code = newRecoveryCode((owner.state.recovery?.version ?? 0) + 1);
    const keys = await recoveryKeysOf(code);
    const kit = {
      version: code.version,
      signingKey: toBase64Url(keys.signing.publicKey),
      sealingKey: toBase64Url(keys.sealing.publicKey),
    };
    await owner.mustChange('recovery_rotate', kit);
    const token = await atDoor(owner.person);
    const other = await atDoor(owner.person);
    const required = { ok: false, code: 'recovery_proof_required' };
    expect(await read(token)).toMatchObject(required);
    expect(await readKeys(token)).toMatchObject(required);

    const asked = await ask(token);
    expect(asked).toMatchObject({ organization: owner.organization, kit: { version: code.version } });
    const { challenge, organization: org, session } = asked;
    const about = { challenge, org, session, version: code.version };
    const proof = await signRecoveryProof(keys, about);
    // Another session was asked something else, and what it was asked counts once.
    await ask(other);
    expect(await prove(other, challenge, proof)).toMatchObject({ code: 'ticket_expired' });
    const stranger = await recoveryKeysOf(newRecoveryCode(code.version));
    expect(await prove(token, challenge, await signRecoveryProof(stranger, about))).toMatchObject({
      code: 'recovery_code_other',
    });
    expect(await prove(token, challenge, proof)).toMatchObject({ code: 'ticket_expired' });
    for (const wrong of [{ version: 1 }, { session: newId<SessionId>() }, { org: other as never }]) {
      const again = { ...about, challenge: (await ask(token)).challenge };
      const signed = await signRecoveryProof(keys, { ...again, ...wrong });
      expect(await prove(token, again.challenge, signed)).toMatchObject({ code: 'recovery_code_other' });
    }
    expect(await read(token)).toMatchObject(required);

    const next = (await ask(token)).challenge;
    const right = await signRecoveryProof(keys, { ...about, challenge: next });
    done(await prove(token, next, right));
    expect(done(await read(token)).events.length).toBeGreaterThan(0);
    done(await readKeys(token));
    expect(await read(other)).toMatchObject(required);
    // Another kit counts from here on, and the one that was shown counts no more.
    done(await callEndpoint(server.url, beginRecoveryProof, { ...at(address), body: {} }, token));
    await owner.must(await owner.recoveryRotate());
    expect(await read(token)).toMatchObject(required);
    for (let tries = 0; tries < 4; tries++) await prove(token, next, right);
    expect(await prove(token, next, right)).toMatchObject({ code: 'rate_limited' });
  });

  it('appends nothing but what the recovery key has signed, and not often', async () => {
    const token = await atDoor(owner.person);
    await owner.catchUpLedger();
    const { body } = await owner.draft('settings_set', { set: { sessionAgeMinutes: 700 } });
    const event = body.events[0] ?? '';
    const send = (given: string) =>
      callEndpoint(
        server.url,
        recoverOrganization,
        { ...at(address), body: { event: given, sealedKeys: [] } },
        token,
      );
    expect(await send(event)).toMatchObject({ ok: false, code: 'ledger_event_refused' });
    expect(await send(toBase64Url(new Uint8Array(80)))).toMatchObject({ code: 'event_malformed' });
    for (let tries = 0; tries < 8; tries++) await send(event);
    const limited = await send(event);
    expect(limited).toMatchObject({ code: 'rate_limited' });
    const retryAtMs = !limited.ok && 'problem' in limited ? limited.problem.params?.retryAtMs : undefined;
    expect(retryAtMs).toBeGreaterThan(server.nowMs());
  });
});

describe('the kit’s confirmation', () => {
  it('is remembered for the version that counts', async () => {
    const note = (version: number, member = owner) => member.call(noteKitConfirmed, { body: { version } });
    expect(done(await owner.call(readRecoveryKey)).confirmedAtMs).toBeNull();
    const version = owner.state.recovery?.version ?? 0;
    expect(await note(version + 1)).toMatchObject({ code: 'version_wrong' });
    expect(await note(version, dana)).toMatchObject({ code: 'owner_only' });
    const { confirmedAtMs } = done(await note(version));
    expect(done(await dana.call(readRecoveryKey))).toEqual({ confirmedAtMs, abandonment: null });
    await owner.must(await owner.recoveryRotate());
    expect(done(await owner.call(readRecoveryKey)).confirmedAtMs).toBeNull();
  });
});

describe('an organization that is given up', () => {
  it('is kept by whoever manages members, and by its owner', async () => {
    expect(await giveUp(owner, address)).toMatchObject({ ok: true });
    for (const email of [owner.person.email, dana.person.email]) {
      expect(mailsTo(email, 'Your organization is being given up')).toHaveLength(1);
    }
    const shown = done(await dana.call(readRecoveryKey)).abandonment;
    expect((shown?.endsAtMs ?? 0) - (shown?.begunAtMs ?? 0)).toBe(30 * dayMs);
    expect(await dana.call(takeBackAbandonment)).toMatchObject({ ok: true });
    expect(mailsTo(owner.person.email, 'Your organization is kept')).toHaveLength(1);
    const standing = () => callEndpoint(server.url, readAbandonment, at(address), owner.person.token);
    expect(done(await standing()).abandonment).toBeNull();

    done(await giveUp(owner, address));
    expect(await callEndpoint(server.url, stopAbandonment, at(address), owner.person.token)).toMatchObject({
      ok: true,
    });
    expect(done(await standing()).abandonment).toBeNull();
    const wrong = { ...at(address), body: { code: '000000' } };
    expect(await callEndpoint(server.url, confirmAbandonment, wrong, owner.person.token)).toMatchObject({
      code: 'code_expired',
    });
    expect(await callEndpoint(server.url, confirmAbandonment, wrong, dana.person.token)).toMatchObject({
      code: 'recovery_denied',
    });
  });

  it('is gone after thirty days with everything of it, and its address is free', async () => {
    // Without a confirmed kit: what the door takes for nothing else.
    const lost = await TestMember.found(server, await seedPerson(server, 'lena-rec'), 'lena-recovery');
    done(await giveUp(lost, 'lena-recovery'));
    server.passMs(30 * dayMs - 60_000);
    await run();
    expect(await rowsOf(lost.organization)).toContain('organizations');
    server.passMs(60_000);
    await run();
    expect(await rowsOf(lost.organization)).toEqual([]);
    expect(mailsTo(lost.person.email, 'Your organization is deleted')).toHaveLength(1);
    const { token } = await seedSession(server, lost.person.account);
    const again = await TestMember.found(server, { ...lost.person, token }, 'lena-recovery');
    expect(again.organization).not.toBe(lost.organization);
  });

  it('is kept where its owner came in meanwhile', async () => {
    const { token } = await seedSession(server, owner.person.account);
    const back = owner.asDevice(token);
    done(await giveUp(back, address));
    server.passMs(dayMs);
    done(await back.call(readRecoveryKey));
    server.passMs(29 * dayMs);
    await run();
    expect(await rowsOf(owner.organization)).toContain('organizations');
    expect(mailsTo(owner.person.email, 'Your organization is kept').length).toBeGreaterThan(1);
  });
});

describe('an organization whose thirty days are over', () => {
  it('stays where it is taken back while others are deleted', async () => {
    const place = 'late-recovery';
    const late = await TestMember.found(server, await seedPerson(server, 'late-rec'), place);
    done(await giveUp(late, place));
    server.passMs(30 * dayMs);
    const { token } = await seedSession(server, late.person.account);
    const { platform } = server.running;
    // The list is made and the organization looked at, and then its owner thinks better of it.
    const inBetween = new (class extends FoldedLedgers {
      override async current(organization: OrganizationId) {
        const found = await super.current(organization);
        if (organization === late.organization) {
          done(await callEndpoint(server.url, stopAbandonment, at(place), token));
        }
        return found;
      }
    })(platform.db);
    await deleteAbandoned(platform, inBetween);
    expect(await rowsOf(late.organization)).toContain('organizations');
    expect(mailsTo(late.person.email, 'Your organization is deleted')).toEqual([]);
    expect(mailsTo(late.person.email, 'Your organization is kept')).toHaveLength(1);
  });
});

/** The tables in which something of an organization stands; an account's own log is its own. */
async function rowsOf(organization: OrganizationId): Promise<string[]> {
  const { db } = server.running.platform;
  const tables = await db.kysely.introspection.getTables();
  const found: string[] = [];
  for (const { name, columns } of tables) {
    const column = name === 'organizations' ? 'id' : 'organization';
    if (name === 'access_records' || !columns.some((one) => one.name === column)) continue;
    const row = await db.kysely
      .selectFrom(name as 'organizations')
      .selectAll()
      .where(column as 'id', '=', organization)
      .limit(1)
      .execute();
    if (row.length > 0) found.push(name);
  }
  return found;
}
