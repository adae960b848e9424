import { describe, expect, test } from 'vitest';
import { type ArchCode, archCodes, type Check } from './check.ts';
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

const waiting = { state: 'present', status: 'waiting', expiresAtMs: 8.64e15, forThisEmail: true } as const;

/** The whole path with every arch open but those named. */
const path = (others: Readonly<Record<string, string>> = {}) =>
  archCodes.map((arch) => `${arch} ${others[arch] ?? 'open'}`).join(', ');
/** The path of somebody who is stopped at an arch. */
const stoppedAt = (stop: ArchCode) => {
  const behind = archCodes.slice(archCodes.indexOf(stop) + 1);
  return path({ ...Object.fromEntries(behind.map((arch) => [arch, 'dim'])), [stop]: 'shut' });
};

describe('the path', () => {
  test('of somebody inside stands open', () => {
    expect(shown(mayaInside())).toBe(path());
  });

  test('shows one shut arch and what was not reached', () => {
    const facts = withPart('organization', { kitConfirmedAtMs: null });
    expect(shown(facts)).toBe(stoppedAt('kit_saved'));
  });

  test.each([
    ['an unknown address', mayaInside({ organization: absent })],
    ['a stranger', mayaInside({ membership: absent })],
    ['a removed member', withPart('membership', { status: 'removed' })],
    ['an invitee', mayaInside({ membership: absent, invitation: waiting })],
    [
      'a stranger before a suspended organization',
      mayaInside({
        membership: absent,
        organization: withPart('organization', { suspended: true }).organization,
      }),
    ],
    [
      'a stranger at the owner’s door',
      mayaInside({ membership: absent, request: { ...mayaInside().request, door: 'recover' } }),
    ],
    [
      'a stranger before an unsaved kit',
      mayaInside({
        membership: absent,
        organization: withPart('organization', { kitConfirmedAtMs: null }).organization,
      }),
    ],
  ])('is the same for %s', (_who, facts) => {
    expect(shown(facts)).toBe(stoppedAt('member'));
  });

  test('tells somebody who is not signed in nothing but that', () => {
    for (const membership of [absent, unknown, mayaInside().membership]) {
      expect(shown(mayaInside({ session: absent, membership }))).toBe(stoppedAt('signed_in'));
    }
  });

  test('shows a fixer everything that stands in the way', () => {
    const facts = withPart(
      'settings',
      { sessionAgeMs: 1 },
      withPart('organization', { kitConfirmedAtMs: null }),
    );
    expect(shown(facts, 'fixer')).toBe(path({ kit_saved: 'shut', recent: 'shut' }));
  });

  test('has a question where nobody can tell', () => {
    expect(shown(mayaInside({ settings: unknown }))).toBe(
      path({ address: 'question', client: 'dim', second_factor: 'dim', recent: 'dim', key: 'dim' }),
    );
  });

  test('has one arch for an invitation and belonging, one for disabled and ended', () => {
    expect(shown(withPart('membership', { status: 'disabled', endsAtMs: 0 }))).toBe(stoppedAt('enabled'));
    expect(shown(withPart('membership', { endsAtMs: 0 }))).toBe(stoppedAt('enabled'));
  });

  test('at the owner’s door has no arches that the owner need not pass', () => {
    const owner = withPart('membership', { isOwner: true }, mayaInside());
    const atDoor: Facts = { ...owner, request: { ...owner.request, door: 'recover' } };
    expect(shown(atDoor)).toBe(
      'signed_in open, member open, in_service open, kit_saved open, enabled open, recent open',
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
