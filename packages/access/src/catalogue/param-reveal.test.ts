import { describe, expect, test } from 'vitest';
import { denialCodes, refusalCodes, revealOf } from './catalogue.ts';
import { mayBeTold } from './fixers.ts';
import { paramNamesOf, paramReveal } from './param-reveal.ts';

describe('parameters', () => {
  test.each([...denialCodes, ...refusalCodes])('of %s are for whoever is told the code', (code) => {
    for (const name of paramNamesOf(code))
      expect(mayBeTold(revealOf(code), paramReveal[name]), name).toBe(true);
  });

  test('are those of the sentence', () => {
    expect(paramNamesOf('ip_not_allowed')).toEqual(['address']);
    expect(paramNamesOf('setup_required')).toEqual(['youAreOwner']);
    expect(paramNamesOf('keys_pending')).toEqual(['names', 'youAreOwner']);
  });

  test('say nothing of who disabled somebody', () => {
    expect(paramNamesOf('member_disabled')).toEqual([]);
  });
});
