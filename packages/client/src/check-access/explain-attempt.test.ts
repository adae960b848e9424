import { clientKinds, decide, type FactorStrength, factorStrengths } from '@postern/access';
import { type Email, type IpRange, mustBeOk } from '@postern/core';
import { hashB64 } from '@postern/crypto';
import { findMember, type LedgerEvent, parseEvent } from '@postern/ledger';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { inviteBody, type Person, person, startMs } from '../../../ledger/test/people.ts';
import { type Team, team } from '../../../ledger/test/team.ts';
import { type Asker, type AttemptAsked, factsOfAttempt, type OperatorTold } from './attempt-facts.ts';
import { explainAttempt, type ReadLedger } from './explain-attempt.ts';

const day = 86_400_000;
const ownRange = '203.0.113.7' as IpRange;
const office = '198.51.100.0/24' as IpRange;

let people: Team;
let noa: Person;
let ledger: ReadLedger;

/** Kim is disabled by Dana, Leo's command line is off, Noa is invited; a list, a second factor and a session age are set. */
beforeAll(async () => {
  people = await team();
  noa = await person('Noa');
  const { chain, maya, dana, leo, kim } = people;
  await chain.write(dana, 'disable', { heads: [], member: kim.member });
  await chain.write(dana, 'clients_set', {
    clients: { allowed: [], denied: ['cli'] },
    member: leo.member,
  });
  await chain.write(maya, 'addresses_set', {
    add: [
      { label: 'Office', range: office, untilMs: null },
      { label: 'Fair', range: '192.0.2.0/24' as IpRange, untilMs: startMs + day },
    ],
    remove: [],
  });
  await chain.write(maya, 'settings_set', {
    set: { addressListOn: true, secondFactor: 'any', sessionAgeMinutes: 60, minimumClientVersion: '1.4.0' },
  });
  await chain.write(dana, 'invite', await inviteBody(chain, noa));
  const parsed = chain.events.map((bytes) => mustBeOk(parseEvent(bytes)));
  const events: LedgerEvent[] = parsed.map(({ payload }) => payload);
  const hashes = chain.events.map((bytes) => hashB64(bytes));
  ledger = { state: chain.current, hashAt: (seq) => hashes[seq], events };
});

const nowMs = startMs + 3_600_000;
const told: OperatorTold = { suspended: false, addressListOffUntilMs: null };
const fine: AttemptAsked = {
  clientKind: 'web',
  clientVersion: '1.4.0',
  address: '198.51.100.9',
  factorsUsed: ['totp'],
  factorsEnrolled: ['totp'],
  authenticatedAtMs: nowMs - 60_000,
  nowMs,
};
const untoldAttempt: AttemptAsked = {
  clientKind: 'web',
  clientVersion: undefined,
  address: undefined,
  factorsUsed: undefined,
  factorsEnrolled: undefined,
  authenticatedAtMs: undefined,
  nowMs,
};

function asker({ member, email }: Person): Asker {
  const found = findMember(ledger.state, member);
  return found === undefined ? { email } : { member: found };
}
const explained = (who: Person, change: Partial<AttemptAsked> = {}, operator = told) =>
  explainAttempt(ledger, asker(who), { ...fine, ...change }, operator);
const lineOf = (step: number, ...of: Parameters<typeof explained>) => {
  const line = explained(...of).checks.find((each) => each.step === step);
  if (line === undefined) throw new Error(`no check ${step}`);
  return line;
};

