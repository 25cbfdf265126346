'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import type { Column } from '../table/columns.ts';
import { untilLoaded } from '../until-loaded.ts';
import { BareAxes } from './bare-axes.tsx';
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';
import type { ChartUnit } from './chart-unit.ts';
import { type DepthPoint, depthOf, type Level } from './depth.ts';
import { unitColumn } from './unit-column.ts';

const DepthPlot = dynamic(
  () => untilLoaded(() => import('./plots/depth-plot.tsx')).then((made) => made.DepthPlot),
  {
    ssr: false,
    loading: () => <BareAxes loading />,
  },
);

interface DepthRow extends DepthPoint {
  readonly side: 'Bid' | 'Ask';
}

const LEGEND = [
  { id: 'bids', name: 'Bids', look: { color: 'var(--up)', dash: undefined }, fill: true },
  { id: 'asks', name: 'Asks', look: { color: 'var(--down)', dash: undefined }, fill: true },
] as const;

/** How much could be traded, and how far the price would go for it. */
export function DepthChart({
  bids,
  asks,
  price,
  quantity,
  ...frame
}: {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly price: ChartUnit;
  readonly quantity: ChartUnit;
} & Omit<ChartFrameProps<DepthRow>, 'table' | 'legend' | 'children'>) {
  const depth = useMemo(
    () => ({ bids: depthOf(bids, 'bids'), asks: depthOf(asks, 'asks') }),
    [bids, asks],
  );
  const rows = useMemo<readonly DepthRow[]>(
    () => [
      ...[...depth.asks].reverse().map((point) => ({ ...point, side: 'Ask' as const })),
      ...depth.bids.map((point) => ({ ...point, side: 'Bid' as const })),
    ],
    [depth],
  );
  const columns = useMemo<readonly Column<DepthRow>[]>(
    () => [
      { id: 'side', kind: 'text', header: 'Side', value: ({ side }) => side },
      unitColumn<DepthRow>(price, { id: 'price', header: 'Price' }, (row) => row.price),
      unitColumn<DepthRow>(quantity, { id: 'quantity', header: 'Size' }, (row) => row.quantity),
      unitColumn<DepthRow>(quantity, { id: 'sum', header: 'Sum' }, (row) => row.sum),
    ],
    [price, quantity],
  );
  const idOf = (row: DepthRow) => `${row.side} ${row.price}`;
  return (
    <ChartFrame {...frame} legend={LEGEND} table={{ columns, rows, idOf }}>
      <DepthPlot {...depth} price={price} quantity={quantity} label={frame.label} />
    </ChartFrame>
  );
}
