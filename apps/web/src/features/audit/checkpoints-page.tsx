'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { CheckpointsView } from './checkpoints-view.tsx';
import { dataStateOf } from './data-state.ts';
import { useLog } from './use-log.tsx';

export function CheckpointsPage() {
  const { port, head, headState } = useLog();
  const read = useInfiniteQuery({
    queryKey: ['audit', 'checkpoints'],
    queryFn: ({ pageParam }) => port.checkpoints(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = read;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const state = useMemo(
    () => dataStateOf({ isRead: data !== undefined, error, retry: () => void refetch() }),
    [data, error, refetch],
  );
  return (
    <CheckpointsView
      rows={rows}
      state={state}
      onNearEnd={onNearEnd}
      head={head}
      headState={headState}
    />
  );
}
