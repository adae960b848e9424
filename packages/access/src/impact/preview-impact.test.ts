import type { IpRange, SessionId } from '@postern/core';
import { mustBeOk } from '@postern/core';
import { type LedgerState, type SupposedEvent, supposeEvents } from '@postern/ledger';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { idFor, type Person, startMs } from '../../../ledger/test/people.ts';
import { type Team, team } from '../../../ledger/test/team.ts';
import { clientKinds, factorStrengths } from '../gate/facts.ts';
import { factsUnder } from '../gate/facts-under.ts';
import { decide } from '../gate/gate.ts';
import { asOfToday, type PastAttempt, sessionOfAttempt } from './past-attempt.ts';
import { type Impact, previewImpact } from './preview-impact.ts';

const day = 86_400_000;
const nowMs = startMs + 40 * day;
const exemptUntilMs = nowMs + day / 2;
const office = '198.51.100.0/24' as IpRange;
const home = '203.0.113.7' as IpRange;

let people: Team;
let state: LedgerState;
beforeAll(async () => {
  people = await team();
  const { chain, maya, leo, kim } = people;
  chain.nowMs = nowMs - day / 4;
  await chain.write(maya, 'exempt', { member: leo.member, untilMs: exemptUntilMs });
  await chain.write(maya, 'disable', { heads: [], member: kim.member });
  state = chain.current;
});

const after = (...events: readonly SupposedEvent[]) =>
  mustBeOk(supposeEvents(state, people.maya.member, events, nowMs));
const setting = (set: Extract<SupposedEvent, { type: 'settings_set' }>['body']['set']): SupposedEvent => ({
  type: 'settings_set',
  body: { set },
});
const listing = (...ranges: readonly IpRange[]): SupposedEvent => ({
  type: 'addresses_set',
  body: { add: ranges.map((range) => ({ label: '', range, untilMs: null })), remove: [] },
});

function came(who: Person, change: Partial<PastAttempt> & { device?: string } = {}): PastAttempt {
  const { device = 'laptop', ...rest } = change;
  const atMs = rest.atMs ?? nowMs - 3 * day;
  return {
    atMs,
    account: who.account,
    session: idFor<SessionId>(`${who.name} ${device}`),
    clientKind: 'web',
    clientVersion: '1.4.0',
    address: '198.51.100.9',
    factorsUsed: [],
    factorsEnrolled: [],
    authenticatedAtMs: atMs - 60_000,
    ...rest,
  };
}
const codesOf = ({ refused }: Impact) =>
  Object.fromEntries(
    refused.map(({ member, refused: ways }) => [member, ways.map(({ denial }) => denial.code)]),
  );

