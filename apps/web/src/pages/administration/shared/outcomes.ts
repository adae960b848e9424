import type { Outcome } from '@postern/client';
import type { Refusal, Result } from '@postern/core';

/** A change over several as a page tells it: what became of each, by the name it was shown under. */
export interface Told {
  readonly said: string;
  readonly done: readonly string[];
  readonly refused: readonly { readonly name: string; readonly refusal: Refusal }[];
}

/** What became of each; `said` gets how many it was done to. */
export function tellOutcomes<Id>(
  outcomes: readonly Outcome<Id>[],
  nameOf: (id: Id) => string,
  said: (count: number) => string,
): Told {
  const done = doneOf(outcomes).map(nameOf);
  const refused = outcomes.flatMap(({ of, refused: refusal }) =>
    refusal === undefined ? [] : [{ name: nameOf(of), refusal }],
  );
  return { said: said(done.length), done, refused };
}

/** Those it was done to. */
export function doneOf<Id>(outcomes: readonly Outcome<Id>[]): readonly Id[] {
  return outcomes.filter(({ refused }) => refused === undefined).map(({ of }) => of);
}

/**
 * What has to be set again to take a change back: those who had the same value before together, for each such value one
 * operation. Whoever has no value to go back to (`undefined`) is left out.
 */
export function groupByFormer<Of, Value>(
  all: readonly Of[],
  read: (one: Of) => Value | undefined,
): readonly { readonly value: Value; readonly of: readonly Of[] }[] {
  const groups = new Map<string, { value: Value; of: Of[] }>();
  for (const one of all) {
    const value = read(one);
    if (value === undefined) continue;
    const key = JSON.stringify(value);
    const group = groups.get(key) ?? { value, of: [] };
    group.of.push(one);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** One after the other, all their outcomes together; the first refusal of a whole operation ends it. */
export async function inTurn<Id>(
  operations: readonly (() => Promise<Result<readonly Outcome<Id>[]>>)[],
): Promise<Result<readonly Outcome<Id>[]>> {
  const outcomes: Outcome<Id>[] = [];
  for (const operation of operations) {
    const result = await operation();
    if (!result.ok) return result;
    outcomes.push(...result.value);
  }
  return { ok: true, value: outcomes };
}
