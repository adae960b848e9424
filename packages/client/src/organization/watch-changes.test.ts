import { ok } from '@postern/core';
import { expect, it } from 'vitest';
import { watchChanges } from './watch-changes.ts';

it('ends a stream that does not heed its signal', async () => {
  let cancelled: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    cancelled = resolve;
  });
  const stream = new ReadableStream<Uint8Array>({ cancel: () => cancelled() });
  const changes: string[] = [];
  const watch = watchChanges(async () => ok(stream), {
    // By then the first read is on its way.
    onConnected: () => setImmediate(() => watch.end()),
    onChange: ({ kind }) => changes.push(kind),
    onRefused: ({ code }) => changes.push(code),
  });
  await ended;
  expect(stream.locked).toBe(true);
  expect(changes).toEqual([]);
});
