import type { AttemptFacts } from '@postern/contract';
import { type IpRange, mustBeOk, newId, type SessionId } from '@postern/core';
import {
  type EventBody,
  findMember,
  findVault,
  type LedgerState,
  type Member,
  type SupposedEvent,
  supposeEvents,
} from '@postern/ledger';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Person, startMs } from '../../../ledger/test/people.ts';
import { type Team, team, wiki } from '../../../ledger/test/team.ts';
import type { CheckLine } from '../check-access/check-line.ts';
import type { AskedFor, RemedyChoice } from './port.ts';
import { type Helped, remedyEvent } from './remedy-event.ts';
import { remedyOffers } from './remedy-offers.ts';
import { undoEvent } from './undo-event.ts';

const hourMs = 3_600_000;
const nowMs = startMs + hourMs;
const home = '203.0.113.7' as IpRange;

let people: Team;
let state: LedgerState;

/** Kim is disabled and has ended, with the command line off; a list and a minimum version are on, personal vaults off. */
beforeAll(async () => {
  people = await team();
  const { chain, maya, dana, kim } = people;
  await chain.write(dana, 'clients_set', {
    clients: { allowed: [], denied: ['cli'] },
    member: kim.member,
  });
  await chain.write(maya, 'settings_set', {
    set: { minimumClientVersion: '2.0.0', personalVaults: false },
  });
  await chain.write(dana, 'disable', { heads: [], member: kim.member });
  state = chain.current;
});

const attempt: AttemptFacts = {
  clientKind: 'cli',
  clientVersion: '1.4.0',
  address: home,
  session: newId<SessionId>(),
  factorsUsed: [],
  factorsEnrolled: [],
  authenticatedAtMs: nowMs,
};

function memberOf({ member }: Person, of = state): Member {
  const found = findMember(of, member);
  if (found === undefined) throw new Error('not a member');
  return found;
}

/** What a remedy may change: about the member, the rules and the vault. */
function touched(of: LedgerState, who: Person) {
  const { status, permissions, clients, exemptUntilMs, addresses, endsAtMs } = memberOf(who, of);
  const own = addresses.map(({ range, session, untilMs }) => ({ range, session, untilMs }));
  const vault = findVault(of, wiki);
  return {
    status,
    permissions,
    clients,
    exemptUntilMs,
    endsAtMs,
    own,
    settings: of.settings,
    listed: Object.keys(of.addresses),
    given: vault?.grants[who.member]?.given,
  };
}

const choices: readonly RemedyChoice[] = [
  { remedy: 'enable_member' },
  { remedy: 'extend_member', endsAtMs: nowMs + hourMs },
  { remedy: 'allow_address_once' },
  { remedy: 'allow_address_for_a_day' },
  { remedy: 'allow_address_always', label: 'Home' },
  { remedy: 'allow_client' },
  { remedy: 'exempt_second_factor' },
  { remedy: 'lower_minimum_version' },
  { remedy: 'allow_personal_vaults' },
  { remedy: 'grant_permission', permission: 'audit.read' },
  { remedy: 'share_vault', vault: wiki, given: 'reader' },
];

const helpedKim = (): Helped => ({ member: memberOf(people.kim), attempt, about: undefined });
const addressOfKim = (session: SessionId | null, untilMs: number | null): SupposedEvent => ({
  type: 'member_addresses_set',
  body: { add: [{ range: home, session, untilMs }], member: people.kim.member, remove: [] },
});
const settingsSet = (set: EventBody<'settings_set'>['set']): SupposedEvent => ({
  type: 'settings_set',
  body: { set },
});

