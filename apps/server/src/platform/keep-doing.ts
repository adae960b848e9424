import type { Platform } from './platform.ts';

/**
 * Does a work now and again and again, never twice at a time; what goes wrong is logged as `fault`, and the next time is a
 * new try. Answers how to stop; resolves when a run in progress is through.
 */
export function keepDoing(
  { log }: Pick<Platform, 'log'>,
  work: () => Promise<void>,
  { everyMs, fault }: { readonly everyMs: number; readonly fault: string },
): () => Promise<void> {
  let running: Promise<void> | undefined;
  const run = (): void => {
    running ??= work()
      .catch((error: unknown) => log.fault(fault, error))
      .finally(() => {
        running = undefined;
      });
  };
  run();
  const timer = setInterval(run, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
