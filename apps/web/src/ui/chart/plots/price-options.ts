import { decimalParts, parseDecimal, partsToText } from '@ultrathink/domain/kernel';
import {
  type ChartOptions,
  ColorType,
  CrosshairMode,
  type DeepPartial,
  LineStyle,
  type PriceLineOptions,
} from 'lightweight-charts';
import { localAt, UTC } from '../../date/day.ts';
import { writeDay } from '../../date/read-date.ts';
import type { PriceData } from '../candles.ts';
import { axisFigures } from '../chart-unit.ts';
import { timeTicks } from '../scale.ts';

export const COLOR_NAMES = [
  'paper',
  'ink',
  'ink-2',
  'ink-3',
  'line-faint',
  'line',
  'line-strong',
  'accent',
  'on-accent',
  'up',
  'down',
  'warn',
] as const;

export type Colors = Readonly<Record<(typeof COLOR_NAMES)[number], string>>;

const secondsOf = (time: unknown) => (typeof time === 'number' ? time : 0);

/** What stands under the crosshair: day and time on the reader's clock. */
function clockText(seconds: number, zone: string): string {
  const { day, time } = localAt(new Date(seconds * 1000).toISOString(), zone);
  return `${writeDay(day).replace(/ \d+$/, '')} ${time}${zone === UTC ? ' UTC' : ''}`;
}

/** A price on its tag, by the instrument's tick and the reader's grouping. */
function priceText(price: number, { decimals }: PriceData, locale: string): string {
  const read = parseDecimal(price.toFixed(decimals));
  return read.ok ? partsToText(decimalParts(read.value, { locale, decimals })) : '';
}

/** Labels nearer to the left edge than this share of the time are cut there, so they are left out. */
const EDGE = 0.025;

/** A label on the time axis: the time, or the day where a new one begins. */
function tickText(seconds: number, { candles }: PriceData, zone: string): string {
  const ms = seconds * 1000;
  const first = Date.parse(candles[0]?.at ?? '');
  const last = Date.parse(candles.at(-1)?.at ?? '');
  if (ms - first < (last - first) * EDGE) return '';
  return timeTicks(ms, ms + 1, 1, zone)[0]?.text ?? localAt(new Date(ms).toISOString(), zone).time;
}

export function chartOptions(
  colors: Colors,
  fontFamily: string,
  data: PriceData,
  { locale, zone }: { readonly locale: string; readonly zone: string },
): DeepPartial<ChartOptions> {
  const cross = {
    color: colors['ink-3'],
    width: 1,
    style: LineStyle.Dotted,
    labelBackgroundColor: colors['ink-2'],
  } as const;
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: colors['ink-3'],
      fontSize: 11,
      fontFamily,
      // Its logo brings a style sheet of its own, which our policy refuses; the frame names the
      // authors in words and with a link instead.
      attributionLogo: false,
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colors['line-faint'] } },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.12, bottom: 0.16 } },
    timeScale: {
      borderVisible: false,
      timeVisible: true,
      secondsVisible: false,
      allowBoldLabels: false,
      tickMarkFormatter: (time: unknown) => tickText(secondsOf(time), data, zone),
    },
    crosshair: { mode: CrosshairMode.Normal, vertLine: cross, horzLine: cross },
    localization: {
      timeFormatter: (time: unknown) => clockText(secondsOf(time), zone),
      priceFormatter: (price: number) => priceText(price, data, locale),
      tickmarksPriceFormatter: (prices: readonly number[]) => [
        ...axisFigures({ kind: 'amount', decimals: data.decimals }, prices, locale),
      ],
    },
    handleScroll: { mouseWheel: false },
    handleScale: { mouseWheel: false, axisPressedMouseMove: false },
  };
}

export function candleOptions(colors: Colors) {
  return {
    upColor: 'rgba(0, 0, 0, 0)',
    borderUpColor: colors.up,
    wickUpColor: colors.up,
    downColor: colors.down,
    borderDownColor: colors.down,
    wickDownColor: colors.down,
    lastValueVisible: false,
    priceLineVisible: false,
  } as const;
}

/** The last price: a dotted line and a tag in ink, or in warn once it is stale. */
export function lastPriceLine(
  price: number,
  colors: Colors,
  stale: boolean,
): Partial<PriceLineOptions> & { price: number } {
  const color = stale ? colors.warn : colors.ink;
  return {
    price,
    color,
    lineWidth: 1,
    lineStyle: LineStyle.SparseDotted,
    axisLabelVisible: true,
    axisLabelColor: color,
    axisLabelTextColor: colors.paper,
    title: '',
  };
}

export function limitLine(
  price: number,
  colors: Colors,
  isDraft: boolean,
): Partial<PriceLineOptions> & { price: number } {
  return {
    price,
    color: colors.accent,
    lineWidth: 1,
    lineStyle: isDraft ? LineStyle.Dashed : LineStyle.Solid,
    axisLabelVisible: true,
    axisLabelColor: colors.accent,
    axisLabelTextColor: colors['on-accent'],
    title: '',
  };
}
