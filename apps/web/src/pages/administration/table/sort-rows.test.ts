import { describe, expect, it } from 'vitest';
import { nextSorting, sortRows } from './sort-rows.ts';

describe('sortRows', () => {
  const rows = [
    { name: 'rack 10', ends: 30 },
    { name: 'Écluse', ends: undefined },
    { name: 'rack 2', ends: 4 },
    { name: 'dock', ends: 200 },
  ];

  it('sorts texts as people do, numbers inside them by size', () => {
    expect(sortRows(rows, (row) => row.name, false, 'en-GB').map((row) => row.name)).toEqual([
      'dock',
      'Écluse',
      'rack 2',
      'rack 10',
    ]);
  });

  it('sorts numbers by size and leaves what is absent last, up and down', () => {
    const ends = (down: boolean) => sortRows(rows, (row) => row.ends, down, 'en-GB').map((row) => row.ends);
    expect(ends(false)).toEqual([4, 30, 200, undefined]);
    expect(ends(true)).toEqual([200, 30, 4, undefined]);
  });
});

describe('nextSorting', () => {
  it('goes up, down, and back to the order things came in', () => {
    const up = nextSorting(undefined, 'role');
    expect(up).toEqual({ by: 'role', down: false });
    expect(nextSorting(up, 'role')).toEqual({ by: 'role', down: true });
    expect(nextSorting({ by: 'role', down: true }, 'role')).toBeUndefined();
    expect(nextSorting(up, 'end')).toEqual({ by: 'end', down: false });
  });
});
