import { describe, expect, it } from 'vitest';
import { type Known, type Said, stepsOf } from './forgot-phone-steps.ts';

const old = { method: 'old', isUnpaired: false };
const fresh = { method: 'new', isUnpaired: false };
const said: Said = { formerPhones: ['old'], phoneIsGone: false, hasNoOther: false };
const known: Known = { hasKeys: false, hasBegunAnew: false, phones: [old], otherWays: 1 };
const states = (of: Partial<Known>, by: Partial<Said> = {}) =>
  Object.values(stepsOf({ ...known, ...of }, { ...said, ...by })).join(' ');

describe('somebody whose key was on the phone alone', () => {
  it('goes through the six steps one by one', () => {
    expect(states({})).toBe('done now later later later later');
    expect(states({}, { phoneIsGone: true })).toBe('done done now later later later');
    expect(states({}, { phoneIsGone: true, hasNoOther: true })).toBe('done done none now later later');
    expect(states({ phones: [{ ...old, isUnpaired: true }], otherWays: 0 })).toBe(
      'done done none now later later',
    );
    const anew = { hasKeys: true, hasBegunAnew: true, otherWays: 0, phones: [] };
    expect(states(anew)).toBe('done done none done now later');
    expect(states({ ...anew, phones: [fresh] })).toBe('done done none done done now');
  });
});

describe('somebody whose keys are open on another device', () => {
  it('takes the phone off and pairs another, and is spared the rest', () => {
    expect(states({ hasKeys: true })).toBe('done now spared spared later spared');
    expect(states({ hasKeys: true }, { phoneIsGone: true })).toBe('done now spared spared later spared');
    expect(states({ hasKeys: true, phones: [] })).toBe('done done spared spared now spared');
    expect(states({ hasKeys: true, phones: [fresh] })).toBe('done done spared spared done spared');
  });

  it('does not take a new phone that was unpaired again for one', () => {
    expect(states({ hasKeys: true, phones: [{ ...fresh, isUnpaired: true }] })).toBe(
      'done done spared spared now spared',
    );
  });
});
