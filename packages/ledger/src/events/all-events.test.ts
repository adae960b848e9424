import type { Json } from '@postern/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Chain, foundedBy, hashFor, idFor, type Person, person } from '../../test/people.ts';
import { type EventBody, type EventType, events } from './all-events.ts';

let maya: Person;
let chain: Chain;
beforeAll(async () => {
  maya = await person('Maya');
  chain = await foundedBy(maya);
});

const key = 'A'.repeat(Math.ceil((1216 * 4) / 3));
const signingKey = hashFor<string>('a key');
const publicKey = { commit: hashFor<never>('commit'), epoch: 2, publicKey: key };
const member = idFor<never>('Dana');
const vault = idFor<never>('Wiki');
const group = idFor<never>('Engineers');
const invite = idFor<never>('invite');
const head = { hash: hashFor<never>('manifest'), seq: 4, vault };

/** A well-formed body of every event type but the first. */
const bodies: { [Type in Exclude<EventType, 'genesis'>]: EventBody<Type> } = {
  recovery_rotate: { sealingKey: key, signingKey, version: 1 },
  vault_create: { commit: hashFor<never>('commit'), epoch: 1, grants: [], kind: 'shared', vault },
  vault_rotate: { epochs: [{ commit: hashFor<never>('commit'), epoch: 2, vault }] },
  vault_archive: { vault },
  vault_unarchive: { vault },
  vault_grant: {
    grants: [
      { member, role: 'editor' },
      { group, rights: ['view', 'add'] },
    ],
    head: null,
    vault,
  },
  vault_revoke: { grantees: [{ member }, { group }], head, vault },
  settings_set: { set: { sessionAgeMinutes: 20 } },
  addresses_set: { add: [{ label: 'Office', range: '10.0.0.0/8' as never, untilMs: null }], remove: [] },
  member_addresses_set: {
    add: [{ range: '198.51.100.7' as never, session: idFor<never>('session'), untilMs: 5 }],
    member,
    remove: ['10.0.0.0/8' as never],
  },
  organization_rename: { name: 'N' },
  rekey: {
    heads: [head],
    organizationKey: { commit: hashFor<never>('commit'), epoch: 2, publicKey: key },
    statement: 'AAAA',
  },
  disable: { heads: [], member },
  enable: { member },
  expire: { heads: [], member },
  end_set: { endsAtMs: null, member },
  remove: { heads: [head], member },
  role_set: { member, role: 'administrator' },
  permissions_set: { member, permissions: ['members.manage', 'audit.read'] },
  clients_set: { clients: { allowed: ['cli'], denied: ['app'] }, member },
  exempt: { member, untilMs: 5 },
  link_confirm: { groups: [group], member, statementHash: hashFor<never>('statement'), vaults: [vault] },
  invite: {
    clients: { allowed: [], denied: ['cli'] },
    delivery: 'words',
    email: 'dana@northwind.example' as never,
    endsAtMs: null,
    expiresAtMs: 1,
    grants: [
      { role: 'reader', vault },
      { rights: ['view'], vault },
    ],
    groups: [group],
    invite,
    permissions: [],
    role: 'member',
    sealingKey: key,
    signingKey,
  },
  invite_resend: { delivery: 'mail', expiresAtMs: 1, invite, sealingKey: key, signingKey },
  invite_revoke: { invite },
  join: {
    account: idFor<never>('account'),
    email: 'dana@northwind.example' as never,
    invite,
    inviteSignature: 'A'.repeat(86),
    member,
    statement: 'AAAA',
  },
  custodian_add: { member },
  custodian_remove: { member, organizationKey: publicKey },
  owner_transfer: { member },
  group_create: { group, key: publicKey, members: [member], name: 'AAAA' },
  group_set: { add: [], group, heads: [], key: null, name: null, remove: [member] },
  group_remove: { group, heads: [] },
  reducer_raise: { reducer: 2 },
  recover: {
    exemptions: { address: '203.0.113.7' as never, secondFactor: true },
    heads: [head],
    member,
    organizationKey: publicKey,
    statement: 'AAAA',
  },
  relink: {
    groups: [group],
    heads: [head],
    member,
    proof: hashFor<never>('proof'),
    statement: 'AAAA',
    vaults: [vault],
    via: 'words',
  },
  relink_refuse: { member, statementHash: hashFor<never>('statement') },
};
const names = Object.keys(bodies) as (keyof typeof bodies)[];
const refusalOf = (type: EventType, body: unknown) =>
  chain.refusal(maya, type as 'enable', body as EventBody<'enable'>);