describe('a remedy', () => {
  it('and what takes it back leave everything as it was, alone and with any others', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...choices], { minLength: 1 }), (chosen) => {
        // A vault is given to members who are in.
        const who = chosen.some(({ remedy }) => remedy === 'share_vault') ? people.ines : people.kim;
        const fit = chosen.filter(({ remedy }) => who === people.kim || remedy !== 'enable_member');
        const helped: Helped = { member: memberOf(who), attempt, about: undefined };
        let after = state;
        const done: RemedyChoice[] = [];
        for (const choice of fit) {
          const event = remedyEvent(after, helped, choice, nowMs);
          if (event === undefined) throw new Error(`no event for ${choice.remedy}`);
          after = mustBeOk(supposeEvents(after, people.maya.member, [event], nowMs));
          done.unshift(choice);
        }
        const taken = { before: state, after };
        for (const choice of done) {
          const event = undoEvent(after, taken, helped, choice, nowMs);
          if (event === undefined) continue;
          after = mustBeOk(supposeEvents(after, people.maya.member, [event], nowMs));
        }
        expect(touched(after, who)).toEqual(touched(state, who));
      }),
      { numRuns: 60 },
    );
  });

  const session = newId<SessionId>();
  it.each<[RemedyChoice, (of: LedgerState) => SupposedEvent | undefined]>([
    [
      { remedy: 'grant_permission', permission: 'audit.read' },
      (of) =>
        remedyEvent(of, helpedKim(), { remedy: 'grant_permission', permission: 'settings.manage' }, nowMs),
    ],
    [{ remedy: 'allow_address_for_a_day' }, () => addressOfKim(session, nowMs + hourMs)],
    [{ remedy: 'allow_address_for_a_day' }, () => addressOfKim(null, null)],
    [
      { remedy: 'allow_address_always', label: 'Home' },
      () => ({
        type: 'addresses_set',
        body: { add: [{ label: 'Depot', range: home, untilMs: null }], remove: [] },
      }),
    ],
    [
      { remedy: 'exempt_second_factor' },
      () => ({ type: 'exempt', body: { member: people.kim.member, untilMs: nowMs + 12 * hourMs } }),
    ],
    [
      { remedy: 'extend_member', endsAtMs: nowMs + hourMs },
      () => ({ type: 'end_set', body: { member: people.kim.member, endsAtMs: nowMs + 100 * hourMs } }),
    ],
    [{ remedy: 'lower_minimum_version' }, () => settingsSet({ minimumClientVersion: '3.0.0' })],
    [{ remedy: 'allow_personal_vaults' }, () => settingsSet({ personalVaults: true })],
  ])('is taken back without what others changed since: %o', (choice, since) => {
    const helped = helpedKim();
    const by = (of: LedgerState, event: SupposedEvent | undefined) => {
      if (event === undefined) throw new Error('no event');
      return mustBeOk(supposeEvents(of, people.maya.member, [event], nowMs));
    };
    const after = by(state, remedyEvent(state, helped, choice, nowMs));
    const later = by(after, since(after));
    const back = undoEvent(later, { before: state, after }, helped, choice, nowMs);
    const end = back === undefined ? later : by(later, back);
    expect(touched(end, people.kim)).toEqual(touched(by(state, since(state)), people.kim));
    // Tried again after a lost line, there is nothing left to take back.
    expect(undoEvent(end, { before: state, after }, helped, choice, nowMs)).toBeUndefined();
  });

  it.each(['0.0.0.0/0', '203.0.113.0/24', '::/0', 'Call 555 1234', ''])(
    'allows no address where somebody came from "%s"',
    (address) => {
      const helped: Helped = { ...helpedKim(), attempt: { ...attempt, address } };
      for (const remedy of ['allow_address_once', 'allow_address_for_a_day'] as const) {
        expect(remedyEvent(state, helped, { remedy }, nowMs)).toBeUndefined();
      }
      const always = { remedy: 'allow_address_always', label: 'Home' } as const;
      expect(remedyEvent(state, helped, always, nowMs)).toBeUndefined();
    },
  );

  it('gives a right on a vault beside those that are held', () => {
    const about: AskedFor = { kind: 'vault', vault: wiki, right: 'export' };
    const helped: Helped = { member: memberOf(people.leo), attempt, about };
    const event = remedyEvent(state, helped, { remedy: 'grant_permission', permission: 'export' }, nowMs);
    if (event === undefined) throw new Error('no event');
    const after = mustBeOk(supposeEvents(state, people.maya.member, [event], nowMs));
    const given = findVault(after, wiki)?.grants[people.leo.member]?.given;
    expect(given).toContain('export');
    expect(given).toContain('edit');
    expect(given).not.toContain('manage');
  });
});

