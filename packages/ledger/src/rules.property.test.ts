import {
  encodeCanonical,
  type GroupId,
  type InviteId,
  type Json,
  type MemberId,
  parseCanonical,
  type VaultId,
} from '@postern/core';
import type { KeyStatement } from '@postern/crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  anew,
  type Chain,
  foundedBy,
  hashFor,
  idFor,
  inviteBody,
  type Person,
  person,
  publicKeyFor,
  welcome,
  welcomeAll,
} from '../test/people.ts';
import { grantBody, groupBody, groupName, vaultBody } from '../test/team.ts';
import { apply, applyAll } from './apply.ts';
import { draftEvent } from './draft-event.ts';
import type { LedgerEvent, VerifiedEvent } from './event.ts';
import { markVerified } from './event.ts';
import type { EventBody, EventType } from './events/all-events.ts';
import {
  canWrite,
  findRights,
  hasManager,
  holdsVaultKey,
  isActing,
  isCustodian,
  rightsFromGrants,
  waitsForWords,
} from './holding.ts';
import { findMemberByAccount, recipientsOf, vaultsOf, waitingMembers } from './queries.ts';
import { permissions, vaultRights, vaultRoles } from './rights.ts';
import { findGrant, findMember, findVault, type LedgerState, type Member } from './state.ts';

/**
 * Random events by random signers, signatures left out: what holds in every state that the rules let a chain reach.
 */
let people: readonly Person[];
let start: LedgerState;
/** What each could become after a forgotten password, once more and once more. */
let statements: ReadonlyMap<Person, readonly KeyStatement[]>;
let invites: ReadonlyMap<Person, EventBody<'invite'>>;
beforeAll(async () => {
  people = await Promise.all(['Maya', 'Dana', 'Leo', 'Ines', 'Kim', 'Noor'].map(person));
  statements = new Map(
    await Promise.all(
      people.map(async (who) => {
        const second = await anew(who);
        const third = await anew(second);
        const other = await anew(who);
        return [who, [second, third, other].map(({ keys }) => keys.statement)] as const;
      }),
    ),
  );
  const [maya, dana, leo, ines] = people as [Person, Person, Person, Person];
  const chain: Chain = await foundedBy(maya);
  await welcome(chain, maya, dana, { invite: { role: 'administrator' } });
  await welcomeAll(chain, maya, leo, ines);
  const [wiki, lab] = vaults as [VaultId, VaultId];
  await chain.write(maya, 'vault_create', vaultBody(wiki, [maya, 'manager'], [leo, 'editor']));
  await chain.write(maya, 'vault_create', vaultBody(lab, [dana, 'manager'], [ines, 'operator']));
  await chain.write(maya, 'group_create', groupBody(groups[0] as GroupId, dana, leo));
  await chain.write(maya, 'vault_grant', grantBody(wiki, { group: groups[0] as GroupId, role: 'operator' }));
  start = chain.current;
  invites = new Map(
    await Promise.all(people.map(async (who) => [who, await inviteBody(chain, who)] as const)),
  );
});

const vaults = ['Wiki', 'Lab', 'Attic'].map((name) => idFor<VaultId>(name));
const groups = ['Engineers', 'Guests'].map((name) => idFor<GroupId>(name));

/** Small numbers, out of which a move takes what it needs. */
type Move = { readonly type: EventType; readonly by: number; readonly n: readonly number[] };
const types = [
  'invite',
  'invite',
  'join',
  'join',
  'invite_resend',
  'invite_revoke',
  'link_confirm',
  'vault_create',
  'vault_rotate',
  'vault_archive',
  'vault_unarchive',
  'vault_grant',
  'vault_grant',
  'vault_revoke',
  'disable',
  'enable',
  'remove',
  'end_set',
  'expire',
  'role_set',
  'permissions_set',
  'exempt',
  'group_create',
  'group_set',
  'group_set',
  'group_remove',
  'custodian_add',
  'custodian_remove',
  'owner_transfer',
  'recovery_rotate',
  'relink',
  'relink',
  'relink_refuse',
  'recover',
] as const;
const moves = fc.array(
  fc.record({
    type: fc.constantFrom(...types),
    /** The first of the people three times as often as others. */
    by: fc.nat(8),
    n: fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }),
  }),
  { maxLength: 60, size: 'max' },
);

