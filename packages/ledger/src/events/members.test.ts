import type { VaultId } from '@postern/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { hashFor, idFor, person, welcome } from '../../test/people.ts';
import { grantBody, rotation, type Team, team, vaultBody, wiki } from '../../test/team.ts';
import { hasPermission, hasRight } from '../holding.ts';
import { findMemberByAccount, staleKeys, vaultsTouchedBy } from '../queries.ts';
import { findMember, findVault } from '../state.ts';
import { maxExemptionMs } from './members.ts';

let at: Team;
beforeEach(async () => {
  at = await team();
});
const now = (who: { readonly member: string }) => {
  const found = findMember(at.chain.current, who.member);
  if (found === undefined) throw new Error('is a member');
  return found;
};
const alone = (who: { readonly member: string }) => ({ heads: [], member: who.member as never });

describe('disabling', () => {
  it('takes everything at once and gives it back, and says who did it', async () => {
    const { chain, dana, leo } = at;
    await chain.write(dana, 'disable', alone(leo));
    expect(now(leo)).toMatchObject({ status: 'disabled', setAt: { status: { by: dana.member } } });
    expect(hasRight(chain.current, leo.member, wiki, 'edit')).toBe(false);
    expect(await chain.refusal(leo, 'vault_rotate', rotation(wiki, 2))).toBe('signer_unknown');
    // It may be for a day: the key is not replaced.
    expect(staleKeys(chain.current)).toEqual({ groups: [], vaults: [] });
    expect(await chain.refusal(dana, 'disable', alone(leo))).toBe('member_status_wrong');
    await chain.write(dana, 'enable', { member: leo.member });
    expect(hasRight(chain.current, leo.member, wiki, 'edit')).toBe(true);
    expect(await chain.refusal(dana, 'enable', { member: leo.member })).toBe('member_status_wrong');
  });

  it('is for those who manage members and cover the member, never for the owner or oneself', async () => {
    const { chain, maya, dana, leo, ines, kim } = at;
    const refusal = (by: typeof maya, who: typeof maya) => chain.refusal(by, 'disable', alone(who));
    expect(await refusal(kim, leo)).toBe('permission_missing');
    expect(await refusal(ines, leo)).toBe('accepted');
    expect(await refusal(ines, dana)).toBe('rights_not_covered');
    expect(await refusal(dana, ines)).toBe('accepted');
    expect(await refusal(dana, maya)).toBe('owner_protected');
    expect(await refusal(maya, maya)).toBe('owner_protected');
    expect(await refusal(dana, dana)).toBe('not_for_yourself');
    expect(await chain.refusal(dana, 'disable', alone({ member: idFor('nobody') }))).toBe('member_not_found');
  });

  it('of a custodian takes a custodian', async () => {
    const { chain, maya, dana, leo } = at;
    await chain.write(maya, 'custodian_add', { member: leo.member });
    expect(await chain.refusal(dana, 'disable', alone(leo))).toBe('rights_not_covered');
    expect(await chain.refusal(maya, 'disable', alone(leo))).toBe('accepted');
    // So whoever stops a custodian is one who can act, and nobody stops themself: one always remains.
    await chain.write(maya, 'custodian_add', { member: dana.member });
    expect(await chain.refusal(dana, 'disable', alone(leo))).toBe('accepted');
    expect(await chain.refusal(dana, 'disable', alone(dana))).toBe('not_for_yourself');
  });
});

describe('an end date', () => {
  it('binds once somebody says so, and another one brings the member back', async () => {
    const { chain, dana, leo } = at;
    expect(await chain.refusal(dana, 'expire', alone(leo))).toBe('date_wrong');
    expect(await chain.refusal(dana, 'end_set', { endsAtMs: chain.nowMs, member: leo.member })).toBe(
      'date_wrong',
    );
    await chain.write(dana, 'end_set', { endsAtMs: chain.nowMs + 60_000, member: leo.member });
    expect(await chain.refusal(dana, 'expire', alone(leo))).toBe('date_wrong');
    expect(hasRight(chain.current, leo.member, wiki, 'edit')).toBe(true);
    chain.nowMs += 60_000;
    await chain.write(dana, 'expire', alone(leo));
    expect(now(leo).status).toBe('expired');
    expect(await chain.refusal(dana, 'enable', { member: leo.member })).toBe('member_status_wrong');
    await chain.write(dana, 'end_set', { endsAtMs: null, member: leo.member });
    expect(now(leo)).toMatchObject({ status: 'active', endsAtMs: null });
    expect(await chain.refusal(leo, 'end_set', { endsAtMs: null, member: leo.member })).toBe(
      'permission_missing',
    );
    expect(await chain.refusal(dana, 'end_set', { endsAtMs: null, member: dana.member })).toBe(
      'not_for_yourself',
    );
  });
});

