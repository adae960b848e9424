import { beforeEach, describe, expect, it } from 'vitest';
import { anew, publicKeyFor, relinkBody } from '../../test/people.ts';
import { engineers, groupBody, groupChange, rotation, type Team, team, wiki } from '../../test/team.ts';
import { isCustodian, isOwner } from '../holding.ts';
import { organizationKeyRecipientsOf, staleKeys } from '../queries.ts';
import { findMember } from '../state.ts';

let at: Team;
beforeEach(async () => {
  at = await team();
});

describe('custodians', () => {
  it('are made by the owner, of members who can act', async () => {
    const { chain, maya, dana, leo, kim } = at;
    expect(await chain.refusal(dana, 'custodian_add', { member: dana.member })).toBe('owner_only');
    expect(await chain.refusal(maya, 'custodian_add', { member: maya.member })).toBe('custodian_unchanged');
    await chain.write(maya, 'custodian_add', { member: leo.member });
    expect(isCustodian(chain.current, leo.member)).toBe(true);
    expect(await chain.refusal(maya, 'custodian_add', { member: leo.member })).toBe('custodian_unchanged');
    await chain.write(dana, 'disable', { heads: [], member: kim.member });
    expect(await chain.refusal(maya, 'custodian_add', { member: kim.member })).toBe('member_not_found');
    expect(organizationKeyRecipientsOf(chain.current).map(({ recipient }) => recipient)).toEqual(
      [maya, leo].map(({ member }) => `member:${member}`).sort(),
    );
  });

  it('have no end date', async () => {
    const { chain, maya, dana, leo } = at;
    await chain.write(dana, 'end_set', { endsAtMs: chain.nowMs + 60_000, member: leo.member });
    await chain.write(maya, 'custodian_add', { member: leo.member });
    expect(findMember(chain.current, leo.member)).toMatchObject({ endsAtMs: null, custodian: true });
    const end = { endsAtMs: chain.nowMs + 60_000, member: leo.member };
    expect(await chain.refusal(maya, 'end_set', end)).toBe('custodian_first');
    expect(await chain.refusal(maya, 'end_set', { ...end, endsAtMs: null })).toBe('accepted');
  });

  it('that cease to be one leave a new organization key, and every other key stale', async () => {
    const { chain, maya, dana, leo } = at;
    await chain.write(maya, 'group_create', groupBody(engineers, leo));
    await chain.write(maya, 'custodian_add', { member: dana.member });
    const body = { member: dana.member, organizationKey: publicKeyFor('organization', 2) };
    expect(await chain.refusal(dana, 'custodian_remove', body)).toBe('owner_only');
    expect(await chain.refusal(maya, 'custodian_remove', { ...body, member: leo.member })).toBe(
      'custodian_unchanged',
    );
    expect(await chain.refusal(maya, 'custodian_remove', { ...body, member: maya.member })).toBe(
      'owner_protected',
    );
    const same = { ...body, organizationKey: publicKeyFor('organization', 1) };
    expect(await chain.refusal(maya, 'custodian_remove', same)).toBe('wrong_epoch');
    await chain.write(maya, 'custodian_remove', body);
    expect(isCustodian(chain.current, dana.member)).toBe(false);
    expect(chain.current.organizationKey.epoch).toBe(2);
    expect(chain.current.formerOrganizationKeys.map(({ epoch }) => epoch)).toEqual([1]);
    expect(staleKeys(chain.current)).toEqual({ groups: [engineers], vaults: [wiki] });
    await chain.write(leo, 'group_set', groupChange(engineers, { newKey: 2 }));
    await chain.write(leo, 'vault_rotate', rotation(wiki, 2));
    expect(staleKeys(chain.current)).toEqual({ groups: [], vaults: [] });
    expect(await chain.refusal(maya, 'remove', { heads: [], member: dana.member })).toBe('accepted');
  });
});

describe('a member whom somebody without custody has linked anew', () => {
  it('gets the organization key once a custodian has heard the words', async () => {
    const { chain, maya, dana, ines } = at;
    const leo = await anew(at.leo);
    const { member } = leo;
    await chain.write(ines, 'relink', relinkBody(leo));
    expect(await chain.refusal(maya, 'custodian_add', { member })).toBe('words_not_heard');
    expect(await chain.refusal(maya, 'owner_transfer', { member })).toBe('words_not_heard');
    const heard = { groups: [], member, statementHash: leo.keys.statement.hash, vaults: [] };
    await chain.write(dana, 'link_confirm', heard);
    expect(await chain.refusal(maya, 'custodian_add', { member })).toBe('words_not_heard');
    await chain.write(maya, 'link_confirm', heard);
    expect(await chain.refusal(maya, 'owner_transfer', { member })).toBe('accepted');
    expect(await chain.refusal(maya, 'custodian_add', { member })).toBe('accepted');
  });
});

describe('ownership', () => {
  it('goes to a member who can act, with everything that could stand in the way cleared', async () => {
    const { chain, maya, dana, leo } = at;
    const clients = { allowed: [], denied: ['cli' as const] };
    await chain.write(dana, 'end_set', { endsAtMs: chain.nowMs + 100_000, member: leo.member });
    await chain.write(dana, 'clients_set', { clients, member: leo.member });
    expect(await chain.refusal(dana, 'owner_transfer', { member: dana.member })).toBe('owner_only');
    expect(await chain.refusal(maya, 'owner_transfer', { member: maya.member })).toBe('not_for_yourself');
    await chain.write(maya, 'owner_transfer', { member: leo.member });
    const state = chain.current;
    expect([isOwner(state, leo.member), isOwner(state, maya.member)]).toEqual([true, false]);
    expect(findMember(state, leo.member)).toMatchObject({
      role: 'owner',
      custodian: true,
      endsAtMs: null,
      clients: { allowed: [], denied: [] },
    });
    expect(findMember(state, maya.member)).toMatchObject({ role: 'administrator', custodian: true });
    expect(await chain.refusal(maya, 'disable', { heads: [], member: leo.member })).toBe('owner_protected');
    expect(await chain.refusal(dana, 'disable', { heads: [], member: maya.member })).toBe(
      'rights_not_covered',
    );
    expect(await chain.refusal(leo, 'disable', { heads: [], member: maya.member })).toBe('accepted');
    await chain.write(dana, 'disable', { heads: [], member: at.kim.member });
    expect(await chain.refusal(leo, 'owner_transfer', { member: at.kim.member })).toBe('member_not_found');
  });
});
