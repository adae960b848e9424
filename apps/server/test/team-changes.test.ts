import { readBodies, readChanges, readVaultHeads, watchOrganization } from '@postern/contract';
import type { HashB64, VaultId } from '@postern/core';
import { verifyChain } from '@postern/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rebuildIndexes } from '../src/organization/ledger-indexes.ts';
import { fetchEndpoint } from './support/call-endpoint.ts';
import { listen } from './support/listen.ts';
import { type SeededPerson, seedPerson } from './support/seeded-person.ts';
import { addMember, invite } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { until } from './support/until.ts';

let server: TestServer;
let owner: TestMember;
let admin: TestMember;
let noor: TestMember;
let vault: VaultId;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

let people = 0;
const somebody = () => seedPerson(server, `person${++people}`);

let organizations = 0;
beforeEach(async () => {
  owner = await TestMember.foundReady(server, await somebody(), `northwind-${++organizations}`);
  vault = await owner.createVault();
  admin = await addMember(owner, await somebody(), { role: 'administrator' });
  noor = await addMember(owner, await somebody(), { grants: [{ vault, role: 'editor' }] });
  await admin.catchUpLedger();
});

type Heads = Readonly<Record<string, { readonly seq: number; readonly hash: HashB64 }>>;

/** The newest manifests of these vaults, as an event lists them. */
async function headsOf(who: TestMember, ...vaults: readonly VaultId[]) {
  const read = await who.call(readVaultHeads);
  if (!read.ok) throw new Error(read.code);
  const heads = read.value.vaults as Heads;
  return vaults.flatMap((each) => (heads[each] ? [{ vault: each, ...heads[each] }] : []));
}

/** Everybody reads one and the same ledger, and it verifies from its beginning. */
async function oneLedger(): Promise<void> {
  const { kysely } = server.running.platform.db;
  const rows = await kysely
    .selectFrom('ledger_events')
    .select('bytes')
    .where('organization', '=', owner.organization)
    .orderBy('seq')
    .execute();
  const verified = await verifyChain(
    null,
    rows.map(({ bytes }) => new Uint8Array(bytes)),
  );
  if (!verified.ok) throw new Error(verified.code);
  await owner.catchUpLedger();
  expect(owner.state).toEqual(verified.value.state);
}

const codeOf = (answered: { readonly ok: boolean; readonly code?: string }) =>
  answered.ok ? 'ok' : answered.code;

describe('racing changes', () => {
  it('of two administrators to one member end in one ledger', async () => {
    const drafts = await Promise.all([
      owner.draft('role_set', { member: noor.member, role: 'administrator' }),
      admin.draft('disable', { heads: [], member: noor.member }),
    ]);
    const answers = await Promise.all([owner.append(drafts[0]), admin.append(drafts[1])]);
    expect(answers.map(codeOf).sort()).toEqual(['head_moved', 'ok']);
    // Whoever lost reads on and decides again; the one intent does not undo the other.
    if (!answers[0].ok) await owner.mustChange('role_set', { member: noor.member, role: 'administrator' });
    else {
      await admin.mustChange('disable', {
        heads: await headsOf(admin, vault),
        member: noor.member,
      });
    }
    await oneLedger();
    expect(owner.state.members[noor.member]).toMatchObject({ role: 'administrator', status: 'disabled' });
  });

  it('of an enabling and a removal are taken in one order', async () => {
    await admin.mustChange('disable', { heads: [], member: noor.member });
    await owner.catchUpLedger();
    const enable = await admin.draft('enable', { member: noor.member });
    const remove = await owner.draft('remove', { heads: [], member: noor.member });
    const answers = await Promise.all([admin.append(enable), owner.append(remove)]);
    expect(answers.map(codeOf).sort()).toEqual(['head_moved', 'ok']);
    await oneLedger();
    const removedFirst = answers[1].ok;
    expect(owner.state.members[noor.member]?.status).toBe(removedFirst ? 'removed' : 'active');
    const next = await admin.change('enable', { member: noor.member });
    expect(codeOf(next)).toBe('ledger_event_refused');
    expect(next).toMatchObject({
      problem: { params: { code: removedFirst ? 'member_not_found' : 'member_status_wrong' } },
    });
  });

  it('of many at once lose nothing', async () => {
    const others = await Promise.all([somebody(), somebody(), somebody()]);
    const inviting = async (by: TestMember, person: SeededPerson): Promise<void> => {
      await until('the invitation is in the ledger', async () => {
        try {
          await invite(by, person.email);
          return true;
        } catch (error) {
          if (String(error).includes('head_moved')) return false;
          throw error;
        }
      });
    };
    const devices = [owner, admin, owner.asDevice(owner.person.token)];
    await Promise.all(others.map((person, n) => inviting(devices[n] ?? owner, person)));
    await oneLedger();
    const invited = Object.values(owner.state.invitations).map(({ email }) => email);
    for (const { email } of others) expect(invited).toContain(email);
  });

  it('of a removal and a write lose no acknowledged write', async () => {
    const writing = noor.write(vault, [await noor.sealEntry(vault, 'Harbour')]);
    const removing = (async () => {
      for (;;) {
        const heads = await headsOf(owner, vault);
        const removed = await owner.change('remove', { heads, member: noor.member });
        if (codeOf(removed) !== 'heads_wrong') return removed;
      }
    })();
    const [written, removed] = await Promise.all([writing, removing]);
    expect(codeOf(removed)).toBe('ok');
    await oneLedger();
    const listed = owner.state.vaults[vault]?.listed ?? null;
    if (written.ok) expect(listed?.head).toEqual(written.value.head);
    else {
      expect(codeOf(written)).toMatch(/invitation_required|vault_not_shared/);
      expect(listed).toBeNull();
    }
  });
});