describe('removal', () => {
  it('ends membership, makes the keys stale, and keeps the personal vault shut', async () => {
    const { chain, dana, leo } = at;
    const mine = idFor<VaultId>('Leo’s own');
    await chain.write(leo, 'vault_create', { ...vaultBody(mine, [leo, 'manager']), kind: 'personal' });
    expect(vaultsTouchedBy(chain.current, leo.member).map(({ id }) => id)).toEqual([wiki, mine]);
    await chain.write(dana, 'remove', alone(leo));
    const { seq } = chain.current.head;
    expect(now(leo)).toMatchObject({ status: 'removed', groups: [], permissions: [] });
    expect(staleKeys(chain.current).vaults).toEqual([wiki, mine]);
    expect(findVault(chain.current, wiki)).toMatchObject({ formerWriters: { [leo.member]: seq } });
    expect(findVault(chain.current, mine)?.archived).toBe(true);
    expect(vaultsTouchedBy(chain.current, leo.member)).toEqual([]);
    expect(await chain.refusal(dana, 'enable', { member: leo.member })).toBe('member_not_found');
    await chain.write(at.maya, 'vault_rotate', rotation(wiki, 2));
    expect(staleKeys(chain.current).vaults).toEqual([mine]);
  });

  it('is anybody’s own choice but the owner’s', async () => {
    const { chain, maya, leo, kim } = at;
    expect(await chain.refusal(kim, 'remove', alone(kim))).toBe('accepted');
    expect(await chain.refusal(kim, 'remove', alone(leo))).toBe('permission_missing');
    expect(await chain.refusal(maya, 'remove', alone(maya))).toBe('owner_protected');
    await chain.write(maya, 'custodian_add', { member: kim.member });
    expect(await chain.refusal(kim, 'remove', alone(kim))).toBe('custodian_first');
  });

  it('leaves every vault in use with a manager', async () => {
    const { chain, maya, dana, ines, kim } = at;
    const lab = idFor<VaultId>('Lab');
    await chain.write(ines, 'vault_create', vaultBody(lab, [ines, 'manager']));
    expect(await chain.refusal(dana, 'remove', alone(ines))).toBe('vault_without_manager');
    // A rogue manager is stopped all the same, and a custodian puts somebody else in charge.
    expect(await chain.refusal(dana, 'disable', alone(ines))).toBe('accepted');
    await chain.write(maya, 'vault_grant', grantBody(lab, { member: kim.member, role: 'manager' }));
    expect(await chain.refusal(dana, 'remove', alone(ines))).toBe('accepted');
    await chain.write(dana, 'disable', alone(kim));
    expect(await chain.refusal(dana, 'remove', alone(ines))).toBe('vault_without_manager');
  });

  it('lists the manifests that the leaver could write, and no others', async () => {
    const { chain, maya, dana, leo, kim } = at;
    const head = { hash: hashFor<never>('manifest'), seq: 3, vault: wiki };
    const heads = (...those: (typeof head)[]) => ({ heads: those, member: leo.member });
    expect(await chain.refusal(dana, 'remove', heads(head, head))).toBe('heads_wrong');
    expect(await chain.refusal(dana, 'remove', heads({ ...head, vault: idFor('none') }))).toBe('heads_wrong');
    expect(await chain.refusal(dana, 'remove', { heads: [head], member: kim.member })).toBe('heads_wrong');
    await chain.write(dana, 'disable', heads(head));
    expect(findVault(chain.current, wiki)?.listed).toEqual({
      head: { hash: head.hash, seq: 3 },
      atSeq: chain.current.head.seq,
    });
    expect(await chain.refusal(dana, 'remove', heads({ ...head, seq: 2 }))).toBe('heads_wrong');
    expect(await chain.refusal(dana, 'remove', heads({ ...head, hash: hashFor('another') }))).toBe(
      'heads_wrong',
    );
    expect(await chain.refusal(dana, 'remove', heads(head))).toBe('accepted');
    expect(await chain.refusal(maya, 'remove', heads({ ...head, seq: 4 }))).toBe('accepted');
  });

  it('is no obstacle to coming back, as another member', async () => {
    const { chain, maya, dana, leo } = at;
    await chain.write(dana, 'remove', alone(leo));
    const again = { ...leo, member: idFor<never>('Leo again') };
    await welcome(chain, maya, again, { invite: { invite: idFor('again') } });
    expect(findMemberByAccount(chain.current, leo.account)?.id).toBe(again.member);
    expect(hasRight(chain.current, again.member, wiki, 'view')).toBe(false);
    expect(now(leo).status).toBe('removed');
  });
});

