import type { Refusal, Result } from '@postern/core';
import { useCallback, useRef, useState } from 'react';
import { recipientsAnswer } from './recipients-answer.ts';

export interface Task {
  readonly busy: boolean;
  /** What the last run was refused with; gone when the next begins. */
  readonly refusal: Refusal | undefined;
  /**
   * Runs one operation at a time, once more when this device had to confirm first who receives keys. Answers its value, or `undefined` when it was refused or another is still running.
   * A fault is thrown on to the page's error boundary.
   */
  readonly run: <Value>(
    operation: () => Promise<Result<Value>>,
  ) => Promise<{ readonly value: Value } | undefined>;
  readonly clear: () => void;
}

/** Busy state and refusal of a button or form. */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [fault, setFault] = useState<{ readonly error: unknown }>();
  const running = useRef(false);
  if (fault !== undefined) throw fault.error;

  const run = useCallback(async <Value>(operation: () => Promise<Result<Value>>) => {
    if (running.current) return undefined;
    running.current = true;
    setBusy(true);
    setRefusal(undefined);
    try {
      let result = await operation();
      // A device that is new asks who may receive keys, and goes on once that is answered.
      while (!result.ok && result.code === 'device_unconfirmed' && (await recipientsAnswer())) {
        result = await operation();
      }
      if (result.ok) return { value: result.value };
      setRefusal(result);
    } catch (error) {
      setFault({ error });
    } finally {
      running.current = false;
      setBusy(false);
    }
    return undefined;
  }, []);

  return { busy, refusal, run, clear: useCallback(() => setRefusal(undefined), []) };
}
