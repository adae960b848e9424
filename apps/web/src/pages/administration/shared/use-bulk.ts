import type { Outcome } from '@postern/client';
import type { Refusal, Result } from '@postern/core';
import { useText, useToast } from '@postern/ui';
import { useState } from 'react';
import { refusalSentence } from '../../../refusal-text.tsx';
import { useTask } from '../../../use-task.ts';
import { doneOf, type Told, tellOutcomes } from './outcomes.ts';
import { useReadAgain } from './read.tsx';

export interface BulkChange<Id> {
  readonly operation: () => Promise<Result<readonly Outcome<Id>[]>>;
  readonly said: (count: number) => string;
  readonly nameOf: (id: Id) => string;
  /** Takes it back for those it was done to, where that is possible. */
  readonly undo?: (done: readonly Id[]) => Promise<Result<readonly Outcome<Id>[]>>;
}

export interface BulkTelling extends Told {
  readonly undo: (() => void) | undefined;
}

export interface Bulk {
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  /** What became of each of the last change over several; undefined once it is dismissed. */
  readonly telling: BulkTelling | undefined;
  readonly dismiss: () => void;
  /** Answers those it was done to, or undefined when it was refused as a whole. */
  readonly make: <Id>(change: BulkChange<Id>) => Promise<readonly Id[] | undefined>;
}

/** Changes over several: one is told by a toast, more by a list of what became of each. */
export function useBulk(): Bulk {
  const text = useText();
  const task = useTask();
  const toast = useToast();
  const readAgain = useReadAgain();
  const [telling, setTelling] = useState<BulkTelling>();

  const make = async <Id>(change: BulkChange<Id>) => {
    setTelling(undefined);
    const result = await task.run(change.operation);
    if (result === undefined) return undefined;
    const outcomes = result.value;
    const done = doneOf(outcomes);
    const told = tellOutcomes(outcomes, change.nameOf, change.said);
    const takeBack = async () => {
      const undone = await task.run(async () => change.undo?.(done) ?? { ok: true as const, value: [] });
      await readAgain();
      if (undone === undefined) return;
      const left = tellOutcomes(undone.value, change.nameOf, () => text.outcome.undone);
      if (left.refused.length > 0) setTelling({ ...left, undo: undefined });
      else {
        setTelling(undefined);
        toast({ message: text.outcome.undone });
      }
    };
    const undo = change.undo !== undefined && done.length > 0 ? () => void takeBack() : undefined;
    const [only] = outcomes;
    if (outcomes.length === 1 && only !== undefined) {
      toast(
        only.refused === undefined
          ? { message: told.said, ...(undo === undefined ? {} : { undo }) }
          : { message: refusalSentence(only.refused), tone: 'loss' },
      );
    } else if (outcomes.length > 1) setTelling({ ...told, undo });
    await readAgain();
    return done;
  };

  return {
    busy: task.busy,
    refusal: task.refusal,
    telling,
    dismiss: () => setTelling(undefined),
    make,
  };
}
