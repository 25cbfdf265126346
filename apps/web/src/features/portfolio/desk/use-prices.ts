'use client';

import { useQuery } from '@tanstack/react-query';
import { fromEpochMs, toEpochMs } from '@ultrathink/domain/kernel';
import { useMemo, useRef } from 'react';
import { type Live, useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import { useNow } from '@/ui/clock.ts';
import { type Marks, marksOf } from './marks.ts';

/** Terms change seldom; prices come by the stream. */
const LIST_EVERY_MS = 60_000;
/** A page of figures that moves more often is none that anybody reads. */
const VALUE_EVERY_MS = 1_000;

export const MONEY = 'USD';

/** Fraction digits of an instrument; what is finer is told by the cell's title. */
export interface Decimals {
  readonly size: number;
  readonly price: number;
}

const MOST_DECIMALS = 5;

/** How far the clock that quotes are told by is ahead of this one: the least late of them says it. */
function aheadMs(heard: readonly Live<'market-data.quotes'>[]): number {
  const each = heard.map(
    ({ payload, atMs }) => toEpochMs(payload.at) - (performance.timeOrigin + atMs),
  );
  return each.length === 0 ? 0 : Math.max(...each);
}

/** Prices and what they make assets worth, once a second. */
export function usePrices(): {
  readonly marks: Marks;
  readonly instruments: readonly string[];
  readonly decimals: ReadonlyMap<string, Decimals>;
} {
  const trpc = useTRPC();
  const listed = useQuery(
    trpc.markets.listInstruments.queryOptions({}, { refetchInterval: LIST_EVERY_MS }),
  );
  const heard = useLive('market-data.quotes');
  const latest = useRef(heard);
  latest.current = heard;
  const now = useNow(VALUE_EVERY_MS);
  const rows = listed.data?.instruments;
  const readAt = listed.data?.at;
  const marks = useMemo(() => {
    const quotes = new Map(latest.current.map(({ payload }) => [payload.instrument, payload]));
    const isLive = now !== null && latest.current.length > 0;
    const at = isLive
      ? fromEpochMs(Math.max(0, Math.round(now + aheadMs(latest.current))))
      : (readAt ?? fromEpochMs(0));
    return marksOf(rows ?? [], quotes, { money: MONEY, at });
  }, [rows, readAt, now]);
  const names = useMemo(() => (rows ?? []).map(({ instrument }) => instrument), [rows]);
  const decimals = useMemo(
    () =>
      new Map(
        (rows ?? []).map(({ instrument, venues }) => [
          instrument,
          {
            size: Math.min(MOST_DECIMALS, ...venues.map(({ stepSize }) => decimalsOf(stepSize))),
            price: Math.max(2, ...venues.map(({ tickSize }) => decimalsOf(tickSize))),
          },
        ]),
      ),
    [rows],
  );
  return { marks, instruments: names, decimals };
}

const decimalsOf = (step: string): number => (step.split('.')[1] ?? '').replace(/0+$/, '').length;
