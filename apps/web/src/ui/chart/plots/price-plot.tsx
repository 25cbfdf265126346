'use client';

import { decimalParts, parseDecimal, partsToText } from '@ultrathink/domain/kernel';
import {
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
} from 'lightweight-charts';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useLocale } from '../../locale.tsx';
import { usePreferences, useShownTheme } from '../../use-preferences.ts';
import type { Candle, PriceData } from '../candles.ts';
import { resolveColors } from '../css-color.ts';
import { pixelNumber } from '../scale.ts';
import { whenText } from '../when-text.ts';
import { type Annotations, priceAnnotations, timeOf } from './price-annotations.ts';
import {
  COLOR_NAMES,
  type Colors,
  candleOptions,
  chartOptions,
  lastPriceLine,
  limitLine,
} from './price-options.ts';

interface Drawn {
  readonly chart: IChartApi;
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly volume: ISeriesApi<'Histogram'>;
  readonly lines: IPriceLine[];
}

function draw(
  element: HTMLElement,
  now: () => Annotations,
  onMove: (seconds: unknown) => void,
): Drawn {
  const chart = createChart(element, {
    autoSize: true,
    layout: { attributionLogo: false },
    // A market of a few bars is drawn as bars, not as boards. Here alone: given again, it undoes a fit.
    timeScale: { maxBarSpacing: 24 },
  });
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: '',
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.88, bottom: 0 } });
  const candles = chart.addSeries(CandlestickSeries);
  candles.attachPrimitive(priceAnnotations(now));
  chart.subscribeCrosshairMove(({ time }) => onMove(time));
  return { chart, candles, volume, lines: [] };
}

function fill(drawn: Drawn, data: PriceData, colors: Colors): void {
  const { candles, volume, lines } = drawn;
  const at = (text: string) => pixelNumber(text) ?? 0;
  candles.applyOptions({
    ...candleOptions(colors),
    priceFormat: { type: 'price', precision: data.decimals, minMove: 10 ** -data.decimals },
  });
  candles.setData(
    data.candles.map((candle) => ({
      time: timeOf(candle),
      open: at(candle.open),
      high: at(candle.high),
      low: at(candle.low),
      close: at(candle.close),
    })),
  );
  volume.applyOptions({ color: colors.line });
  volume.setData(data.candles.map((c) => ({ time: timeOf(c), value: at(c.volume) })));
  for (const line of lines.splice(0)) candles.removePriceLine(line);
  const last = data.candles.at(-1);
  if (last !== undefined) {
    lines.push(
      candles.createPriceLine(lastPriceLine(at(last.close), colors, data.state === 'stale')),
    );
  }
  for (const limit of data.limits ?? []) {
    const line = limitLine(at(limit.price), colors, limit.isDraft === true);
    lines.push(candles.createPriceLine(line));
  }
}

/** A price that needs another digit moves the axis by less; the reader's own place is kept then. */
const RESIZED_PX = 40;

/** Makes the chart once; data, theme, palette and zone are poured into it as they change. */
function usePriceChart(host: RefObject<HTMLDivElement | null>, data: PriceData) {
  const drawn = useRef<Drawn | null>(null);
  const annotations = useRef<Annotations | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const theme = useShownTheme();
  const { palette } = usePreferences();
  const style = useLocale();
  const fitted = useRef<string | null>(null);
  const latest = useRef(data);
  latest.current = data;
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const onMove = (seconds: unknown) => {
      const index = latest.current.candles.findIndex((candle) => timeOf(candle) === seconds);
      setCursor(index === -1 ? null : index);
    };
    const made = draw(element, () => annotations.current ?? EMPTY, onMove);
    drawn.current = made;
    // Its size comes after its data: bars that were fitted into nothing are fitted again.
    let fittedWidth = 0;
    const scale = made.chart.timeScale();
    scale.subscribeSizeChange((width) => {
      if (Math.abs(width - fittedWidth) < RESIZED_PX) return;
      fittedWidth = width;
      scale.fitContent();
    });
    return () => {
      drawn.current = null;
      fitted.current = null;
      made.chart.remove();
    };
  }, [host]);
  useEffect(() => {
    void theme;
    void palette;
    const element = host.current;
    const to = drawn.current;
    if (element === null || to === null) return;
    const colors = resolveColors(element, COLOR_NAMES);
    const { fontFamily } = getComputedStyle(element);
    annotations.current = {
      data,
      colors: { ...colors, ink2: colors['ink-2'] },
      font: `11px ${fontFamily}`,
    };
    to.chart.applyOptions(chartOptions(colors, fontFamily, data, style));
    fill(to, data, colors);
    to.chart.timeScale().applyOptions({ rightOffset: data.state === 'offline' ? 14 : 2 });
    if (data.series === undefined || data.series !== fitted.current) {
      fitted.current = data.series ?? null;
      to.chart.timeScale().fitContent();
    }
  }, [host, data, theme, palette, style]);
  return { drawn, cursor, setCursor };
}

const EMPTY: Annotations = {
  data: { candles: [], decimals: 2, label: '' },
  colors: { up: '', down: '', accent: '', line: '', ink2: '', paper: '' },
  font: '11px sans-serif',
};

/** Candles, volume, the last price, what is ours; read by pointer or with the arrow keys. */
export function PricePlot({ data }: { readonly data: PriceData }) {
  const host = useRef<HTMLDivElement>(null);
  const { drawn, cursor, setCursor } = usePriceChart(host, data);
  const shown = data.candles[cursor ?? data.candles.length - 1];
  const onKeyDown = (event: KeyboardEvent) => {
    const last = data.candles.length - 1;
    const from = cursor ?? last + 1;
    const target = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    const to = drawn.current;
    if (event.key === 'Escape') to?.chart.clearCrosshairPosition();
    if (target === undefined || to === null) return;
    event.preventDefault();
    const index = Math.min(last, Math.max(0, target));
    const candle = data.candles[index];
    if (candle === undefined) return;
    setCursor(index);
    to.chart.setCrosshairPosition(pixelNumber(candle.close) ?? 0, timeOf(candle), to.candles);
  };
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a canvas is read with the arrow keys
      tabIndex={0}
      role="application"
      aria-label={`${data.label} Arrow keys read one candle after the other.`}
      onKeyDown={onKeyDown}
      className="absolute inset-0 flex flex-col"
    >
      {shown !== undefined && (
        <OhlcLine candle={shown} decimals={data.decimals} moved={cursor !== null} />
      )}
      <div ref={host} className="relative min-h-0 flex-1" />
    </div>
  );
}

/** Open, high, low, close of one candle, exactly as they came. */
function OhlcLine({
  candle,
  decimals,
  moved,
}: {
  readonly candle: Candle;
  readonly decimals: number;
  readonly moved: boolean;
}) {
  const style = useLocale();
  const text = (value: string) => {
    const read = parseDecimal(value);
    return read.ok
      ? partsToText(decimalParts(read.value, { locale: style.locale, decimals }))
      : value;
  };
  const figures = [
    ['O', candle.open],
    ['H', candle.high],
    ['L', candle.low],
    ['C', candle.close],
  ] as const;
  return (
    <p
      aria-live={moved ? 'polite' : 'off'}
      className="flex h-5 flex-wrap gap-x-2.5 overflow-hidden text-label tabular-nums"
    >
      {moved && <span className="text-ink-3">{whenText(candle.at, 86_400_000, style)}</span>}
      {figures.map(([name, value]) => (
        <span key={name}>
          <span className="text-ink-3">{name}</span>{' '}
          <span className="text-ink-2">{text(value)}</span>
        </span>
      ))}
    </p>
  );
}
