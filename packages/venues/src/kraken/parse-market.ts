/** What Kraken tells everybody: time, trades and bars over REST, and the frames of its streams. */
import {
  add,
  addMs,
  type Decimal,
  greatest,
  least,
  msBetween,
  type Price,
  type Result,
  toEpochMs,
  toPrice,
  type UtcTime,
  unwrap,
} from '@ultrathink/domain/kernel';
import type { InstrumentId, Side } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { amount, type Malformed, malformed, price, quantity, readAs } from '../common/reading.ts';
import type { TradingStatus } from '../contract/capabilities.ts';
import type { Bar, BarInterval, MarketTrade } from '../contract/market-data-client.ts';
import { type BookFrame, readBookFast, readBookSlow } from './book-frame.ts';
import { readResult } from './envelope.ts';
import { readExactJson } from './exact-json.ts';
import { instant, seconds } from './fields.ts';
import { statusOf } from './parse-listings.ts';

const time = z.object({ unixtime: seconds });

/** To the second: the venue tells no more. */
export function readTime(body: string): Result<UtcTime, Malformed> {
  const read = readResult(time, body);
  return read.ok ? { ok: true, value: read.value.unixtime } : read;
}

const systemStatus = z.object({ status: z.string() });

export function readSystemStatus(body: string): Result<TradingStatus, Malformed> {
  const read = readResult(systemStatus, body);
  return read.ok ? { ok: true, value: statusOf(read.value.status) } : read;
}

const text = z.string();

/** [price, volume, time, buy or sell, market or limit, miscellaneous, trade id]. */
const tradeRow = z.tuple([price, quantity, seconds, z.enum(['b', 's']), text, text], text);

/** The pair's rows stand under its id, beside `last`. */
function rowsOf(body: string): Result<readonly unknown[], Malformed> {
  const read = readResult(z.record(text, z.unknown()), body);
  if (!read.ok) return read;
  const rows = Object.entries(read.value).find(([name]) => name !== 'last')?.[1];
  return Array.isArray(rows) ? { ok: true, value: rows } : notRows();
}

const notRows = () => ({ ok: false, error: malformed('no rows of a pair') }) as const;

export function readTrades(
  body: string,
  instrument: InstrumentId,
): Result<MarketTrade[], Malformed> {
  const rows = rowsOf(body);
  if (!rows.ok) return rows;
  const read = readAs(z.array(tradeRow), rows.value);
  if (!read.ok) return read;
  const trades = read.value.map(
    ([at, qty, when, taker, , , id]): MarketTrade => ({
      instrument,
      tradeId: id ?? '',
      price: at,
      quantity: qty,
      side: taker === 'b' ? 'Buy' : 'Sell',
      at: when,
    }),
  );
  return { ok: true, value: trades };
}

/** [opens at, open, high, low, close, mean, volume, trades]. */
const barRow = z.tuple([seconds, price, price, price, price, amount, amount], text);

/** Minutes of the venue's own bars; six hours are made of one-hour bars. */
export const VENUE_MINUTES: Readonly<Record<BarInterval, number>> = {
  '1m': 1,
  '5m': 5,
  '15m': 15,
  '1h': 60,
  '6h': 60,
  '1d': 1440,
};

const SIX_HOURS_MS = 6 * 3_600_000;

/** Closed bars: the last row is always the one that is still open. */
export function readBars(
  body: string,
  instrument: InstrumentId,
  interval: BarInterval,
): Result<Bar[], Malformed> {
  const rows = rowsOf(body);
  if (!rows.ok) return rows;
  const read = readAs(z.array(barRow), rows.value);
  if (!read.ok) return read;
  const bars = read.value.slice(0, -1).map(
    ([opensAt, open, high, low, close, , volume]): Bar => ({
      instrument,
      interval,
      opensAt,
      open,
      high,
      low,
      close,
      volume,
    }),
  );
  return { ok: true, value: interval === '6h' ? sixHours(bars) : bars };
}

/** Only what has all of its six hours is a bar. */
function sixHours(hours: readonly Bar[]): Bar[] {
  const bars: Bar[] = [];
  for (let n = 0; n + 6 <= hours.length; n += 1) {
    const six = hours.slice(n, n + 6);
    const [first, last] = [six[0], six[5]];
    if (first === undefined || last === undefined) break;
    const isWhole =
      toEpochMs(first.opensAt) % SIX_HOURS_MS === 0 &&
      msBetween(first.opensAt, last.opensAt) === SIX_HOURS_MS - 3_600_000;
    if (!isWhole) continue;
    bars.push({
      ...first,
      high: extreme(six, 'high', greatest),
      low: extreme(six, 'low', least),
      close: last.close,
      volume: six.map(({ volume }) => volume).reduce(add),
    });
  }
  return bars;
}