const pick = <Value>(list: readonly Value[], n: number | undefined): Value =>
  list[(n ?? 0) % list.length] as Value;
const chance = (n: number | undefined) => (n ?? 0) % 2 === 0;

/** The member somebody is now, or would become. */
function memberOf(state: LedgerState, who: Person): MemberId {
  const now = findMemberByAccount(state, who.account);
  return now === undefined || now.status === 'removed' ? idFor(`${who.name} at ${state.head.seq}`) : now.id;
}

function bodyOf(state: LedgerState, { type, n }: Move): unknown {
  const who = pick(people, n[0]);
  const member = memberOf(state, who);
  const vault = pick(vaults, n[1]);
  const group = pick(groups, n[2]);
  const given = chance(n[3])
    ? { role: pick(vaultRoles, n[4]) }
    : { rights: [...new Set([pick(vaultRights, n[4]), pick(vaultRights, n[5]), 'view'])] };
  const grantee = chance(n[6]) ? { member } : { group };
  const invite = pick(people, n[0]);
  const open = Object.values(state.invitations).find(
    ({ email, status }) => email === who.email && status === 'open',
  );
  const inviteId = open?.id ?? idFor<InviteId>(`invitation at ${state.head.seq}`);
  const epochOfGroup = (state.groups[group]?.epochs.length ?? 0) + 1;
  switch (type) {
    case 'invite':
      return {
        ...invites.get(invite),
        delivery: pick(['link', 'words', 'mail'], n[3]),
        grants: chance(n[1]) ? [{ vault, ...given }] : [],
        groups: chance(n[2]) ? [group] : [],
        invite: inviteId,
        permissions: chance(n[5]) ? ['members.manage', 'groups.manage'] : [],
        role: chance(n[6]) ? 'administrator' : 'member',
      };
    case 'invite_resend': {
      const { delivery, expiresAtMs, sealingKey, signingKey } = invites.get(invite) as EventBody<'invite'>;
      return { delivery, expiresAtMs, invite: inviteId, sealingKey, signingKey };
    }
    case 'invite_revoke':
      return { invite: inviteId };
    case 'join':
      return {
        account: who.account,
        email: who.email,
        invite: inviteId,
        inviteSignature: '',
        member,
        statement: '',
      };
    case 'link_confirm': {
      const waiting = waitingMembers(state);
      const one = waiting.length === 0 ? undefined : pick(waiting, n[3]);
      return {
        groups: one && chance(n[4]) ? one.groups : [],
        member: one?.member ?? member,
        statementHash: findMember(state, one?.member ?? '')?.keys.statementHash ?? who.keys.statement.hash,
        vaults: one && chance(n[5]) ? one.vaults : [],
      };
    }
    case 'relink': {
      const one = findMember(state, member);
      const own = Object.values(state.vaults).filter(({ grants }) => Object.hasOwn(grants, member));
      return {
        groups: one && chance(n[4]) ? one.groups : [],
        heads: [],
        member,
        proof: hashFor('proof'),
        statement: '',
        vaults: chance(n[5]) ? own.map(({ id }) => id) : [],
        via: 'words',
      };
    }
    case 'relink_refuse':
      return { member, statementHash: pick(statements.get(who) ?? [], n[4]).hash };
    case 'recover':
      return {
        exemptions: { address: chance(n[3]) ? '203.0.113.7' : null, secondFactor: chance(n[4]) },
        heads: [],
        member: state.owner,
        organizationKey: publicKeyFor('o', state.organizationKey.epoch + 1),
        statement: '',
      };
    case 'vault_create':
      return {
        ...vaultBody(vault),
        grants: [
          { ...grantee, ...given },
          { member: memberOf(state, pick(people, n[7])), role: 'manager' },
        ],
      };
    case 'vault_rotate': {
      const epoch = (state.vaults[vault]?.epochs.length ?? 0) + 1;
      return { epochs: [{ commit: hashFor('x'), epoch, vault }] };
    }
    case 'vault_archive':
    case 'vault_unarchive':
      return { vault };
    case 'vault_grant':
      return { grants: [{ ...grantee, ...given }], head: null, vault };
    case 'vault_revoke':
      return { grantees: [grantee], head: null, vault };
    case 'end_set':
      return { endsAtMs: chance(n[3]) ? null : state.lastAtMs + 1500, member };
    case 'role_set':
      return { member, role: chance(n[3]) ? 'administrator' : 'member' };
    case 'permissions_set':
      return { member, permissions: [...new Set([pick(permissions, n[3]), pick(permissions, n[4])])] };
    case 'exempt':
      return { member, untilMs: state.lastAtMs + 5000 };
    case 'group_create':
      return { group, key: publicKeyFor(group), members: chance(n[3]) ? [member] : [], name: groupName };
    case 'group_set':
      return {
        add: chance(n[3]) ? [member] : [],
        group,
        heads: [],
        key: chance(n[4]) ? publicKeyFor(group, epochOfGroup) : null,
        name: chance(n[4]) ? groupName : null,
        remove: chance(n[5]) ? [memberOf(state, pick(people, n[6]))] : [],
      };
    case 'group_remove':
      return { group, heads: [] };
    case 'custodian_remove':
      return { member, organizationKey: publicKeyFor('o', state.organizationKey.epoch + 1) };
    case 'recovery_rotate':
      return {
        sealingKey: state.recovery?.sealingKeyB64,
        signingKey: state.recovery?.signingKeyB64,
        version: (state.recovery?.version ?? 0) + 1,
      };
    case 'expire': {
      const ending = Object.values(state.members).find(({ endsAtMs }) => endsAtMs !== null);
      return { heads: [], member: ending?.id ?? member };
    }
    case 'disable':
    case 'remove':
      return { heads: [], member };
    default:
      return { member };
  }
}

