'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { cn } from '../cn.ts';
import type { Column } from '../table/columns.ts';
import { untilLoaded } from '../until-loaded.ts';
import { BareAxes } from './bare-axes.tsx';
import type { Candle, OwnFill, OwnLimit, PriceData } from './candles.ts';
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';

const PricePlot = dynamic(
  () => untilLoaded(() => import('./plots/price-plot.tsx')).then((made) => made.PricePlot),
  {
    ssr: false,
    loading: () => <BareAxes loading />,
  },
);

const idOf = ({ at }: Candle) => at;

/** Prices as candles: up hollow, down solid, volume below, what is ours drawn over them. */
export function PriceChart({
  candles,
  fills,
  limits,
  decimals,
  quantityDecimals = 2,
  unit,
  series,
  ...frame
}: {
  readonly candles: readonly Candle[];
  readonly fills?: readonly OwnFill[];
  readonly limits?: readonly OwnLimit[];
  readonly decimals: number;
  readonly quantityDecimals?: number;
  /** The quote asset, for the headers of the table. */
  readonly unit: string;
  /** Which bars these are; live ones keep the reader’s place as long as it stays the same. */
  readonly series?: string;
} & Omit<ChartFrameProps<Candle>, 'table' | 'legend' | 'children'>) {
  const kind = frame.state?.kind;
  const state = kind === 'stale' || kind === 'offline' ? kind : 'ready';
  const { label } = frame;
  const data = useMemo<PriceData>(
    () => ({
      candles,
      decimals,
      label,
      state,
      ...(fills !== undefined && { fills }),
      ...(limits !== undefined && { limits }),
      ...(series !== undefined && { series }),
    }),
    [candles, fills, limits, decimals, label, state, series],
  );
  const columns = useMemo<readonly Column<Candle>[]>(() => {
    const price = (id: 'open' | 'high' | 'low' | 'close', header: string): Column<Candle> => ({
      id,
      kind: 'price',
      header,
      unit,
      decimals,
      value: (candle) => candle[id],
    });
    return [
      { id: 'at', kind: 'time', header: 'Time', detail: 'day-and-minute', width: 130, value: idOf },
      price('open', 'Open'),
      price('high', 'High'),
      price('low', 'Low'),
      price('close', 'Close'),
      {
        id: 'volume',
        kind: 'quantity',
        header: 'Volume',
        decimals: quantityDecimals,
        value: ({ volume }) => volume,
      },
    ];
  }, [unit, decimals, quantityDecimals]);
  return (
    <div className={cn('relative flex min-h-0 flex-col', frame.height === 'fill' && 'flex-1')}>
      <ChartFrame {...frame} table={{ columns, rows: candles, idOf }}>
        <PricePlot data={data} />
      </ChartFrame>
      <a
        href="https://www.tradingview.com/"
        target="_blank"
        rel="noopener noreferrer"
        className="w-fit text-ink-3 text-micro hover:text-ink hover:underline"
      >
        Charts by TradingView
        <span className="sr-only">, opens in a new tab</span>
      </a>
    </div>
  );
}