function extreme(
  bars: readonly Bar[],
  which: 'high' | 'low',
  of: (a: Decimal, b: Decimal) => Decimal,
): Price {
  const values: readonly Decimal[] = bars.map((bar) => bar[which]);
  return unwrap(toPrice(values.reduce(of)));
}

/** `since` of a question for bars: the venue's own bound may be exclusive. */
export const barsSince = (from: UtcTime): string =>
  String(Math.floor(toEpochMs(addMs(from, -1000)) / 1000));

export type PublicFrame =
  | BookFrame
  | { readonly kind: 'Trades'; readonly trades: readonly StreamTrade[] }
  | { readonly kind: 'System'; readonly status: TradingStatus }
  | { readonly kind: 'Pairs'; readonly pairs: readonly PairStatus[] }
  | { readonly kind: 'Refused'; readonly detail: string }
  /** Heartbeats, answers that all is well, channels we did not ask for. */
  | { readonly kind: 'Nothing' };

export interface StreamTrade extends Omit<MarketTrade, 'instrument'> {
  /** `BTC/EUR`. */
  readonly symbol: string;
}

export interface PairStatus {
  readonly symbol: string;
  readonly status: TradingStatus;
}

const NOTHING: PublicFrame = { kind: 'Nothing' };

const head = z.object({ channel: text.optional(), success: z.boolean().optional() });

export function readPublicFrame(frame: string): Result<PublicFrame, Malformed> {
  const book = readBookFast(frame);
  if (book !== null) return { ok: true, value: book };
  const raw = readExactJson(frame);
  if (!raw.ok) return raw;
  const read = readAs(head, raw.value);
  if (!read.ok) return read;
  const { channel, success } = read.value;
  if (channel === undefined) {
    return { ok: true, value: success === false ? refusalOf(raw.value) : NOTHING };
  }
  switch (channel) {
    case 'book':
      return readBookSlow(raw.value);
    case 'trade':
      return readTradeFrame(raw.value);
    case 'status':
      return readStatusFrame(raw.value);
    case 'instrument':
      return readPairsFrame(raw.value);
    default:
      return { ok: true, value: NOTHING };
  }
}

const refusal = z.object({ error: text.catch('') });

function refusalOf(raw: unknown): PublicFrame {
  const read = readAs(refusal, raw);
  return { kind: 'Refused', detail: read.ok ? read.value.error : '' };
}

const tradeFrame = z.object({
  data: z.array(
    z.object({
      symbol: text,
      side: z.enum(['buy', 'sell']).transform((one): Side => (one === 'buy' ? 'Buy' : 'Sell')),
      price,
      qty: quantity,
      trade_id: text,
      timestamp: instant,
    }),
  ),
});

function readTradeFrame(raw: unknown): Result<PublicFrame, Malformed> {
  const read = readAs(tradeFrame, raw);
  if (!read.ok) return read;
  const trades = read.value.data.map((trade) => ({
    symbol: trade.symbol,
    tradeId: trade.trade_id,
    price: trade.price,
    quantity: trade.qty,
    side: trade.side,
    at: trade.timestamp,
  }));
  return { ok: true, value: { kind: 'Trades', trades } };
}

const statusFrame = z.object({ data: z.tuple([z.object({ system: text })], z.unknown()) });

function readStatusFrame(raw: unknown): Result<PublicFrame, Malformed> {
  const read = readAs(statusFrame, raw);
  if (!read.ok) return read;
  const [{ system }] = read.value.data;
  return { ok: true, value: { kind: 'System', status: statusOf(system) } };
}

const pairsFrame = z.object({
  data: z.object({ pairs: z.array(z.object({ symbol: text, status: text })) }),
});

function readPairsFrame(raw: unknown): Result<PublicFrame, Malformed> {
  const read = readAs(pairsFrame, raw);
  if (!read.ok) return read;
  const pairs = read.value.data.pairs.map(({ symbol, status }) => ({
    symbol,
    status: statusOf(status),
  }));
  return { ok: true, value: { kind: 'Pairs', pairs } };
}
