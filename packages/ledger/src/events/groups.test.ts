import type { GroupId, VaultId } from '@postern/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { idFor, publicKeyFor, welcome } from '../../test/people.ts';
import {
  engineers,
  grantBody,
  groupBody,
  groupChange,
  groupName,
  rotation,
  type Team,
  team,
  vaultBody,
  wiki,
} from '../../test/team.ts';
import { hasRight } from '../holding.ts';
import { recipientsOf, staleKeys, vaultsOf } from '../queries.ts';
import { findGroup, findMember, findVault } from '../state.ts';

let at: Team;
/** Ines made the group with herself and Leo in it; it edits Wiki. */
beforeEach(async () => {
  at = await team();
  const { chain, maya, leo, ines } = at;
  await chain.write(ines, 'group_create', groupBody(engineers, ines, leo));
  await chain.write(maya, 'vault_grant', grantBody(wiki, { group: engineers, role: 'editor' }));
});
const set = (by: Team['maya'], change: Parameters<typeof groupChange>[1]) =>
  at.chain.refusal(by, 'group_set', groupChange(engineers, change));

describe('a group', () => {
  it('gives its members what it was granted', () => {
    const { chain, ines, leo } = at;
    expect(hasRight(chain.current, ines.member, wiki, 'edit')).toBe(true);
    expect(hasRight(chain.current, ines.member, wiki, 'manage')).toBe(false);
    expect(vaultsOf(chain.current, ines.member).map(({ id }) => id)).toEqual([wiki]);
    expect(findMember(chain.current, leo.member)?.groups).toEqual([engineers]);
    expect(recipientsOf(chain.current, wiki).map(({ recipient }) => recipient)).toContain(
      `group:${engineers}:1`,
    );
  });

  it('is made by those who manage groups, once, from epoch 1, of active members', async () => {
    const { chain, ines, kim } = at;
    const other = idFor<GroupId>('Other');
    const refusal = (by: Team['maya'], body = groupBody(other, kim)) =>
      chain.refusal(by, 'group_create', body);
    expect(await refusal(ines)).toBe('accepted');
    expect(await refusal(kim)).toBe('permission_missing');
    expect(await refusal(ines, groupBody(engineers))).toBe('group_id_taken');
    expect(await refusal(ines, { ...groupBody(other), key: publicKeyFor('x', 2) })).toBe('wrong_epoch');
    expect(await refusal(ines, groupBody(other, kim, kim))).toBe('group_membership_wrong');
    await chain.write(at.dana, 'disable', { heads: [], member: kim.member });
    expect(await refusal(ines)).toBe('member_not_found');
  });

  it('takes in whom somebody adds who holds its key (X11)', async () => {
    const { maya, dana, leo, ines, kim } = at;
    const add = [kim.member];
    // Dana manages groups and is in none; Leo is in it and manages nothing; Maya is a custodian.
    expect(await set(dana, { add })).toBe('key_not_held');
    expect(await set(leo, { add })).toBe('permission_missing');
    expect(await set(ines, { add })).toBe('accepted');
    expect(await set(maya, { add })).toBe('accepted');
    expect(await set(ines, { add: [leo.member] })).toBe('group_membership_wrong');
    expect(await set(ines, { add: [kim.member, kim.member] })).toBe('group_membership_wrong');
    expect(await set(ines, {})).toBe('nothing_changed');
    expect(await set(ines, { name: groupName })).toBe('accepted');
    expect(await set(dana, { name: groupName })).toBe('key_not_held');
    expect(await set(ines, { newKey: 2, name: null })).toBe('nothing_changed');
  });

  it('that somebody left gives nothing more before it has a new key', async () => {
    const { chain, maya, dana, leo, ines, kim } = at;
    expect(await set(dana, { remove: [kim.member] })).toBe('group_membership_wrong');
    expect(await set(dana, { remove: [ines.member, ines.member] })).toBe('group_membership_wrong');
    await chain.write(dana, 'group_set', groupChange(engineers, { remove: [ines.member] }));
    const { seq } = chain.current.head;
    expect(staleKeys(chain.current)).toEqual({ groups: [engineers], vaults: [wiki] });
    expect(findVault(chain.current, wiki)?.formerWriters).toEqual({ [ines.member]: seq });
    // A vault that is rotated meanwhile goes to the members one by one.
    const to = recipientsOf(chain.current, wiki).map(({ recipient }) => recipient);
    expect(to).toContain(`member:${leo.member}`);
    expect(to.some((recipient) => recipient.startsWith('group:'))).toBe(false);
    expect(await set(maya, { add: [kim.member] })).toBe('group_key_old');
    expect(await set(maya, { add: [kim.member], newKey: 3 })).toBe('wrong_epoch');
    expect(await set(maya, { add: [kim.member], newKey: 2 })).toBe('accepted');
    // A new key changes nothing about who may do what, so whoever holds the old one may draw it.
    expect(await set(leo, { newKey: 2 })).toBe('accepted');
    expect(await set(kim, { newKey: 2 })).toBe('key_not_held');
    await chain.write(leo, 'group_set', groupChange(engineers, { newKey: 2 }));
    await chain.write(leo, 'vault_rotate', rotation(wiki, 2));
    expect(staleKeys(chain.current)).toEqual({ groups: [], vaults: [] });
    expect(recipientsOf(chain.current, wiki).map(({ recipient }) => recipient)).toContain(
      `group:${engineers}:2`,
    );
  });

  it('leaves a vault fresh for whoever holds it in another way', async () => {
    const { chain, dana, leo } = at;
    await chain.write(dana, 'group_set', groupChange(engineers, { remove: [leo.member] }));
    expect(staleKeys(chain.current)).toEqual({ groups: [engineers], vaults: [] });
    expect(hasRight(chain.current, leo.member, wiki, 'edit')).toBe(true);
  });

  it('is left with the organization', async () => {
    const { chain, dana, leo } = at;
    await chain.write(dana, 'remove', { heads: [], member: leo.member });
    expect(Object.keys(findGroup(chain.current, engineers)?.members ?? {})).toEqual([at.ines.member]);
    expect(staleKeys(chain.current).groups).toEqual([engineers]);
  });

  it('that goes takes its grants along, and its id is not given again', async () => {
    const { chain, dana, ines } = at;
    const body = { group: engineers, heads: [] };
    expect(await chain.refusal(at.kim, 'group_remove', body)).toBe('permission_missing');
    await chain.write(dana, 'group_remove', body);
    expect(findGroup(chain.current, engineers)).toBeUndefined();
    expect(hasRight(chain.current, ines.member, wiki, 'view')).toBe(false);
    expect(findMember(chain.current, ines.member)?.groups).toEqual([]);
    expect(staleKeys(chain.current)).toEqual({ groups: [], vaults: [wiki] });
    expect(await chain.refusal(dana, 'group_remove', body)).toBe('group_not_found');
    expect(await set(ines, { name: groupName })).toBe('group_not_found');
    expect(await chain.refusal(ines, 'group_create', groupBody(engineers))).toBe('group_id_taken');
  });

  it('manages a vault as long as somebody in it can', async () => {
    const { chain, maya, dana, leo, ines } = at;
    const lab = idFor<VaultId>('Lab');
    const managers = idFor<GroupId>('Managers');
    await chain.write(maya, 'group_create', groupBody(managers, leo, ines));
    const body = { ...vaultBody(lab), grants: [{ group: managers, role: 'manager' as const }] };
    await chain.write(ines, 'vault_create', body);
    await chain.write(dana, 'group_set', groupChange(managers, { remove: [ines.member] }));
    expect(await chain.refusal(dana, 'group_set', groupChange(managers, { remove: [leo.member] }))).toBe(
      'vault_without_manager',
    );
    expect(await chain.refusal(dana, 'group_remove', { group: managers, heads: [] })).toBe(
      'vault_without_manager',
    );
    expect(await chain.refusal(dana, 'remove', { heads: [], member: leo.member })).toBe(
      'vault_without_manager',
    );
    const nobody = idFor<GroupId>('Nobody');
    await chain.write(maya, 'group_create', groupBody(nobody));
    const empty = { ...vaultBody(idFor('Empty')), grants: [{ group: nobody, role: 'manager' as const }] };
    expect(await chain.refusal(ines, 'vault_create', empty)).toBe('vault_without_manager');
  });

  it('lets a pending member wait until a holder confirms', async () => {
    const { chain, maya, dana, ines } = at;
    await chain.write(dana, 'remove', { heads: [], member: at.kim.member });
    const kim = { ...at.kim, member: idFor<never>('Kim again') };
    await welcome(chain, maya, kim, {
      delivery: 'mail',
      invite: { groups: [engineers], invite: idFor('mailed') },
    });
    expect(findGroup(chain.current, engineers)?.members[kim.member]).toEqual({ waits: true });
    expect(hasRight(chain.current, kim.member, wiki, 'view')).toBe(false);
    const confirm = {
      groups: [engineers],
      member: kim.member,
      statementHash: kim.keys.statement.hash,
      vaults: [],
    };
    expect(await chain.refusal(dana, 'link_confirm', confirm)).toBe('key_not_held');
    await chain.write(ines, 'link_confirm', confirm);
    expect(hasRight(chain.current, kim.member, wiki, 'edit')).toBe(true);
  });
});