describe('the preview of a change', () => {
  it('names who would be refused, with what, from where, how often and when last', () => {
    const { maya, dana, ines, leo, kim } = people;
    const impact = previewImpact(
      [
        came(maya),
        came(dana, { address: home, atMs: nowMs - 20 * day }),
        came(dana, { address: home, atMs: nowMs - day, device: 'phone' }),
        came(dana, { device: 'desk' }),
        came(kim, { address: home }),
        came(leo),
      ],
      state,
      after(listing(office), setting({ addressListOn: true })),
      nowMs,
    );
    expect(impact.memberCount).toBe(4);
    expect(impact.refused).toEqual([
      {
        member: dana.member,
        refused: [
          expect.objectContaining({
            address: home,
            clientKind: 'web',
            count: 2,
            lastAtMs: nowMs - day,
            fromMs: null,
          }),
        ],
        letIn: [],
        stillIn: 1,
        stillOut: 0,
      },
    ]);
    expect(impact.refused[0]?.refused[0]?.denial).toMatchObject({
      code: 'ip_not_allowed',
      params: { address: home },
    });
    expect(impact.unchanged).toBe(3);
    expect(impact.unseen).toEqual([ines.member]);
    expect(impact.letIn).toEqual([]);
  });

  it('judges a rule of a later date as of that date, each member by the days they have', () => {
    const { maya, dana, leo } = people;
    const fromMs = nowMs + day / 4;
    const impact = previewImpact(
      [came(maya, { factorsUsed: ['totp'], factorsEnrolled: ['totp'] }), came(dana), came(leo)],
      state,
      after(setting({ secondFactor: 'any', secondFactorFromMs: fromMs })),
      nowMs,
    );
    // Leo needs none until later.
    expect(
      impact.refused.map(({ member, refused: [way] }) => [member, way?.denial.code, way?.fromMs]),
    ).toEqual([
      [dana.member, 'mfa_enrollment_required', fromMs],
      [leo.member, 'mfa_enrollment_required', exemptUntilMs],
    ]);
  });

  it('takes everybody with what they have today', () => {
    const { maya, dana, ines } = people;
    const old = { atMs: nowMs - 20 * day, clientVersion: '1.2.0' };
    const impact = previewImpact(
      [
        // A reload brings the newest web client; the extension was updated in the same session.
        came(maya, old),
        came(maya),
        came(dana, { ...old, clientKind: 'extension', device: 'ext' }),
        came(dana, { clientKind: 'extension', device: 'ext' }),
        came(ines, { ...old, clientKind: 'cli', device: 'cli' }),
      ],
      state,
      after(setting({ minimumClientVersion: '1.4.0' })),
      nowMs,
    );
    expect(codesOf(impact)).toEqual({ [ines.member]: ['client_outdated'] });

    const enrolled = previewImpact(
      [
        came(dana, { atMs: nowMs - 20 * day, device: 'old' }),
        came(dana, { factorsEnrolled: ['totp'], factorsUsed: ['totp'] }),
      ],
      state,
      after(setting({ secondFactor: 'any' })),
      nowMs,
    );
    expect(codesOf(enrolled)).toEqual({ [dana.member]: ['mfa_required'] });
  });

  it('says who would be let in', () => {
    const before = after(listing(office), setting({ addressListOn: true }));
    const impact = previewImpact([came(people.dana, { address: home })], before, state, nowMs);
    expect(impact.refused).toEqual([]);
    expect(impact.letIn).toMatchObject([
      { member: people.dana.member, letIn: [{ address: home, count: 1 }] },
    ]);
  });
});

