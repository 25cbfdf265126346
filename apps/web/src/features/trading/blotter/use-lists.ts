'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { inferRouterInputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { decimal, lessThan } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { useCallback, useMemo, useState } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.ts';
import type { AskedRows } from '@/ui/table/use-data-table.ts';
import { exportAll } from '../export-all.ts';
import type { OrderRow } from '../model.ts';
import { useAccounts } from '../use-accounts.ts';
import { type Known, type Narrowing, narrowingOf } from './narrowing.ts';

type Inputs = inferRouterInputs<AppRouter>['trading'];
type OrdersInput = NonNullable<Inputs['listOrders']>;
type ExecutionsInput = NonNullable<Inputs['listExecutions']>;

/** Rows of one reading; the next ones come as the end comes into sight. */
const PAGE = 200;
/** A line that is silent is no proof that nothing happened. */
const LOOK_AGAIN_MS = 60_000;

const VENUES = ['binance', 'coinbase', 'kraken', 'paper'] as const;

/** Names of what rows tell by id, and the decimals of each instrument. */
export interface Naming extends Known {
  readonly priceDecimals: (instrument: string) => number;
  readonly sizeDecimals: (instrument: string) => number;
  /** Steps that each venue of it takes: the coarsest of theirs. */
  readonly stepsOf: (instrument: string) => { readonly lot: string; readonly tick: string };
}

/** Fraction digits of the finest of these steps: so many tell all that a venue takes. */
const decimalsOf = (steps: readonly string[]): number =>
  Math.max(0, ...steps.map((step) => (step.split('.')[1] ?? '').replace(/0+$/, '').length));

const coarsest = (steps: readonly string[]): string =>
  steps.reduce((most, step) => (lessThan(decimal(most), decimal(step)) ? step : most), FINEST);

const FINEST = '0.00000001';

const MOST_SIZE_DECIMALS = 5;

/** Before terms are known, and where nobody trades it any more. */
const SOME_STEPS = { price: 2, size: 4, lot: FINEST, tick: FINEST };

export function useNaming(): Naming {
  const trpc = useTRPC();
  const { accounts } = useAccounts();
  const listed = useQuery(trpc.markets.listInstruments.queryOptions({}));
  return useMemo(() => {
    const instruments = listed.data?.instruments ?? [];
    const steps = new Map(
      instruments.map(({ instrument, venues }) => [
        instrument,
        {
          price: decimalsOf(venues.map(({ tickSize }) => tickSize)),
          // Of the coarsest: what is finer is told by the cell's title.
          size: Math.min(
            MOST_SIZE_DECIMALS,
            decimalsOf([coarsest(venues.map(({ stepSize }) => stepSize))]),
          ),
          lot: coarsest(venues.map(({ stepSize }) => stepSize)),
          tick: coarsest(venues.map(({ tickSize }) => tickSize)),
        },
      ]),
    );
    const of = (instrument: string) => steps.get(instrument) ?? SOME_STEPS;
    return {
      clients: new Map(accounts.map(({ client, clientName }) => [client, clientName])),
      accounts: new Map(accounts.map(({ account, name }) => [account, name])),
      instruments: instruments.map(({ instrument }) => instrument),
      venues: new Map(VENUES.map((venue) => [venue, venueName(venue)])),
      priceDecimals: (instrument) => of(instrument).price,
      sizeDecimals: (instrument) => of(instrument).size,
      stepsOf: (instrument) => {
        const { lot, tick } = of(instrument);
        return { lot, tick };
      },
    };
  }, [accounts, listed.data]);
}

/** What the table is asked for, as the server takes it; null until the table has said it. */
export function useNarrowing(naming: Naming) {
  const [asked, setAsked] = useState<AskedRows | null>(null);
  const onAsked = useCallback((next: AskedRows) => setAsked(next), []);
  const narrowing = useMemo(
    () => (asked === null ? null : narrowingOf(asked.filters, naming)),
    [asked, naming],
  );
  return { narrowing, onAsked };
}

/** Orders with what venues were sent of them, page by page. */
export function useOrderPages(
  show: 'Working' | 'Ended',
  narrowing: Narrowing | null,
  instrument: string | null,
) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { venues: _, ...rest } = narrowing ?? { venues: null };
  const input = {
    ...{ show, instrument, most: PAGE, withChildren: true },
    ...(rest as Partial<OrdersInput>),
  } satisfies OrdersInput;
  const listed = useInfiniteQuery({
    queryKey: [...trpc.trading.listOrders.pathKey(), { input, type: 'pages' }],
    queryFn: ({ pageParam, signal }) =>
      client.trading.listOrders.query({ ...input, before: pageParam }, { signal }),
    initialPageParam: null as OrderRow['clOrdId'] | null,
    getNextPageParam: ({ orders, isMore }) => (isMore ? orders.at(-1)?.clOrdId : undefined),
    enabled: narrowing !== null,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : LOOK_AGAIN_MS),
  });
  const pages = listed.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap(({ orders }) => orders), [pages]);
  const families = useMemo(() => {
    const found = new Map<string, OrderRow[]>();
    for (const child of (pages ?? []).flatMap(({ children }) => children)) {
      const parent = child.parentClOrdId ?? '';
      found.set(parent, [...(found.get(parent) ?? []), child]);
    }
    return found;
  }, [pages]);
  const childrenOf = useCallback(
    ({ clOrdId }: OrderRow) => families.get(clOrdId) as readonly OrderRow[] | undefined,
    [families],
  );
  const file = exportAll('orders', { show, instrument, ...rest });
  return { listed, rows, childrenOf, file, onNearEnd: useMore(listed) };
}

export function useExecutionPages(narrowing: Narrowing | null, instrument: string | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { statuses: _, ...rest } = narrowing ?? { statuses: null };
  const input = {
    ...{ instrument, most: PAGE },
    ...(rest as Partial<ExecutionsInput>),
  } satisfies ExecutionsInput;
  const listed = useInfiniteQuery({
    queryKey: [...trpc.trading.listExecutions.pathKey(), { input, type: 'pages' }],
    queryFn: ({ pageParam, signal }) =>
      client.trading.listExecutions.query({ ...input, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: narrowing !== null,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : LOOK_AGAIN_MS),
  });
  const pages = listed.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap(({ executions }) => executions), [pages]);
  const file = exportAll('executions', { instrument, ...rest });
  return { listed, rows, file, onNearEnd: useMore(listed) };
}

interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetching: boolean;
  readonly fetchNextPage: () => unknown;
}

function useMore({ hasNextPage, isFetching, fetchNextPage }: Paged): () => void {
  return useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
}
