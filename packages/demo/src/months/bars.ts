/**
 * Bars of the invented prices, finer towards the end: hours of all the months, quarters of the last days and
 * minutes of the last half day. What a chart first shows is then made of bars no longer than its own.
 */
import { type KeptBar, openMarketStore } from '@ultrathink/db/market-data';
import { decimal, type Price, type Quantity } from '@ultrathink/domain/kernel';
import type { InstrumentId, VenueId } from '@ultrathink/domain/market-data';
import { activityAt, createRandom } from '@ultrathink/venue-simulator/past';
import { INSTRUMENTS } from '../figures.ts';
import { type Books, SETUPS } from './books.ts';
import { timeOf } from './seeded-ids.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const QUARTER_MS = 15 * MINUTE_MS;
/** How long before the end bars of a length begin, the longest first. */
const LENGTHS = [
  { lengthMs: HOUR_MS, agoMs: Number.POSITIVE_INFINITY },
  { lengthMs: QUARTER_MS, agoMs: 96 * HOUR_MS },
  { lengthMs: MINUTE_MS, agoMs: 12 * HOUR_MS },
] as const;
/** Looks at the price within an hour. */
const LOOKS = 12;
const PLACES = 5;
const QTY_PLACES = 6;

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

export async function keepBars(
  url: string,
  books: Books,
  { fromMs, untilMs }: Span,
): Promise<void> {
  const store = openMarketStore(url);
  const random = createRandom('bars');
  const all = INSTRUMENTS as readonly string[];
  const listed = SETUPS.flatMap(({ name, listings }) =>
    listings.filter(({ id }) => all.includes(id)).map((listing) => ({ name, listing })),
  );
  const barOf = (n: number, atMs: number, lengthMs: number): KeptBar => {
    const { name, listing } = listed[n] ?? never();
    const { tradesPerMinute, tradeNotional, halfSpreadBps } = listing.liquidity;
    const looks = Array.from({ length: LOOKS + 1 }, (_, look) =>
      books.mid(listing.id, atMs + (lengthMs * look) / LOOKS),
    );
    const [open, close] = [looks[0] ?? 0, looks.at(-1) ?? 0];
    const reach = (open * halfSpreadBps * (1 + random.unit())) / 10_000;
    const minutes = lengthMs / MINUTE_MS;
    const notional = tradesPerMinute * tradeNotional * minutes * activityAt(atMs);
    const price = (px: number) => decimal(px.toFixed(PLACES)) as Price;
    return {
      venue: name as VenueId,
      instrument: listing.id as InstrumentId,
      opensAt: timeOf(atMs),
      open: price(open),
      high: price(Math.max(...looks) + reach),
      low: price(Math.min(...looks) - reach),
      close: price(close),
      volume: decimal(
        ((notional / open) * (0.7 + 0.6 * random.unit())).toFixed(QTY_PLACES),
      ) as Quantity,
    };
  };
  try {
    for (let n = 0; n < listed.length; n += 1) {
      const bars = opensOf({ fromMs, untilMs }).map(({ atMs, lengthMs }) =>
        barOf(n, atMs, lengthMs),
      );
      await store.saveBars(bars);
    }
  } finally {
    await store.close();
  }
}

/** Each begins where the one before ends; the last is over at the end. */
export function opensOf({ fromMs, untilMs }: Span): { atMs: number; lengthMs: number }[] {
  const opens: { atMs: number; lengthMs: number }[] = [];
  for (let atMs = fromMs - (fromMs % HOUR_MS); atMs + MINUTE_MS <= untilMs; ) {
    const fits = LENGTHS.findLast(
      ({ lengthMs, agoMs }) => atMs % lengthMs === 0 && untilMs - atMs <= agoMs,
    );
    const { lengthMs } = fits ?? LENGTHS[0];
    opens.push({ atMs, lengthMs });
    atMs += lengthMs;
  }
  return opens;
}

function never(): never {
  throw new Error('There is no such listing.');
}
