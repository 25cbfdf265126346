'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useMemo, useRef } from 'react';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import type { OrderRow } from './model.ts';

export const SHOWS = ['working', 'ended', 'executions', 'positions', 'funds'] as const;
export type Show = (typeof SHOWS)[number];

/** What the page shows stands in its address. */
export function useBlotterAddress() {
  const [address, setAddress] = useQueryStates({
    show: parseAsStringLiteral(SHOWS).withDefault('working'),
    /** The order that is open beside the list. */
    order: parseAsString,
    account: parseAsString,
    instrument: parseAsString.withDefault('BTC/USDT'),
  });
  return { address, change: (to: Parameters<typeof setAddress>[0]) => void setAddress(to) };
}

/** Lists are read again this long after something was told, so that many changes cost one reading. */
const AGAIN_MS = 400;
/** And this often in any case: a line that is silent is no proof that nothing happened. */
const POLL_MS = 10_000;
const MOST = 200;

/** Orders as read, with what the stream has told of them since. */
export function useOrders(show: 'Working' | 'Ended') {
  const trpc = useTRPC();
  const listed = useQuery(
    trpc.trading.listOrders.queryOptions(
      { show, most: MOST },
      { refetchInterval: POLL_MS, placeholderData: keepPreviousData },
    ),
  );
  const heard = useLive('trading.orders');
  const rows = useMemo<readonly OrderRow[]>(() => {
    const told = new Map(heard.map(({ payload }) => [payload.clOrdId, payload]));
    return (listed.data?.orders ?? []).map((row) => {
      const now = told.get(row.clOrdId);
      if (now === undefined) return row;
      const { ordStatus, cumQty, leavesQty, avgPx, orderQty, price, stopPx } = now;
      return { ...row, ordStatus, cumQty, leavesQty, avgPx, orderQty, price, stopPx };
    });
  }, [listed.data, heard]);
  useReadAgain(heard.length + heard.reduce((latest, { atMs }) => Math.max(latest, atMs), 0));
  return { listed, rows };
}

/** Reads what concerns trading again, once for all that was told in between. */
function useReadAgain(told: number): void {
  const client = useQueryClient();
  const trpc = useTRPC();
  const path = useRef(trpc.trading.pathFilter());
  useEffect(() => {
    if (told === 0) return;
    const timer = setTimeout(() => void client.invalidateQueries(path.current), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [client, told]);
}
