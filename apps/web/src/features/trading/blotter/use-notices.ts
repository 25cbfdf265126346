'use client';

import { matchQuery, type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
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
/** Of orders, and of balances; what is older than so many newer is left to the next reading. */
const MOST_KEPT = 5_000;
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

/** Oldest first, so that what nobody needs any more stands in front. */
function keep<View>(kept: Map<string, Kept<View>>, key: string, now: Kept<View>): void {
  kept.delete(key);
  kept.set(key, now);
  for (const [oldest, { atMs }] of kept) {
    if (kept.size <= MOST_KEPT && atMs >= now.atMs - KEPT_MS) return;
    kept.delete(oldest);
  }
}

function toldSince<View>(
  kept: ReadonlyMap<string, Kept<View>>,
  sinceMs: number,
): ReadonlyMap<string, View> {
  const oldest = Math.max(sinceMs, performance.now() - KEPT_MS);
  const told = [...kept].filter(([, { atMs }]) => atMs >= oldest);
  return new Map(told.map(([key, { view }]) => [key, view]));
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
      client.getQueryCache().subscribe((event) => {
        // After a reading of these lists: what was told while it was under way.
        if (event.type !== 'updated' || event.action.type !== 'success') return;
        if (event.action.manual !== true && keeper.isOfOurs(event.query)) keeper.putAll();
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
  #putAtMs = 0;

  constructor(client: QueryClient, lists: Lists) {
    this.#client = client;
    this.#lists = lists;
  }

  hear(body: NoticeBody): void {
    const atMs = performance.now();
    switch (body.topic) {
      case 'trading.orders':
        keep(this.#orders, body.payload.clOrdId, { view: body.payload, atMs });
        break;
      case 'trading.balances': {
        const { account, place, asset } = body.payload;
        keep(this.#balances, `${account} ${place} ${asset}`, { view: body.payload, atMs });
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

  isOfOurs(query: Query): boolean {
    return [this.#lists.orders, this.#lists.funds].some((list) => matchQuery(list, query));
  }

  /** What was told since it was last put. */
  put(): void {
    this.#putSince(this.#putAtMs);
  }

  /** Whatever a reading that has just ended may not have seen. */
  putAll(): void {
    this.#putSince(0);
  }

  #putSince(sinceMs: number): void {
    this.#putAtMs = performance.now();
    const told = toldSince(this.#orders, sinceMs);
    if (told.size > 0) this.#putOrders(told);
    const balances = toldSince(this.#balances, sinceMs);
    if (balances.size > 0) this.#putBalances([...balances.values()]);
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