describe('what a fixer is offered', () => {
  const blocked = (...codes: readonly string[]) =>
    codes.map((code) => ({ outcome: 'blocked', denial: { code } }) as unknown as CheckLine);
  const offers = (
    by: Person,
    who: Person | undefined,
    codes: readonly string[],
    about?: AskedFor,
    code = '',
    came: AttemptFacts | null = attempt,
  ) => {
    const member = who && memberOf(who);
    const email = who?.email ?? people.kim.email;
    const asked = {
      code: (code || codes[0]) as never,
      about,
      attempt: came ?? undefined,
      member,
      email,
      checks: blocked(...codes),
      statement: undefined,
    };
    return remedyOffers(state, by.member, asked, () => 'Wiki', nowMs).map(({ remedy, refused }) => [
      remedy,
      refused,
    ]);
  };

  it('is what the ledger would take from them, and why not otherwise', () => {
    const { maya, dana, ines, kim, leo } = people;
    expect(offers(dana, kim, ['member_disabled', 'cli_not_allowed'])).toEqual([
      ['enable_member', undefined],
      ['allow_client', undefined],
    ]);
    // Ines manages members and no settings.
    expect(offers(ines, kim, ['member_disabled', 'ip_not_allowed'])).toEqual([
      ['enable_member', undefined],
      ['allow_address_once', 'permission_missing'],
      ['allow_address_for_a_day', 'permission_missing'],
      ['allow_address_always', 'permission_missing'],
    ]);
    expect(offers(ines, dana, ['mfa_required'])).toEqual([['exempt_second_factor', 'rights_not_covered']]);
    expect(offers(kim, kim, ['ip_not_allowed']).map(([, refused]) => refused)).toEqual([
      'not_for_yourself',
      'not_for_yourself',
      'not_for_yourself',
    ]);
    const shared: AskedFor = { kind: 'vault', vault: wiki };
    expect(offers(maya, ines, [], shared, 'vault_not_shared')).toEqual([['share_vault', undefined]]);
    expect(offers(leo, ines, [], shared, 'vault_not_shared')).toEqual([['share_vault', undefined]]);
    expect(offers(dana, ines, [], shared, 'vault_not_shared')).toEqual([
      ['share_vault', 'rights_not_covered'],
    ]);
    // Somebody who is disabled is given it once they are back.
    expect(offers(maya, kim, ['member_disabled'], shared, 'vault_not_shared')).toEqual([
      ['enable_member', undefined],
      ['share_vault', undefined],
    ]);
  });

  it('is nothing that would take an address or a client, where these are not told', () => {
    const { maya, kim } = people;
    const shared: AskedFor = { kind: 'vault', vault: wiki };
    const codes = ['member_disabled', 'ip_not_allowed', 'cli_not_allowed', 'client_outdated'];
    expect(offers(maya, kim, codes, shared, 'vault_not_shared', null)).toEqual([
      ['enable_member', undefined],
      ['share_vault', undefined],
    ]);
  });

  it('is only to invite, for somebody who is no member', () => {
    const { dana, leo } = people;
    const codes = ['invitation_required', 'ip_not_allowed', 'mfa_required'];
    expect(offers(dana, undefined, codes)).toEqual([['invite_member', undefined]]);
    expect(offers(leo, undefined, codes)).toEqual([['invite_member', 'permission_missing']]);
  });
});
