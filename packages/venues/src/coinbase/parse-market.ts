/** What Coinbase tells everybody of one product: time, books, trades, bars. */
import { err, ok, type Result, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import { type InstrumentId, type LevelText, otherSide } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import {
  amount,
  type Malformed,
  malformed,
  price,
  quantity,
  readAs,
  readTextAs,
} from '../common/reading.ts';
import type { Bar, BarInterval, MarketTrade } from '../contract/market-data-client.ts';
import type { Envelope } from './envelope.ts';
import { side } from './parse-account.ts';
import { epochMillis, epochSeconds, venueTime } from './venue-time.ts';

const serverTime = z.object({ epochMillis }).transform((read) => read.epochMillis);

export const parseTime = (text: string): Result<UtcTime, Malformed> => readTextAs(serverTime, text);

export type TradeOfProduct = Omit<MarketTrade, 'instrument'>;

/** The venue names the side of whoever was there first; whoever took has the other one. */
const tradeRow = z
  .object({
    trade_id: z.string().min(1),
    product_id: z.string(),
    price,
    size: quantity,
    side,
    time: venueTime,
  })
  .transform(({ trade_id: tradeId, product_id: symbol, size, side: maker, time: at, ...row }) => ({
    symbol,
    trade: { tradeId, price: row.price, quantity: size, side: otherSide(maker), at },
  }));

const tradeList = z.object({ trades: z.array(tradeRow) });

/** `GET /market/products/{product_id}/ticker`; oldest first. */
export function parseTrades(
  text: string,
  instrument: InstrumentId,
): Result<MarketTrade[], Malformed> {
  const read = readTextAs(tradeList, text);
  if (!read.ok) return read;
  return ok(read.value.trades.map(({ trade }) => ({ instrument, ...trade })).reverse());
}

export const INTERVALS: Readonly<
  Record<BarInterval, { readonly granularity: string; readonly ms: number }>
> = {
  '1m': { granularity: 'ONE_MINUTE', ms: 60_000 },
  '5m': { granularity: 'FIVE_MINUTE', ms: 300_000 },
  '15m': { granularity: 'FIFTEEN_MINUTE', ms: 900_000 },
  '1h': { granularity: 'ONE_HOUR', ms: 3_600_000 },
  '6h': { granularity: 'SIX_HOUR', ms: 21_600_000 },
  '1d': { granularity: 'ONE_DAY', ms: 86_400_000 },
};

const candleList = z.object({
  candles: z.array(
    z.object({
      start: epochSeconds,
      open: price,
      high: price,
      low: price,
      close: price,
      volume: amount,
    }),
  ),
});

/** Bars that are closed at `now` on the venue's clock, oldest first. */
export function parseCandles(
  text: string,
  of: { readonly instrument: InstrumentId; readonly interval: BarInterval },
  now: UtcTime,
): Result<Bar[], Malformed> {
  const read = readTextAs(candleList, text);
  if (!read.ok) return read;
  const { ms } = INTERVALS[of.interval];
  const closed = read.value.candles.filter(({ start }) => toEpochMs(start) + ms <= toEpochMs(now));
  return ok(
    closed.map(({ start: opensAt, ...figures }) => ({ ...of, opensAt, ...figures })).reverse(),
  );
}

export interface BookEvent {
  readonly isSnapshot: boolean;
  readonly symbol: string;
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
}

export type MarketContents =
  | { readonly kind: 'Books'; readonly books: readonly BookEvent[] }
  | {
      readonly kind: 'Trades';
      readonly trades: readonly { readonly symbol: string; readonly trade: TradeOfProduct }[];
    }
  /** Nothing was missed up to this message. */
  | { readonly kind: 'Heartbeat' }
  | { readonly kind: 'Other' };

/** Whole books of the deepest markets have some 60,000 levels; more is not a book. */
const LEVELS_MOST = 200_000;
const DECIMAL = /^\d{1,20}(?:\.\d{1,18})?$/;

/** What stands in one message of a public channel. */
export function readMarketContents({
  channel,
  events,
}: Envelope): Result<MarketContents, Malformed> {
  switch (channel) {
    case 'l2_data':
      return readBooks(events);
    case 'market_trades':
      return readTrades(events);
    case 'heartbeats':
      return ok({ kind: 'Heartbeat' });
    default:
      return ok({ kind: 'Other' });
  }
}

function readBooks(events: readonly unknown[]): Result<MarketContents, Malformed> {
  const books: BookEvent[] = [];
  for (const event of events) {
    const book = readBook(event);
    if (book === undefined) return err(malformed('a message of level2 is not as documented'));
    books.push(book);
  }
  return ok({ kind: 'Books', books });
}

function readBook(event: unknown): BookEvent | undefined {
  const { type, product_id: symbol, updates } = (event ?? {}) as Readonly<Record<string, unknown>>;
  const isSnapshot = type === 'snapshot';
  if ((!isSnapshot && type !== 'update') || typeof symbol !== 'string') return undefined;
  if (!Array.isArray(updates) || updates.length > LEVELS_MOST) return undefined;
  const [bids, asks]: [LevelText[], LevelText[]] = [[], []];
  for (const update of updates) {
    const level = levelOf(update);
    if (level === undefined) return undefined;
    (level.isBid ? bids : asks).push(level.text);
  }
  // A snapshot has the best first and a book is built with the best last, as that moves nothing.
  return isSnapshot
    ? { isSnapshot, symbol, bids: bids.reverse(), asks: asks.reverse() }
    : { isSnapshot, symbol, bids, asks };
}

/** Levels stay text, so that thousands a second cost little; each is checked to be a decimal. */
function levelOf(
  update: unknown,
): { readonly isBid: boolean; readonly text: LevelText } | undefined {
  const {
    side: name,
    price_level: at,
    new_quantity: size,
  } = (update ?? {}) as Readonly<Record<string, unknown>>;
  if (name !== 'bid' && name !== 'offer') return undefined;
  if (typeof at !== 'string' || typeof size !== 'string') return undefined;
  if (!DECIMAL.test(at) || !DECIMAL.test(size)) return undefined;
  return { isBid: name === 'bid', text: [at, size] };
}

/** Trades of the last moments stand in a `snapshot` when one subscribes: they happened before. */
const tradeEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('update'), trades: z.array(tradeRow) }),
  z.object({ type: z.literal('snapshot') }),
]);

function readTrades(events: readonly unknown[]): Result<MarketContents, Malformed> {
  const read = readAs(z.array(tradeEvent), events);
  if (!read.ok) return read;
  const trades = read.value.flatMap((event) => (event.type === 'update' ? event.trades : []));
  return ok({ kind: 'Trades', trades });
}
