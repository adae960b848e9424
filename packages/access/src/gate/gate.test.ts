import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paramNamesOf } from '../catalogue/param-reveal.ts';
import { sentence } from '../catalogue/sentence.ts';
import { anyFacts, partNames } from './any-facts.ts';
import type { Check } from './check.ts';
import { checks } from './checks.ts';
import { checkFailed, deny, denyPlainly, remediesAndFixersOf, withReference } from './denial.ts';
import { mayaInside } from './example-facts.ts';
import { clientKinds, type Facts, unknown } from './facts.ts';
import { decide, decideBy, explain } from './gate.ts';

/** Facts with arbitrary values put in arbitrary places, as a careless or hostile caller could hand over. */
const junkFacts = fc.oneof(
  fc.anything(),
  fc
    .tuple(anyFacts, fc.constantFrom(...partNames), fc.anything())
    .map(([facts, part, junk]) => ({ ...facts, [part]: junk })),
  fc
    .tuple(anyFacts, fc.constantFrom(...partNames))
    .chain(([facts, part]) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(facts[part]), 'state'), fc.anything())
        .map(([field, junk]) => ({ ...facts, [part]: { ...facts[part], [field]: junk } })),
    ),
);
const manyRuns = { numRuns: 1000 };

describe('for any facts', () => {
  test('decide is the first block of explain', () => {
    fc.assert(
      fc.property(fc.oneof(anyFacts, junkFacts), (facts) => {
        const first = explain(facts as Facts).find((each) => each.denial !== undefined);
        expect(decide(facts as Facts)).toEqual(first?.denial ?? { ok: true, value: undefined });
      }),
      manyRuns,
    );
  });

  test('nothing allows unless every check positively passes', () => {
    fc.assert(
      fc.property(fc.oneof(anyFacts, junkFacts), (facts) => {
        const outcomes = explain(facts as Facts).map((each) => each.outcome);
        const open = outcomes.every((outcome) => outcome === 'pass' || outcome === 'not_applicable');
        expect(decide(facts as Facts).ok).toBe(open);
      }),
      manyRuns,
    );
  });

  test('a check is left out for nobody but the owner at the owner’s door', () => {
    fc.assert(
      fc.property(fc.oneof(anyFacts, junkFacts), (facts) => {
        const leftOut = explain(facts as Facts).filter(({ outcome }) => outcome === 'not_applicable');
        if (leftOut.length === 0) return;
        expect(leftOut.map(({ step }) => step)).toEqual([8, 9, 10, 11, 13, 17]);
        const { request, membership } = facts as Facts;
        expect(request.door).toBe('recover');
        expect(membership).toMatchObject({ state: 'present', isOwner: true });
      }),
      manyRuns,
    );
  });

  test('junk in a part that decides never lets anybody in', () => {
    const deciding = ['session', 'organization', 'membership', 'settings', 'request', 'keyLink'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...deciding), fc.anything(), (part, junk) => {
        expect(decide({ ...mayaInside(), [part]: junk } as unknown as Facts).ok).toBe(false);
      }),
      manyRuns,
    );
  });

  test('a part that was needed and is not known is a check that failed, or an earlier block', () => {
    fc.assert(
      fc.property(
        anyFacts,
        fc.constantFrom('session', 'organization', 'membership', 'settings', 'keyLink'),
        (facts, part) => {
          // The owner's door does not look at the keys.
          fc.pre(part !== 'keyLink' || facts.request.door !== 'recover');
          const known = explain(facts);
          const without = explain({ ...facts, [part]: unknown });
          const decision = decide({ ...facts, [part]: unknown });
          expect(decision.ok).toBe(false);
          const firstUnknown = without.findIndex(({ outcome }) => outcome === 'unknown');
          const firstBlock = known.findIndex(({ denial }) => denial !== undefined);
          const stillBlocks = firstBlock >= 0 && firstBlock < firstUnknown;
          expect(decision).toEqual(stillBlocks ? known[firstBlock]?.denial : checkFailed);
        },
      ),
      manyRuns,
    );
  });

  test('a fact that throws when read is a check that failed', () => {
    const hostile = new Proxy({}, { get: () => raise() });
    expect(decide(hostile as Facts)).toBe(checkFailed);
    expect(explain(hostile as Facts).every((each) => each.outcome === 'unknown')).toBe(true);
  });

  test('a denial says what its sentence needs and no more, with remedies and fixers of its own', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { denial } of explain(facts)) {
          if (denial === undefined) continue;
          const own = remediesAndFixersOf(denial.code);
          expect(own.remedies).toEqual(expect.arrayContaining([...denial.remedies]));
          expect(own.fixers).toEqual(expect.arrayContaining([...denial.fixers]));
          expect(denial.remedies).not.toEqual([]);
          expect(denial.fixers).not.toEqual([]);
          expect(paramNamesOf(denial.code)).toEqual(expect.arrayContaining(Object.keys(denial.params)));
        }
      }),
      manyRuns,
    );
  });

  test('the answer is the same however often it is asked, and leaves the facts alone', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const before = structuredClone(facts);
        expect(decide(facts)).toEqual(decide(facts));
        expect(facts).toEqual(before);
      }),
    );
  });
});

