/** What Kraken tells one customer over REST: orders, trades, balances, fees, rights of the key. */
import {
  type Asset,
  add,
  decimal,
  isZero,
  multiply,
  type Result,
  toText,
  type UtcTime,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { InstrumentId, Side } from '@ultrathink/domain/market-data';
import type {
  ClOrdId,
  OrderReport,
  VenueBalance,
  VenueFill,
  VenueOrdStatus,
} from '@ultrathink/domain/trading';
import { z } from 'zod';
import { amount, type Malformed, malformed, ownId, price, quantity } from '../common/reading.ts';
import type { FeeRates, KeyPermissions } from '../contract/execution-client.ts';
import { readResult } from './envelope.ts';
import { count, seconds, secondsOrNone } from './fields.ts';

/** What parsing has to look up; `quoteOf` for the asset fees are paid in. */
export interface Names {
  idOf(name: string): InstrumentId | undefined;
  assetOf(code: string): Asset | undefined;
}

const side = z.enum(['buy', 'sell']).transform((text): Side => (text === 'buy' ? 'Buy' : 'Sell'));

const orderInfo = z.object({
  cl_ord_id: z.string().nullish(),
  status: z.enum(['pending', 'open', 'closed', 'canceled', 'expired']),
  opentm: seconds,
  closetm: seconds.optional(),
  descr: z.object({ pair: z.string(), type: side }),
  vol: quantity,
  vol_exec: amount,
  price,
  reason: z.string().nullish(),
  oflags: z.string().nullish(),
});

type OrderInfo = z.infer<typeof orderInfo>;

const openOrders = z.object({ open: z.record(z.string(), orderInfo) });
const closedOrders = z.object({ closed: z.record(z.string(), orderInfo), count: count.optional() });

export interface OrdersPage {
  readonly orders: readonly OrderReport[];
  /** Of all pages; null where the venue did not count. */
  readonly count: number | null;
}

export function readOpenOrders(body: string, names: Names): Result<OrdersPage, Malformed> {
  const read = readResult(openOrders, body);
  return read.ok ? reportsOf(read.value.open, null, names) : read;
}

export function readClosedOrders(body: string, names: Names): Result<OrdersPage, Malformed> {
  const read = readResult(closedOrders, body);
  return read.ok ? reportsOf(read.value.closed, read.value.count ?? null, names) : read;
}

/** `QueryOrders`: orders by the venue's ids, open or not. */
export function readQueriedOrders(body: string, names: Names): Result<OrdersPage, Malformed> {
  const read = readResult(z.record(z.string(), orderInfo), body);
  return read.ok ? reportsOf(read.value, null, names) : read;
}

function reportsOf(
  infos: Readonly<Record<string, OrderInfo>>,
  total: number | null,
  { idOf }: Names,
): Result<OrdersPage, Malformed> {
  const orders: OrderReport[] = [];
  for (const [orderId, info] of Object.entries(infos)) {
    const instrument = idOf(info.descr.pair);
    if (instrument === undefined) {
      return { ok: false, error: malformed(`${orderId}: a pair that is not listed`) };
    }
    orders.push(reportOf(orderId, info, instrument));
  }
  return { ok: true, value: { orders, count: total } };
}

function reportOf(orderId: string, info: OrderInfo, instrument: InstrumentId): OrderReport {
  const inQuote = (info.oflags ?? '').split(',').includes('viqc');
  return {
    orderId,
    clOrdId: ownId(info.cl_ord_id),
    instrument,
    side: info.descr.type,
    ordStatus: statusOf(info),
    orderQty: inQuote ? null : info.vol,
    cumQty: info.vol_exec,
    avgPx: isZero(info.vol_exec) || isZero(info.price) ? null : info.price,
    at: info.closetm ?? info.opentm,
    text: info.reason ?? null,
  };
}

function statusOf({ status, vol_exec: filled }: OrderInfo): VenueOrdStatus {
  switch (status) {
    case 'pending':
    case 'open':
      return isZero(filled) ? 'New' : 'PartiallyFilled';
    case 'closed':
      return 'Filled';
    case 'canceled':
      return 'Canceled';
    case 'expired':
      return 'Expired';
  }
}

const trades = z.object({
  trades: z.record(
    z.string(),
    z.object({
      ordertxid: z.string(),
      pair: z.string(),
      time: seconds,
      type: side,
      price,
      fee: amount,
      vol: quantity,
      maker: z.boolean().optional(),
    }),
  ),
  count: count.optional(),
});

export interface FillsPage {
  readonly fills: readonly VenueFill[];
  readonly count: number | null;
}

/** Trades name their order by the venue's id alone: `ours` knows which of them we sent. */
export function readTrades(
  body: string,
  names: Names,
  ours: (orderId: string) => ClOrdId | null,
): Result<FillsPage, Malformed> {
  const read = readResult(trades, body);
  if (!read.ok) return read;
  const fills: VenueFill[] = [];
  for (const [execId, trade] of Object.entries(read.value.trades)) {
    const instrument = names.idOf(trade.pair);
    if (instrument === undefined) {
      return { ok: false, error: malformed(`${execId}: a pair that is not listed`) };
    }
    fills.push({
      execId,
      orderId: trade.ordertxid,
      clOrdId: ours(trade.ordertxid),
      instrument,
      side: trade.type,
      lastQty: trade.vol,
      lastPx: trade.price,
      // "Total fee (quote currency)".
      fee: { amount: trade.fee, asset: quoteOf(instrument) },
      isMaker: trade.maker ?? null,
      at: trade.time,
    });
  }
  return { ok: true, value: { fills, count: read.value.count ?? null } };
}

const quoteOf = (instrument: InstrumentId): Asset =>
  instrument.slice(instrument.indexOf('/') + 1) as Asset;

const balances = z.record(z.string(), z.object({ balance: amount, hold_trade: amount.optional() }));

/**
 * `BalanceEx`. `X.F` earns and trades as X, so it is counted with it; what is staked or bonded (`.S`,
 * `.M`, `.B`) or a token of something else (`.T`) cannot be traded with and is left out.
 */
export function readBalances(body: string, names: Names): Result<VenueBalance[], Malformed> {
  const read = readResult(balances, body);
  if (!read.ok) return read;
  const found = new Map<Asset, VenueBalance>();
  for (const [code, { balance, hold_trade: held = ZERO }] of Object.entries(read.value)) {
    const [plain = '', suffix = 'F'] = code.split('.');
    if (suffix !== 'F') continue;
    const asset = names.assetOf(plain);
    if (asset === undefined) {
      if (isZero(balance)) continue;
      return { ok: false, error: malformed(`${code}: an asset that is not listed`) };
    }
    const known = found.get(asset);
    const total = known === undefined ? balance : add(known.total, balance);
    found.set(asset, { asset, total, held: known === undefined ? held : add(known.held, held) });
  }
  return { ok: true, value: [...found.values()] };
}

const fee = z.object({ fee: amount });
const tradeVolume = z.object({
  fees: z.record(z.string(), fee),
  fees_maker: z.record(z.string(), fee).optional(),
});

const PERCENT = decimal('0.01');

/** `TradeVolume`. Pairs without a maker's rate have one rate for both. */
export function readFees(body: string, names: Names): Result<FeeRates[], Malformed> {
  const read = readResult(tradeVolume, body);
  if (!read.ok) return read;
  const makers = new Map<InstrumentId, FeeRates['maker']>();
  const share = (rate: z.infer<typeof fee>) => toText(multiply(rate.fee, PERCENT));
  for (const [pair, rate] of Object.entries(read.value.fees_maker ?? {})) {
    const instrument = names.idOf(pair);
    if (instrument !== undefined) makers.set(instrument, share(rate));
  }
  const rates = Object.entries(read.value.fees).flatMap(([pair, rate]) => {
    const instrument = names.idOf(pair);
    if (instrument === undefined) return [];
    const taker = share(rate);
    return [{ instrument, maker: makers.get(instrument) ?? taker, taker }];
  });
  return { ok: true, value: rates };
}

const keyInfo = z.object({
  permissions: z.array(z.string()),
  validUntil: secondsOrNone,
  ipAllowlist: z.array(z.unknown()),
});

/** Every right that the venue names and that moves nothing out of the account. */
const STAYS_INSIDE: ReadonlySet<string> = new Set([
  'query-funds',
  'query-open-trades',
  'query-closed-trades',
  'query-ledger',
  'modify-trades',
  'close-trades',
  'export-data',
  'create-ws-token',
  'add-funds',
  'earn-funds',
]);

const READS = ['query-funds', 'query-open-trades', 'query-closed-trades'];
const TRADES = ['modify-trades'];

/**
 * `GetApiKeyInfo`. A key may withdraw when it has a right that is not known to stay inside:
 * `withdraw-funds`, `add-withdraw-address` and `update-withdraw-address` today, and whatever the venue
 * will call the next one.
 */
export function readPermissions(body: string): Result<KeyPermissions, Malformed> {
  const read = readResult(keyInfo, body);
  if (!read.ok) return read;
  const { permissions, validUntil, ipAllowlist } = read.value;
  const hasAll = (wanted: readonly string[]) => wanted.every((one) => permissions.includes(one));
  return {
    ok: true,
    value: {
      mayRead: hasAll(READS),
      mayTrade: hasAll(TRADES),
      mayWithdraw: permissions.some((one) => !STAYS_INSIDE.has(one)),
      isAddressBound: ipAllowlist.length > 0,
      expiresAt: validUntil,
    },
  };
}

const added = z.object({ txid: z.tuple([z.string().min(1)]) });
const amended = z.object({ amend_id: z.string() });
const canceled = z.object({ count });
const armed = z.object({ triggerTime: z.string() });
const token = z.object({ token: z.string().min(1) });

/** Results of acts, which came without an error. */
export const ADDED = added;
export const AMENDED = amended;
export const CANCELED = canceled;
export const ARMED = armed;

export function readToken(body: string): Result<string, Malformed> {
  const read = readResult(token, body);
  return read.ok ? { ok: true, value: read.value.token } : read;
}

/** Oldest first; of one moment by the venue's id, so that every reading has one order. */
export function oldestFirst(fills: readonly VenueFill[]): VenueFill[] {
  return fills.toSorted((a, b) =>
    a.at === b.at ? byText(a.execId, b.execId) : byText(a.at, b.at),
  );
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of several orders with one id of ours (the id is free again after a fill) the one that matters. */
export function latestOf(orders: readonly OrderReport[], id: ClOrdId): OrderReport | null {
  const own = orders.filter(({ clOrdId }) => clOrdId === id);
  return own.toSorted((a, b) => byText(timeOf(b.at), timeOf(a.at)))[0] ?? null;
}

const timeOf = (at: UtcTime | null): string => at ?? '';
