import { ok, refuse } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { doneOf, groupByFormer, inTurn, tellOutcomes } from './outcomes.ts';

const outcomes = [
  { of: 'a', refused: undefined },
  { of: 'b', refused: refuse('owner_protected') },
  { of: 'c', refused: undefined },
];

describe('tellOutcomes', () => {
  it('names what was done and what was refused, and counts only what was done', () => {
    const told = tellOutcomes(
      outcomes,
      (id) => `${id}@northwind.example`,
      (count) => `${count} disabled`,
    );
    expect(told.said).toBe('2 disabled');
    expect(told.done).toEqual(['a@northwind.example', 'c@northwind.example']);
    expect(told.refused).toEqual([{ name: 'b@northwind.example', refusal: refuse('owner_protected') }]);
  });
});

describe('doneOf', () => {
  it('leaves out the refused', () => expect(doneOf(outcomes)).toEqual(['a', 'c']));
});

describe('groupByFormer', () => {
  it('puts those with the same former value together and leaves out those without one', () => {
    const members = [
      { id: 1, ends: null },
      { id: 2, ends: 50 },
      { id: 3, ends: null },
      { id: 4, ends: 10 },
    ];
    const groups = groupByFormer(members, ({ ends }) => (ends === 10 ? undefined : { ends }));
    expect(groups.map(({ value, of }) => [value.ends, of.map(({ id }) => id)])).toEqual([
      [null, [1, 3]],
      [50, [2]],
    ]);
  });
});

describe('inTurn', () => {
  it('collects what became of each', async () => {
    const both = await inTurn([async () => ok(outcomes.slice(0, 1)), async () => ok(outcomes.slice(1))]);
    expect(both).toEqual(ok(outcomes));
  });

  it('ends with the first operation that is refused as a whole', async () => {
    let later = false;
    const refused = await inTurn([
      async () => refuse('offline'),
      async () => {
        later = true;
        return ok([]);
      },
    ]);
    expect(refused).toEqual(refuse('offline'));
    expect(later).toBe(false);
  });
});
