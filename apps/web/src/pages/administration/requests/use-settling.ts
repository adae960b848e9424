import type { OpenedRequest, RemedyChoice, Settled } from '@postern/client';
import type { Refusal, Result } from '@postern/core';
import { useText, useToast } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { useTask } from '../../../use-task.ts';
import { asOne, sayStanding } from './remedy-words.ts';
import { dropUndo, findUndo, keepUndo } from './undo-tokens.ts';

export interface Settling {
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  /** Somebody else had settled it already. */
  readonly wasLate: boolean;
  readonly settle: (choices: readonly RemedyChoice[], did: string) => Promise<void>;
  readonly refuse: (note: string) => Promise<void>;
  readonly undo: (() => Promise<void>) | undefined;
  readonly undoUntilMs: number | undefined;
}

/** Settling one request, and taking that back. `onChanged` reads it again. */
export function useSettling(request: OpenedRequest, onChanged: () => Promise<unknown>): Settling {
  const text = useText();
  const words = text.inbox;
  const { inbox } = usePort().requests;
  const task = useTask();
  const toast = useToast();
  const [wasLate, setWasLate] = useState(false);
  const undoable = findUndo(request.request);

  const undo = async () => {
    const found = findUndo(request.request);
    if (found === undefined) return;
    const undone = await task.run(() => inbox.undo(found.token));
    if (undone !== undefined) {
      dropUndo(request.request);
      toast({ message: words.undone });
    }
    await onChanged();
  };
  const run = async (operation: () => Promise<Result<Settled>>, said: (settled: Settled) => string) => {
    const done = await task.run(async () => {
      const result = await operation();
      setWasLate(!result.ok && result.code === 'request_settled');
      return result;
    });
    if (done !== undefined) {
      keepUndo(request.request, done.value.undo);
      toast({
        message: said(done.value),
        ...(done.value.undo === undefined ? {} : { undo: () => void undo() }),
      });
    }
    await onChanged();
  };
  return {
    busy: task.busy,
    refusal: wasLate ? undefined : task.refusal,
    wasLate,
    settle: (choices, did) =>
      run(
        () => inbox.settle(request, choices),
        ({ stillBlocked }) =>
          stillBlocked.length === 0
            ? words.said(did)
            : words.saidStill(
                did,
                asOne(
                  stillBlocked.map((code) => sayStanding(code, text).toLowerCase()),
                  text,
                ),
              ),
      ),
    refuse: (note) =>
      run(
        () => inbox.refuse(request.request, note),
        () => words.refusedSaid(request.email),
      ),
    undo: undoable === undefined ? undefined : undo,
    undoUntilMs: undoable?.untilMs,
  };
}
