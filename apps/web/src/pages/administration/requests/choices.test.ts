import { askableCodes, type DenialCode, denyPlainly, isAskable } from '@postern/access';
import type { CheckLine, OpenedRequest, RemedyOffer } from '@postern/client';
import type { RequestId, VaultId } from '@postern/core';
import { en } from '@postern/ui';
import { describe, expect, it } from 'vitest';
import { choiceOf, type Inputs, isTakenHere, leastRoleWith, leastThatHelps, obstaclesOf } from './choices.ts';
import { asOne, wordsOf } from './remedy-words.ts';

const nowMs = new Date(2026, 10, 21, 9).getTime();
const email = 'maya@northwind.example';
const vault = 'vvvvvvvvvvvvvvvvvvvvvA' as VaultId;
const inputs: Inputs = { endDay: '2026-12-21', role: 'reader', words: '' };

const offer = (
  remedy: RemedyOffer['remedy'],
  ends: DenialCode,
  given: Partial<RemedyOffer> = {},
): RemedyOffer => ({ remedy, ends, effect: { email }, refused: undefined, ...given });

const blocked = (code: DenialCode, step: number): CheckLine => ({
  step,
  arch: 'enabled',
  codes: [code],
  outcome: 'blocked',
  denial: denyPlainly(code),
  evidence: {},
  setBy: {},
  missing: [],
});

function request(
  code: DenialCode,
  checks: readonly CheckLine[],
  offers: readonly RemedyOffer[],
): OpenedRequest {
  return {
    shown: 'once',
    request: 'rrrrrrrrrrrrrrrrrrrrrA' as RequestId,
    code,
    about: undefined,
    state: 'open',
    email,
    member: undefined,
    note: '',
    lastAskedAtMs: nowMs,
    clientKind: 'web',
    address: '203.0.113.7',
    settledBy: undefined,
    settledAtMs: undefined,
    times: 1,
    askedAtMs: nowMs,
    expiresAtMs: nowMs,
    mail: 'none',
    seen: undefined,
    answer: undefined,
    clientVersion: '0.1.0',
    path: [],
    checks,
    offers,
    vaultName: undefined,
    linkedBy: undefined,
    memberSince: undefined,
  };
}

const twoInTheWay = request(
  'member_disabled',
  [
    blocked('member_disabled', 6),
    { ...blocked('member_expired', 7), outcome: 'pass' },
    blocked('ip_not_allowed', 8),
  ],
  [
    offer('allow_address_always', 'ip_not_allowed'),
    offer('allow_address_for_a_day', 'ip_not_allowed'),
    offer('allow_address_once', 'ip_not_allowed'),
    offer('enable_member', 'member_disabled'),
  ],
);

describe('what stands in the way', () => {
  it('is every check that blocks, in the order of the gate, with its own remedies from the least on', () => {
    const found = obstaclesOf(twoInTheWay);
    expect(found.map(({ code }) => code)).toEqual(['member_disabled', 'ip_not_allowed']);
    expect(found[1]?.offers.map(({ remedy }) => remedy)).toEqual([
      'allow_address_once',
      'allow_address_for_a_day',
      'allow_address_always',
    ]);
  });

  it('is what was refused inside, although every check of the gate passes', () => {
    const found = obstaclesOf(
      request(
        'vault_not_shared',
        [],
        [offer('share_vault', 'vault_not_shared', { effect: { email, vault } })],
      ),
    );
    expect(found.map(({ code, check }) => [code, check])).toEqual([['vault_not_shared', undefined]]);
  });

  it('has a sentence for every code that somebody can be asked about', () => {
    for (const code of askableCodes.filter(isAskable)) expect(en.inbox.stands).toHaveProperty(code);
  });
});

describe('what is picked at first', () => {
  it('is the least that helps of what this member may do', () => {
    expect(leastThatHelps(obstaclesOf(twoInTheWay))).toEqual({
      member_disabled: 'enable_member',
      ip_not_allowed: 'allow_address_once',
    });
    const mayNot = twoInTheWay.offers.map((each) => ({ ...each, refused: 'permission_missing' as const }));
    expect(leastThatHelps(obstaclesOf({ ...twoInTheWay, offers: mayNot }))).toEqual({});
  });

  it('is nothing where it leads to a page of its own', () => {
    const invited = request(
      'invitation_required',
      [blocked('invitation_required', 2)],
      [offer('invite_member', 'invitation_required')],
    );
    expect(leastThatHelps(obstaclesOf(invited))).toEqual({});
  });

  it('is the least role that holds the right asked for', () => {
    expect([undefined, 'view', 'password', 'edit', 'manage'].map(leastRoleWith)).toEqual([
      'reader',
      'reader',
      'operator',
      'editor',
      'manager',
    ]);
  });
});

describe('what is done', () => {
  const taken = (
    remedy: RemedyOffer['remedy'],
    effect: Partial<RemedyOffer['effect']> = {},
    typed = inputs,
  ) => {
    const one = offer(remedy, 'member_expired', { effect: { email, ...effect } });
    return isTakenHere(one) ? choiceOf(one, typed, 'Of Maya', nowMs) : 'elsewhere';
  };

  it('holds what was typed, and is not done while that is wrong', () => {
    expect(taken('extend_member')).toEqual({
      remedy: 'extend_member',
      endsAtMs: new Date(2026, 11, 21, 23, 59, 59, 999).getTime(),
    });
    expect(taken('extend_member', {}, { ...inputs, endDay: '' })).toEqual({
      remedy: 'extend_member',
      endsAtMs: null,
    });
    for (const endDay of ['2026-11-20', 'soon']) {
      expect(taken('extend_member', {}, { ...inputs, endDay })).toBeUndefined();
    }
    expect(taken('share_vault', { vault }, { ...inputs, role: 'editor' })).toEqual({
      remedy: 'share_vault',
      vault,
      given: 'editor',
    });
    expect(taken('allow_address_always')).toEqual({ remedy: 'allow_address_always', label: 'Of Maya' });
    expect(taken('enable_member')).toEqual({ remedy: 'enable_member' });
    expect(taken('invite_member')).toBe('elsewhere');
  });

  it('takes six words however they are typed, and no fewer', () => {
    const words = ['harbour', 'walnut', 'pigeon', 'lantern', 'meadow', 'rivet'];
    const typed = (text: string) => taken('reinvite_member', {}, { ...inputs, words: text });
    expect(typed('Harbour walnut, pigeon;lantern  meadow rivet ')).toEqual({
      remedy: 'reinvite_member',
      words,
    });
    expect(typed(words.slice(1).join(' '))).toBeUndefined();
    expect(typed([...words, 'otter'].join(' '))).toBeUndefined();
    // The words of a key are more than six.
    const more = [...words, 'otter', 'candle'];
    expect(taken('confirm_words', {}, { ...inputs, words: more.join(' ') })).toEqual({
      remedy: 'confirm_words',
      words: more,
    });
    expect(taken('confirm_words', {}, { ...inputs, words: 'harbour' })).toBeUndefined();
  });

  it('is said in one sentence on the button, before it is done', () => {
    const says = twoInTheWay.offers
      .filter(({ remedy }) => remedy === 'enable_member' || remedy === 'allow_address_for_a_day')
      .toReversed()
      .map((each) =>
        isTakenHere(each) ? en.inbox.does[each.remedy](wordsOf(each, inputs, twoInTheWay, en)) : '',
      );
    expect(asOne(says, en)).toBe(`Enable ${email} and allow the address for 24 hours`);
  });
});