describe('the web client', () => {
  test('is never refused for being one', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...clientKinds), (facts, clientKind) => {
        const asWeb = withSession(facts, { clientKind: 'web' });
        const client = explain(asWeb).find(({ step }) => step === 9);
        expect(client?.outcome).not.toBe('blocked');
        const before = decide(withSession(facts, { clientKind }));
        if (before.ok) expect(decide(asWeb).ok).toBe(true);
      }),
    );
  });
});

describe('the owner’s door', () => {
  const rulesAndKeys: readonly number[] = [8, 9, 10, 11, 13, 17];
  const atDoor = (facts: Facts): Facts => ({ ...facts, request: { ...facts.request, door: 'recover' } });
  const inUse = (facts: Facts): Facts => ({ ...facts, request: { ...facts.request, door: 'use' } });

  test('knows no rule about address, client, version or second factor for the owner', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (facts, others) => {
        const owner = atDoor(withOwner(facts, true));
        expect(decide(withRulesOf(owner, others))).toEqual(decide(owner));
      }),
      manyRuns,
    );
  });

  test('is like any other for everybody else', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const member = withOwner(facts, false);
        expect(decide(atDoor(member))).toEqual(decide(inUse(member)));
        expect(explain(atDoor(member))).toEqual(explain(inUse(member)));
      }),
      manyRuns,
    );
  });

  test('asks the owner for all else', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const owner = withOwner(facts, true);
        const others = ({ step }: { readonly step: number }) => !rulesAndKeys.includes(step);
        expect(explain(atDoor(owner)).filter(others)).toEqual(explain(inUse(owner)).filter(others));
        if (decide(inUse(owner)).ok) expect(decide(atDoor(owner)).ok).toBe(true);
      }),
      manyRuns,
    );
  });
});

function withOwner(facts: Facts, isOwner: boolean): Facts {
  const { membership } = facts;
  return membership.state === 'present' ? { ...facts, membership: { ...membership, isOwner } } : facts;
}

function withSession(facts: Facts, changes: Partial<Extract<Facts['session'], { state: 'present' }>>): Facts {
  const { session } = facts;
  return session.state === 'present' ? { ...facts, session: { ...session, ...changes } } : facts;
}

/** The facts with all that rows 8 to 11 look at taken from `others`. */
function withRulesOf(facts: Facts, others: Facts): Facts {
  const mixed = { ...facts };
  const { settings, membership, session, account } = facts;
  if (account.state === 'present' && others.account.state === 'present') {
    mixed.account = { ...account, factorsEnrolled: others.account.factorsEnrolled };
  }
  if (settings.state === 'present' && others.settings.state === 'present') {
    mixed.settings = { ...others.settings, sessionAgeMs: settings.sessionAgeMs };
  }
  if (membership.state === 'present' && others.membership.state === 'present') {
    const { clientRules, factorExemptUntilMs } = others.membership;
    mixed.membership = { ...membership, clientRules, factorExemptUntilMs };
  }
  if (session.state === 'present' && others.session.state === 'present') {
    const { clientKind, clientVersion, address, factorsUsed } = others.session;
    mixed.session = { ...session, clientKind, clientVersion, address, factorsUsed };
  }
  return mixed;
}

describe('checks', () => {
  test('stand in the order of the table', () => {
    const steps = checks.map((check) => check.step);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(new Set(steps).size).toBe(steps.length);
  });

  test('give no code that they do not declare', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { codes, outcome, denial } of explain(facts)) {
          if (outcome === 'blocked') expect(codes).toContain(denial?.code);
        }
      }),
      manyRuns,
    );
  });

  test('with an outcome that nobody knows block', () => {
    const odd = { ...checks[0], run: () => ({ outcome: 'fine' }) } as unknown as Check;
    const nothing = { ...checks[0], run: () => undefined } as unknown as Check;
    const throwing: Check = { ...checks[0], run: () => raise() };
    for (const check of [odd, nothing, throwing]) expect(decideBy([check], mayaInside())).toBe(checkFailed);
  });
});

describe('a denial', () => {
  test('keeps only remedies and fixers of its own code, in the order asked for', () => {
    const remedies = ['enter_recovery_code', 'choose_organization', 'switch_account'] as const;
    expect(deny('invitation_required', {}, { remedies }).remedies).toEqual([
      'choose_organization',
      'switch_account',
    ]);
  });

  test('reads well without parameters', () => {
    const { code, params } = denyPlainly('member_expired');
    expect(sentence(code, params)).toBe('Your membership has ended.');
  });

  test('takes a reference into its sentence', () => {
    const denied = withReference(checkFailed, '7QK2-M4');
    expect(sentence(denied.code, denied.params)).toContain('7QK2-M4');
  });
});

function raise(): never {
  throw new Error('a fact that cannot be read');
}
