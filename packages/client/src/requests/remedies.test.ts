import type { AttemptFacts } from '@postern/contract';
import { type IpRange, mustBeOk, newId, type SessionId } from '@postern/core';
import { findMember, findVault, type LedgerState, type Member, supposeEvents } from '@postern/ledger';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Person, startMs } from '../../../ledger/test/people.ts';
import { type Team, team, wiki } from '../../../ledger/test/team.ts';
import type { CheckLine } from '../check-access/check-line.ts';
import type { AskedFor, RemedyChoice } from './port.ts';
import { type Helped, remedyEvent, undoEvent } from './remedy-event.ts';
import { remedyOffers } from './remedy-offers.ts';

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
        for (const choice of done) {
          const event = undoEvent(after, state, helped, choice, nowMs);
          if (event === undefined) continue;
          after = mustBeOk(supposeEvents(after, people.maya.member, [event], nowMs));
        }
        expect(touched(after, who)).toEqual(touched(state, who));
      }),
      { numRuns: 60 },
    );
  });

  it('is taken back without what others changed since', () => {
    const helped: Helped = { member: memberOf(people.ines), attempt, about: undefined };
    const choice: RemedyChoice = { remedy: 'grant_permission', permission: 'audit.read' };
    const given = remedyEvent(state, helped, choice, nowMs);
    if (given === undefined) throw new Error('no event');
    let after = mustBeOk(supposeEvents(state, people.maya.member, [given], nowMs));
    const since = { remedy: 'grant_permission', permission: 'settings.manage' } as const;
    const more = remedyEvent(after, helped, since, nowMs);
    if (more === undefined) throw new Error('no event');
    after = mustBeOk(supposeEvents(after, people.maya.member, [more], nowMs));
    const back = undoEvent(after, state, helped, choice, nowMs);
    if (back === undefined) throw new Error('nothing to take back');
    after = mustBeOk(supposeEvents(after, people.maya.member, [back], nowMs));
    expect(memberOf(people.ines, after).permissions).toEqual([
      ...memberOf(people.ines).permissions,
      'settings.manage',
    ]);
  });

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
  ) => {
    const member = who && memberOf(who);
    const email = who?.email ?? people.kim.email;
    const asked = {
      code: (code || codes[0]) as never,
      about,
      attempt,
      member,
      email,
      checks: blocked(...codes),
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
      ['allow_address_for_a_day', 'permission_missing'],
      ['allow_address_once', 'permission_missing'],
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

  it('is only to invite, for somebody who is no member', () => {
    const { dana, leo } = people;
    const codes = ['invitation_required', 'ip_not_allowed', 'mfa_required'];
    expect(offers(dana, undefined, codes)).toEqual([['invite_member', undefined]]);
    expect(offers(leo, undefined, codes)).toEqual([['invite_member', 'permission_missing']]);
  });
});
