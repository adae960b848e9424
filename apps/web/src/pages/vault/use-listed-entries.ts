import type { EntryRow, Scope } from '@postern/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useOpenOrganization, usePort } from '../../port-context.tsx';
import { entryKey, parseEntryRef } from './vault-search.ts';

/** A list of any length, of which only the rows around those in sight are here. */
export interface ListedEntries {
  readonly total: number;
  /** Index of the open entry, if it is in the list. */
  readonly at: number | undefined;
  /** The row at an index, if it is here. */
  readonly rowAt: (index: number) => EntryRow | undefined;
  /** Reads a row wherever it is; `undefined` past the ends. */
  readonly readRow: (index: number) => Promise<EntryRow | undefined>;
  /** Says which rows are in sight, so that those around them come. */
  readonly show: (first: number, last: number) => void;
}

/** More than the tallest screen shows, and as much again on either side. */
const partRows = 200;
const stepRows = 50;

/** The entries of a scope or a search as the list draws them; `undefined` until the first answer. */
export function useListedEntries(
  scope: Scope,
  query: string,
  selected: string | undefined,
): ListedEntries | undefined {
  const port = usePort();
  const { id, revision } = useOpenOrganization();
  const list = JSON.stringify([scope, query]);
  const [sight, setSight] = useState({ list, from: 0 });
  const from = sight.list === list ? sight.from : 0;
  const { data: part, isPlaceholderData } = useQuery({
    queryKey: ['entries', id, list, from, selected, revision],
    queryFn: () =>
      port.vault.listPart(scope, query, { from, count: partRows, place: parseEntryRef(selected) }),
    placeholderData: keepPreviousData,
    gcTime: 0,
    throwOnError: true,
  });
  const show = useCallback(
    (first: number, last: number) => {
      if (first >= from && last < from + partRows) return;
      setSight({ list, from: Math.max(0, (Math.floor(first / stepRows) - 1) * stepRows) });
    },
    [list, from],
  );
  if (part === undefined) return undefined;
  const here = part.rows.findIndex((row) => entryKey(row) === selected);
  const rowAt = (index: number) => part.rows[index - part.from];
  return {
    total: part.total,
    at: here >= 0 ? part.from + here : isPlaceholderData ? undefined : part.place,
    rowAt,
    readRow: async (index) =>
      rowAt(index) ?? (await port.vault.listPart(scope, query, { from: index, count: 1 })).rows[0],
    show,
  };
}
