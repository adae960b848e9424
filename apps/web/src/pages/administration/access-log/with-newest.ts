import type { LogPage } from '@postern/client';
import { ok, type Result } from '@postern/core';
import type { InfiniteData } from '@tanstack/react-query';
import { lineKey } from './line-words.ts';

/** A page of the log, and how far the log was when it was read. */
export interface ReadPage {
  readonly read: Result<LogPage>;
  readonly mark: string;
}
export type Pages = InfiniteData<ReadPage, unknown>;

/** Above this many lines at the top the tail begins anew. */
const maxTail = 2_000;

/** What was read with the newest page before it; begins anew where lines between the two may be missing. */
export function withNewest(before: Pages | undefined, newest: ReadPage): Pages | undefined {
  const [first, ...older] = before?.pages ?? [];
  const anew: Pages = { pages: [newest], pageParams: [undefined] };
  if (before === undefined || first === undefined) return before;
  if (!first.read.ok || !newest.read.ok) return anew;
  const known = new Set(first.read.value.lines.map(lineKey));
  const { lines, next } = newest.read.value;
  const meets = next === undefined || lines.some((line) => known.has(lineKey(line)));
  if (!meets || known.size > maxTail) return anew;
  const added = lines.filter((line) => !known.has(lineKey(line)));
  const read = ok({ ...first.read.value, lines: [...added, ...first.read.value.lines] });
  return { ...before, pages: [{ read, mark: newest.mark }, ...older] };
}
