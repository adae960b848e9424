import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { revealOf } from '../catalogue/catalogue.ts';
import type { Fixer, RevealLevel } from '../catalogue/fixers.ts';
import type { RemedyCode } from '../catalogue/remedies.ts';
import { sentence } from '../catalogue/sentence.ts';
import type { Check } from './check.ts';
import { checks, gateCodesInUse } from './checks.ts';
import { checkFailed, deny, withReference } from './denial.ts';
import { exampleNowMs, mayaInside, withPart } from './example-facts.ts';
import { absent, type Facts, unknown } from './facts.ts';
import { decide, decideBy, explain } from './gate.ts';

interface Row {
  readonly when: string;
  readonly facts: Facts;
  readonly code: string;
  readonly says: string;
  readonly remedies: readonly RemedyCode[];
  readonly fixers: readonly Fixer[];
  readonly reveal: RevealLevel;
}

const invitationRequired = {
  code: 'invitation_required',
  says: 'You are not a member of this organization. Ask for an invitation.',
  remedies: ['request_invitation', 'switch_account', 'choose_organization'],
  fixers: ['self', 'permission:members.manage'],
  reveal: 'signed-in',
} as const;
const signInRequired = {
  code: 'sign_in_required',
  says: 'Sign in to continue.',
  remedies: ['sign_in'],
  fixers: ['self'],
  reveal: 'anyone',
} as const;
const setupForOwner = {
  code: 'setup_required',
  says: 'Save the recovery kit to open your organization.',
  remedies: ['make_recovery_kit'],
  fixers: ['self'],
  reveal: 'member',
} as const;
const setupForOthers = {
  ...setupForOwner,
  says: 'The owner still has to save the recovery kit.',
  remedies: ['wait_for_owner'],
  fixers: ['owner'],
} as const;
const reauthentication = {
  code: 'reauthentication_required',
  says: 'Confirm that it is you.',
  remedies: ['confirm_identity'],
  fixers: ['self'],
  reveal: 'signed-in',
} as const;
const failed = {
  code: 'check_failed',
  says: 'Something is wrong on our side.',
  remedies: ['try_again', 'quote_reference'],
  fixers: ['self', 'operator'],
  reveal: 'anyone',
} as const;

const kitUnsaved = withPart('organization', { kitConfirmedAtMs: null });
const ownerKitUnsaved = withPart('membership', { isOwner: true }, kitUnsaved);
const request = mayaInside().request;

const table: readonly Row[] = [
  { when: 'nobody is signed in', facts: mayaInside({ session: absent }), ...signInRequired },
  {
    when: 'nobody is signed in and nothing else is known',
    facts: mayaInside({ session: absent, organization: unknown, membership: unknown, settings: unknown }),
    ...signInRequired,
  },
  {
    when: 'the session ran out',
    facts: withPart('session', { expiresAtMs: exampleNowMs }),
    ...signInRequired,
  },
  { when: 'nobody has the address', facts: mayaInside({ organization: absent }), ...invitationRequired },
  { when: 'she never belonged', facts: mayaInside({ membership: absent }), ...invitationRequired },
  { when: 'she was removed', facts: withPart('membership', { status: 'removed' }), ...invitationRequired },
  {
    when: 'she does not belong and the kit is not saved',
    facts: { ...kitUnsaved, membership: absent },
    ...invitationRequired,
  },
  { when: 'the kit is not saved', facts: kitUnsaved, ...setupForOthers },
  { when: 'she is the owner and the kit is not saved', facts: ownerKitUnsaved, ...setupForOwner },
  {
    when: 'a member who is not the owner wants to make the kit',
    facts: { ...kitUnsaved, request: { ...request, door: 'set_up' } },
    ...setupForOthers,
  },
  {
    when: 'the sign-in is older than the organization accepts',
    facts: withPart('session', { authenticatedAtMs: exampleNowMs - 10_080 * 60_000 - 1 }),
    ...reauthentication,
  },
  {
    when: 'the sign-in is older than the endpoint accepts',
    facts: mayaInside({ request: { ...request, signInAgeLimitMs: 5 * 60_000 - 1 } }),
    ...reauthentication,
  },
  {
    when: 'the endpoint would accept more than the organization',
    facts: withPart(
      'settings',
      { sessionAgeMs: 1 },
      mayaInside({ request: { ...request, signInAgeLimitMs: 1e9 } }),
    ),
    ...reauthentication,
  },
  {
    when: 'the sign-in lies in the future',
    facts: withPart('session', { authenticatedAtMs: exampleNowMs + 3_600_000 }),
    ...reauthentication,
  },
  { when: 'the session is not known', facts: mayaInside({ session: unknown }), ...failed },
  { when: 'the organization is not known', facts: mayaInside({ organization: unknown }), ...failed },
  { when: 'the membership is not known', facts: mayaInside({ membership: unknown }), ...failed },
  {
    when: 'the membership is disabled and no check speaks of that yet',
    facts: withPart('membership', { status: 'disabled' }),
    ...failed,
  },
  {
    when: 'the membership is expired and no check speaks of that yet',
    facts: withPart('membership', { status: 'expired' }),
    ...failed,
  },
  { when: 'the settings are not known', facts: mayaInside({ settings: unknown }), ...failed },
  {
    when: 'the clock gave nonsense',
    facts: mayaInside({ request: { ...request, nowMs: Number.NaN } }),
    ...failed,
  },
];

