/** What Coinbase tells one account when it is asked: orders, fills, balances, fees, permissions. */
import {
  add,
  type Decimal,
  divide,
  err,
  isZero,
  ok,
  type Price,
  type Quantity,
  type Result,
  signOf,
  toPrice,
  toQuantity,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import { type InstrumentId, parseInstrument } from '@ultrathink/domain/market-data';
import type {
  OrderReport,
  VenueBalance,
  VenueFill,
  VenueOrdStatus,
} from '@ultrathink/domain/trading';
import { z } from 'zod';
import {
  amount,
  asset,
  type Malformed,
  malformed,
  ownId,
  price,
  quantity,
  readAs,
  readTextAs,
} from '../common/reading.ts';
import type { FeeRates, KeyPermissions } from '../contract/execution-client.ts';
import { venueTime } from './venue-time.ts';

export type IdOf = (symbol: string) => InstrumentId | undefined;

export const side = z.enum(['BUY', 'SELL']).transform((text) => (text === 'BUY' ? 'Buy' : 'Sell'));

/** Statuses of an order that still works; how much of it is filled is told apart from them. */
const WORKING: ReadonlySet<string> = new Set(['PENDING', 'OPEN', 'QUEUED', 'EDIT_QUEUED']);

const ENDED: Readonly<Record<string, VenueOrdStatus>> = {
  FILLED: 'Filled',
  CANCELLED: 'Canceled',
  EXPIRED: 'Expired',
  FAILED: 'Rejected',
  CANCEL_QUEUED: 'PendingCancel',
};

/** Undefined for a status we do not know. */
export function ordStatusOf(status: string, cumQty: Decimal): VenueOrdStatus | undefined {
  if (WORKING.has(status)) return isZero(cumQty) ? 'New' : 'PartiallyFilled';
  return ENDED[status];
}

/** Null for zero, which stands for "nothing was filled". */
export function averageOf(value: Decimal): Price | null {
  const read = signOf(value) > 0 ? toPrice(value) : null;
  return read?.ok === true ? read.value : null;
}

/** A figure that is empty text where there is none. */
const optionalAmount = z.union([z.literal('').transform(() => ZERO), amount]);

const optionalText = z.string().nullish();

/** The first words that say something. */
export const words = (...texts: readonly (string | null | undefined)[]): string | null =>
  texts.find((text) => typeof text === 'string' && text !== '' && !SAYS_NOTHING.has(text)) ?? null;

const SAYS_NOTHING: ReadonlySet<string> = new Set(['REJECT_REASON_UNSPECIFIED']);

const orderRow = z.object({
  order_id: z.string().min(1),
  product_id: z.string(),
  client_order_id: optionalText,
  side,
  status: z.string(),
  order_configuration: z
    .record(z.string(), z.looseObject({ base_size: amount.nullish() }))
    .nullish(),
  filled_size: optionalAmount,
  average_filled_price: optionalAmount,
  pending_cancel: z.boolean().default(false),
  created_time: venueTime,
  last_fill_time: venueTime.nullish(),
  last_update_time: venueTime.nullish(),
  reject_reason: optionalText,
  reject_message: optionalText,
  cancel_message: optionalText,
});

type OrderRow = z.infer<typeof orderRow>;

function reportOf(row: OrderRow, idOf: IdOf): Result<OrderReport, Malformed> {
  const instrument = idOf(row.product_id);
  if (instrument === undefined) return err(malformed(`${row.product_id} is not listed`));
  const status = ordStatusOf(row.status, row.filled_size);
  if (status === undefined) return err(malformed(`not a status we know: ${row.status}`));
  const isLeaving = row.pending_cancel && WORKING.has(row.status);
  return ok({
    orderId: row.order_id,
    clOrdId: ownId(row.client_order_id),
    instrument,
    side: row.side,
    ordStatus: isLeaving ? 'PendingCancel' : status,
    orderQty: orderQtyOf(row),
    cumQty: row.filled_size,
    avgPx: averageOf(row.average_filled_price),
    at: row.last_update_time ?? row.last_fill_time ?? row.created_time,
    text: words(row.cancel_message, row.reject_message, row.reject_reason),
  });
}

/** Orders for a sum of quote asset have no quantity. */
function orderQtyOf({ order_configuration: configuration }: OrderRow): Quantity | null {
  const [settings] = Object.values(configuration ?? {});
  const size = settings?.base_size ?? null;
  const read = size === null || isZero(size) ? null : toQuantity(size);
  return read?.ok === true ? read.value : null;
}

const oneOrder = z.object({ order: orderRow });

export function parseOrder(text: string, idOf: IdOf): Result<OrderReport, Malformed> {
  const read = readTextAs(oneOrder, text);
  return read.ok ? reportOf(read.value.order, idOf) : read;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Of the next page; null on the last. */
  readonly cursor: string | null;
}

const orderPage = z.object({
  orders: z.array(z.looseObject({ product_id: z.string(), product_type: optionalText })),
  has_next: z.boolean(),
  cursor: optionalText,
});

/**
 * All or nothing: a list without one of its orders would be a wrong answer. Orders of futures are no
 * orders of spot, and are left out.
 */
export function parseOrderPage(text: string, idOf: IdOf): Result<Page<OrderReport>, Malformed> {
  const read = readTextAs(orderPage, text);
  if (!read.ok) return read;
  const rows: OrderReport[] = [];
  for (const raw of read.value.orders) {
    if (typeof raw.product_type === 'string' && raw.product_type !== 'SPOT') continue;
    const row = readAs(orderRow, raw);
    const report = row.ok ? reportOf(row.value, idOf) : row;
    if (!report.ok) return report;
    rows.push(report.value);
  }
  const { has_next: hasNext, cursor } = read.value;
  return pageOf(rows, hasNext, cursor);
}

function pageOf<Row>(
  rows: readonly Row[],
  hasNext: boolean,
  cursor: string | null | undefined,
): Result<Page<Row>, Malformed> {
  if (!hasNext) return ok({ rows, cursor: null });
  return cursor ? ok({ rows, cursor }) : err(malformed('a next page without its cursor'));
}

const fillRow = z.object({
  entry_id: z.string().min(1),
  order_id: z.string().min(1),
  product_id: z.string(),
  trade_type: z.string(),
  trade_time: venueTime,
  price,
  size: quantity,
  size_in_quote: z.boolean().default(false),
  commission: optionalAmount,
  liquidity_indicator: z.string(),
  side,
});

type FillRow = z.infer<typeof fillRow>;

const fillPage = z.object({ fills: z.array(fillRow), cursor: optionalText });

/**
 * One page, newest first. It does not tell our id: whoever asks joins it by `orderId`. A reversal or a
 * correction is no fill, and there is no word for it here: the whole page is refused.
 */
export function parseFillPage(text: string, idOf: IdOf): Result<Page<VenueFill>, Malformed> {
  const read = readTextAs(fillPage, text);
  if (!read.ok) return read;
  const rows: VenueFill[] = [];
  for (const row of read.value.fills) {
    const fill = fillOf(row, idOf);
    if (!fill.ok) return fill;
    rows.push(fill.value);
  }
  const { cursor } = read.value;
  return ok({ rows, cursor: cursor ? cursor : null });
}

function fillOf(row: FillRow, idOf: IdOf): Result<VenueFill, Malformed> {
  const instrument = idOf(row.product_id);
  const pair = instrument === undefined ? null : parseInstrument(instrument);
  if (instrument === undefined || pair?.ok !== true) {
    return err(malformed(`${row.product_id} is not listed`));
  }
  if (row.trade_type !== 'FILL') {
    return err(malformed(`${row.entry_id} is a ${row.trade_type} and no fill`));
  }
  const lastQty = baseQtyOf(row);
  if (!lastQty.ok) return lastQty;
  return ok({
    execId: row.entry_id,
    orderId: row.order_id,
    clOrdId: null,
    instrument,
    side: row.side,
    lastQty: lastQty.value,
    lastPx: row.price,
    // The venue takes its fees in quote asset.
    fee: { amount: row.commission, asset: pair.value.quote },
    isMaker: isMakerOf(row.liquidity_indicator),
    at: row.trade_time,
  });
}

/** The venue's own scale for base assets is finer than none of its increments. */
const BASE_SCALE = 18;

/** An order for a sum of quote asset, which we never send, tells its fills in quote asset too. */
function baseQtyOf({ size, size_in_quote: isQuote, price: px }: FillRow) {
  if (!isQuote) return ok(size);
  if (isZero(px)) return err(malformed('a fill at no price'));
  const read = toQuantity(divide(size, px, BASE_SCALE, 'HalfEven'));
  return read.ok ? read : err(malformed(`a fill of no quantity (${read.error.code})`));
}

function isMakerOf(indicator: string): boolean | null {
  if (indicator === 'MAKER') return true;
  return indicator === 'TAKER' ? false : null;
}

const held = z.object({ value: amount });

const accountPage = z.object({
  accounts: z.array(z.object({ currency: z.string(), available_balance: held, hold: held })),
  has_next: z.boolean(),
  cursor: optionalText,
});

/** Only what is there; an asset may have several accounts, on one page or on two. */
export function parseBalancePage(text: string): Result<Page<VenueBalance>, Malformed> {
  const read = readTextAs(accountPage, text);
  if (!read.ok) return read;
  const rows: VenueBalance[] = [];
  for (const { currency, available_balance: free, hold } of read.value.accounts) {
    if (isZero(free.value) && isZero(hold.value)) continue;
    const named = readAs(asset, currency);
    if (!named.ok) return err(malformed(`${currency} is not an asset we have a name for`));
    rows.push({ asset: named.value, total: add(free.value, hold.value), held: hold.value });
  }
  return pageOf(rows, read.value.has_next, read.value.cursor);
}

export function sumBalances(rows: readonly VenueBalance[]): VenueBalance[] {
  const sums = new Map<string, VenueBalance>();
  for (const row of rows) {
    const known = sums.get(row.asset);
    const total = add(known?.total ?? ZERO, row.total);
    sums.set(row.asset, { asset: row.asset, total, held: add(known?.held ?? ZERO, row.held) });
  }
  return [...sums.values()];
}

const summary = z.object({
  fee_tier: z.object({ maker_fee_rate: amount, taker_fee_rate: amount }),
});

/** The account's tier; what a promotion or a pair of stablecoins costs less shows in each fill. */
export function parseFees(
  text: string,
  instruments: readonly InstrumentId[],
): Result<FeeRates[], Malformed> {
  const read = readTextAs(summary, text);
  if (!read.ok) return read;
  const { maker_fee_rate: maker, taker_fee_rate: taker } = read.value.fee_tier;
  return ok(
    instruments.map((instrument) => ({ instrument, maker: toText(maker), taker: toText(taker) })),
  );
}

const keyPermissions = z.object({
  can_view: z.boolean(),
  can_trade: z.boolean(),
  can_transfer: z.boolean(),
});

export function parsePermissions(text: string): Result<KeyPermissions, Malformed> {
  const read = readTextAs(keyPermissions, text);
  if (!read.ok) return read;
  return ok({
    mayRead: read.value.can_view,
    mayTrade: read.value.can_trade,
    // Transfers take money away as a withdrawal does.
    mayWithdraw: read.value.can_transfer,
    // Addresses are kept by the portal, and the API does not tell them.
    isAddressBound: null,
    expiresAt: null,
  });
}
