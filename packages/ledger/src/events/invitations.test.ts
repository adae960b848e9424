import type { InviteId, VaultId } from '@postern/core';
import { toBase64Url } from '@postern/core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  idFor,
  invitationKeys,
  inviteBody,
  joinBody,
  type Person,
  person,
  welcome,
} from '../../test/people.ts';
import {
  engineers,
  grantBody,
  groupBody,
  groupChange,
  rotation,
  type Team,
  team,
  vaultBody,
  wiki,
} from '../../test/team.ts';
import { hasPermission, hasRight } from '../holding.ts';
import { invitationStanding } from '../invitation-gives.ts';
import {
  confirmersOf,
  findInvitationByEmail,
  keyLinkOf,
  recipientsOf,
  staleKeys,
  waitingMembers,
} from '../queries.ts';
import { findInvitation, findMember } from '../state.ts';
import type { EventBody } from './all-events.ts';
import { maxInvitationMs } from './invitations.ts';

let at: Team;
let noor: Person;
beforeAll(async () => {
  noor = await person('Noor');
});
beforeEach(async () => {
  at = await team();
});
const invite = async (by: Person, change: Partial<EventBody<'invite'>> = {}) =>
  at.chain.refusal(by, 'invite', await inviteBody(at.chain, noor, change));
const join = async (change: Partial<EventBody<'join'>> = {}, who = noor) =>
  at.chain.refusal(who, 'join', { ...(await joinBody(at.chain, who)), ...change });

describe('inviting', () => {
  it('is for those who manage members, with no more than they have themselves', async () => {
    const { maya, dana, leo, ines, kim, chain } = at;
    expect(await invite(kim)).toBe('permission_missing');
    expect(await invite(ines)).toBe('accepted');
    expect(await invite(ines, { role: 'administrator' })).toBe('rights_not_covered');
    expect(await invite(dana, { role: 'administrator' })).toBe('accepted');
    expect(await invite(ines, { permissions: ['groups.manage'] })).toBe('accepted');
    expect(await invite(ines, { permissions: ['audit.read'] })).toBe('rights_not_covered');
    expect(await invite(maya, { permissions: ['recovery.manage'] })).toBe('owner_only');
    const grants = [{ role: 'reader' as const, vault: wiki }];
    expect(await invite(dana, { grants })).toBe('rights_not_covered');
    expect(await invite(maya, { grants })).toBe('accepted');
    expect(await invite(maya, { grants: [...grants, ...grants] })).toBe('vault_repeated');
    expect(await invite(maya, { grants: [{ role: 'reader', vault: idFor('none') }] })).toBe(
      'vault_not_found',
    );
    await chain.write(maya, 'group_create', groupBody(engineers, leo));
    expect(await invite(ines, { groups: [engineers] })).toBe('key_not_held');
    expect(await invite(maya, { groups: [engineers] })).toBe('accepted');
    expect(await invite(maya, { groups: [engineers, engineers] })).toBe('group_repeated');
    expect(await invite(maya, { groups: [idFor('none')] })).toBe('group_not_found');
    await chain.write(dana, 'permissions_set', { member: leo.member, permissions: ['members.manage'] });
    expect(await invite(leo, { groups: [engineers] })).toBe('permission_missing');
    expect(await invite(leo, { grants })).toBe('accepted');
    await chain.write(dana, 'group_set', groupChange(engineers, { remove: [leo.member] }));
    expect(await invite(maya, { groups: [engineers] })).toBe('group_key_old');
  });

  it('is for addresses that are not inside or invited, and for a while', async () => {
    const { maya, kim, chain } = at;
    expect(await invite(maya, { email: kim.email })).toBe('already_member');
    expect(await invite(maya, { endsAtMs: chain.nowMs })).toBe('date_wrong');
    expect(await invite(maya, { expiresAtMs: chain.nowMs })).toBe('date_wrong');
    expect(await invite(maya, { expiresAtMs: chain.nowMs + 1000 + maxInvitationMs })).toBe('accepted');
    expect(await invite(maya, { expiresAtMs: chain.nowMs + 1001 + maxInvitationMs })).toBe('date_wrong');
    // The identity point: anybody could sign the join (attack row X21).
    const identity = toBase64Url(Uint8Array.from({ length: 32 }, (_, n) => (n === 0 ? 1 : 0)));
    expect(await invite(maya, { signingKey: identity })).toBe('keys_not_acceptable');
    await chain.write(maya, 'invite', await inviteBody(chain, noor));
    expect(await invite(maya)).toBe('invite_id_taken');
    expect(await invite(maya, { invite: idFor('another') })).toBe('already_invited');
    expect(findInvitationByEmail(chain.current, noor.email)).toMatchObject({
      status: 'open',
      by: maya.member,
    });
    expect(findInvitationByEmail(chain.current, 'nobody@x')).toBeUndefined();
  });
});

