import type { VaultId } from '@postern/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { hashFor, idFor, welcome } from '../../test/people.ts';
import { engineers, grantBody, groupBody, type Team, team, vaultBody, wiki } from '../../test/team.ts';
import { findRights, hasRight } from '../holding.ts';
import { staleKeys } from '../queries.ts';
import { findVault } from '../state.ts';

let at: Team;
beforeEach(async () => {
  at = await team();
});
const give = (by: Team['maya'], ...grants: Parameters<typeof grantBody>[1][]) =>
  at.chain.refusal(by, 'vault_grant', grantBody(wiki, ...grants));
const take = (by: Team['maya'], who: Team['maya']) =>
  at.chain.refusal(by, 'vault_revoke', { grantees: [{ member: who.member }], head: null, vault: wiki });

describe('a grant', () => {
  it('gives a role or single rights, to members and groups', async () => {
    const { chain, maya, kim, ines } = at;
    await chain.write(maya, 'group_create', groupBody(engineers, ines));
    await chain.write(
      maya,
      'vault_grant',
      grantBody(wiki, { member: kim.member, rights: ['view', 'fill'] }, { group: engineers, role: 'reader' }),
    );
    expect([...(findRights(chain.current, kim.member, wiki) ?? [])]).toEqual(['view', 'fill']);
    expect(hasRight(chain.current, kim.member, wiki, 'password')).toBe(false);
    expect(hasRight(chain.current, ines.member, wiki, 'view')).toBe(true);
    // Together they give what each gives.
    await chain.write(maya, 'vault_grant', grantBody(wiki, { member: ines.member, rights: ['add'] }));
    expect([...(findRights(chain.current, ines.member, wiki) ?? [])].sort()).toEqual(['add', 'view']);
  });

  it('is given by who manages the vault, who shares what they have, or a custodian (X11)', async () => {
    const { chain, maya, dana, leo, kim } = at;
    const reader = { member: kim.member, role: 'reader' } as const;
    expect(await give(dana, reader)).toBe('rights_not_covered');
    expect(await give(dana, { member: dana.member, role: 'reader' })).toBe('rights_not_covered');
    expect(await give(leo, reader)).toBe('accepted');
    expect(await give(leo, { member: kim.member, role: 'editor' })).toBe('accepted');
    expect(await give(leo, { member: kim.member, role: 'manager' })).toBe('rights_not_covered');
    expect(await give(leo, { member: leo.member, role: 'manager' })).toBe('rights_not_covered');
    expect(await give(leo, { member: kim.member, rights: ['export'] })).toBe('rights_not_covered');
    expect(await give(leo, { member: maya.member, role: 'reader' })).toBe('rights_not_covered');
    await chain.write(maya, 'vault_grant', grantBody(wiki, { member: leo.member, role: 'operator' }));
    expect(await give(leo, reader)).toBe('rights_not_covered');
    await chain.write(maya, 'custodian_add', { member: dana.member });
    expect(await give(dana, { member: dana.member, role: 'manager' })).toBe('accepted');
  });

  it('names each once, and nobody who is not there', async () => {
    const { maya, kim, dana, chain } = at;
    const reader = { member: kim.member, role: 'reader' } as const;
    expect(await give(maya, reader, reader)).toBe('member_repeated');
    expect(await give(maya, { member: idFor('nobody'), role: 'reader' })).toBe('member_not_found');
    expect(await give(maya, { group: engineers, role: 'reader' })).toBe('group_not_found');
    await chain.write(maya, 'group_create', groupBody(engineers));
    expect(await give(maya, { group: engineers, role: 'reader' }, { group: engineers, role: 'editor' })).toBe(
      'group_repeated',
    );
    await chain.write(dana, 'disable', { heads: [], member: kim.member });
    expect(await give(maya, reader)).toBe('member_not_found');
    const vault = idFor<VaultId>('none');
    expect(await chain.refusal(maya, 'vault_grant', { ...grantBody(wiki, reader), vault })).toBe(
      'vault_not_found',
    );
    const mine = idFor<VaultId>('mine');
    await chain.write(maya, 'vault_create', { ...vaultBody(mine, [maya, 'manager']), kind: 'personal' });
    const personal = { ...grantBody(mine, { member: dana.member, role: 'reader' as const }) };
    expect(await chain.refusal(maya, 'vault_grant', personal)).toBe('personal_vault_rules');
  });

  it('that ends makes the key stale; one that is lowered does not', async () => {
    const { chain, maya, leo } = at;
    await chain.write(maya, 'vault_grant', grantBody(wiki, { member: leo.member, role: 'reader' }));
    expect(staleKeys(chain.current).vaults).toEqual([]);
    expect(findVault(chain.current, wiki)?.formerWriters).toEqual({ [leo.member]: chain.current.head.seq });
    await chain.write(maya, 'vault_revoke', { grantees: [{ member: leo.member }], head: null, vault: wiki });
    expect(staleKeys(chain.current).vaults).toEqual([wiki]);
    expect(await take(maya, leo)).toBe('grant_not_found');
  });

  it('is taken by who could give it, and left by anybody who leaves a manager behind', async () => {
    const { chain, maya, leo, dana, kim } = at;
    expect(await take(dana, leo)).toBe('rights_not_covered');
    expect(await take(leo, maya)).toBe('rights_not_covered');
    expect(await take(leo, leo)).toBe('accepted');
    expect(await take(maya, maya)).toBe('vault_without_manager');
    expect(await give(maya, { member: maya.member, role: 'editor' })).toBe('vault_without_manager');
    expect(
      await give(maya, { member: maya.member, role: 'editor' }, { member: kim.member, role: 'manager' }),
    ).toBe('accepted');
    await chain.write(maya, 'vault_archive', { vault: wiki });
    expect(await take(maya, maya)).toBe('accepted');
    const twice = { grantees: [{ member: leo.member }, { member: leo.member }], head: null, vault: wiki };
    expect(await chain.refusal(maya, 'vault_revoke', twice)).toBe('grant_not_found');
  });

  it('that ends lists the manifest as it stood', async () => {
    const { chain, maya, leo } = at;
    const head = { hash: hashFor<never>('manifest'), seq: 1, vault: wiki };
    const grantees = [{ member: leo.member }];
    const other = { ...head, vault: idFor<VaultId>('another') };
    expect(await chain.refusal(maya, 'vault_revoke', { grantees, head: other, vault: wiki })).toBe(
      'heads_wrong',
    );
    await chain.write(maya, 'vault_revoke', { grantees, head, vault: wiki });
    expect(findVault(chain.current, wiki)?.listed).toEqual({
      head: { hash: head.hash, seq: 1 },
      atSeq: chain.current.head.seq,
    });
  });

  it('to somebody pending waits for a holder, and is handed over by a confirmation alone', async () => {
    const { chain, maya, leo, dana } = at;
    await chain.write(dana, 'remove', { heads: [], member: at.kim.member });
    const kim = { ...at.kim, member: idFor<never>('Kim again') };
    await welcome(chain, maya, kim, { delivery: 'mail', invite: { invite: idFor('mailed') } });
    await chain.write(leo, 'vault_grant', grantBody(wiki, { member: kim.member, role: 'reader' }));
    expect(hasRight(chain.current, kim.member, wiki, 'view')).toBe(false);
    const confirm = { groups: [], member: kim.member, statementHash: kim.keys.statement.hash, vaults: [] };
    expect(await chain.refusal(leo, 'link_confirm', confirm)).toBe('permission_missing');
    // Dana vouches for the keys without having any to give; the vault still waits for one who holds it.
    await chain.write(dana, 'link_confirm', confirm);
    expect(hasRight(chain.current, kim.member, wiki, 'view')).toBe(false);
    expect(await chain.refusal(dana, 'link_confirm', confirm)).toBe('nothing_changed');
    const hand = { ...confirm, vaults: [wiki] };
    expect(await chain.refusal(dana, 'link_confirm', hand)).toBe('key_not_held');
    expect(await chain.refusal(leo, 'link_confirm', { ...hand, statementHash: hashFor('other') })).toBe(
      'confirmation_wrong',
    );
    await chain.write(leo, 'vault_grant', grantBody(wiki, { member: kim.member, role: 'reader' }));
    expect(hasRight(chain.current, kim.member, wiki, 'view')).toBe(false);
    await chain.write(leo, 'link_confirm', hand);
    expect(hasRight(chain.current, kim.member, wiki, 'view')).toBe(true);
    expect(await chain.refusal(leo, 'link_confirm', hand)).toBe('confirmation_wrong');
  });
});

describe('personal vaults', () => {
  it('are for the organization to have or not', async () => {
    const { chain, maya, leo } = at;
    const body = { ...vaultBody(idFor('Leo’s own'), [leo, 'manager']), kind: 'personal' as const };
    expect(await chain.refusal(leo, 'vault_create', body)).toBe('accepted');
    await chain.write(maya, 'settings_set', { set: { personalVaults: false } });
    expect(await chain.refusal(leo, 'vault_create', body)).toBe('personal_vault_disabled');
  });
});
