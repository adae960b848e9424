import type { Refusal, Result } from '@postern/core';
import { useToast } from '@postern/ui';
import { refusalSentence } from '../../../refusal-text.tsx';
import { useTask } from '../../../use-task.ts';
import { useReadAgain } from './read.tsx';

export interface Change {
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  readonly clear: () => void;
  /**
   * Makes one change, says so, and offers to take it back where that is possible. Answers whether it was made; a
   * refusal stays for the form to show.
   */
  readonly make: (change: {
    readonly operation: () => Promise<Result<unknown>>;
    readonly said: string;
    readonly undo?: () => Promise<Result<unknown>>;
  }) => Promise<boolean>;
}

/** One change at a time, with toast, undo and what it was refused with. */
export function useChange(): Change {
  const task = useTask();
  const toast = useToast();
  const readAgain = useReadAgain();
  return {
    busy: task.busy,
    refusal: task.refusal,
    clear: task.clear,
    make: async ({ operation, said, undo }) => {
      if ((await task.run(operation)) === undefined) return false;
      const takeBack = async () => {
        const undone = await undo?.();
        if (undone?.ok === false) toast({ message: refusalSentence(undone), tone: 'loss' });
        await readAgain();
      };
      toast({ message: said, ...(undo === undefined ? {} : { undo: () => void takeBack() }) });
      await readAgain();
      return true;
    },
  };
}
