'use client';

import { useMemo } from 'react';
import { Area, AreaChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { useLocale } from '../../locale.tsx';
import { axisFigures, type ChartUnit, fullFigure } from '../chart-unit.ts';
import type { DepthPoint } from '../depth.ts';
import { niceAxis, pixelNumber } from '../scale.ts';
import {
  activeDatum,
  BARE_AXIS,
  CURSOR,
  GRID,
  MARGIN,
  Reading,
  TICK,
  Y_WIDTH,
} from './plot-parts.tsx';

interface Datum {
  readonly x: number;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly point: DepthPoint;
}

const SIDES = {
  bid: { name: 'Bids', color: 'var(--up)', wash: 'var(--up-wash)', type: 'stepBefore' },
  ask: { name: 'Asks', color: 'var(--down)', wash: 'var(--down-wash)', type: 'stepAfter' },
} as const;

/** The unit of an axis stands once: beside its figure at that place. */
function withUnit(texts: readonly string[], at: 0 | -1, unit: ChartUnit): readonly string[] {
  const name = unit.kind === 'amount' ? unit.unit : undefined;
  const place = at === 0 ? 0 : texts.length - 1;
  return name === undefined
    ? texts
    : texts.map((text, n) => (n === place ? `${text} ${name}` : text));
}

/** Where the two sides stand, and the axes around them. */
function depthOf(bids: readonly DepthPoint[], asks: readonly DepthPoint[]) {
  const at = (point: DepthPoint, side: 'bid' | 'ask'): Datum => ({
    x: pixelNumber(point.price) ?? 0,
    bid: side === 'bid' ? pixelNumber(point.sum) : null,
    ask: side === 'ask' ? pixelNumber(point.sum) : null,
    point,
  });
  const left = bids.map((point) => at(point, 'bid')).reverse();
  const right = asks.map((point) => at(point, 'ask'));
  const sums = [...left, ...right].map((datum) => datum.bid ?? datum.ask ?? 0);
  const made = [...left, ...right];
  const edge = ((left.at(-1)?.x ?? 0) + (right[0]?.x ?? 0)) / 2;
  const prices = made.map((datum) => datum.x);
  const ticks = niceAxis(prices, { count: 4 }).ticks;
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  return {
    data: made,
    x: { low, high, ticks: ticks.filter((tick) => tick >= low && tick <= high) },
    y: niceAxis(sums, { count: 3, zero: true }),
    middle: edge,
  };
}

/** Bids left, asks right, the gap between them white. */
export function DepthPlot({
  bids,
  asks,
  price,
  quantity,
  label,
}: {
  readonly bids: readonly DepthPoint[];
  readonly asks: readonly DepthPoint[];
  readonly price: ChartUnit;
  readonly quantity: ChartUnit;
  readonly label: string;
}) {
  const { locale } = useLocale();
  const { data, x, y, middle } = useMemo(() => depthOf(bids, asks), [bids, asks]);
  const yTexts = withUnit(axisFigures(quantity, y.ticks, locale), -1, quantity);
  const xTexts = withUnit(axisFigures(price, x.ticks, locale), 0, price);
  return (
    <AreaChart
      responsive
      data={data}
      margin={MARGIN}
      style={{ width: '100%', height: '100%' }}
      aria-label={label}
    >
      <CartesianGrid {...GRID} />
      <XAxis
        {...BARE_AXIS}
        dataKey="x"
        type="number"
        domain={[x.low, x.high]}
        ticks={x.ticks}
        tickFormatter={(tick: number) => xTexts[x.ticks.indexOf(tick)] ?? ''}
        height={24}
      />
      <YAxis
        {...BARE_AXIS}
        orientation="right"
        width={Y_WIDTH}
        domain={[y.min, y.max]}
        ticks={[...y.ticks]}
        tickFormatter={(tick: number) => yTexts[y.ticks.indexOf(tick)] ?? ''}
      />
      <ReferenceLine
        x={middle}
        stroke="var(--line-strong)"
        strokeDasharray="2 3"
        label={{ ...TICK, value: 'mid', position: 'insideTopRight', offset: 6 }}
      />
      <Tooltip
        cursor={CURSOR}
        isAnimationActive={false}
        filterNull
        content={(tip) => {
          const datum = activeDatum<Datum>(tip);
          if (datum === null) return null;
          const { name, color } = SIDES[datum.bid === null ? 'ask' : 'bid'];
          const text = fullFigure(quantity, datum.point.sum, locale);
          return (
            <Reading
              head={`${name} to ${fullFigure(price, datum.point.price, locale)}`}
              lines={[
                { id: 'sum', name: 'Sum', text, look: { color, dash: undefined }, fill: true },
              ]}
            />
          );
        }}
      />
      {(['bid', 'ask'] as const).map((side) => (
        <Area
          key={side}
          dataKey={side}
          type={SIDES[side].type}
          stroke={SIDES[side].color}
          strokeWidth={1.3}
          fill={SIDES[side].wash}
          fillOpacity={1}
          isAnimationActive={false}
          activeDot={{ r: 3, fill: SIDES[side].color, stroke: 'var(--paper)' }}
          dot={false}
        />
      ))}
    </AreaChart>
  );
}