describe('what an event lists of the vaults it closes', () => {
  it('is the newest manifest and nothing else', async () => {
    await noor.write(vault, [await noor.sealEntry(vault, 'Harbour')]);
    const [old] = await headsOf(owner, vault);
    await noor.write(vault, [await noor.sealEntry(vault, 'Crane')]);
    if (!old) throw new Error('nothing was written');
    const removed = (heads: readonly (typeof old)[]) =>
      owner.change('remove', { heads: [...heads], member: noor.member });
    expect(await removed([])).toMatchObject({ code: 'heads_wrong' });
    expect(await removed([old])).toMatchObject({ code: 'heads_wrong' });
    const [newest] = await headsOf(owner, vault);
    if (!newest) throw new Error('nothing was written');
    expect(await removed([{ ...newest, seq: newest.seq + 1 }])).toMatchObject({ code: 'heads_wrong' });
    expect(codeOf(await removed([newest]))).toBe('ok');
    await oneLedger();
  });

  it('is shown to who manages members, and to others of their own vaults', async () => {
    const secret = await owner.createVault();
    await owner.write(secret, [await owner.sealEntry(secret, 'Safe')]);
    await noor.write(vault, [await noor.sealEntry(vault, 'Harbour')]);
    const shownTo = async (who: TestMember) =>
      (await headsOf(who, vault, secret)).map((each) => each.vault).sort();
    expect(await shownTo(admin)).toEqual([secret, vault].sort());
    expect(await shownTo(noor)).toEqual([vault]);
  });
});