describe('event types', () => {
  it('are all of these', () => {
    expect([...names, 'genesis'].toSorted()).toEqual((Object.keys(events) as EventType[]).toSorted());
  });

  it.each(names)('%s is read strictly, and refused as client_outdated until it is applied', async (type) => {
    const body = bodies[type] as unknown as Record<string, Json>;
    const outcome = await refusalOf(type, body);
    expect(outcome).not.toBe('event_malformed');
    if (!events[type].implemented) expect(outcome).toBe('client_outdated');
    expect(await refusalOf(type, { ...body, extra: 1 })).toBe('event_malformed');
    for (const name of Object.keys(body)) {
      const { [name]: _gone, ...rest } = body;
      expect(await refusalOf(type, rest), `without ${name}`).toBe('event_malformed');
    }
  });
});

describe('what a body may hold', () => {
  const malformed = async (type: keyof typeof bodies, change: Record<string, Json>) =>
    (await refusalOf(type, { ...(bodies[type] as object), ...change })) === 'event_malformed';

  it('one spelling of a mail address', async () => {
    for (const email of ['Dana@northwind.example', ' dana@northwind.example', 'dana', 'dána@x']) {
      expect(await malformed('invite', { email }), email).toBe(email !== 'dána@x');
    }
  });

  it('ids, hashes and keys of their exact length', async () => {
    expect(await malformed('disable', { member: hashFor('too long') })).toBe(true);
    expect(await malformed('disable', { member: '=' })).toBe(true);
    expect(await malformed('relink_refuse', { statementHash: member })).toBe(true);
    expect(await malformed('invite', { sealingKey: key.slice(4) })).toBe(true);
    expect(await malformed('invite', { signingKey: `${signingKey}A` })).toBe(true);
  });

  it('lists within their bounds, without repetition, and roles that there are', async () => {
    const many = Array.from({ length: 1001 }, (_, n) => idFor<string>(`m${n}`));
    expect(await malformed('group_set', { add: many })).toBe(true);
    expect(await malformed('group_set', { add: many.slice(1) })).toBe(false);
    expect(await malformed('role_set', { role: 'owner' })).toBe(true);
    expect(await malformed('permissions_set', { permissions: ['everything'] })).toBe(true);
    expect(await malformed('permissions_set', { permissions: ['audit.read', 'audit.read'] })).toBe(true);
    expect(await malformed('relink', { statement: 'A'.repeat(4097) })).toBe(true);
    expect(await malformed('relink', { via: 'mail' })).toBe(true);
    expect(await malformed('vault_grant', { grants: [{ member, rights: [] }] })).toBe(true);
    expect(await malformed('vault_grant', { grants: [{ member, rights: ['view', 'view'] }] })).toBe(true);
    expect(await malformed('vault_grant', { grants: [{ member, group, role: 'reader' }] })).toBe(true);
    expect(await malformed('group_create', { name: 'A'.repeat(1025) })).toBe(true);
  });

  it('clients that can be turned off, each on one side', async () => {
    const clients = (allowed: string[], denied: string[]) =>
      malformed('clients_set', { clients: { allowed, denied } });
    expect(await clients(['cli', 'app'], ['extension'])).toBe(false);
    expect(await clients(['cli'], ['cli'])).toBe(true);
    expect(await clients([], ['web'])).toBe(true);
    expect(await clients([], ['api'])).toBe(true);
  });

  it('settings of the table and addresses in their one spelling', async () => {
    const set = (one: Record<string, Json>) => malformed('settings_set', { set: one });
    expect(await set({ secondFactor: 'no_mail', personalVaults: false, clientsOff: ['cli'] })).toBe(false);
    expect(await set({ minimumClientVersion: '1.2.3', secondFactorFromMs: null })).toBe(false);
    expect(await set({ secondFactor: 'some' })).toBe(true);
    expect(await set({ personalVaults: 1 })).toBe(true);
    expect(await set({ clientsOff: ['web'] })).toBe(true);
    expect(await set({ minimumClientVersion: '1.2' })).toBe(true);
    expect(await set({ toString: 1 })).toBe(true);
    expect(await malformed('settings_set', { set: [] })).toBe(true);
    const address = (range: string) =>
      malformed('addresses_set', { add: [{ label: '', range, untilMs: null }] });
    expect(await address('2001:db8::/32')).toBe(false);
    expect(await address('2001:0db8::/32')).toBe(true);
    expect(await address('10.0.0.1/8')).toBe(true);
    expect(await address('office')).toBe(true);
    const back = (one: string | null) =>
      malformed('recover', { exemptions: { address: one, secondFactor: false } });
    expect(await back(null)).toBe(false);
    expect(await back('2001:db8::7')).toBe(false);
    expect(await back('2001:db8::/64')).toBe(true);
    const own = (range: string, session: string | null = null) =>
      malformed('member_addresses_set', { add: [{ range, session, untilMs: 5 }] });
    expect(await own('203.0.113.7')).toBe(false);
    expect(await own('203.0.113.07')).toBe(true);
    expect(await own('203.0.113.7', 'a session')).toBe(true);
    const many = Array.from({ length: 51 }, () => '10.0.0.0/8');
    expect(await malformed('member_addresses_set', { remove: many })).toBe(true);
  });
});
