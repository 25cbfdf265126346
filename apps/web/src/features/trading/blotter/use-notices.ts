'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { BalanceView, NoticeBody, OrderView } from '@ultrathink/domain/engine';
import { useEffect } from 'react';
import { useLine } from '@/features/live/provider.tsx';
import { useTRPC } from '@/trpc/client.ts';
import type { FundsRow } from '../model.ts';
import { isOutdated, type OrderPage, type Told, withBalances, withTold } from './merge.ts';

/** What was told within it is put into the lists at once. */
const PUT_EVERY_MS = 100;
/** Lists that lack something are read again at most so often, however much is told. */
const READ_EVERY_MS = 1_500;
/** A reading that was under way while something was told may be older than that: it is put in again. */
const KEPT_MS = 10_000;
/** Of a longer list only what was told is put in: to read it whole would be hundreds of pages. */
const MOST_PAGES_READ_AGAIN = 3;

interface Pages<Page> {
  readonly pages: readonly Page[];
}
type Listed<Page> = Page | Pages<Page>;

const pagesOf = <Page extends object>(data: Listed<Page>): readonly Page[] =>
  'pages' in data ? data.pages : [data];

function changed<Page extends object>(
  data: Listed<Page> | undefined,
  change: (page: Page) => Page,
): Listed<Page> | undefined {
  if (data === undefined) return undefined;
  if (!('pages' in data)) return change(data);
  const pages = data.pages.map(change);
  return pages.some((page, at) => page !== data.pages[at]) ? { ...data, pages } : data;
}

interface Kept<View> {
  readonly view: View;
  readonly atMs: number;
}

/** Queries of one procedure: where they stand in the cache. */
interface Filter {
  readonly queryKey: readonly unknown[];
}

/**
 * Puts what the engine tells into every list of orders and balances that was read, and has those read
 * again that lack something. Once for all blotters of a page.
 */
export function useTradingNotices(): void {
  const line = useLine();
  const trpc = useTRPC();
  const client = useQueryClient();
  useEffect(() => {
    if (line === null) return;
    const keeper = new NoticeKeeper(client, {
      orders: trpc.trading.listOrders.pathFilter(),
      funds: trpc.trading.listFunds.pathFilter(),
      executions: trpc.trading.listExecutions.pathFilter(),
      positions: trpc.trading.listPositions.pathFilter(),
    });
    const stops = [
      line.want('trading.orders'),
      line.want('trading.fills'),
      line.want('trading.balances'),
      line.onNotice((body) => keeper.hear(body)),
      client.getQueryCache().subscribe(({ type, query }) => {
        // After a reading of these lists: what was told while it was under way.
        if (type === 'updated' && query.state.fetchStatus === 'idle') keeper.put();
      }),
      () => keeper.close(),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [line, client, trpc]);
}

type Lists = Readonly<Record<'orders' | 'funds' | 'executions' | 'positions', Filter>>;

class NoticeKeeper {
  readonly #client: QueryClient;
  readonly #lists: Lists;
  readonly #orders = new Map<string, Kept<OrderView>>();
  readonly #balances = new Map<string, Kept<BalanceView>>();
  readonly #due = new Set<Filter>();
  #putTimer: ReturnType<typeof setTimeout> | undefined;
  #readTimer: ReturnType<typeof setTimeout> | undefined;
  #isPutting = false;

  constructor(client: QueryClient, lists: Lists) {
    this.#client = client;
    this.#lists = lists;
  }

  hear(body: NoticeBody): void {
    const atMs = performance.now();
    switch (body.topic) {
      case 'trading.orders':
        this.#orders.set(body.payload.clOrdId, { view: body.payload, atMs });
        break;
      case 'trading.balances': {
        const { account, place, asset } = body.payload;
        this.#balances.set(`${account} ${place} ${asset}`, { view: body.payload, atMs });
        break;
      }
      case 'trading.fills':
        this.#readSoon(this.#lists.executions, this.#lists.positions);
        return;
      default:
        return;
    }
    this.#putTimer ??= setTimeout(() => {
      this.#putTimer = undefined;
      this.put();
    }, PUT_EVERY_MS);
  }

  put(): void {
    if (this.#isPutting) return;
    this.#isPutting = true;
    const told = this.#told(this.#orders);
    if (told.size > 0) this.#putOrders(told);
    const balances = this.#told(this.#balances);
    if (balances.size > 0) this.#putBalances([...balances.values()]);
    this.#isPutting = false;
  }

  #told<View>(kept: Map<string, Kept<View>>): ReadonlyMap<string, View> {
    const oldest = performance.now() - KEPT_MS;
    for (const [key, { atMs }] of kept) if (atMs < oldest) kept.delete(key);
    return new Map([...kept].map(([key, { view }]) => [key, view]));
  }

  #putOrders(told: Told): void {
    const { orders } = this.#lists;
    const lists = this.#client.getQueriesData<Listed<OrderPage>>(orders);
    const isShort = lists.some(([, data]) => data !== undefined && isOutdated(pagesOf(data), told));
    this.#client.setQueriesData<Listed<OrderPage>>(orders, (data) =>
      changed(data, (page) => withTold(page, told)),
    );
    if (isShort) this.#readSoon(orders);
  }

  #putBalances(told: readonly BalanceView[]): void {
    type Page = { readonly funds: readonly FundsRow[] };
    this.#client.setQueriesData<Listed<Page>>(this.#lists.funds, (data) =>
      changed(data, (page) => {
        const funds = withBalances(page.funds, told);
        return funds === page.funds ? page : { ...page, funds };
      }),
    );
  }

  #readSoon(...filters: readonly Filter[]): void {
    for (const filter of filters) this.#due.add(filter);
    this.#readTimer ??= setTimeout(() => {
      this.#readTimer = undefined;
      for (const queryKey of [...this.#due].map((filter) => filter.queryKey)) {
        void this.#client.invalidateQueries({
          queryKey,
          predicate: ({ state }) => {
            const data = state.data as Listed<object> | undefined;
            return data === undefined || pagesOf(data).length <= MOST_PAGES_READ_AGAIN;
          },
        });
      }
      this.#due.clear();
    }, READ_EVERY_MS);
  }

  close(): void {
    clearTimeout(this.#putTimer);
    clearTimeout(this.#readTimer);
  }
}
