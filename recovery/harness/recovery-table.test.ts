import { expect, it } from 'vitest';
import { deadEnds, losses, people } from '../rows.ts';
import { type Gone, recoveryTable } from './recovery-table.ts';

const all = Object.keys(people).length * Object.keys(losses).length + Object.keys(deadEnds).length;
const found = { denied: 'relink_required', remedy: 'six words told', restored: 'role, vaults' };

it('a row that nobody went through is not reached, and that is a failure', () => {
  expect(recoveryTable([])).toMatchObject({ passed: 0, failed: all });
  expect(recoveryTable([]).text.match(/not reached/g)).toHaveLength(all);
});

it('shows what was seen, and nothing of a row that failed but that it did', () => {
  const record = { part: 'cell', who: 'member', lost: 'both', ...found } as const;
  const line = (gone: readonly Gone[]) =>
    recoveryTable(gone)
      .text.split('\n')
      .find((one) => one.startsWith('member  ') && one.includes(losses.both));
  expect(line([{ record, passed: true }])).toContain('relink_required  six words told  role, vaults');
  expect(line([{ record, passed: false }])).toContain('FAILED');
  expect(line([{ record, passed: false }])).not.toContain('relink_required');
  const end = { part: 'dead end', name: 'never set up', ...found } as const;
  expect(recoveryTable([{ record: end, passed: true }])).toMatchObject({ passed: 1, failed: all - 1 });
});
