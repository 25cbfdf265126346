'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';

const AGAIN_MS = 10_000;

/** Open doubts, read again when the stream tells that one begins or ends. */
export function useUnconfirmed() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const heard = useLive('trading.orders')
    .flatMap(({ payload: { clOrdId, unconfirmed } }) =>
      unconfirmed.length > 0 ? `${clOrdId} ${unconfirmed.join()}` : [],
    )
    .join('|');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was heard is why it is read again
  useEffect(() => {
    void queryClient.invalidateQueries(trpc.trading.listUnconfirmed.pathFilter());
  }, [heard, queryClient, trpc]);
  return useQuery(
    trpc.trading.listUnconfirmed.queryOptions({ client: null }, { refetchInterval: AGAIN_MS }),
  );
}

export function useBreaks(show: 'Open' | 'Closed') {
  const trpc = useTRPC();
  return useQuery(trpc.portfolio.listBreaks.queryOptions({ show }, { refetchInterval: AGAIN_MS }));
}
