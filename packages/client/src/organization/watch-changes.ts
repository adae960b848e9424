import { type Change, change } from '@postern/contract';
import type { Refusal, Result } from '@postern/core';
import { createParser } from 'eventsource-parser';

const firstDelayMs = 500;
/**
 * Somebody may be waiting at the door: a server that restarts is found within a second, by thousands one after another.
 * One that stays away or refuses is asked ever more rarely.
 */
const briskTries = 40;
const longestDelayMs = 8_000;
/** The server says something at least every 25 seconds; a line silent for longer is dead. */
const silenceMs = 60_000;

/**
 * Listens to what moves in an organization or at its gate, for as long as it is wanted: reconnects with growing delays,
 * and again at once when `wake` is called. `open` opens the stream and ends it with the signal. `onConnected` is called after each connection: what moved meanwhile has to be read.
 * `onRefused` hears the gate's refusal; asking goes on, ever more slowly. Returns how to hurry and how to end it.
 */
export function watchChanges(
  open: (signal: AbortSignal) => Promise<Result<ReadableStream<Uint8Array>>>,
  hooks: {
    readonly onConnected: () => void;
    readonly onChange: (change: Change) => void;
    readonly onRefused: (refusal: Refusal) => void;
  },
): { readonly wake: () => void; readonly end: () => void } {
  let ended = false;
  let delayMs = firstDelayMs;
  let briskLeft = briskTries;
  let connection: AbortController | undefined;
  let wakeUp: (() => void) | undefined;

  const hurry = () => {
    delayMs = firstDelayMs;
    briskLeft = briskTries;
  };

  const pause = () =>
    new Promise<void>((resolve) => {
      // Many clients of a server that restarts come back one after another.
      const timer = setTimeout(resolve, delayMs * (0.5 + Math.random()));
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const listen = async (): Promise<void> => {
    const abort = new AbortController();
    connection = abort;
    const stream = await open(abort.signal);
    if (ended) return;
    if (!stream.ok) {
      if (stream.code !== 'server_unreachable') {
        briskLeft = 0;
        hooks.onRefused(stream);
      }
      return;
    }
    hurry();
    hooks.onConnected();
    let silence = setTimeout(() => abort.abort(), silenceMs);
    const parser = createParser({
      onEvent: ({ data }) => {
        const parsed = parseChange(data);
        if (parsed !== undefined && !ended) hooks.onChange(parsed);
      },
    });
    const decoder = new TextDecoder();
    const reader = stream.value.getReader();
    // Node stops telling a body of its signal once the request was collected, so the body is ended here as well.
    abort.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), silenceMs);
        parser.feed(decoder.decode(value, { stream: true }));
      }
    } catch {
      // The line broke, or the watch ended.
    } finally {
      clearTimeout(silence);
      abort.abort();
    }
  };

  const run = async () => {
    while (!ended) {
      await listen();
      if (ended) return;
      await pause();
      briskLeft--;
      if (briskLeft < 0) delayMs = Math.min(delayMs * 2, longestDelayMs);
    }
  };
  void run();

  return {
    wake: () => {
      hurry();
      wakeUp?.();
    },
    end: () => {
      ended = true;
      connection?.abort();
      wakeUp?.();
    },
  };
}

/** A line of the stream; what is not a change as the contract writes it is passed over. */
function parseChange(data: string): Change | undefined {
  try {
    const parsed = change.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
