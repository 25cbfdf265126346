import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMs,
  type Decimal,
  decimal,
  equals,
  fromEpochMs,
  type Price,
  sum,
  toText,
} from '../kernel/index.ts';
import {
  aggregateCandles,
  BAR_INTERVAL_MS,
  BAR_INTERVALS,
  type Candle,
  mergeCandles,
  opensAtOf,
  withTrade,
} from './bars.ts';

const START = fromEpochMs(1_795_219_200_000);
const price = (cents: number) => decimal(`${cents / 100}`) as Price;

const trade = fc.record({
  at: fc.integer({ min: 0, max: 3 * 86_400_000 }).map((ms) => addMs(START, ms)),
  price: fc.integer({ min: 1, max: 99_999 }).map(price),
  quantity: fc.integer({ min: 1, max: 9_999 }).map((n) => decimal(`${n / 1_000}`)),
});
const trades = fc
  .array(trade, { maxLength: 60 })
  .map((list) => list.toSorted((a, b) => (a.at < b.at ? -1 : 1)));
const interval = fc.constantFrom(...BAR_INTERVALS);

type Traded = { readonly at: Candle['opensAt']; price: Price; quantity: Decimal };

/** One after the other, as an engine hears them. */
function minutesOf(list: readonly Traded[]): Candle[] {
  const candles: Candle[] = [];
  for (const one of list) {
    const candle = withTrade(candles.at(-1), one, '1m');
    if (candles.at(-1)?.opensAt === candle.opensAt) candles.pop();
    candles.push(candle);
  }
  return candles;
}

/** The twin: all trades of each span, looked at together. */
function naive(list: readonly Traded[], spanMs: number): string[][] {
  const spans = Map.groupBy(list, ({ at }) => {
    const ms = Date.parse(at);
    return ms - (ms % spanMs);
  });
  return [...spans].map(([ms, own]) => {
    const prices = own.map((one) => Number(toText(one.price)));
    const [first, last] = [prices[0], prices.at(-1)];
    const texts = [first, Math.max(...prices), Math.min(...prices), last].map(String);
    return [fromEpochMs(ms), ...texts, toText(sum(own.map(({ quantity }) => quantity)))];
  });
}

const shown = (candles: readonly Candle[]) =>
  candles.map(({ opensAt, open, high, low, close, volume }) => [
    opensAt,
    ...[open, high, low, close].map((value) => String(Number(toText(value)))),
    toText(volume),
  ]);

describe('bars', () => {
  it('of any length are what all trades of their span say, whatever the trades', () => {
    fc.assert(
      fc.property(trades, interval, (list, length) => {
        const made = aggregateCandles(minutesOf(list), length);
        expect(shown(made)).toEqual(naive(list, BAR_INTERVAL_MS[length]));
      }),
    );
  });

  it('made in two steps are what they are made in one', () => {
    fc.assert(
      fc.property(trades, (list) => {
        const minutes = minutesOf(list);
        const inOne = aggregateCandles(minutes, '1d');
        expect(aggregateCandles(aggregateCandles(minutes, '15m'), '1d')).toEqual(inOne);
      }),
    );
  });

  it('open together: no bar crosses midnight', () => {
    fc.assert(
      fc.property(trade, interval, ({ at }, length) => {
        const opensAt = opensAtOf(at, length);
        expect(opensAt.slice(0, 10)).toBe(at.slice(0, 10));
        expect(opensAt <= at && at < addMs(opensAt, BAR_INTERVAL_MS[length])).toBe(true);
      }),
    );
  });
});

describe('bars of several venues together', () => {
  it('have the extremes of all and what all traded, and open and close of where most was traded', () => {
    fc.assert(
      fc.property(fc.array(trades, { maxLength: 4 }), (venues) => {
        const each = venues.map(minutesOf);
        const all = venues.flat().toSorted((a, b) => (a.at < b.at ? -1 : 1));
        const merged = mergeCandles(each);
        const whole = naive(all, 60_000).map(([at, , high, low, , volume]) => [
          at,
          high,
          low,
          volume,
        ]);
        expect(shown(merged).map(([at, , high, low, , volume]) => [at, high, low, volume])).toEqual(
          whole,
        );
        for (const { opensAt, open, close } of merged) {
          const own = each.flat().filter((candle) => candle.opensAt === opensAt);
          const lead = own.some((one) => equals(one.open, open) && equals(one.close, close));
          expect(lead).toBe(true);
        }
      }),
    );
  });

  it('are told in order, and one venue alone is left as it is', () => {
    fc.assert(
      fc.property(trades, (list) => {
        const minutes = minutesOf(list);
        expect(mergeCandles([minutes])).toEqual(minutes);
        expect(mergeCandles([minutes.toReversed(), []])).toEqual(minutes);
      }),
    );
  });
});
