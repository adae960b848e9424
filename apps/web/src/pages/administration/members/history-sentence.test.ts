import type { HistoryLine } from '@postern/client';
import { en } from '@postern/ui';
import { describe, expect, it } from 'vitest';
import { historySentence } from './history-sentence.ts';

const line = (type: string, params: HistoryLine['params'] = {}): HistoryLine => ({
  type,
  params,
  by: 'dana@northwind.example',
  atMs: 0,
  seq: 7,
});

describe('historySentence', () => {
  it.each([
    [line('disable'), 'Disabled'],
    [line('role_set', { role: 'administrator' }), 'Role changed to Administrator'],
    [line('vault_give', { role: 'reader', vault: 'Finance' }), 'Vault access given “Finance” as Reader'],
    [line('group_add', { group: 'Dispatch' }), 'Came into a group “Dispatch”'],
    [line('end_set'), 'End taken away'],
    [line('exempt'), 'Exemption from the second factor ended'],
    [
      line('member_address_add', { range: '203.0.113.7', once: 1 }),
      'Let in from 203.0.113.7 in one session alone',
    ],
    [
      line('member_address_take', { range: '10.0.0.1, 10.0.0.2', more: 2 }),
      'No longer let in from 10.0.0.1, 10.0.0.2 and 2 more',
    ],
    [line('of_a_newer_version'), 'of_a_newer_version'],
  ])('says %j', (said, expected) => {
    expect(historySentence(said, en)).toBe(expected);
  });

  it('says until when', () => {
    const untilMs = new Date(2027, 0, 31, 18).getTime();
    expect(historySentence(line('end_set', { untilMs }), en)).toContain('until 31 January');
  });
});
