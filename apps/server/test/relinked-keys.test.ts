import { readSealedKeys } from '@postern/contract';
import { toBase64Url, type VaultId } from '@postern/core';
import { unwrapVaultKey } from '@postern/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rebuildIndexes } from '../src/organization/ledger-indexes.ts';
import { type SeededPerson, seedLostKeys, seedPerson } from './support/seeded-person.ts';
import { addMember } from './support/team.ts';
import { bytesOf, TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { until } from './support/until.ts';

let server: TestServer;
let people = 0;
let owner: TestMember;
let leo: TestMember;
/** Leo after a forgotten password. */
let lost: SeededPerson;
let vault: VaultId;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  const somebody = () => seedPerson(server, `person${++people}`);
  owner = await TestMember.foundReady(server, await somebody(), `northwind-${people}`);
  vault = await owner.createVault();
  leo = await addMember(owner, await somebody(), { grants: [{ vault, role: 'editor' }] });
  await owner.catchUpLedger();
  lost = await seedLostKeys(server, leo.person);
});

const relink = () => ({
  groups: [],
  heads: [],
  member: leo.member,
  proof: toBase64Url(new Uint8Array(32)) as never,
  statement: toBase64Url(lost.keys.statement.bytes),
  vaults: [vault],
  via: 'words' as const,
});
const inForce = async () => {
  const { kysely } = server.running.platform.db;
  const row = await kysely
    .selectFrom('accounts')
    .select('generation')
    .where('id', '=', leo.person.account)
    .executeTakeFirstOrThrow();
  return row.generation;
};
const asLost = () => TestMember.joined(server, lost, owner.state, leo.member);

describe('a member linked anew', () => {
  it('is inside with the new keys, which are in force from then on', async () => {
    expect(await asLost().call(readSealedKeys)).toMatchObject({ ok: false });
    await owner.mustChange('relink', relink());
    await until('the new keys are in force', async () => (await inForce()) === 2);
    const answer = await asLost().call(readSealedKeys);
    if (!answer.ok) throw new Error(answer.code);
    const sealed = answer.value.sealedKeys.filter(({ subject }) => subject === vault);
    const recipient = `member:${leo.member}` as const;
    const context = { epoch: 1, granter: owner.member, org: owner.organization, recipient, vault };
    const commit = owner.state.vaults[vault]?.epochs[0]?.commit;
    const opened = await Promise.all(
      sealed.map((one) => unwrapVaultKey(lost.keys.sealing, context, commit as never, bytesOf(one.sealed))),
    );
    // Granted by the same before, it took the place of what the old keys opened.
    expect(opened).toEqual([owner.vaultKeys.get(`${vault} 1`)]);
    expect(await leo.call(readSealedKeys)).toMatchObject({ ok: false, code: 'sign_in_required' });
    expect(await rebuildIndexes(server.running.platform.db.kysely)).toEqual([]);
    expect(await asLost().call(readSealedKeys)).toMatchObject({ ok: true });
  });

  it('goes on inside with the old keys until then, and can refuse the new ones', async () => {
    const statementHash = lost.keys.statement.hash;
    await leo.mustChange('relink_refuse', { member: leo.member, statementHash });
    expect(await owner.change('relink', relink())).toMatchObject({
      ok: false,
      code: 'ledger_event_refused',
      problem: { params: { code: 'statement_refused' } },
    });
    expect(await inForce()).toBe(1);
  });

  it('is not linked to keys that the account does not have, or no longer', async () => {
    const { kysely } = server.running.platform.db;
    const { account } = leo.person;
    await kysely.deleteFrom('pending_generations').where('account', '=', account).execute();
    expect(await owner.change('relink', relink())).toMatchObject({
      ok: false,
      code: 'ledger_event_refused',
      problem: { params: { code: 'statement_wrong' } },
    });
    await owner.catchUpLedger();
    expect(owner.state.members[leo.member]?.keys.generation).toBe(1);
  });
});
