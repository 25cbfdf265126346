'use client';

import { type ReactElement, useId, useMemo } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useLocale } from '../../locale.tsx';
import { axisFigures, fullFigure } from '../chart-unit.ts';
import type { LineChartData } from '../line-data.ts';
import { niceAxis, pixelNumber, thinOut, timeTicks } from '../scale.ts';
import { seriesLook } from '../series-look.ts';
import { whenText } from '../when-text.ts';
import {
  activeDatum,
  BARE_AXIS,
  CURSOR,
  GRID,
  MARGIN,
  Reading,
  TICK,
  yWidthOf,
} from './plot-parts.tsx';

/** A point on its way to pixels; the text it came from goes along for whoever reads it. */
interface Datum {
  readonly ms: number;
  readonly at: string;
  readonly pixels: Readonly<Record<string, number | null>>;
  readonly texts: Readonly<Record<string, string | null>>;
}

/** More points than this are finer than the screen. */
const MOST_POINTS = 1_200;

function toData({ points, series }: LineChartData): readonly Datum[] {
  const data = points.map(({ at, values }) => ({
    ms: Date.parse(at),
    at,
    pixels: Object.fromEntries(series.map(({ id }) => [id, pixelNumber(values[id] ?? null)])),
    texts: values,
  }));
  const [first] = series;
  return first === undefined
    ? data
    : thinOut(data, (datum) => datum.pixels[first.id] ?? null, MOST_POINTS);
}

function usePlot(props: LineChartData) {
  const { points, series, unit, zero, thresholds = [], until, state } = props;
  const { locale, zone } = useLocale();
  return useMemo(() => {
    const data = toData({ points, series, unit });
    const pixels = data.flatMap(({ pixels: at }) => Object.values(at)).filter((v) => v !== null);
    const bounds = thresholds.map(({ value }) => pixelNumber(value)).filter((v) => v !== null);
    const y = niceAxis([...pixels, ...bounds], { count: 3, zero: zero ?? false });
    const known = data.at(-1)?.ms ?? 0;
    const end = state === 'ready' || until === undefined ? known : Date.parse(until);
    const from = data[0]?.ms ?? 0;
    const x = timeTicks(from, Math.max(end, known), 6, zone);
    return { data, y, x, from, known, end: Math.max(end, known), locale, zone };
  }, [points, series, unit, zero, thresholds, until, state, locale, zone]);
}

type Plot = ReturnType<typeof usePlot>;

/** Lines over time, or one line with its area. */
export function LinePlot(props: LineChartData) {
  const { series, unit, label, area = false, state = 'ready' } = props;
  const plot = usePlot(props);
  const id = useId();
  const yTexts = axisFigures(unit, plot.y.ticks, plot.locale);
  const xTexts = new Map(plot.x.map(({ ms, text }) => [ms, text]));
  return (
    <ComposedChart
      responsive
      data={plot.data as Datum[]}
      margin={MARGIN}
      style={{ width: '100%', height: '100%' }}
      aria-label={label}
    >
      <defs>
        <linearGradient id={`${id}-area`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--accent)" stopOpacity="0.16" />
          <stop offset="1" stopColor="var(--accent)" stopOpacity="0.02" />
        </linearGradient>
        <Hatch id={`${id}-hatch`} />
      </defs>
      <CartesianGrid {...GRID} />
      <XAxis
        {...BARE_AXIS}
        dataKey="ms"
        type="number"
        domain={[plot.from, plot.end]}
        ticks={plot.x.map(({ ms }) => ms)}
        tickFormatter={(ms: number) => xTexts.get(ms) ?? ''}
        height={24}
        interval="preserveStartEnd"
        minTickGap={16}
      />
      <YAxis
        {...BARE_AXIS}
        orientation="right"
        width={yWidthOf(yTexts)}
        domain={[plot.y.min, plot.y.max]}
        ticks={[...plot.y.ticks]}
        tickFormatter={(tick: number) => yTexts[plot.y.ticks.indexOf(tick)] ?? ''}
      />
      {knownUntil(plot, props, `${id}-hatch`)}
      {marks(props, plot)}
      <Tooltip
        cursor={CURSOR}
        isAnimationActive={false}
        content={(tip) => <LineReading datum={activeDatum<Datum>(tip)} plot={plot} {...props} />}
      />
      {series.map(({ id: name, role }, index) => {
        const look = seriesLook(index, role);
        const shared = {
          dataKey: (datum: Datum) => datum.pixels[name],
          // What is old stands in secondary ink, as old rows of a table do.
          stroke: state === 'ready' ? look.color : 'var(--ink-2)',
          strokeWidth: role === 'benchmark' || index > 0 ? 1.1 : 1.6,
          strokeDasharray: look.dash ?? '0',
          isAnimationActive: false,
          activeDot: { r: 3, fill: look.color, stroke: 'var(--paper)', strokeWidth: 1.5 },
          dot: false,
        } as const;
        if (area && index === 0) {
          return <Area key={name} {...shared} fill={`url(#${id}-area)`} fillOpacity={1} />;
        }
        return <Line key={name} {...shared} />;
      })}
    </ComposedChart>
  );
}

