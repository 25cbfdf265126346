/** What Binance tells everybody of one instrument: books, trades, bars. */
import {
  type Decimal,
  err,
  fromEpochMs,
  ok,
  type Price,
  type Quantity,
  type Result,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { BookMessage, InstrumentId, LevelText } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import {
  amount,
  epochMs,
  type Malformed,
  malformed,
  price,
  quantity,
  readJson,
  readTextAs,
} from '../common/reading.ts';
import type { Bar, BarInterval, MarketTrade } from '../contract/market-data-client.ts';

const serverTime = z.object({ serverTime: epochMs }).transform((read) => read.serverTime);

export const parseTime = (text: string): Result<UtcTime, Malformed> => readTextAs(serverTime, text);

/** Every book of the venue is well within that; more is not a book. */
const LEVELS_MOST = 5000;
const DECIMAL = /^\d{1,20}(?:\.\d{1,18})?$/;

/** Levels stay text, so that thousands a second cost little; each is checked to be a decimal. */
function levelsOf(raw: unknown): readonly LevelText[] | undefined {
  if (!Array.isArray(raw) || raw.length > LEVELS_MOST) return undefined;
  for (const level of raw) {
    if (!Array.isArray(level)) return undefined;
    const [at, size] = level;
    if (typeof at !== 'string' || typeof size !== 'string') return undefined;
    if (!DECIMAL.test(at) || !DECIMAL.test(size)) return undefined;
  }
  return raw as LevelText[];
}

const isCount = (raw: unknown): raw is number => Number.isSafeInteger(raw) && Number(raw) >= 0;

const isMs = (raw: unknown): raw is number => isCount(raw) && raw < 253_402_300_800_000;

/** `GET /api/v3/depth`. It carries no time: `at` is when it was asked for, on the venue's clock. */
export function parseDepth(text: string, at: UtcTime): Result<BookMessage, Malformed> {
  const read = readJson(text);
  if (!read.ok) return read;
  const { lastUpdateId: last, bids: b, asks: a } = (read.value ?? {}) as Record<string, unknown>;
  const [bids, asks] = [levelsOf(b), levelsOf(a)];
  if (!isCount(last) || bids === undefined || asks === undefined) {
    return err(malformed('a depth snapshot is not as documented'));
  }
  return ok({ kind: 'Snapshot', last, bids, asks, at });
}

export type MarketMessage =
  | { readonly kind: 'Depth'; readonly symbol: string; readonly update: BookMessage }
  | { readonly kind: 'Trade'; readonly symbol: string; readonly trade: TradeOfSymbol }
  /** The answer to a subscription. */
  | { readonly kind: 'Answered'; readonly id: number; readonly error: string | null }
  | { readonly kind: 'Other' };

export type TradeOfSymbol = Omit<MarketTrade, 'instrument'>;

/** One message of a public stream. */
export function parseMarketMessage(text: string): Result<MarketMessage, Malformed> {
  const read = readJson(text);
  if (!read.ok) return read;
  if (typeof read.value !== 'object' || read.value === null) return err(malformed('no object'));
  const raw = read.value as Record<string, unknown>;
  if (raw['e'] === 'depthUpdate') return depthUpdate(raw);
  if (raw['e'] === 'trade') return streamTrade(raw);
  if (typeof raw['id'] === 'number' && ('result' in raw || 'error' in raw)) {
    const error = raw['error'] === undefined ? null : JSON.stringify(raw['error']);
    return ok({ kind: 'Answered', id: raw['id'], error });
  }
  return ok({ kind: 'Other' });
}

function depthUpdate(raw: Record<string, unknown>): Result<MarketMessage, Malformed> {
  const { s: symbol, U: first, u: last, b, a, E } = raw;
  const [bids, asks] = [levelsOf(b), levelsOf(a)];
  const isWhole = typeof symbol === 'string' && isCount(first) && isCount(last) && isMs(E);
  if (!isWhole || bids === undefined || asks === undefined || first > last) {
    return err(malformed('a depth update is not as documented'));
  }
  const update = { kind: 'Update', first, last, bids, asks, at: fromEpochMs(E) } as const;
  return ok({ kind: 'Depth', symbol, update });
}

const tradeOf = (read: {
  readonly id: number;
  readonly price: Price;
  readonly quantity: Quantity;
  readonly isBuyerMaker: boolean;
  readonly at: UtcTime;
}): TradeOfSymbol => ({
  tradeId: String(read.id),
  price: read.price,
  quantity: read.quantity,
  side: read.isBuyerMaker ? 'Sell' : 'Buy',
  at: read.at,
});

const streamed = z.object({
  s: z.string(),
  t: z.int(),
  p: price,
  q: quantity,
  m: z.boolean(),
  T: epochMs,
});

function streamTrade(raw: Record<string, unknown>): Result<MarketMessage, Malformed> {
  const read = streamed.safeParse(raw);
  if (!read.success) return err(malformed('a trade is not as documented'));
  const { s: symbol, t: id, p, q, m: isBuyerMaker, T: at } = read.data;
  return ok({
    kind: 'Trade',
    symbol,
    trade: tradeOf({ id, price: p, quantity: q, isBuyerMaker, at }),
  });
}

const tradeRows = z.array(
  z.object({ id: z.int(), price, qty: quantity, isBuyerMaker: z.boolean(), time: epochMs }),
);

export function parseTrades(
  text: string,
  instrument: InstrumentId,
): Result<MarketTrade[], Malformed> {
  const read = readTextAs(tradeRows, text);
  if (!read.ok) return read;
  return ok(
    read.value.map(({ qty, time, ...row }) => ({
      instrument,
      ...tradeOf({ ...row, quantity: qty, at: time }),
    })),
  );
}

const klines = z.array(
  z
    .tuple([epochMs, price, price, price, price, amount, epochMs])
    .rest(z.unknown())
    .transform(([opensAt, open, high, low, close, volume, closesAt]) => ({
      bar: { opensAt, open, high, low, close, volume },
      closesAt,
    })),
);

/** Bars that are closed at `now` on the venue's clock; the one that still changes is left out. */
export function parseKlines(
  text: string,
  of: { readonly instrument: InstrumentId; readonly interval: BarInterval },
  now: UtcTime,
): Result<Bar[], Malformed> {
  const read = readTextAs(klines, text);
  if (!read.ok) return read;
  const closed = read.value.filter(({ closesAt }) => toEpochMs(closesAt) < toEpochMs(now));
  return ok(closed.map(({ bar }) => ({ ...of, ...bar }) satisfies Bar & { volume: Decimal }));
}
