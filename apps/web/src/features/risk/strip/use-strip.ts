'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';

/** What no notice tells, breaks and the seal, is at most so old. */
const AGAIN_MS = 15_000;

/**
 * What the control strip stands on: read once, then again whenever the stream tells of a state or of
 * an order whose doubt begins or ends.
 */
export function useStrip() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const maySee = useMay('risk.readStrip');
  const found = useQuery(
    trpc.risk.getStrip.queryOptions(undefined, { refetchInterval: AGAIN_MS, enabled: maySee }),
  );
  const heard = useHeard();
  useEffect(() => {
    if (heard === '') return;
    void queryClient.invalidateQueries(trpc.risk.getStrip.pathFilter());
  }, [heard, queryClient, trpc]);
  return { strip: found.data, isLost: found.data === undefined && found.error !== null, maySee };
}

/** Changes when a trading state does, and when an order begins or ceases to be in doubt. */
function useHeard(): string {
  const states = useLive('trading.states');
  const orders = useLive('trading.orders');
  const stops = states.map(({ payload }) => `${payload.scope} ${payload.state} ${payload.at}`);
  const doubts = orders.flatMap(({ payload: { clOrdId, level, unconfirmed } }) =>
    level === 'Child' && unconfirmed.length > 0 ? `${clOrdId} ${unconfirmed.join()}` : [],
  );
  return [...stops, ...doubts].join('|');
}

export type Strip = NonNullable<ReturnType<typeof useStrip>['strip']>;
export type StripState = Strip['states'][number];
