import { mustBeOk, toBase64Url, type VaultId } from '@postern/core';
import { createNextAccountKeys } from '@postern/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Chain,
  foundedBy,
  hashFor,
  idFor,
  type Person,
  person,
  rekeyBody,
  startMs,
  welcomeAll,
} from '../test/people.ts';
import { parseEvent } from './event.ts';
import { hasRight, isOwner } from './holding.ts';
import { findMemberByAccount, membersByAccount, recipientsOf, vaultsOf } from './queries.ts';
import { rightsOf, vaultRights, vaultRoles } from './rights.ts';
import { requiredSealedKeys } from './sealed-keys.ts';

const wiki = idFor<VaultId>('Wiki');
const mine = idFor<VaultId>('Maya’s own');
let maya: Person;
let dana: Person;
let chain: Chain;
beforeAll(async () => {
  [maya, dana] = await Promise.all([person('Maya'), person('Dana')]);
  chain = await foundedBy(maya);
  await welcomeAll(chain, maya, dana);
  await chain.write(maya, 'vault_create', {
    commit: hashFor('wiki'),
    epoch: 1,
    grants: [
      { member: maya.member, role: 'manager' },
      { member: dana.member, role: 'operator' },
    ],
    kind: 'shared',
    vault: wiki,
  });
  await chain.write(maya, 'vault_create', {
    commit: hashFor('mine'),
    epoch: 1,
    grants: [{ member: maya.member, role: 'manager' }],
    kind: 'personal',
    vault: mine,
  });
});

describe('rights', () => {
  it('grow from role to role, up to all of them', () => {
    for (const [at, role] of vaultRoles.entries()) {
      const before = vaultRoles[at - 1];
      const missing = before && [...rightsOf(before)].filter((right) => !rightsOf(role).has(right));
      expect(missing ?? []).toEqual([]);
    }
    expect([...rightsOf('manager')].sort()).toEqual([...vaultRights].sort());
    expect(rightsOf('reader').has('password')).toBe(false);
    expect(rightsOf('operator').has('edit')).toBe(false);
    expect(rightsOf('editor').has('manage')).toBe(false);
  });

  it('follow from the grants and from nothing else', () => {
    const state = chain.current;
    expect(hasRight(state, dana.member, wiki, 'fill')).toBe(true);
    expect(hasRight(state, dana.member, wiki, 'edit')).toBe(false);
    expect(hasRight(state, dana.member, mine, 'view')).toBe(false);
    expect(hasRight(state, idFor('nobody'), wiki, 'view')).toBe(false);
    expect(hasRight(state, 'constructor' as never, '__proto__' as never, 'view')).toBe(false);
    expect(vaultsOf(state, maya.member).map(({ id }) => id)).toEqual([wiki, mine]);
    expect(vaultsOf(state, dana.member).map(({ id }) => id)).toEqual([wiki]);
    expect(vaultsOf(state, idFor('nobody'))).toEqual([]);
  });

  it('know whose account it is', () => {
    const state = chain.current;
    expect(findMemberByAccount(state, dana.account)?.id).toBe(dana.member);
    expect(findMemberByAccount(state, idFor('nobody'))).toBeUndefined();
    expect(membersByAccount(state)).toBe(membersByAccount(state));
    expect([isOwner(state, maya.member), isOwner(state, dana.member)]).toEqual([true, false]);
  });
});

describe('recipients of a vault key', () => {
  it('are the granted members, the organization and the recovery key, with the ledger’s public keys', () => {
    const sealing = (who: Person) => toBase64Url(who.keys.statement.sealingKey);
    const { organizationKey, recovery } = chain.current;
    const members = [maya, dana]
      .map((who) => ({ recipient: `member:${who.member}`, sealingKeyB64: sealing(who) }))
      .sort((a, b) => (a.recipient < b.recipient ? -1 : 1));
    expect(recipientsOf(chain.current, wiki)).toEqual([
      ...members,
      { recipient: 'organization:1', sealingKeyB64: organizationKey.publicKeyB64 },
      { recipient: 'recovery:1', sealingKeyB64: recovery?.sealingKeyB64 },
    ]);
    expect(recipientsOf(chain.current, mine).map(({ recipient }) => recipient)).toEqual([
      `member:${maya.member}`,
      'organization:1',
      'recovery:1',
    ]);
    expect(() => recipientsOf(chain.current, idFor('no vault'))).toThrow('does not know');
  });

  it('get the key to the member’s newest generation', async () => {
    const keys = await createNextAccountKeys(dana.keys.statement, startMs);
    const before = chain.current;
    const bytes = await chain.make(dana, 'rekey', rekeyBody(before, { ...dana, keys }));
    const after = mustBeOk(await chain.judge(bytes));
    const keyOf = (state: typeof before) =>
      recipientsOf(state, wiki).find(({ recipient }) => recipient === `member:${dana.member}`)?.sealingKeyB64;
    expect(keyOf(after)).toBe(toBase64Url(keys.statement.sealingKey));
    expect(keyOf(before)).toBe(toBase64Url(dana.keys.statement.sealingKey));
  });

  it('are what must travel with an event, with a link from the second epoch on', async () => {
    const required = async (bytes: Uint8Array<ArrayBuffer>) => {
      const state = mustBeOk(await chain.judge(bytes));
      return requiredSealedKeys(state, mustBeOk(parseEvent(bytes)).payload).map(
        ({ subject, epoch, recipient }) => [subject === 'organization' ? subject : 'vault', epoch, recipient],
      );
    };
    const genesis = mustBeOk(parseEvent(chain.events[0] as Uint8Array<ArrayBuffer>)).payload;
    expect(requiredSealedKeys((await foundedBy(maya)).current, genesis)).toMatchObject([
      { subject: 'organization', epoch: 1, recipient: `member:${maya.member}` },
    ]);
    const rotated = await chain.make(maya, 'vault_rotate', {
      epochs: [{ commit: hashFor('second'), epoch: 2, vault: mine }],
    });
    expect(await required(rotated)).toEqual([
      ['vault', 2, `member:${maya.member}`],
      ['vault', 2, 'organization:1'],
      ['vault', 2, 'recovery:1'],
      ['vault', 2, 'link'],
    ]);
    expect(await required(await chain.make(maya, 'organization_rename', { name: 'N' }))).toEqual([]);
  });
});
