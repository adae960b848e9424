import type { InboxRow } from '@postern/client';
import type { Refusal } from '@postern/core';
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';

export interface Requests {
  /** `undefined` until the first ones are here. */
  readonly rows: readonly InboxRow[] | undefined;
  readonly refusal: Refusal | undefined;
  /** Reads on, when the end of what is here comes into sight. */
  readonly readOn: (() => void) | undefined;
}

type Page = Extract<
  Awaited<ReturnType<ReturnType<typeof usePort>['requests']['inbox']['list']>>,
  { readonly ok: true }
>['value'];

/** The requests this member can help with, a page at a time, kept fresh. */
export function useRequests(which: 'open' | 'settled'): Requests {
  const { inbox } = usePort().requests;
  const { id, requestsRevision, ledgerSeq } = useOpenOrganization();
  const queries = useQueryClient();
  const queryKey = ['requests', id, which];
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery<
    Page | Refusal,
    Error,
    InfiniteData<Page | Refusal>,
    typeof queryKey,
    string | undefined
  >({
    queryKey,
    queryFn: async ({ pageParam }) => {
      const listed = await inbox.list(which, pageParam);
      return listed.ok ? listed.value : listed;
    },
    initialPageParam: undefined,
    getNextPageParam: (last) => ('rows' in last ? last.next : undefined),
    throwOnError: true,
  });
  // What was read before stays in sight meanwhile.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when either moves
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['requests', id] });
  }, [queries, id, requestsRevision, ledgerSeq]);

  const pages = data?.pages ?? [];
  return {
    rows: data === undefined ? undefined : pages.flatMap((page) => ('rows' in page ? page.rows : [])),
    refusal: pages.find((page): page is Refusal => !('rows' in page)),
    readOn: hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined,
  };
}
