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

/** A well-formed body of every event type that waits for its reducer. */
const typedBodies: { [Type in EventType]?: EventBody<Type> } = {
  reducer_raise: { reducer: 2 },
  recover: {
    exemptions: { address: '203.0.113.7', secondFactor: true },
    member,
    organizationKey: publicKey,
    statement: 'AAAA',
  },
  vault_grant: {
    grants: [
      { member, role: 'editor' },
      { group, role: 'reader' },
    ],
    vault,
  },
  vault_revoke: { grantees: [{ member }, { group }], head, vault },
  disable: { member },
  enable: { member },
  expire: { member },
  remove: { heads: [head], member },
  role_set: { heads: [], member, role: 'administrator' },
  permissions_set: { member, permissions: ['members.manage', 'audit.read'] },
  invite: {
    clientKinds: ['web', 'cli'],
    delivery: 'words',
    email: 'dana@northwind.example' as never,
    endsAtMs: null,
    expiresAtMs: 1,
    grants: [{ role: 'reader', vault }],
    groups: [group],
    invite,
    permissions: [],
    role: 'member',
    sealingKey: key,
    signingKey,
    wordsCommit: hashFor<never>('words'),
  },
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
  group_create: { group, key: publicKey, members: [member] },
  group_set: { group, key: null, members: [] },
  group_remove: { group },
  relink: { member, statement: 'AAAA', via: 'words' },
  relink_refuse: { member, statementHash: hashFor<never>('statement') },
};
const names = Object.keys(typedBodies) as (keyof typeof typedBodies)[];

describe('event types of a later reducer', () => {
  it('are all of those that are not applied yet', () => {
    const waiting = (Object.keys(events) as EventType[]).filter((type) => !events[type].implemented);
    expect(names.toSorted()).toEqual(waiting.toSorted());
  });

  it.each(names)('%s is understood, and refused as client_outdated', async (type) => {
    const refusal = (body: unknown) => chain.refusal(maya, type as 'enable', body as EventBody<'enable'>);
    const body = typedBodies[type] as unknown as Record<string, Json>;
    expect(await refusal(body)).toBe('client_outdated');
    expect(await refusal({ ...body, extra: 1 })).toBe('event_malformed');
    for (const name of Object.keys(body)) {
      const { [name]: _gone, ...rest } = body;
      expect(await refusal(rest), `without ${name}`).toBe('event_malformed');
    }
  });
});

describe('what a body may hold', () => {
  const refusal = (type: EventType, change: Record<string, Json>) =>
    chain.refusal(
      maya,
      type as 'enable',
      { ...(typedBodies[type] as object), ...change } as EventBody<'enable'>,
    );

  it('one spelling of a mail address', async () => {
    for (const email of ['Dana@northwind.example', ' dana@northwind.example', 'dana', 'dána@x']) {
      const expected = email === 'dána@x' ? 'client_outdated' : 'event_malformed';
      expect(await refusal('invite', { email }), email).toBe(expected);
    }
  });

  it('ids, hashes and keys of their exact length', async () => {
    expect(await refusal('disable', { member: hashFor('too long') })).toBe('event_malformed');
    expect(await refusal('disable', { member: '=' })).toBe('event_malformed');
    expect(await refusal('relink_refuse', { statementHash: member })).toBe('event_malformed');
    expect(await refusal('invite', { sealingKey: key.slice(4) })).toBe('event_malformed');
    expect(await refusal('invite', { signingKey: `${signingKey}A` })).toBe('event_malformed');
  });

  it('lists within their bounds and roles that there are', async () => {
    const many = Array.from({ length: 1001 }, (_, n) => idFor<string>(`m${n}`));
    expect(await refusal('group_set', { members: many })).toBe('event_malformed');
    expect(await refusal('group_set', { members: many.slice(1) })).toBe('client_outdated');
    expect(await refusal('role_set', { role: 'owner' })).toBe('event_malformed');
    expect(await refusal('permissions_set', { permissions: ['everything'] })).toBe('event_malformed');
    expect(await refusal('relink', { statement: 'A'.repeat(4097) })).toBe('event_malformed');
  });
});