function statementOf(state: LedgerState, { type, n }: Move, signer: Person): KeyStatement | null {
  if (type === 'join') return signer.keys.statement;
  if (type === 'relink') return pick(statements.get(pick(people, n[0])) ?? [], n[7]);
  if (type !== 'recover') return null;
  const owner = people.find(({ account }) => findMember(state, state.owner)?.account === account);
  return owner === undefined ? null : pick([owner.keys.statement, ...(statements.get(owner) ?? [])], n[7]);
}

/** The move as an event whose signatures hold. */
function eventOf(state: LedgerState, move: Move): VerifiedEvent {
  const signer = move.type === 'join' ? pick(people, move.n[0]) : pick(people, Math.max(0, move.by - 3));
  const body = bodyOf(state, move) as EventBody<'disable'>;
  const by = move.type === 'recover' ? 'recovery' : memberOf(state, signer);
  const payload = draftEvent(state, by, move.type as 'disable', body, state.lastAtMs + 1000);
  return verifiedOf(payload, statementOf(state, move, signer));
}

/** A statement that follows on what the member has and was not refused; none where this one is out of them. */
function statementAfter(who: Person, member: Member | undefined, which: number): KeyStatement | undefined {
  const all = statements.get(who) ?? [];
  const fits = all.filter(
    ({ generation, hash, previous }) =>
      member !== undefined &&
      generation > member.keys.generation &&
      !member.refusedStatements.includes(hash) &&
      !(previous !== null && member.refusedStatements.includes(previous)),
  );
  return fits.length === 0 ? undefined : pick(fits, which);
}