function Hatch({ id }: { readonly id: string }) {
  return (
    <pattern
      id={id}
      width="9"
      height="9"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(62)"
    >
      <path d="M0 0v9" stroke="var(--line)" strokeWidth="1.6" />
    </pattern>
  );
}

/** Past the last known point: a dotted line while stale, hatched paper while nothing is known. */
function knownUntil(plot: Plot, { state, series, staleWords }: LineChartData, hatch: string) {
  if (plot.end <= plot.known || state === 'ready' || state === undefined) return null;
  if (state === 'offline') {
    return (
      <>
        <ReferenceArea x1={plot.known} x2={plot.end} fill={`url(#${hatch})`} fillOpacity={1} />
        <ReferenceLine
          x={plot.known}
          stroke="var(--ink-2)"
          label={{ ...TICK, value: 'no data', position: 'insideBottomLeft', offset: 8 }}
        />
      </>
    );
  }
  const last = plot.data.at(-1)?.pixels[series[0]?.id ?? ''];
  if (last === null || last === undefined) return null;
  return (
    <>
      <ReferenceLine
        segment={[
          { x: plot.known, y: last },
          { x: plot.end, y: last },
        ]}
        stroke="var(--warn)"
        strokeWidth={1.4}
        strokeDasharray="2 3"
      />
      <ReferenceLine
        x={plot.end}
        stroke="none"
        label={{ ...TICK, value: staleWords ?? '', position: 'insideTopRight', offset: 2 }}
      />
    </>
  );
}

/** Limits as lines with words; flows and other events as dashed verticals. */
/** Words at an edge stand beside their line, or they would be cut. */
function flagPosition(ms: number, { from, end }: Plot) {
  const share = end > from ? (ms - from) / (end - from) : 0.5;
  if (share < 0.12) return 'insideBottomLeft';
  return share > 0.88 ? 'insideBottomRight' : 'insideBottom';
}

function marks({ thresholds = [], flags = [], zero = false }: LineChartData, plot: Plot) {
  const lines: ReactElement[] = thresholds.map(({ value, words, tone = 'ink' }) => (
    <ReferenceLine
      key={words}
      y={pixelNumber(value) ?? 0}
      stroke={tone === 'danger' ? 'var(--danger)' : 'var(--ink-3)'}
      strokeDasharray="2 2"
      label={{ ...TICK, value: words, position: 'insideTopLeft', offset: 4 }}
    />
  ));
  const events = flags.map(({ at, words, side }) => (
    <ReferenceLine
      key={`${at}${words}`}
      x={Date.parse(at)}
      stroke="var(--line)"
      strokeDasharray="3 3"
      label={{
        ...TICK,
        fill: 'var(--ink-2)',
        value: `${side === 'in' ? '▲' : '▼'} ${words}`,
        position: flagPosition(Date.parse(at), plot),
        offset: 6,
      }}
    />
  ));
  const inside = zero && plot.y.min < 0;
  return [
    ...lines,
    ...events,
    inside ? <ReferenceLine key="zero" y={0} stroke="var(--line)" /> : null,
  ];
}

function LineReading({
  datum,
  plot,
  series,
  unit,
}: LineChartData & { readonly datum: Datum | null; readonly plot: Plot }) {
  if (datum === null) return null;
  return (
    <Reading
      head={whenText(datum.at, plot.end - plot.from, plot)}
      lines={series.map(({ id, name, role }, index) => ({
        id,
        name,
        look: seriesLook(index, role),
        text: fullFigure(unit, datum.texts[id] ?? null, plot.locale),
      }))}
    />
  );
}