describe('joining', () => {
  it('gives all that the invitation says, at once', async () => {
    const { chain, maya, leo } = at;
    await chain.write(maya, 'group_create', groupBody(engineers, leo));
    const clients = { allowed: ['cli' as const], denied: ['app' as const] };
    const endsAtMs = chain.nowMs + 1_000_000;
    await welcome(chain, maya, noor, {
      invite: {
        clients,
        endsAtMs,
        grants: [{ role: 'operator', vault: wiki }],
        groups: [engineers],
        permissions: ['audit.read'],
      },
    });
    const member = findMember(chain.current, noor.member);
    expect(member).toMatchObject({
      status: 'active',
      role: 'member',
      link: 'linked',
      clients,
      endsAtMs,
      groups: [engineers],
    });
    expect(hasRight(chain.current, noor.member, wiki, 'password')).toBe(true);
    expect(hasPermission(chain.current, noor.member, 'audit.read')).toBe(true);
    expect(findInvitationByEmail(chain.current, noor.email)).toMatchObject({
      status: 'joined',
      keys: null,
      member: noor.member,
    });
    expect(await join()).toBe('invitation_not_open');
  });

  it('takes the invitation’s key, the invited address and the joiner’s own statement', async () => {
    const { chain, maya, kim } = at;
    await chain.write(maya, 'invite', await inviteBody(chain, noor));
    expect(await join()).toBe('accepted');
    expect(await join({ invite: idFor('none') })).toBe('invitation_not_open');
    const wrong = await joinBody(chain, noor, undefined, 'another secret');
    expect(await join({ inviteSignature: wrong.inviteSignature })).toBe('signature_wrong');
    expect(await join({ member: idFor('another') })).toBe('signature_wrong');
    expect(await join({ statement: toBase64Url(kim.keys.statement.bytes) })).toBe('signature_wrong');
    expect(await join({ statement: 'AAAA' })).toBe('statement_wrong');
    const as = async (who: Person) =>
      join(await joinBody(chain, who, idFor('invitation of Noor'), 'Noor'), who);
    expect(await as({ ...noor, email: 'noor@elsewhere.example' as never })).toBe(
      'invitation_for_other_address',
    );
    expect(await as({ ...noor, account: kim.account })).toBe('statement_wrong');
    expect(await as({ ...noor, member: kim.member })).toBe('member_id_taken');
    expect(await as({ ...kim, email: noor.email, member: idFor('x') })).toBe('already_member');
    const payload = await chain.make(noor, 'join', await joinBody(chain, noor), (p) => ({
      ...p,
      by: maya.member,
    }));
    expect(await chain.judge(payload)).toMatchObject({ code: 'statement_wrong' });
  });

  it('is over when the time is, when it is revoked, and when the inviter may no longer invite', async () => {
    const { chain, maya, dana, ines } = at;
    await chain.write(ines, 'invite', await inviteBody(chain, noor));
    const { expiresAtMs, id } = findInvitationByEmail(chain.current, noor.email) ?? {
      expiresAtMs: 0,
      id: '' as InviteId,
    };
    const standing = (nowMs = chain.nowMs) => {
      const found = findInvitation(chain.current, id);
      return found && invitationStanding(chain.current, found, nowMs);
    };
    expect([standing(), standing(expiresAtMs)]).toEqual(['open', 'expired']);
    await chain.write(dana, 'permissions_set', { member: ines.member, permissions: [] });
    expect([standing(), await join()]).toEqual(['void', 'invitation_void']);
    await chain.write(dana, 'permissions_set', { member: ines.member, permissions: ['members.manage'] });
    expect([standing(), await join()]).toEqual(['open', 'accepted']);
    await chain.write(dana, 'disable', { heads: [], member: ines.member });
    expect(await join()).toBe('invitation_void');
    chain.nowMs = expiresAtMs;
    expect(await join()).toBe('invitation_expired');
    const keys = await invitationKeys(chain, id, 'second');
    const resend = (by: Person, change: Partial<EventBody<'invite_resend'>> = {}) =>
      chain.refusal(by, 'invite_resend', {
        delivery: 'link',
        expiresAtMs: chain.nowMs + 100_000,
        invite: id,
        sealingKey: toBase64Url(keys.sealing.publicKey),
        signingKey: toBase64Url(keys.signing.publicKey),
        ...change,
      });
    expect(await resend(at.kim)).toBe('permission_missing');
    expect(await resend(dana, { invite: idFor('none') })).toBe('invitation_not_open');
    expect(await resend(dana, { expiresAtMs: chain.nowMs })).toBe('date_wrong');
    expect(await resend(dana)).toBe('accepted');
    await chain.write(dana, 'invite_resend', {
      delivery: 'link',
      expiresAtMs: chain.nowMs + 100_000,
      invite: id,
      sealingKey: toBase64Url(keys.sealing.publicKey),
      signingKey: toBase64Url(keys.signing.publicKey),
    });
    // The first link is dead, the second works.
    expect(await join()).toBe('signature_wrong');
    expect(await join(await joinBody(chain, noor, id, 'second'))).toBe('accepted');
    expect(await chain.refusal(at.kim, 'invite_revoke', { invite: id })).toBe('permission_missing');
    await chain.write(maya, 'invite_revoke', { invite: id });
    expect(standing()).toBe('revoked');
    expect(await join(await joinBody(chain, noor, id, 'second'))).toBe('invitation_not_open');
    expect(await chain.refusal(maya, 'invite_revoke', { invite: id })).toBe('invitation_not_open');
  });

  it('by mail alone opens nothing until the words are compared (X9)', async () => {
    const { chain, maya, dana } = at;
    await welcome(chain, maya, noor, {
      delivery: 'mail',
      invite: { grants: [{ role: 'manager', vault: wiki }], role: 'administrator' },
    });
    const member = findMember(chain.current, noor.member);
    expect(member?.link).toBe('pending');
    expect(hasPermission(chain.current, noor.member, 'members.manage')).toBe(false);
    expect(hasRight(chain.current, noor.member, wiki, 'view')).toBe(false);
    expect(recipientsOf(chain.current, wiki).map(({ recipient }) => recipient)).not.toContain(
      `member:${noor.member}`,
    );
    expect(waitingMembers(chain.current)).toEqual([{ member: noor.member, vaults: [wiki], groups: [] }]);
    // Leo edits the vault; to make somebody its manager and an administrator is not his to confirm.
    expect(confirmersOf(chain.current, noor.member)).toEqual([maya.member]);
    expect(await chain.refusal(noor, 'settings_set', { set: { sessionAgeMinutes: 60 } })).toBe(
      'permission_missing',
    );
    expect(await chain.refusal(noor, 'vault_rotate', rotation(wiki, 2))).toBe('permission_missing');
    const confirm = {
      groups: [],
      member: noor.member,
      statementHash: noor.keys.statement.hash,
      vaults: [wiki],
    };
    expect(await chain.refusal(noor, 'link_confirm', confirm)).toBe('keys_pending');
    expect(await chain.refusal(at.leo, 'link_confirm', confirm)).toBe('rights_not_covered');
    const vouched = await chain.judge(await chain.make(dana, 'link_confirm', { ...confirm, vaults: [] }));
    expect(vouched.ok && confirmersOf(vouched.value, noor.member)).toEqual([maya.member]);
    expect(await chain.refusal(dana, 'custodian_add', { member: noor.member })).toBe('owner_only');
    expect(await chain.refusal(maya, 'custodian_add', { member: noor.member })).toBe('keys_pending');
    expect(await chain.refusal(maya, 'owner_transfer', { member: noor.member })).toBe('keys_pending');
    await chain.write(maya, 'link_confirm', confirm);
    expect(hasPermission(chain.current, noor.member, 'members.manage')).toBe(true);
    expect(hasRight(chain.current, noor.member, wiki, 'manage')).toBe(true);
    expect(waitingMembers(chain.current)).toEqual([]);
    expect(confirmersOf(chain.current, noor.member)).toEqual([]);
    const linked = findMember(chain.current, noor.member);
    expect(linked && [keyLinkOf(linked, 1), keyLinkOf(linked, 2)]).toEqual(['linked', 'broken']);
  });
});

