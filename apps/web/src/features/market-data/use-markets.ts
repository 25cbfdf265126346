'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import type { BookView, InstrumentRow, Quote } from './model.ts';

export const INTERVALS = ['1m', '5m', '15m', '1h', '6h', '1d'] as const;
export type Interval = (typeof INTERVALS)[number];

/** What stands in the place of the chart; the book only where it has no place of its own. */
export const VIEWS = ['chart', 'depth', 'table', 'trades', 'venues', 'book'] as const;
export type View = (typeof VIEWS)[number];

/** What the page shows stands in its address. */
export function useMarketAddress() {
  const [address, setAddress] = useQueryStates({
    instrument: parseAsString.withDefault('BTC/USDT'),
    interval: parseAsStringLiteral(INTERVALS).withDefault('15m'),
    /** One venue's candles; all of them without. */
    venue: parseAsString,
    view: parseAsStringLiteral(VIEWS).withDefault('chart'),
    book: parseAsStringLiteral(['all', 'venues'] as const).withDefault('all'),
  });
  return { address, change: (to: Parameters<typeof setAddress>[0]) => void setAddress(to) };
}

export type MarketChange = ReturnType<typeof useMarketAddress>['change'];
export type MarketAddress = ReturnType<typeof useMarketAddress>['address'];

/** Terms and fees change seldom; prices come by the stream. */
const LIST_EVERY_MS = 60_000;

export function useInstruments() {
  const trpc = useTRPC();
  const listed = useQuery(
    trpc.markets.listInstruments.queryOptions({}, { refetchInterval: LIST_EVERY_MS }),
  );
  const heard = useLive('market-data.quotes');
  const rows = useMemo<readonly InstrumentRow[]>(() => {
    const quotes = new Map<string, Quote>(
      heard.map(({ payload }) => [payload.instrument, payload]),
    );
    return (listed.data?.instruments ?? []).map((row) => {
      const quote = quotes.get(row.instrument);
      return quote === undefined ? row : { ...row, quote };
    });
  }, [listed.data, heard]);
  return { listed, rows };
}

/** Who reads a book is told of it for a minute from then on. */
const READ_AGAIN_MS = 30_000;

/** The book of one instrument, kept new by the stream. */
export function useBook(instrument: string) {
  const trpc = useTRPC();
  const asked = useQuery(
    trpc.markets.getBook.queryOptions({ instrument }, { refetchInterval: READ_AGAIN_MS }),
  );
  const heard = useLive('market-data.books', instrument);
  const live = heard.find(({ payload }) => payload.instrument === instrument);
  const read = asked.data;
  const book: BookView | undefined =
    live !== undefined && (read === undefined || live.payload.at >= read.at) ? live.payload : read;
  return { asked, book, heardAtMs: live?.atMs ?? null };
}
