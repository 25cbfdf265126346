'use client';

import { useQuery } from '@tanstack/react-query';
import { decimal, lessThan, scaleOf } from '@ultrathink/domain/kernel';
import { useMemo } from 'react';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import type { Touch } from './draft.ts';

/** What may be ordered, in steps that every venue of it takes: the coarsest of theirs. */
export interface Tradeable {
  readonly name: string;
  readonly lot: string;
  readonly tick: string;
  /** Decimals that its prices are read with: of the finest tick of its venues. */
  readonly digits: number;
  readonly touch: Touch & { readonly mid: string | null };
}

const FINEST = '0.00000001';
const NO_TOUCH = { bid: null, ask: null, mid: null };

const coarsest = (steps: readonly string[]): string =>
  steps.reduce((most, step) => (lessThan(decimal(most), decimal(step)) ? step : most), FINEST);

/** Digits that prices of a tick are written with. */
const digitsOf = (step: string): number => Math.min(8, scaleOf(decimal(step)));

/** Terms change seldom; prices come by the stream. */
const AGAIN_MS = 60_000;

function useListed() {
  const trpc = useTRPC();
  return useQuery(trpc.markets.listInstruments.queryOptions({}, { refetchInterval: AGAIN_MS }));
}

/** What can be ordered, by name. */
export function useTradeableNames(): readonly string[] {
  const { data } = useListed();
  return useMemo(() => (data?.instruments ?? []).map(({ instrument }) => instrument), [data]);
}

/** Digits that prices of an instrument are read with; two where nobody lists it any more. */
export function usePriceDigits(name: string): number {
  const { data } = useListed();
  const found = data?.instruments.find(({ instrument }) => instrument === name);
  return Math.max(2, ...(found?.venues ?? []).map(({ tickSize }) => digitsOf(tickSize)));
}

/** An instrument with its steps, and its best prices now. */
export function useTradeable(name: string): Tradeable {
  const listed = useListed();
  const heard = useLive('market-data.quotes');
  const found = listed.data?.instruments.find(({ instrument }) => instrument === name);
  const live = heard.find(({ payload }) => payload.instrument === name)?.payload;
  const quote = live ?? found?.quote ?? null;
  const tradeable: Tradeable = {
    name,
    lot: found === undefined ? FINEST : coarsest(found.venues.map(({ stepSize }) => stepSize)),
    tick: found === undefined ? FINEST : coarsest(found.venues.map(({ tickSize }) => tickSize)),
    digits: Math.max(0, ...(found?.venues ?? []).map(({ tickSize }) => digitsOf(tickSize))),
    touch:
      quote === null
        ? NO_TOUCH
        : { bid: quote.bid?.price ?? null, ask: quote.ask?.price ?? null, mid: quote.mid },
  };
  return tradeable;
}