describe('the decision table', () => {
  test.each(table)('$when: $code', ({ facts, code, says, remedies, fixers, reveal }) => {
    const decision = decide(facts);
    if (decision.ok) throw new Error('was allowed');
    expect(decision).toMatchObject({ code, remedies, fixers });
    expect(sentence(decision.code, decision.params)).toBe(says);
    expect(revealOf(decision.code)).toBe(reveal);
  });

  test('reaches every code that the gate can give', () => {
    expect(new Set(table.map((row) => row.code))).toEqual(gateCodesInUse);
  });

  test.each([
    ['Maya in her vault', mayaInside()],
    ['the owner making the kit', { ...ownerKitUnsaved, request: { ...request, door: 'set_up' as const } }],
    ['a sign-in of just now', withPart('session', { authenticatedAtMs: exampleNowMs })],
    ['a clock set back by seconds', withPart('session', { authenticatedAtMs: exampleNowMs + 5_000 })],
  ])('lets in: %s', (_who, facts) => {
    expect(decide(facts).ok).toBe(true);
  });

  test('answers an unknown address, a stranger and a removed member with the same bytes', () => {
    const answers = table.filter((row) => row.code === 'invitation_required').map((row) => decide(row.facts));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

const parts = {
  session: [absent, unknown, mayaInside().session, withPart('session', { expiresAtMs: 0 }).session],
  organization: [absent, unknown, mayaInside().organization, kitUnsaved.organization],
  membership: [
    absent,
    unknown,
    mayaInside().membership,
    ownerKitUnsaved.membership,
    withPart('membership', { status: 'removed' }).membership,
    withPart('membership', { status: 'disabled' }).membership,
  ],
  settings: [unknown, mayaInside().settings, withPart('settings', { sessionAgeMs: 1 }).settings],
} as const;

const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    session: fc.constantFrom(...parts.session),
    organization: fc.constantFrom(...parts.organization),
    membership: fc.constantFrom(...parts.membership),
    settings: fc.constantFrom(...parts.settings),
    request: fc.record({
      nowMs: fc.constantFrom(exampleNowMs, exampleNowMs + 1e12, 0),
      door: fc.constantFrom('use', 'set_up', 'recover'),
      signInAgeLimitMs: fc.constantFrom(null, 1, 900_000),
    }),
  })
  .map((changes) => mayaInside(changes));

/** Facts with arbitrary values put in arbitrary places, as a careless or hostile caller could hand over. */
const junkFacts = fc.oneof(
  fc.anything(),
  fc
    .tuple(anyFacts, fc.constantFrom(...Object.keys(mayaInside())), fc.anything())
    .map(([facts, part, junk]) => ({ ...facts, [part]: junk })),
  fc
    .tuple(
      anyFacts,
      fc.constantFrom('session', 'organization', 'membership', 'settings', 'request'),
      fc.constantFrom(
        'state',
        'status',
        'isOwner',
        'kitConfirmedAtMs',
        'expiresAtMs',
        'authenticatedAtMs',
        'nowMs',
      ),
      fc.anything(),
    )
    .map(([facts, part, field, junk]) => ({
      ...facts,
      [part]: { ...facts[part as 'session'], [field]: junk },
    })),
);

describe('for any facts', () => {
  test('decide is the first block of explain', () => {
    fc.assert(
      fc.property(fc.oneof(anyFacts, junkFacts), (facts) => {
        const first = explain(facts as Facts).find((each) => each.denial !== undefined);
        expect(decide(facts as Facts)).toEqual(first?.denial ?? { ok: true, value: undefined });
      }),
      { numRuns: 1000 },
    );
  });

  test('nothing allows unless every check positively passes', () => {
    fc.assert(
      fc.property(fc.oneof(anyFacts, junkFacts), (facts) => {
        const outcomes = explain(facts as Facts).map((each) => each.outcome);
        const open = outcomes.every((outcome) => outcome === 'pass' || outcome === 'not_applicable');
        expect(decide(facts as Facts).ok).toBe(open);
      }),
      { numRuns: 1000 },
    );
  });

  test('junk in a part that decides never lets anybody in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('session', 'organization', 'membership', 'settings', 'request'),
        fc.anything(),
        (part, junk) => {
          expect(decide({ ...mayaInside(), [part]: junk } as unknown as Facts).ok).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('a fact that throws when read is a check that failed', () => {
    const hostile = new Proxy({}, { get: () => raise() });
    expect(decide(hostile as Facts)).toBe(checkFailed);
    expect(explain(hostile as Facts).every((each) => each.outcome === 'unknown')).toBe(true);
  });
});

describe('checks', () => {
  test('stand in the order of the table', () => {
    const steps = checks.map((check) => check.step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  test('give no code that they do not declare', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { codes, outcome, denial } of explain(facts)) {
          if (outcome === 'blocked') expect(codes).toContain(denial?.code);
        }
      }),
    );
  });

  test('with an outcome that nobody knows block', () => {
    const odd = { ...checks[0], run: () => ({ outcome: 'fine' }) } as unknown as Check;
    const nothing = { ...checks[0], run: () => undefined } as unknown as Check;
    const throwing: Check = { ...checks[0], run: () => raise() };
    for (const check of [odd, nothing, throwing]) expect(decideBy([check], mayaInside())).toBe(checkFailed);
  });
});

test('a denial keeps only remedies and fixers of its own code', () => {
  const denied = deny('invitation_required', {}, { remedies: ['enter_recovery_code', 'switch_account'] });
  expect(denied.remedies).toEqual(['switch_account']);
});

test('a reference reaches the sentence', () => {
  const denied = withReference(checkFailed, '7QK2-M4');
  expect(sentence(denied.code, denied.params)).toContain('7QK2-M4');
});

function raise(): never {
  throw new Error('a fact that cannot be read');
}