/** The owner is told the words, and hands over everything that the member has. */
function relinkEvent(state: LedgerState, member: Member, statement: KeyStatement): VerifiedEvent {
  const vaults = Object.values(state.vaults).filter(({ grants }) => Object.hasOwn(grants, member.id));
  const body: EventBody<'relink'> = {
    groups: [...member.groups],
    heads: [],
    member: member.id,
    proof: hashFor('proof'),
    statement: '',
    vaults: vaults.map(({ id }) => id),
    via: 'words',
  };
  return verifiedOf(draftEvent(state, state.owner, 'relink', body, state.lastAtMs), statement);
}

/** The kit is always there: without one there is no vault. */
function recoverEvent(state: LedgerState, statement: KeyStatement): VerifiedEvent {
  const body: EventBody<'recover'> = {
    exemptions: { address: null, secondFactor: false },
    heads: [],
    member: state.owner,
    organizationKey: publicKeyFor('o', state.organizationKey.epoch + 1),
    statement: '',
  };
  return verifiedOf(draftEvent(state, 'recovery', 'recover', body, state.lastAtMs), statement);
}

function verifiedOf(payload: LedgerEvent, statement: KeyStatement | null): VerifiedEvent {
  const none = new Uint8Array(0);
  const hash = hashFor<never>(`${payload.seq} ${payload.prev}`);
  return markVerified({ payload, hash, bytes: none, signature: none, message: none }, statement);
}

interface Step {
  readonly before: LedgerState;
  readonly event: VerifiedEvent;
  readonly after: LedgerState;
}

function play(list: readonly Move[]): Step[] {
  const steps: Step[] = [];
  let state = start;
  for (const move of list) {
    const event = eventOf(state, move);
    const applied = apply(state, event);
    if (!applied.ok) continue;
    steps.push({ before: state, event, after: applied.value });
    state = applied.value;
  }
  return steps;
}

