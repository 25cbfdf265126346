'use client';

import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { addMs, fromEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { PriceChart } from '@/ui/chart/price-chart.tsx';
import { useNow } from '@/ui/clock.ts';
import { Segmented } from '@/ui/segmented.tsx';
import type { InstrumentRow } from './model.ts';
import { INTERVALS, type Interval, type MarketAddress } from './use-markets.ts';
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
const BARS = 180;
const MOST_DAYS = 40;
const AGAIN_MS = 5_000;

/** The span of the bars, to the whole interval, so that it is asked for once per bar. */
function spanOf(nowMs: number, interval: Interval): { from: UtcTime; to: UtcTime } {
  const ms = INTERVAL_MS[interval];
  const to = fromEpochMs((Math.floor(nowMs / ms) + 1) * ms);
  const length = Math.min(BARS * ms, MOST_DAYS * 1_440 * MINUTE_MS - ms);
  return { from: addMs(to, -length), to };
}

export function Candles({
  row,
  address,
  height,
  view,
  onChange,
}: {
  readonly row: InstrumentRow;
  readonly address: MarketAddress;
  readonly height: number;
  /** The choice between price and depth. */
  readonly view: ReactNode;
  readonly onChange: (to: { interval?: Interval; venue?: string | null }) => void;
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
  const candles = isOther
    ? []
    : (bars.data?.bars ?? []).map(({ opensAt: at, open, high, low, close, volume }) => ({
        at,
        open,
        high,
        low,
        close,
        volume,
      }));
  const decimals = decimalsOf(row);
  const last = candles.at(-1);
  const where = venue === null ? 'all venues' : venueName(venue);
  return (
    <PriceChart
      title="Market"
      about={
        <span className="flex items-center gap-4">
          {view} {where}
        </span>
      }
      label={`${instrument} at ${where}, ${candles.length} bars of ${interval}${last === undefined ? '' : `, the last at ${last.close}`}.`}
      series={`${instrument} ${interval} ${venue ?? ''}`}
      candles={candles}
      decimals={decimals.price}
      quantityDecimals={decimals.quantity}
      unit={row.quoteAsset}
      height={height}
      state={dataStateOf(
        isOther ? { ...bars, data: undefined } : bars,
        'The bars could not be read.',
      )}
      empty={{ sentence: 'Nothing was traded in this span.', next: 'Choose a longer interval.' }}
      actions={
        <>
          <Segmented
            label="Interval"
            value={interval}
            onValueChange={(to) => onChange({ interval: to })}
            options={INTERVALS.map((one) => ({ value: one, label: one }))}
          />
          {row.venues.length > 1 && (
            <Segmented
              label="Venue"
              value={venue ?? 'all'}
              onValueChange={(to) => onChange({ venue: to === 'all' ? null : to })}
              options={[
                { value: 'all', label: 'All' },
                ...row.venues.map((one) => ({
                  value: one.venue,
                  label: venueName(one.venue),
                })),
              ]}
              className="max-md:hidden"
            />
          )}
        </>
      }
    />
  );
}
