/**
 * Open, high, low, close and volume of a span of time. Bars of a minute are what is kept; everything
 * longer is made of them here, so that a chart of hours and one of minutes never disagree.
 */
import {
  add,
  type Decimal,
  fromEpochMs,
  greaterThan,
  greatest,
  least,
  type Price,
  toEpochMs,
  type UtcTime,
} from '../kernel/index.ts';
import type { InstrumentId } from './instrument.ts';

export const BAR_INTERVALS = ['1m', '5m', '15m', '1h', '6h', '1d'] as const;
export type BarInterval = (typeof BAR_INTERVALS)[number];

const MINUTE_MS = 60_000;

/** Each divides a day, and days begin at midnight UTC: bars of all instruments open together. */
export const BAR_INTERVAL_MS: Readonly<Record<BarInterval, number>> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '6h': 360 * MINUTE_MS,
  '1d': 1440 * MINUTE_MS,
};

/** What a bar says, whatever it is a bar of. */
export interface Candle {
  readonly opensAt: UtcTime;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
  /** In base asset. */
  readonly volume: Decimal;
}

export interface Bar extends Candle {
  readonly instrument: InstrumentId;
  readonly interval: BarInterval;
}

/** When the bar opened that this moment belongs to. */
export function opensAtOf(at: UtcTime, interval: BarInterval): UtcTime {
  const ms = toEpochMs(at);
  return fromEpochMs(ms - (ms % BAR_INTERVAL_MS[interval]));
}

/** One candle of two that follow each other, or of the same one told twice over: the later closes. */
function joined(first: Candle, next: Candle): Candle {
  return {
    opensAt: first.opensAt,
    open: first.open,
    high: greatest(first.high, next.high) as Price,
    low: least(first.low, next.low) as Price,
    close: next.close,
    volume: add(first.volume, next.volume),
  };
}

/**
 * Longer candles of shorter ones, which are in order, oldest first. A span in which nothing was told
 * has no candle: nothing is made up.
 */
export function aggregateCandles(
  candles: readonly Candle[],
  interval: BarInterval,
): readonly Candle[] {
  const longer: Candle[] = [];
  for (const candle of candles) {
    const opensAt = opensAtOf(candle.opensAt, interval);
    const last = longer.at(-1);
    if (last?.opensAt === opensAt) longer[longer.length - 1] = joined(last, candle);
    else longer.push({ ...candle, opensAt });
  }
  return longer;
}

/**
 * One candle per span over several venues: the extremes of all, the sum of what was traded, and open
 * and close of the venue where most was traded then. Of equal ones the first given.
 */
export function mergeCandles(venues: readonly (readonly Candle[])[]): readonly Candle[] {
  const spans = new Map<UtcTime, { merged: Candle; largest: Decimal }>();
  for (const candle of venues.flat()) {
    const known = spans.get(candle.opensAt);
    if (known === undefined) {
      spans.set(candle.opensAt, { merged: candle, largest: candle.volume });
      continue;
    }
    const isLarger = greaterThan(candle.volume, known.largest);
    const lead = isLarger ? candle : known.merged;
    spans.set(candle.opensAt, {
      merged: { ...joined(known.merged, candle), open: lead.open, close: lead.close },
      largest: isLarger ? candle.volume : known.largest,
    });
  }
  return [...spans.values()]
    .map(({ merged }) => merged)
    .sort((a, b) => (a.opensAt < b.opensAt ? -1 : 1));
}

/** The candle after one more trade; a new one where there was none yet. */
export function withTrade(
  candle: Candle | undefined,
  trade: { readonly at: UtcTime; readonly price: Price; readonly quantity: Decimal },
  interval: BarInterval,
): Candle {
  const { at, price, quantity } = trade;
  const opensAt = opensAtOf(at, interval);
  const one = { opensAt, open: price, high: price, low: price, close: price, volume: quantity };
  return candle?.opensAt === opensAt ? joined(candle, one) : one;
}
