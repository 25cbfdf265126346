'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { useLocale } from '../locale.tsx';
import type { Column } from '../table/columns.ts';
import { untilLoaded } from '../until-loaded.ts';
import type { BarChartData, BarDatum } from './bar-data.ts';
import { BareAxes } from './bare-axes.tsx';
import { binsOf } from './bins.ts';
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';
import { axisFigures, type ChartUnit } from './chart-unit.ts';
import { pixelNumber } from './scale.ts';
import { unitColumn } from './unit-column.ts';

const BarPlot = dynamic(
  () => untilLoaded(() => import('./plots/bar-plot.tsx')).then((made) => made.BarPlot),
  {
    ssr: false,
    loading: () => <BareAxes loading />,
  },
);

type FrameParts = Omit<ChartFrameProps<BarDatum>, 'table' | 'legend' | 'children'>;

const idOf = ({ id }: BarDatum) => id;

/** Figures side by side, from a baseline of zero. */
export function BarChart({
  bars,
  unit,
  layout,
  signed,
  tight,
  nameHeader = 'Name',
  valueHeader = 'Value',
  ...frame
}: Omit<BarChartData, 'label'> &
  FrameParts & { readonly nameHeader?: string; readonly valueHeader?: string }) {
  const columns = useMemo<readonly Column<BarDatum>[]>(
    () => [
      { id: 'name', kind: 'text', header: nameHeader, value: ({ name }) => name },
      unitColumn<BarDatum>(unit, { id: 'value', header: valueHeader }, ({ value }) => value),
    ],
    [unit, nameHeader, valueHeader],
  );
  return (
    <ChartFrame {...frame} table={{ columns, rows: bars, idOf }}>
      <BarPlot
        bars={bars}
        unit={unit}
        label={frame.label}
        {...(layout !== undefined && { layout })}
        {...(signed !== undefined && { signed })}
        {...(tight !== undefined && { tight })}
      />
    </ChartFrame>
  );
}

const COUNT: ChartUnit = { kind: 'amount', decimals: 0 };

/** How often figures fall into each of some twenty round bins. */
export function Histogram({
  values,
  unit,
  bins: wanted = 20,
  ...frame
}: {
  readonly values: readonly string[];
  readonly unit: ChartUnit;
  readonly bins?: number;
} & FrameParts) {
  const { locale } = useLocale();
  const bars = useMemo<readonly BarDatum[]>(() => {
    const pixels = values.map(pixelNumber).filter((value) => value !== null);
    const bins = binsOf(pixels, wanted);
    const texts = axisFigures(
      unit,
      [...bins.map(({ from }) => from), bins.at(-1)?.to ?? 0],
      locale,
    );
    return bins.map(({ count, open }, index) => ({
      id: String(index),
      name:
        open === 'below'
          ? `under ${texts[index + 1]}`
          : open === 'above'
            ? `${texts[index]} and over`
            : `${texts[index]} to ${texts[index + 1]}`,
      value: String(count),
    }));
  }, [values, unit, wanted, locale]);
  return (
    <BarChart {...frame} tight bars={bars} unit={COUNT} nameHeader="From, to" valueHeader="Count" />
  );
}
