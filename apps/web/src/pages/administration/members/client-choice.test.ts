import { describe, expect, it } from 'vitest';
import { choiceOf, noClientRules, withChoice, withChoices } from './client-choice.ts';

describe('client choices', () => {
  it('reads and writes an exception either way, and takes it back', () => {
    const off = withChoice(noClientRules, 'cli', 'denied');
    expect(off).toEqual({ allowed: [], denied: ['cli'] });
    expect(choiceOf(off, 'cli')).toBe('denied');
    const on = withChoice(off, 'cli', 'allowed');
    expect(on).toEqual({ allowed: ['cli'], denied: [] });
    expect(withChoice(on, 'cli', 'default')).toEqual(noClientRules);
  });

  it('never has a client in both lists, and leaves the others alone', () => {
    const rules = withChoices({ allowed: ['app'], denied: ['cli'] }, { cli: 'allowed', extension: 'denied' });
    expect(rules).toEqual({ allowed: ['app', 'cli'], denied: ['extension'] });
  });
});