describe('keys of an open invitation', () => {
  const recipients = (vault = wiki) =>
    recipientsOf(at.chain.current, vault).map(({ recipient }) => recipient);
  const id = idFor<InviteId>('invitation of Noor');

  it('follow the vault’s epochs as long as it can be accepted and its inviter may give it', async () => {
    const { chain, maya, leo, dana } = at;
    await chain.write(dana, 'permissions_set', { member: leo.member, permissions: ['members.manage'] });
    await chain.write(
      leo,
      'invite',
      await inviteBody(chain, noor, { grants: [{ role: 'reader', vault: wiki }] }),
    );
    expect(recipients()).toContain(`invite:${id}`);
    await chain.write(maya, 'vault_grant', grantBody(wiki, { member: leo.member, role: 'operator' }));
    expect(recipients()).not.toContain(`invite:${id}`);
    await chain.write(maya, 'vault_rotate', rotation(wiki, 2));
    // It was not sealed to the invitation, so the invitation no longer gives it, whatever the inviter may do later.
    await chain.write(maya, 'vault_grant', grantBody(wiki, { member: leo.member, role: 'editor' }));
    expect(findInvitation(chain.current, id)?.grants).toEqual({});
    await chain.write(noor, 'join', await joinBody(chain, noor));
    expect(hasRight(chain.current, noor.member, wiki, 'view')).toBe(false);
  });

  it('are of no use once it is revoked or sent again', async () => {
    const { chain, maya, leo } = at;
    const lab = idFor<VaultId>('Lab');
    await chain.write(maya, 'group_create', groupBody(engineers, leo));
    await chain.write(maya, 'vault_create', {
      ...vaultBody(lab, [maya, 'manager']),
      grants: [
        { member: maya.member, role: 'manager' },
        { group: engineers, role: 'reader' },
      ],
    });
    const gives = { grants: [{ role: 'reader' as const, vault: wiki }], groups: [engineers] };
    await chain.write(maya, 'invite', await inviteBody(chain, noor, gives));
    await chain.write(maya, 'invite_revoke', { invite: id });
    expect(staleKeys(chain.current)).toEqual({ groups: [engineers], vaults: [wiki, lab] });
    expect(recipients()).not.toContain(`invite:${id}`);
  });

  it('do not exist where the secret was mailed', async () => {
    const { chain, maya } = at;
    const gives = { delivery: 'mail' as const, grants: [{ role: 'reader' as const, vault: wiki }] };
    await chain.write(maya, 'invite', await inviteBody(chain, noor, gives));
    expect(recipients()).not.toContain(`invite:${id}`);
    await chain.write(maya, 'invite_revoke', { invite: id });
    expect(staleKeys(chain.current).vaults).toEqual([]);
  });
});
