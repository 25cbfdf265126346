'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import type { OrderRow } from './model.ts';

/** The stream tells at once; this is for what was told while the line was away. */
const AGAIN_MS = 10_000;
const MOST = 200;

type Working = Pick<
  OrderRow,
  'clOrdId' | 'side' | 'ordType' | 'price' | 'leavesQty' | 'ordStatus' | 'level'
>;

const ENDED: ReadonlySet<string> = new Set(['Filled', 'Canceled', 'Rejected', 'Expired']);

/** Orders that rest in an instrument at a limit, and the newest fills in it, as far as one sees them. */
export function useOwnInMarket(instrument: string) {
  const trpc = useTRPC();
  const orders = useQuery(
    trpc.trading.listOrders.queryOptions(
      { show: 'Working', instrument, most: MOST },
      { refetchInterval: AGAIN_MS },
    ),
  );
  const executions = useQuery(
    trpc.trading.listExecutions.queryOptions(
      { instrument, most: MOST },
      { refetchInterval: AGAIN_MS },
    ),
  );
  const toldOrders = useLive('trading.orders');
  const toldFills = useLive('trading.fills');
  const levels = useMemo(() => {
    const known = new Map<string, Working>();
    for (const order of orders.data?.orders ?? []) known.set(order.clOrdId, order);
    for (const { payload } of toldOrders) {
      if (payload.instrument === instrument) known.set(payload.clOrdId, payload);
    }
    return [...known.values()].flatMap(
      ({ side, ordType, price, leavesQty: quantity, ordStatus, level }) =>
        level === 'Parent' && ordType === 'Limit' && price !== null && !ENDED.has(ordStatus)
          ? [{ side, price, quantity }]
          : [],
    );
  }, [orders.data, toldOrders, instrument]);
  const fills = useMemo(() => {
    const known = new Map<
      string,
      { at: string; price: string; side: 'Buy' | 'Sell'; quantity: string }
    >();
    for (const { venueAccount, execId, tradedAt, lastPx, lastQty, side } of executions.data
      ?.executions ?? []) {
      const fill = { at: tradedAt, price: lastPx, side, quantity: lastQty };
      known.set(`${venueAccount} ${execId}`, fill);
    }
    for (const { payload } of toldFills) {
      const { venueAccount, execId, at, lastPx, lastQty, side } = payload;
      if (payload.instrument !== instrument) continue;
      const fill = { at, price: lastPx, side, quantity: lastQty };
      if (!known.has(`${venueAccount} ${execId}`)) known.set(`${venueAccount} ${execId}`, fill);
    }
    return [...known.values()];
  }, [executions.data, toldFills, instrument]);
  return { levels, fills };
}
