'use client';

import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { addMs, fromEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import type { Candle } from '@/ui/chart/candles.ts';
import { PriceChart } from '@/ui/chart/price-chart.tsx';
import { useNow } from '@/ui/clock.ts';
import type { InstrumentRow } from './model.ts';
import { fillsByCandle, limitsOf, type OwnInMarket } from './own.ts';
import type { Interval, MarketAddress } from './use-markets.ts';
import { decimalsOf, venueName } from './words.ts';

const MINUTE_MS = 60_000;
const INTERVAL_MS: Readonly<Record<Interval, number>> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '6h': 360 * MINUTE_MS,
  '1d': 1_440 * MINUTE_MS,
};

/** Bars of a chart; as many as a screen can tell apart. */
const BARS = 120;
const MOST_DAYS = 40;
const AGAIN_MS = 5_000;
const NONE: readonly Candle[] = [];

/** The span of the bars, to the whole interval, so that it is asked for once per bar. */
function spanOf(nowMs: number, interval: Interval): { from: UtcTime; to: UtcTime } {
  const ms = INTERVAL_MS[interval];
  const to = fromEpochMs((Math.floor(nowMs / ms) + 1) * ms);
  const length = Math.min(BARS * ms, MOST_DAYS * 1_440 * MINUTE_MS - ms);
  return { from: addMs(to, -length), to };
}

/** Bars of one venue or of all, with our own limits and fills drawn in. */
export function Candles({
  row,
  address,
  view,
  own,
}: {
  readonly row: InstrumentRow;
  readonly address: Pick<MarketAddress, 'interval' | 'venue'>;
  readonly view: 'chart' | 'table';
  readonly own: OwnInMarket;
}) {
  const trpc = useTRPC();
  const nowMs = useNow(MINUTE_MS);
  const { instrument } = row;
  const { interval } = address;
  const venue = row.venues.some((one) => one.venue === address.venue) ? address.venue : null;
  const bars = useQuery(
    trpc.markets.listBars.queryOptions(
      nowMs === null
        ? skipToken
        : {
            instrument,
            interval,
            ...spanOf(nowMs, interval),
            ...(venue !== null && { venue }),
          },
      { refetchInterval: AGAIN_MS, placeholderData: keepPreviousData },
    ),
  );
  const isOther = bars.data !== undefined && bars.data.instrument !== instrument;
  const read = isOther ? undefined : bars.data?.bars;
  const candles = useMemo<readonly Candle[]>(
    () =>
      read?.map(({ opensAt: at, open, high, low, close, volume }) => ({
        ...{ at, open, high, low, close, volume },
      })) ?? NONE,
    [read],
  );
  const fills = useMemo(() => fillsByCandle(own.fills, candles), [own.fills, candles]);
  const limits = useMemo(() => limitsOf(own), [own]);
  const decimals = decimalsOf(row);
  const last = candles.at(-1);
  const where = venue === null ? 'all venues' : venueName(venue);
  return (
    <PriceChart
      title="Market"
      label={`${instrument} at ${where}, ${candles.length} bars of ${interval}${last === undefined ? '' : `, the last at ${last.close}`}.`}
      series={`${instrument} ${interval} ${venue ?? ''}`}
      candles={candles}
      fills={fills}
      limits={limits}
      decimals={decimals.price}
      quantityDecimals={decimals.quantity}
      unit={row.quoteAsset}
      height="fill"
      view={view}
      state={dataStateOf(
        isOther ? { ...bars, data: undefined } : bars,
        'The bars could not be read.',
      )}
      empty={{ sentence: 'Nothing was traded in this span.', next: 'Choose a longer interval.' }}
    />
  );
}
