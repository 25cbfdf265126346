'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { isEnded, ORD_STATUSES } from '@ultrathink/domain/trading';
import { useMemo } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.ts';
import { exportAll } from '../export-all.ts';
import type { OrderRow } from '../model.ts';

const MOST = 200;
const WORKING_MS = 3_000;
const QUIET_MS = 15_000;

/** An order with the venue that has not answered for it, where one has not. */
export interface OwnOrder {
  readonly order: OrderRow;
  readonly doubtfulVenue: string | null;
}

export const SHOWS = ['all', 'open', 'done', 'other'] as const;
export type Show = (typeof SHOWS)[number];

const ASKED = {
  all: { show: 'All' },
  open: { show: 'Working' },
  done: { show: 'Ended', statuses: ['Filled'] },
  other: {
    show: 'Ended',
    statuses: ORD_STATUSES.filter((status) => isEnded(status) && status !== 'Filled'),
  },
} as const;

/**
 * Orders of one's own, newest first and page by page, looked at again and again: sooner while something
 * works, later with each page that was asked for, because all of them are read again.
 */
export function useOwnOrders(show: Show = 'all', most = MOST) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { show: asked, ...chosen } = ASKED[show];
  const statuses = 'statuses' in chosen ? [...chosen.statuses] : null;
  const input = { show: asked, statuses, most, withChildren: true };
  const listed = useInfiniteQuery({
    queryKey: [...trpc.trading.listOrders.pathKey(), { input, type: 'own' }],
    queryFn: ({ pageParam, signal }) =>
      client.trading.listOrders.query({ ...input, before: pageParam }, { signal }),
    initialPageParam: null as OrderRow['clOrdId'] | null,
    getNextPageParam: ({ orders, isMore }) => (isMore ? orders.at(-1)?.clOrdId : undefined),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? [];
      const works = pages[0]?.orders.some(({ ordStatus }) => !isEnded(ordStatus)) === true;
      return pages.length > 1 ? QUIET_MS * pages.length : works ? WORKING_MS : QUIET_MS;
    },
  });
  const pages = listed.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap(rowsOf), [pages]);
  const file = exportAll('orders', { show: asked, statuses });
  return { listed, rows, file };
}

type Page = { readonly orders: readonly OrderRow[]; readonly children: readonly OrderRow[] };

function rowsOf({ orders, children }: Page): readonly OwnOrder[] {
  const doubtful = new Map(
    children.flatMap(({ parentClOrdId, unconfirmedSince, venue }) =>
      unconfirmedSince === null ? [] : [[parentClOrdId as string | null, venue] as const],
    ),
  );
  return orders.map((order) => ({ order, doubtfulVenue: doubtful.get(order.clOrdId) ?? null }));
}