describe('role and permissions', () => {
  it('are given by those who hold them', async () => {
    const { chain, maya, dana, leo, ines, kim } = at;
    const role = (by: typeof maya, who: typeof maya, to: 'administrator' | 'member') =>
      chain.refusal(by, 'role_set', { member: who.member, role: to });
    expect(await role(ines, leo, 'administrator')).toBe('rights_not_covered');
    expect(await role(ines, dana, 'member')).toBe('rights_not_covered');
    expect(await role(dana, leo, 'administrator')).toBe('accepted');
    expect(await role(dana, dana, 'member')).toBe('accepted');
    expect(await role(dana, maya, 'member')).toBe('owner_protected');
    expect(await role(kim, leo, 'administrator')).toBe('permission_missing');
    const may = (
      by: typeof maya,
      who: typeof maya,
      ...permissions: ('groups.manage' | 'settings.manage' | 'recovery.manage')[]
    ) => chain.refusal(by, 'permissions_set', { member: who.member, permissions });
    expect(await may(ines, leo, 'groups.manage')).toBe('accepted');
    expect(await may(ines, leo, 'settings.manage')).toBe('rights_not_covered');
    expect(await may(ines, ines, 'settings.manage')).toBe('rights_not_covered');
    expect(await may(maya, leo, 'recovery.manage')).toBe('owner_only');
    await chain.write(dana, 'permissions_set', { member: leo.member, permissions: ['settings.manage'] });
    expect(hasPermission(chain.current, leo.member, 'settings.manage')).toBe(true);
    // Taking away is for those who could give it, too.
    expect(await may(ines, leo)).toBe('rights_not_covered');
  });

  it('of the owner count for nothing while the keys are not vouched for', async () => {
    const { chain, maya } = at;
    const pending = { ...now(maya), link: 'pending' as const };
    chain.state = { ...chain.current, members: { ...chain.current.members, [maya.member]: pending } };
    expect(await chain.refusal(maya, 'settings_set', { set: { sessionAgeMinutes: 30 } })).toBe(
      'permission_missing',
    );
    expect(await chain.refusal(maya, 'vault_create', vaultBody(idFor('x'), [maya, 'manager']))).toBe(
      'keys_pending',
    );
  });
});

describe('client rules and exemptions', () => {
  it('help somebody in, the owner by a custodian’s hand', async () => {
    const { chain, maya, dana, leo, ines } = at;
    const clients = { allowed: ['cli' as const], denied: [] };
    await chain.write(dana, 'clients_set', { clients, member: leo.member });
    expect(now(leo).clients).toEqual(clients);
    expect(await chain.refusal(ines, 'clients_set', { clients, member: dana.member })).toBe(
      'rights_not_covered',
    );
    expect(await chain.refusal(dana, 'clients_set', { clients, member: maya.member })).toBe(
      'rights_not_covered',
    );
    expect(await chain.refusal(maya, 'clients_set', { clients, member: maya.member })).toBe('accepted');
    const denied = { allowed: [], denied: ['cli' as const] };
    expect(await chain.refusal(maya, 'clients_set', { clients: denied, member: maya.member })).toBe(
      'owner_protected',
    );

    const exempt = (by: typeof maya, who: typeof maya, forMs: number | null) =>
      chain.refusal(by, 'exempt', {
        member: who.member,
        untilMs: forMs === null ? null : chain.nowMs + 1000 + forMs,
      });
    expect(await exempt(dana, leo, maxExemptionMs)).toBe('accepted');
    expect(await exempt(dana, leo, maxExemptionMs + 1)).toBe('date_wrong');
    expect(await exempt(dana, leo, 0)).toBe('date_wrong');
    expect(await exempt(dana, leo, null)).toBe('accepted');
    expect(await exempt(dana, dana, 1)).toBe('not_for_yourself');
    expect(await exempt(dana, maya, 1)).toBe('rights_not_covered');
    expect(await exempt(maya, maya, 1)).toBe('not_for_yourself');
    await chain.write(maya, 'custodian_add', { member: dana.member });
    expect(await exempt(dana, maya, 1)).toBe('accepted');
    await chain.write(dana, 'exempt', { member: leo.member, untilMs: chain.nowMs + 5000 });
    expect(now(leo).exemptUntilMs).toBe(chain.nowMs + 4000);
  });
});

describe('somebody who is nobody', () => {
  it('does nothing', async () => {
    const stranger = await person('Stranger');
    expect(await at.chain.refusal(stranger, 'remove', alone(at.leo))).toBe('signer_unknown');
  });
});
