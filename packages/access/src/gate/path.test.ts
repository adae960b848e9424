import { describe, expect, test } from 'vitest';
import type { Check } from './check.ts';
import { checks } from './checks.ts';
import { mayaInside, withPart } from './example-facts.ts';
import { absent, type Facts, unknown } from './facts.ts';
import { explain, explainBy } from './gate.ts';
import { levelOf, pathOf } from './path.ts';

const shown = (facts: Facts, level?: 'fixer') => {
  const explained = explain(facts);
  return pathOf(explained, level ?? levelOf(explained))
    .map(({ arch, state }) => `${arch} ${state}`)
    .join(', ');
};

describe('the path', () => {
  test('of somebody inside stands open', () => {
    expect(shown(mayaInside())).toBe('signed_in open, member open, kit_saved open, recent open');
  });

  test('shows one shut arch and what was not reached', () => {
    const facts = withPart('organization', { kitConfirmedAtMs: null });
    expect(shown(facts)).toBe('signed_in open, member open, kit_saved shut, recent dim');
  });

  test.each([
    ['an unknown address', mayaInside({ organization: absent })],
    ['a stranger', mayaInside({ membership: absent })],
    ['a removed member', withPart('membership', { status: 'removed' })],
    [
      'a stranger before an unsaved kit',
      mayaInside({
        membership: absent,
        organization: withPart('organization', { kitConfirmedAtMs: null }).organization,
      }),
    ],
  ])('is the same for %s', (_who, facts) => {
    expect(shown(facts)).toBe('signed_in open, member shut, kit_saved dim, recent dim');
  });

  test('tells somebody who is not signed in nothing but that', () => {
    for (const membership of [absent, unknown, mayaInside().membership]) {
      expect(shown(mayaInside({ session: absent, membership }))).toBe(
        'signed_in shut, member dim, kit_saved dim, recent dim',
      );
    }
  });

  test('shows a fixer everything that stands in the way', () => {
    const facts = withPart(
      'settings',
      { sessionAgeMs: 1 },
      withPart('organization', { kitConfirmedAtMs: null }),
    );
    expect(shown(facts, 'fixer')).toBe('signed_in open, member open, kit_saved shut, recent shut');
  });

  test('has a question where nobody can tell', () => {
    expect(shown(mayaInside({ settings: unknown }))).toBe(
      'signed_in open, member open, kit_saved open, recent question',
    );
  });

  test('does not tell a stranger of a passed check that is for members', () => {
    const explained = explain(mayaInside());
    const kit = pathOf(explained, 'signed-in').find(({ arch }) => arch === 'kit_saved');
    expect(kit?.state).toBe('question');
  });

  test('joins checks that share an arch, and leaves out what the door does not ask', () => {
    const again: Check = { ...checks[0], run: () => ({ outcome: 'unknown' }) };
    const elsewhere: Check = { ...checks[0], arch: 'address', run: () => ({ outcome: 'not_applicable' }) };
    expect(pathOf(explainBy([checks[0], again, elsewhere], mayaInside()), 'member')).toEqual([
      { arch: 'signed_in', state: 'question' },
    ]);
  });
});

test('evidence says what a check rests on', () => {
  const [signedIn, member] = explain(mayaInside());
  expect(signedIn?.evidence).toMatchObject({ clientKind: 'web', address: '203.0.113.7' });
  expect(member?.evidence).toMatchObject({ status: 'active', isOwner: false });
});
