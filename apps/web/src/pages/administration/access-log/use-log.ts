import type { LogCursor, LogFilter, LogLine } from '@postern/client';
import { ok, type Result } from '@postern/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';
import { lineKey } from './line-words.ts';
import { type Pages, type ReadPage, withNewest } from './with-newest.ts';

export interface Log {
  /** Undefined until it is here the first time. */
  readonly read: Result<readonly LogLine[]> | undefined;
  /** The log has lines that are not shown yet. */
  readonly isBehind: boolean;
  readonly lookedBackToMs: number;
  /** Reads older lines; undefined when there are none. */
  readonly older: (() => void) | undefined;
  readonly readingOlder: boolean;
}

/** The lines that a filter finds; new ones come by themselves unless it is paused. */
export function useLog(filter: LogFilter, paused: boolean): Log {
  const { accessLog } = usePort();
  const queries = useQueryClient();
  const { id, logRevision, ledgerSeq } = useOpenOrganization();
  const mark = `${logRevision}.${ledgerSeq}`;
  const filterKey = JSON.stringify(filter);
  const queryKey = ['access log', id, filterKey];
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as LogCursor | undefined,
    queryFn: async ({ pageParam }): Promise<ReadPage> => ({
      read: await accessLog.page(filter, pageParam),
      mark,
    }),
    getNextPageParam: ({ read }) => (read.ok ? read.value.next : undefined),
    throwOnError: true,
    gcTime: 0,
  });
  const first = data?.pages[0];
  const isBehind = first !== undefined && first.mark !== mark;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for what they are made of
  useEffect(() => {
    if (paused || !isBehind) return;
    void accessLog
      .page(filter)
      .then((read) => queries.setQueryData<Pages>(queryKey, (before) => withNewest(before, { read, mark })));
  }, [paused, isBehind, mark, filterKey]);
  const read = useMemo(() => linesOf(data), [data]);
  const last = data?.pages.at(-1)?.read;
  return {
    read,
    isBehind,
    lookedBackToMs: last?.ok ? last.value.lookedBackToMs : 0,
    older: hasNextPage ? () => void fetchNextPage() : undefined,
    readingOlder: isFetchingNextPage,
  };
}

function linesOf(data: Pages | undefined): Result<readonly LogLine[]> | undefined {
  if (data === undefined) return undefined;
  const lines = new Map<string, LogLine>();
  for (const { read } of data.pages) {
    if (!read.ok) return read;
    for (const line of read.value.lines) lines.set(lineKey(line), line);
  }
  return ok([...lines.values()]);
}