describe('an attempt explained', () => {
  it('lets in whom every rule lets in', () => {
    expect(explained(people.leo).verdict).toEqual({ outcome: 'enters' });
  });

  it('names who did it and when, out of the ledger', () => {
    const { verdict, path } = explained(people.kim);
    expect(verdict).toMatchObject({ outcome: 'refused', first: { code: 'member_disabled' }, certain: true });
    expect(path.find(({ arch }) => arch === 'enabled')?.state).toBe('shut');
    expect(path.find(({ arch }) => arch === 'address')?.state).toBe('open');
    expect(lineOf(6, people.kim).setBy.event).toMatchObject({ by: people.dana.email, type: 'disable' });
    expect(lineOf(9, people.leo, { clientKind: 'cli' }).setBy.event).toMatchObject({
      by: people.dana.email,
      type: 'clients_set',
    });
    expect(lineOf(12, people.leo).setBy.event).toMatchObject({ by: people.maya.email, type: 'settings_set' });
  });

  it('says which entry of the list holds the address, and that its time is over', () => {
    expect(lineOf(8, people.leo)).toMatchObject({
      outcome: 'pass',
      evidence: { listed: { label: 'Office', range: office, over: false } },
      setBy: { listedEvent: { by: people.maya.email }, event: { type: 'settings_set' } },
    });
    const late = lineOf(8, people.leo, { address: '192.0.2.1', nowMs: startMs + 2 * day });
    expect(late).toMatchObject({ outcome: 'blocked', evidence: { listed: { label: 'Fair', over: true } } });
    expect(lineOf(8, people.leo, { address: ownRange }).evidence).not.toHaveProperty('listed');
  });

  it('leaves open what nobody told, and says what that is', () => {
    const line = (step: number) =>
      explainAttempt(ledger, asker(people.leo), untoldAttempt, undefined).checks.find(
        (each) => each.step === step,
      );
    expect(line(4)).toMatchObject({ outcome: 'unknown', missing: ['suspension'] });
    expect(line(8)).toMatchObject({ outcome: 'unknown', missing: ['address', 'lifted_list'] });
    expect(line(10)).toMatchObject({ outcome: 'unknown', missing: ['client_version'] });
    expect(line(11)).toMatchObject({ outcome: 'unknown', missing: ['factors_used', 'factors_enrolled'] });
    expect(line(12)).toMatchObject({ outcome: 'unknown', missing: ['signed_in_at'] });
    expect(line(6)).toMatchObject({ outcome: 'pass', missing: [] });
    expect(explainAttempt(ledger, asker(people.leo), untoldAttempt, undefined).verdict).toEqual({
      outcome: 'unknown',
    });
  });

  it('of somebody who is invited says by whom, and until when', () => {
    expect(explained(noa).verdict).toMatchObject({
      outcome: 'refused',
      first: { code: 'invitation_pending' },
    });
    expect(lineOf(3, noa).setBy.invitationEvent).toMatchObject({ by: people.dana.email, type: 'invite' });
    expect(explained(noa, { nowMs: startMs + 30 * day }).verdict).toMatchObject({
      first: { code: 'invitation_expired' },
    });
  });

  it('of somebody who is no member leaves open what only membership settles', () => {
    const of = { email: 'who@else.example' as Email };
    const { checks } = explainAttempt(ledger, of, untoldAttempt, told);
    for (const step of [6, 7, 11]) {
      expect(checks.find((each) => each.step === step)).toMatchObject({ outcome: 'unknown', missing: [] });
    }
    expect(checks.find((each) => each.step === 8)?.missing).toEqual(['address']);
  });

  it('of somebody nobody knows says that they are no member', () => {
    const { verdict } = explainAttempt(ledger, { email: 'who@else.example' as Email }, fine, told);
    expect(verdict).toMatchObject({ outcome: 'refused', first: { code: 'invitation_required' } });
  });

  it('is what the gate decides, for anybody and anything that is told', () => {
    const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
    const factors: fc.Arbitrary<FactorStrength[]> = fc.subarray([...factorStrengths]);
    const attempts: fc.Arbitrary<AttemptAsked> = fc.record({
      clientKind: fc.constantFrom(...clientKinds),
      clientVersion: maybe(fc.constantFrom('1.3.9', '1.4.0', '2.0.0', 'none')),
      address: maybe(fc.constantFrom('198.51.100.9', '192.0.2.1', ownRange, 'none')),
      factorsUsed: maybe(factors),
      factorsEnrolled: maybe(factors),
      authenticatedAtMs: maybe(fc.constantFrom(nowMs - 60_000, nowMs - day)),
      nowMs: fc.constantFrom(nowMs, startMs + 2 * day, startMs + 30 * day),
    });
    const operators: fc.Arbitrary<OperatorTold> = maybe(
      fc.record(
        {
          suspended: fc.constantFrom(false, false, true),
          addressListOffUntilMs: fc.constantFrom(null, startMs + 5 * day),
        },
        { requiredKeys: [] },
      ),
    );
    const who = fc.constantFrom(people.maya, people.leo, people.kim, noa);
    fc.assert(
      fc.property(who, attempts, operators, (one, attempt, operator) => {
        const { verdict, checks } = explainAttempt(ledger, asker(one), attempt, operator);
        const decided = decide(factsOfAttempt(ledger.state, ledger.hashAt, asker(one), attempt, operator));
        if (verdict.outcome === 'enters') expect(decided.ok).toBe(true);
        else if (verdict.outcome === 'refused' && verdict.certain) expect(decided).toEqual(verdict.first);
        else expect(decided).toMatchObject({ ok: false, code: 'check_failed' });
        const first = checks.find(({ outcome }) => outcome === 'blocked');
        expect(first?.denial).toEqual(verdict.outcome === 'refused' ? verdict.first : undefined);
      }),
      { numRuns: 500 },
    );
  });
});
