import { events } from '@postern/ledger';
import { en } from '@postern/ui';
import { describe, expect, it } from 'vitest';
import { organizationSentence } from './organization-sentence.ts';

const line = (type: string, params: Readonly<Record<string, string | number>> = {}) =>
  organizationSentence(
    { about: 'members', type, params, by: 'dana@northwind.example', atMs: 0, seq: 7, part: 0 },
    en,
  );

describe('a line of the history', () => {
  it('says whom and what it is about', () => {
    expect(line('disable', { who: 'leo@northwind.example' })).toBe('Disabled leo@northwind.example');
    expect(line('vault_grant', { vault: 'Dispatch', who: 'leo', more: 2, role: 'editor' })).toBe(
      'Gave leo and 2 more access to “Dispatch” as editor',
    );
    expect(line('settings_set', { setting: 'personalVaults', value: 'false' })).toBe(
      'Set the rule “personal vaults” to off',
    );
  });

  it('says so where this device has no name', () => {
    expect(line('vault_revoke', { more: 3 })).toBe('Took access to a vault you cannot open from 3');
  });

  it('writes moments out', () => {
    const untilMs = Date.UTC(2027, 0, 31, 12);
    expect(line('end_set', { who: 'leo', untilMs })).toMatch(/^Set the end of leo to .*January/);
    expect(line('end_set', { who: 'leo' })).toBe('Took the end away from leo');
    const own = { who: 'leo', range: '203.0.113.7', once: 1 };
    expect(line('member_address_add', { ...own, untilMs })).toMatch(
      /^Let leo come from 203.0.113.7, in one session alone, until 31 January/,
    );
    expect(line('settings_set', { setting: 'secondFactorFromMs', value: `${untilMs}` })).toMatch(/2027$/);
    expect(line('settings_set', { setting: 'secondFactorFromMs', value: 'null' })).toMatch(/to none$/);
  });

  it('has words for every event there is', () => {
    const several = {
      group_set: ['group_add', 'group_take', 'group_rename', 'group_renew'],
      member_addresses_set: ['member_address_add', 'member_address_take'],
      addresses_set: ['addresses_add', 'addresses_take'],
    };
    const types = Object.keys(events).flatMap((type) => several[type as keyof typeof several] ?? [type]);
    expect(types.filter((type) => line(type) === type)).toEqual([]);
  });
});
