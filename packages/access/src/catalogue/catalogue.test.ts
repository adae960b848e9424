import { describe, expect, expectTypeOf, test } from 'vitest';
import { alarms } from './alarms.ts';
import {
  alarmCodes,
  type Code,
  catalogue,
  codes,
  denialCodes,
  denials,
  familyOf,
  gateCodes,
  isCode,
  type ParamsOf,
  refusalCodes,
  refusals,
} from './catalogue.ts';
import type { DenialEntry, RefusalEntry, SentenceText, UnsoundSentences } from './entry.ts';
import { gateAdmission } from './gate-admission.ts';
import { gateKeys } from './gate-keys.ts';
import { gateRules } from './gate-rules.ts';
import { accountRefusals } from './refusals-account.ts';
import { askingRefusals } from './refusals-asking.ts';
import { invitationRefusals } from './refusals-invitation.ts';
import { ledgerRefusals } from './refusals-ledger.ts';
import { organizationRefusals } from './refusals-organization.ts';
import { phoneRefusals } from './refusals-phone.ts';
import { requestRefusals } from './refusals-request.ts';
import { teamRefusals } from './refusals-team.ts';
import { vaultRefusals } from './refusals-vault.ts';
import { type RemedyOf, remedies } from './remedies.ts';
import { resourceDenials } from './resources.ts';

const families = [
  gateAdmission,
  gateRules,
  gateKeys,
  resourceDenials,
  requestRefusals,
  accountRefusals,
  organizationRefusals,
  ledgerRefusals,
  teamRefusals,
  invitationRefusals,
  vaultRefusals,
  askingRefusals,
  phoneRefusals,
  alarms,
];

describe('the catalogue', () => {
  test('has every code in one family only', () => {
    expect(codes.length).toBe(families.reduce((sum, family) => sum + Object.keys(family).length, 0));
    expect(codes.length).toBe(denialCodes.length + refusalCodes.length + alarmCodes.length);
    expect(familyOf('keys_pending')).toBe('gate');
    expect(familyOf('storage_full')).toBe('resource');
    expect(familyOf('head_moved')).toBe('refusal');
    expect(familyOf('ledger_fork')).toBe('alarm');
    expect(isCode('hasOwnProperty')).toBe(false);
  });

  test('holds every row of the gate', () => {
    expect(gateCodes.length).toBe(24);
  });

  test('offers each person only remedies that this person may take', () => {
    for (const entry of Object.values<DenialEntry | RefusalEntry>({ ...denials, ...refusals })) {
      for (const each of entry.remedies) expect(remedies[each].by).toContain('self');
      for (const [who, those] of Object.entries(entry.fixers)) {
        for (const each of those) expect(remedies[each].by).toContain(who);
      }
    }
  });

  test('uses every remedy', () => {
    const used = new Set(
      Object.values<DenialEntry | RefusalEntry>({ ...denials, ...refusals }).flatMap((entry) => [
        ...entry.remedies,
        ...Object.values(entry.fixers).flat(),
      ]),
    );
    for (const alarm of Object.values(alarms)) for (const each of alarm.remedies) used.add(each);
    expect(Object.keys(remedies).filter((each) => !used.has(each as keyof typeof remedies))).toEqual([]);
  });

  test('speaks without begging, apologising or shouting', () => {
    for (const text of everyText()) {
      expect(text).not.toMatch(/\bplease\b|\boops\b|\bsorry\b|!/i);
      expect(text.trim()).toBe(text);
    }
  });

  test('ends its sentences', () => {
    for (const text of everySentence()) expect(text).toMatch(/[.]$/);
  });
});

function* everySentence(): Generator<string> {
  for (const code of codes) {
    const text: SentenceText = catalogue[code].sentence;
    if (typeof text === 'string') yield text;
    else {
      yield* typeof text.with === 'string' ? [text.with] : text.with;
      yield text.without;
      if (text.when !== undefined) yield text.when.youAreOwner;
    }
  }
}

function* everyText(): Generator<string> {
  yield* everySentence();
  for (const { label, explanation } of Object.values(remedies)) yield* [label, explanation];
}

describe('types', () => {
  test('follow from the sentence', () => {
    expectTypeOf<ParamsOf<'ip_not_allowed'>>().toEqualTypeOf<{ readonly address: string }>();
    expectTypeOf<ParamsOf<'setup_required'>>().toEqualTypeOf<{ readonly youAreOwner: boolean }>();
    expectTypeOf<ParamsOf<'permission_missing'>>().toEqualTypeOf<{
      readonly permission?: string;
      readonly right?: string;
    }>();
    expect(isCode('ip_not_allowed' satisfies Code)).toBe(true);
  });

  test('refuse a code without a part, and a sentence that lacks its twin', () => {
    const whole = {
      sentence: 'You are out.',
      status: 403,
      reveal: 'member',
      remedies: ['go_back'],
      fixers: {},
    } as const satisfies DenialEntry;
    const { remedies: _remedies, ...withoutRemedies } = whole;
    const { reveal: _reveal, ...withoutReveal } = whole;
    const { sentence: _sentence, ...withoutSentence } = whole;
    const { fixers: _fixers, ...withoutFixers } = whole;
    // @ts-expect-error a denial needs remedies
    const a: DenialEntry = withoutRemedies;
    // @ts-expect-error a denial needs a reveal level
    const b: DenialEntry = withoutReveal;
    // @ts-expect-error a denial needs a sentence
    const c: DenialEntry = withoutSentence;
    // @ts-expect-error a denial says who else can end it, be it nobody
    const d: DenialEntry = withoutFixers;
    // @ts-expect-error at least one remedy: no dead ends
    const e: DenialEntry = { ...whole, remedies: [] };
    // @ts-expect-error a remedy of the operator is not offered to the person
    const f: RemedyOf<'self'> = 'find_in_log';
    expect([a, b, c, d, e, f]).toHaveLength(6);

    interface Bad {
      noTwin: { sentence: 'From {address}.' };
      twinWithPlaceholder: { sentence: { with: 'From {address}.'; without: 'From {address}.' } };
      unknownName: { sentence: { with: 'From {somewhere}.'; without: 'From there.' } };
      sound: { sentence: { with: 'From {address}.'; without: 'From there.' } };
    }
    expectTypeOf<UnsoundSentences<Bad>>().toEqualTypeOf<'noTwin' | 'twinWithPlaceholder' | 'unknownName'>();
  });
});