describe('whatever events come', () => {
  it('the organization keeps an owner and a custodian who can act, and every vault a manager', () => {
    fc.assert(
      fc.property(moves, (list) => {
        for (const { before, event, after } of play(list)) {
          const owner = findMember(after, after.owner);
          expect(isActing(owner) && owner.custodian && owner.role === 'owner').toBe(true);
          const ends = Object.values(after.members).filter(({ endsAtMs }) => endsAtMs !== null);
          expect(ends.filter(({ custodian }) => custodian)).toEqual([]);
          expect(Object.values(after.members).filter(({ role }) => role === 'owner')).toHaveLength(1);
          for (const vault of Object.values(after.vaults)) {
            const was = findVault(before, vault.id);
            if (vault.archived || hasManager(after, vault)) continue;
            // Only by stopping somebody for a while, which a relink does until the key is handed over, or back out of the archive with whoever is left.
            const stops = ['disable', 'expire', 'relink'].includes(event.payload.type);
            expect(stops || (was !== undefined && (was.archived || !hasManager(before, was)))).toBe(true);
          }
        }
      }),
      { numRuns: 800 },
    );
  }, 60_000);

  it('nobody gains a right, role or custody that the signer could not give', () => {
    fc.assert(
      fc.property(moves, (list) => {
        for (const { before, event, after } of play(list)) {
          const { by, type } = event.payload;
          // A join gives what its inviter can give, and is the inviter's doing; unarchiving or enabling gives back.
          const invitation = type === 'join' ? after.invitations[event.payload.body.invite] : undefined;
          const giver = (invitation?.by ?? by) as MemberId;
          const custodian = isCustodian(before, giver);
          for (const member of Object.values(after.members)) {
            const was = findMember(before, member.id);
            if (member.custodian && !was?.custodian) expect(before.owner).toBe(giver);
            if (member.role === 'owner' && was?.role !== 'owner') expect(before.owner).toBe(giver);
            if (member.role === 'administrator' && was?.role === 'member') {
              expect(['owner', 'administrator']).toContain(findMember(before, giver)?.role ?? 'none');
            }
            if (custodian || type === 'vault_create' || !isActing(was ?? member)) continue;
            for (const vault of Object.values(after.vaults)) {
              const gained = [...(findRights(after, member.id, vault.id) ?? [])].filter(
                (right) => !findRights(before, member.id, vault.id)?.has(right),
              );
              const own = findRights(before, giver, vault.id);
              if (gained.length > 0) {
                expect(own?.has('manage') || gained.every((right) => own?.has(right))).toBe(true);
              }
            }
          }
        }
      }),
      { numRuns: 800 },
    );
  }, 60_000);

  it('a key that waits is handed over by who heard the words, and by nobody else', () => {
    fc.assert(
      fc.property(moves, (list) => {
        for (const { before, event, after } of play(list)) {
          const { by, type } = event.payload;
          // These say that the words were heard, or give what an invitation's secret unsealed.
          if (['join', 'link_confirm', 'relink'].includes(type)) continue;
          for (const member of Object.values(after.members)) {
            for (const vault of Object.values(after.vaults)) {
              if (findGrant(vault, member.id)?.waits !== false) continue;
              const was = findVault(before, vault.id);
              const grant = was && findGrant(was, member.id);
              if (grant?.waits === false) continue;
              expect(grant).toBeUndefined();
              expect(waitsForWords(by as MemberId, member)).toBe(false);
            }
            for (const group of Object.values(after.groups)) {
              if (group.members[member.id]?.waits !== false) continue;
              const was = before.groups[group.id]?.members[member.id];
              if (was?.waits === false) continue;
              expect(waitsForWords(by as MemberId, member)).toBe(false);
            }
          }
        }
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it('a key goes to exactly those who may read, and what somebody may no longer read is stale', () => {
    fc.assert(
      fc.property(moves, (list) => {
        for (const { before, event, after } of play(list)) {
          // Who comes with new keys may read as before, once somebody hands the key over.
          const comesBack = event.payload.type === 'relink' ? event.payload.body.member : undefined;
          for (const vault of Object.values(after.vaults)) {
            const to = new Set<string>(recipientsOf(after, vault.id).map(({ recipient }) => recipient));
            for (const member of Object.values(after.members)) {
              const reads = findRights(after, member.id, vault.id) !== undefined;
              expect(vaultsOf(after, member.id).some(({ id }) => id === vault.id)).toBe(reads);
              const direct = to.has(`member:${member.id}`);
              const byGroup = member.groups.some((group) =>
                [...to].some((one) => one.startsWith(`group:${group}:`)),
              );
              if (reads) expect(direct || byGroup).toBe(true);
              if (member.status === 'removed' || member.link === 'pending') expect(direct).toBe(false);
              const held = findRights(before, member.id, vault.id) !== undefined;
              const lost = held && (member.status === 'removed' || (isActing(member) && !reads));
              if (lost && member.id !== comesBack) expect(vault.epochs.at(-1)?.staleSeq).not.toBeNull();
              const was = findMember(before, member.id);
              const wrote =
                was !== undefined &&
                findVault(before, vault.id) !== undefined &&
                canWrite(before, was, findVault(before, vault.id) as never);
              const changed = was !== undefined && was.keys.statementHash !== member.keys.statementHash;
              if (wrote && (changed || !canWrite(after, member, vault)))
                expect(vault.formerWriters[member.id]).toBe(after.head.seq);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('new keys need an event that says so, and rights come back with them only from who holds them', () => {
    fc.assert(
      fc.property(moves, (list) => {
        for (const { before, event, after } of play(list)) {
          const { by, type } = event.payload;
          for (const member of Object.values(after.members)) {
            const was = findMember(before, member.id);
            if (was === undefined || was.keys.statementHash === member.keys.statementHash) continue;
            expect(['relink', 'recover']).toContain(type);
            const isBack = was.formerKeys.some(
              ({ statementHash }) => statementHash === member.keys.statementHash,
            );
            if (isBack) expect(isCustodian(before, by as MemberId)).toBe(true);
            else expect(member.keys.generation).toBeGreaterThan(was.keys.generation);
            expect(member.formerKeys).toEqual([...was.formerKeys, was.keys]);
            expect(member.role).toBe(was.role);
            expect(member.status).toBe(was.status);
            expect(member.custodian).toBe(was.custodian);
            if (by === 'recovery') {
              expect(member.id).toBe(after.owner);
              continue;
            }
            expect(was.refusedStatements).not.toContain(member.keys.statementHash);
            if (was.custodian) expect(isCustodian(before, by)).toBe(true);
            for (const vault of Object.values(after.vaults)) {
              const now = rightsFromGrants(after, member, vault);
              if (now !== undefined) expect(holdsVaultKey(before, by, vault.id)).toBe(true);
            }
          }
          if (by === 'recovery') {
            expect(Object.values(after.members).filter(({ custodian }) => custodian)).toHaveLength(1);
          }
        }
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('whoever loses every key has a way back, and comes to all that they had', () => {
    fc.assert(
      fc.property(moves, fc.nat(2), (list, which) => {
        const state = play(list).at(-1)?.after ?? start;
        for (const who of people) {
          const member = findMemberByAccount(state, who.account);
          const statement = statementAfter(who, member, which);
          if (member === undefined || member.status === 'removed' || statement === undefined) continue;
          const owner = member.id === state.owner;
          const event = owner ? recoverEvent(state, statement) : relinkEvent(state, member, statement);
          const applied = apply(state, event);
          expect(applied.ok ? 'inside' : applied.code).toBe('inside');
          if (!applied.ok) continue;
          const back = findMember(applied.value, member.id);
          expect(back).toMatchObject({
            custodian: member.custodian,
            groups: member.groups,
            keys: { statementHash: statement.hash },
            link: 'linked',
            permissions: member.permissions,
            personalVault: member.personalVault,
            role: member.role,
            status: member.status,
          });
          for (const vault of Object.values(state.vaults)) {
            const had = rightsFromGrants(state, member, vault);
            const has =
              back && rightsFromGrants(applied.value, back, applied.value.vaults[vault.id] ?? vault);
            for (const right of had ?? []) expect(has?.has(right)).toBe(true);
          }
          if (!owner)
            expect(waitingMembers(applied.value).some((one) => one.member === member.id)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('the fold is the same at once, step by step, and over a copy that went through JSON', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const steps = play(list);
        const last = steps.at(-1)?.after ?? start;
        const whole = applyAll(
          start,
          steps.map(({ event }) => event),
        );
        expect(whole).toEqual({ ok: true, value: last });
        const copy = parseCanonical(encodeCanonical(last as unknown as Json)) as unknown as LedgerState;
        expect(copy).toEqual(last);
        const cut = steps[Math.floor(steps.length / 2)];
        if (cut === undefined) return;
        const cached = parseCanonical(
          encodeCanonical(cut.before as unknown as Json),
        ) as unknown as LedgerState;
        const rest = steps.slice(Math.floor(steps.length / 2)).map(({ event }) => event);
        expect(applyAll(cached, rest)).toEqual({ ok: true, value: last });
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('moves get somewhere: every type of them is accepted now and then', () => {
    const accepted = new Set<string>();
    fc.assert(
      fc.property(moves, (list) => {
        for (const { event } of play(list)) accepted.add(event.payload.type);
      }),
      { numRuns: 600, seed: 7 },
    );
    expect([...new Set<string>(types)].filter((type) => !accepted.has(type))).toEqual([]);
  }, 60_000);
});

describe('arbitrary bodies of the right form', () => {
  it('never make the reducer throw', () => {
    fc.assert(
      fc.property(moves, fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }), (list, n) => {
        const state = play(list).at(-1)?.after ?? start;
        for (const type of types) {
          for (const by of people.keys()) {
            const outcome = apply(state, eventOf(state, { type, by, n }));
            expect(typeof outcome.ok).toBe('boolean');
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