describe('a vault', () => {
  it('is written by right: adding, editing and deleting each by their own', async () => {
    await owner.catchUpLedger();
    const harbour = await owner.sealEntry(vault, 'Harbour');
    await owner.write(vault, [harbour]);
    const head = async () => (await headsOf(owner, vault))[0] ?? null;
    const set = async (...rights: readonly ('view' | 'add' | 'edit' | 'delete')[]) => {
      const at = await head();
      await owner.mustChange('vault_grant', {
        grants: [{ member: noor.member, rights: [...rights] }],
        head: at,
        vault,
      });
      await noor.catchUpLedger();
      await noor.catchUp(vault);
    };
    const tried = async () => {
      const add = codeOf(await noor.write(vault, [await noor.sealEntry(vault, 'Crane')]));
      const edit = codeOf(await noor.write(vault, [await noor.sealEntry(vault, 'Quay', harbour.entry)]));
      return { add, edit };
    };
    await set('view', 'add');
    expect(await tried()).toEqual({ add: 'ok', edit: 'permission_missing' });
    await set('view', 'edit');
    expect(await tried()).toEqual({ add: 'permission_missing', edit: 'ok' });
    expect(codeOf(await noor.write(vault, [{ entry: harbour.entry, purge: true }]))).toBe(
      'permission_missing',
    );
    await set('view', 'delete');
    expect(codeOf(await noor.write(vault, [{ entry: harbour.entry, purge: true }]))).toBe('ok');
  });

  it('takes nothing under a key that a leaver knows, until it has a new one', async () => {
    await owner.mustChange('remove', { heads: [], member: noor.member });
    const write = async () => owner.write(vault, [await owner.sealEntry(vault, 'Harbour')]);
    expect(await write()).toMatchObject({ code: 'epoch_stale' });
    await owner.must(await owner.draftRotation(vault));
    expect(codeOf(await write())).toBe('ok');
  });

  it('is closed to whoever is disabled, removed or no longer granted it', async () => {
    const harbour = await noor.sealEntry(vault, 'Harbour');
    await noor.write(vault, [harbour]);
    const entries = [harbour.entry];
    const opened = async () => {
      const read = await noor.callForPack(readBodies, { params: { vault }, body: { entries } });
      const changes = await noor.callForPack(readChanges, { params: { vault }, query: { since: 0 } });
      expect(codeOf(read)).toBe(codeOf(changes));
      return codeOf(read);
    };
    expect(await opened()).toBe('ok');
    await owner.mustChange('disable', { heads: await headsOf(owner, vault), member: noor.member });
    expect(await opened()).toBe('member_disabled');
    await owner.mustChange('enable', { member: noor.member });
    expect(await opened()).toBe('ok');
    const [head] = await headsOf(owner, vault);
    await owner.mustChange('vault_revoke', {
      grantees: [{ member: noor.member }],
      head: head ?? null,
      vault,
    });
    expect(await opened()).toBe('vault_not_shared');
  });
});

describe('an open stream', () => {
  it.each(['disable', 'remove'] as const)(
    'ends with %s, long before the line is looked at again',
    async (type) => {
      const stream = await listen(server.url, owner.organization, noor.person.token);
      await owner.mustChange(type, { heads: [], member: noor.member });
      const begunMs = Date.now();
      for (;;) {
        const change = await stream.next();
        if (change?.kind === 'gate') break;
        if (change === undefined) throw new Error('the stream ended without a word');
      }
      expect(await stream.next()).toBeUndefined();
      expect(Date.now() - begunMs).toBeLessThan(10_000);
      const again = await fetchEndpoint(
        server.url,
        watchOrganization,
        { params: { organization: owner.organization } },
        noor.person.token,
      );
      expect(again.status).toBe(403);
    },
  );
});

describe('the indexes of ledgers', () => {
  it('are the same when they are made anew', async () => {
    await invite(owner, (await somebody()).email);
    const gone = await invite(owner, (await somebody()).email);
    await owner.mustChange('invite_revoke', { invite: gone.invite });
    await owner.mustChange('remove', { heads: [], member: noor.member });
    await owner.mustChange('custodian_add', { member: admin.member });
    await owner.mustChange('owner_transfer', { member: admin.member });
    const { db } = server.running.platform;
    const indexes = async () => ({
      memberships: await db.kysely
        .selectFrom('memberships')
        .selectAll()
        .orderBy('organization')
        .orderBy('account')
        .execute(),
      invited: await db.kysely.selectFrom('invited_addresses').selectAll().orderBy('invite').execute(),
    });
    const kept = await indexes();
    expect(kept.invited).toHaveLength(new Set(kept.invited.map(({ invite: id }) => id)).size);
    expect(await db.transaction((queries) => rebuildIndexes(queries))).toEqual([]);
    expect(await indexes()).toEqual(kept);
    const owners = kept.memberships.filter(
      (row) => row.organization === owner.organization && row.is_owner === 1,
    );
    expect(owners).toMatchObject([{ member: admin.member }]);
  });
});