describe('whatever was done and whatever is proposed', () => {
  const attemptsOf = () => {
    const who = fc.constantFrom(people.maya, people.dana, people.leo, people.ines, people.kim);
    const factors = fc.subarray([...factorStrengths]);
    const one = fc
      .record({
        who,
        device: fc.constantFrom('a', 'b', 'c'),
        atMs: fc.integer({ min: nowMs - 30 * day, max: nowMs }),
        ageMs: fc.constantFrom(60_000, day, 9 * day),
        clientKind: fc.constantFrom(...clientKinds),
        clientVersion: fc.constantFrom('1.2.0', '1.4.0', 'none'),
        address: fc.constantFrom('198.51.100.9', home, '2001:db8::1', ''),
        factorsUsed: factors,
        factorsEnrolled: factors,
      })
      .map(({ who: person, ageMs, ...rest }) =>
        came(person, { ...rest, authenticatedAtMs: rest.atMs - ageMs }),
      );
    return fc.array(one, { maxLength: 12 });
  };
  const settings = fc.record(
    {
      secondFactor: fc.constantFrom('none', 'any', 'no_mail', 'phishing_resistant'),
      secondFactorFromMs: fc.constantFrom(null, nowMs - day, nowMs + 7 * day),
      secondFactorGraceDays: fc.constantFrom(0, 14),
      addressListOn: fc.boolean(),
      clientsOff: fc.subarray(['extension', 'app', 'cli'] as ('extension' | 'app' | 'cli')[]),
      minimumClientVersion: fc.constantFrom(null, '1.3.0', '1.4.0'),
      sessionAgeMinutes: fc.constantFrom(15, 1440, 10_080),
    },
    { requiredKeys: ['addressListOn'] },
  );
  const changes = fc
    .tuple(settings, fc.subarray([office, home]))
    .map(([set, ranges]) => [setting(set as never), ...(ranges.length === 0 ? [] : [listing(...ranges)])]);

  it('no change touches nobody', () => {
    fc.assert(
      fc.property(attemptsOf(), changes, (attempts, change) => {
        const proposed = after(...change);
        const impact = previewImpact(attempts, proposed, proposed, nowMs);
        expect(impact.refused).toEqual([]);
        expect(impact.letIn).toEqual([]);
      }),
    );
  });

  it('says of each attempt what the gate decides', () => {
    fc.assert(
      fc.property(attemptsOf(), changes, (attempts, change) => {
        const proposed = after(...change);
        const impact = previewImpact(attempts, state, proposed, nowMs);
        const told = { refused: 0, letIn: 0 };
        for (const one of [...impact.refused, ...impact.letIn]) {
          expect(one.refused.length + one.letIn.length).toBeGreaterThan(0);
        }
        const decided = { refused: 0, letIn: 0 };
        for (const attempt of asOfToday(attempts)) {
          const member = Object.values(state.members).find(({ account }) => account === attempt.account);
          if (member === undefined) throw new Error('an attempt of nobody');
          const session = sessionOfAttempt(attempt, nowMs);
          const was = decide(factsUnder(state, nowMs)(member, session));
          const is = decide(factsUnder(proposed, nowMs)(member, session));
          if (was.ok && !is.ok) {
            decided.refused += 1;
            const of = impact.refused.find((one) => one.member === member.id);
            expect(
              of?.refused.map(({ denial, address, fromMs }) => [denial, address, fromMs]),
            ).toContainEqual([is, attempt.address, null]);
          }
          if (!was.ok && is.ok) decided.letIn += 1;
        }
        const all = new Map([...impact.refused, ...impact.letIn].map((one) => [one.member, one]));
        for (const { refused, letIn } of all.values()) {
          for (const { fromMs, count } of refused) if (fromMs === null) told.refused += count;
          for (const { count } of letIn) told.letIn += count;
        }
        expect(told.refused).toBe(decided.refused);
        // What is let in now and refused from a date on is told as refused.
        expect(told.letIn).toBeLessThanOrEqual(decided.letIn);
        const seen = new Set(attempts.map(({ account }) => account));
        expect(all.size + impact.unchanged).toBe(seen.size);
      }),
    );
  });

  it('a longer list refuses nobody more, and each further client that is off nobody less', () => {
    const refusedOf = (attempts: readonly PastAttempt[], ...change: SupposedEvent[]) =>
      new Set(previewImpact(attempts, state, after(...change), nowMs).refused.map(({ member }) => member));
    const within = <Of>(some: ReadonlySet<Of>, all: ReadonlySet<Of>) =>
      expect([...some].filter((one) => !all.has(one))).toEqual([]);
    fc.assert(
      fc.property(attemptsOf(), (attempts) => {
        const on = setting({ addressListOn: true });
        within(refusedOf(attempts, on, listing(office, home)), refusedOf(attempts, on, listing(office)));
        within(
          refusedOf(attempts, setting({ clientsOff: ['cli'] })),
          refusedOf(attempts, setting({ clientsOff: ['app', 'cli'] })),
        );
        within(
          refusedOf(attempts, setting({ secondFactor: 'any' })),
          refusedOf(attempts, setting({ secondFactor: 'phishing_resistant' })),
        );
        within(
          refusedOf(attempts, setting({ sessionAgeMinutes: 1440 })),
          refusedOf(attempts, setting({ sessionAgeMinutes: 15 })),
        );
        within(
          refusedOf(attempts, setting({ minimumClientVersion: '1.3.0' })),
          refusedOf(attempts, setting({ minimumClientVersion: '1.4.0' })),
        );
      }),
    );
  });
});
