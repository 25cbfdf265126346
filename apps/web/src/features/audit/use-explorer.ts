'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { AuditAddress } from './address.ts';
import { dataStateOf } from './data-state.ts';
import type { ExplorerData } from './explorer-view.tsx';
import type { AuditEventRow, Facets, TimeBucket } from './model.ts';
import type { Log } from './use-log.tsx';

const NO_ROWS: readonly AuditEventRow[] = [];
const NO_FACETS: Facets = { action: [], actor: [], subject: [], client: [], chain: [] };
const NO_BUCKETS: readonly TimeBucket[] = [];

/** New events come all the time; the newest page is asked for again as often as this. */
const LOOK_EVERY_MS = 15_000;

/** What the search of the address finds. While the next one is on its way the last one stays. */
export function useExplorer({ port, head }: Log, { search }: AuditAddress): ExplorerData {
  const found = useInfiniteQuery({
    queryKey: ['audit', 'search', search],
    queryFn: ({ pageParam, signal }) => port.search(search, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const counted = useQuery({
    queryKey: ['audit', 'count', search],
    queryFn: ({ signal }) => port.count(search, signal),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  });
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? NO_ROWS, [data]);
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const state = useMemo(
    () => dataStateOf({ isRead: data !== undefined, error, retry: () => void refetch() }),
    [data, error, refetch],
  );
  const bucketState = useMemo(
    () =>
      dataStateOf({
        isRead: counted.data !== undefined,
        error: counted.error,
        retry: () => void counted.refetch(),
      }),
    [counted.data, counted.error, counted.refetch],
  );
  return {
    rows,
    state,
    total: counted.data?.total ?? null,
    isMore: counted.data?.isMore ?? false,
    hasMore: hasNextPage,
    onNearEnd,
    facets: counted.data?.facets ?? (counted.error === null ? null : NO_FACETS),
    buckets: counted.data?.buckets ?? NO_BUCKETS,
    bucketState,
    chains: head?.chains.length ?? 1,
  };
}
