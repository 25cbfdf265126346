'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { isEnded } from '@ultrathink/domain/trading';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import type { OrderRow } from '../model.ts';

const MOST = 200;
const WORKING_MS = 3_000;
const QUIET_MS = 15_000;

/** An order with the venue that has not answered for it, where one has not. */
export interface OwnOrder {
  readonly order: OrderRow;
  readonly doubtfulVenue: string | null;
}

/** The newest orders of one's own, looked at again and again: sooner while something works. */
export function useOwnOrders(most = MOST) {
  const trpc = useTRPC();
  const listed = useQuery(
    trpc.trading.listOrders.queryOptions(
      { show: 'All', most, withChildren: true },
      {
        placeholderData: keepPreviousData,
        refetchInterval: ({ state }) =>
          state.data?.orders.some(({ ordStatus }) => !isEnded(ordStatus)) ? WORKING_MS : QUIET_MS,
      },
    ),
  );
  const { data } = listed;
  const rows = useMemo<readonly OwnOrder[]>(() => {
    const doubtful = new Map(
      (data?.children ?? []).flatMap(({ parentClOrdId, unconfirmedSince, venue }) =>
        unconfirmedSince === null ? [] : [[parentClOrdId as string | null, venue] as const],
      ),
    );
    return (data?.orders ?? []).map((order) => ({
      order,
      doubtfulVenue: doubtful.get(order.clOrdId) ?? null,
    }));
  }, [data]);
  return { listed, rows, isMore: data?.isMore ?? false };
}
