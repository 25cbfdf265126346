'use client';

import { useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { useLocale } from '../../locale.tsx';
import type { BarChartData, BarDatum } from '../bar-data.ts';
import { axisFigures, fullFigure } from '../chart-unit.ts';
import { niceAxis, pixelNumber } from '../scale.ts';
import { activeDatum, BARE_AXIS, GRID, MARGIN, Reading, yWidthOf } from './plot-parts.tsx';

interface Datum extends BarDatum {
  readonly pixels: number | null;
}

function fillOf({ tone, pixels }: Datum, signed: boolean): string {
  if (tone !== undefined) return `var(--${tone})`;
  if (!signed) return 'var(--ink-2)';
  return (pixels ?? 0) < 0 ? 'var(--down)' : 'var(--up)';
}

/** Square ends: a bar is a length, and a rounded one has no end to read. */
function Shape({
  x = 0,
  y = 0,
  width = 0,
  height = 0,
  payload,
  signed,
}: {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly payload?: Datum;
  readonly signed: boolean;
}) {
  if (payload === undefined) return null;
  return (
    <rect
      x={Math.min(x, x + width)}
      y={Math.min(y, y + height)}
      width={Math.abs(width)}
      height={Math.abs(height)}
      fill={fillOf(payload, signed)}
    />
  );
}

/** Bars from a baseline of zero. */
export function BarPlot({
  bars,
  unit,
  layout = 'columns',
  signed = false,
  tight = false,
  label,
}: BarChartData) {
  const { locale } = useLocale();
  const { data, axis } = useMemo(() => {
    const made: Datum[] = bars.map((bar) => ({ ...bar, pixels: pixelNumber(bar.value) }));
    const pixels = made.map((datum) => datum.pixels).filter((value) => value !== null);
    return { data: made, axis: niceAxis(pixels, { count: 3, zero: true }) };
  }, [bars]);
  const texts = axisFigures(unit, axis.ticks, locale);
  const rows = layout === 'rows';
  const value = {
    ...BARE_AXIS,
    type: 'number',
    domain: [axis.min, axis.max],
    ticks: [...axis.ticks],
    tickFormatter: (tick: number) => texts[axis.ticks.indexOf(tick)] ?? '',
  } as const;
  const names = { ...BARE_AXIS, type: 'category', dataKey: 'name' } as const;
  const zero = { stroke: 'var(--line-strong)' } as const;
  return (
    <BarChart
      responsive
      data={data}
      layout={rows ? 'vertical' : 'horizontal'}
      margin={MARGIN}
      style={{ width: '100%', height: '100%' }}
      barCategoryGap={rows ? '36%' : tight ? 1 : '18%'}
      aria-label={label ?? ''}
    >
      <CartesianGrid {...GRID} vertical={rows} horizontal={!rows} />
      {rows ? <XAxis {...value} height={24} /> : <XAxis {...names} height={24} minTickGap={12} />}
      {rows ? (
        <YAxis
          {...names}
          width={96}
          tick={{ ...BARE_AXIS.tick, fontSize: 12, fill: 'var(--ink)' }}
        />
      ) : (
        <YAxis {...value} orientation="right" width={yWidthOf(texts)} />
      )}
      {rows ? <ReferenceLine x={0} {...zero} /> : <ReferenceLine y={0} {...zero} />}
      <Tooltip
        cursor={{ fill: 'var(--hover)' }}
        isAnimationActive={false}
        content={(tip) => {
          const datum = activeDatum<Datum>(tip);
          if (datum === null) return null;
          const look = { color: fillOf(datum, signed), dash: undefined };
          const text = fullFigure(unit, datum.value, locale);
          return (
            <Reading
              head={datum.name}
              lines={[{ id: 'value', name: '', text, look, fill: true }]}
            />
          );
        }}
      />
      <Bar
        dataKey="pixels"
        isAnimationActive={false}
        maxBarSize={rows ? 14 : tight ? 200 : 40}
        shape={(props: object) => <Shape {...props} signed={signed} />}
      />
    </BarChart>
  );
}
