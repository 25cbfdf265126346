'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import type { Column } from '../table/columns.ts';
import { untilLoaded } from '../until-loaded.ts';
import { BareAxes } from './bare-axes.tsx';
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';
import type { LineChartData, LinePoint } from './line-data.ts';
import { seriesLook } from './series-look.ts';
import { unitColumn } from './unit-column.ts';

/** Drawing code is fetched by the pages that draw, after their words are there. */
const LinePlot = dynamic(
  () => untilLoaded(() => import('./plots/line-plot.tsx')).then((made) => made.LinePlot),
  {
    ssr: false,
    loading: () => <BareAxes loading />,
  },
);

export type LineChartProps = Omit<LineChartData, 'state' | 'label'> &
  Omit<ChartFrameProps<LinePoint>, 'table' | 'legend' | 'children'> & {
    /** Series of the table, where it says more than is drawn. */
    readonly columns?: LineChartData['series'];
  };

const idOf = ({ at }: LinePoint) => at;

function columnsOf({
  series,
  unit,
}: Pick<LineChartData, 'series' | 'unit'>): readonly Column<LinePoint>[] {
  return [
    { id: 'at', kind: 'time', header: 'Time', width: 150, detail: 'day-and-minute', value: idOf },
    ...series.map(({ id, name }) =>
      unitColumn<LinePoint>(unit, { id, header: name }, ({ values }) => values[id] ?? null),
    ),
  ];
}

/** Up to five lines over time. One line needs no legend: the title names it. */
export function LineChart(props: LineChartProps) {
  const { series, points, unit, state, label } = props;
  const told = props.columns ?? series;
  const columns = useMemo(() => columnsOf({ series: told, unit }), [told, unit]);
  const kind = state?.kind === 'stale' || state?.kind === 'offline' ? state.kind : 'ready';
  const words =
    props.staleWords ?? (state?.kind === 'stale' ? `last figure ${state.age} ago` : undefined);
  const { title, about, empty, actions, height, className } = props;
  const frame = { title, about, empty, actions, height, className, state };
  return (
    <ChartFrame
      {...(withoutUndefined(frame) as Pick<ChartFrameProps<LinePoint>, 'title'>)}
      label={label}
      table={{ columns, rows: points, idOf }}
      legend={
        series.length < 2
          ? []
          : series.map(({ id, name, role }, i) => ({ id, name, look: seriesLook(i, role) }))
      }
    >
      <LinePlot {...props} state={kind} {...(words !== undefined && { staleWords: words })} />
    </ChartFrame>
  );
}

/** One line with its area, for the one figure a page is about. */
export function AreaChart(props: Omit<LineChartProps, 'area'>) {
  return <LineChart {...props} area />;
}

/** Optional props are either there or not; `undefined` is neither. */
export function withoutUndefined<Props extends object>(props: Props): Partial<Props> {
  return Object.fromEntries(
    Object.entries(props).filter(([, value]) => value !== undefined),
  ) as Partial<Props>;
}
