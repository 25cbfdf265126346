/** What Binance tells one account when it is asked: orders, fills, balances, fees, permissions. */
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
  toText,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
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
  epochMs,
  type Malformed,
  malformed,
  ownId,
  price,
  quantity,
  readAs,
  readTextAs,
} from '../common/reading.ts';
import type { FeeRates, KeyPermissions, Placed } from '../contract/execution-client.ts';

export type IdOf = (symbol: string) => InstrumentId | undefined;

const STATUSES: Readonly<Record<string, VenueOrdStatus>> = {
  NEW: 'New',
  PENDING_NEW: 'New',
  PARTIALLY_FILLED: 'PartiallyFilled',
  FILLED: 'Filled',
  CANCELED: 'Canceled',
  PENDING_CANCEL: 'PendingCancel',
  REJECTED: 'Rejected',
  EXPIRED: 'Expired',
  EXPIRED_IN_MATCH: 'Expired',
};

export const side = z.enum(['BUY', 'SELL']).transform((text) => (text === 'BUY' ? 'Buy' : 'Sell'));

export const ordStatus = z.string().transform((text, context) => {
  const known = STATUSES[text];
  if (known !== undefined) return known;
  context.addIssue({ code: 'custom', message: `Not a status we know: ${text}.` });
  return z.NEVER;
});

/** Decimals that an average is rounded to, half to even. */
const AVERAGE_SCALE = 18;

/** Null where nothing was filled, or where the venue marks its sum as not there (below zero). */
export function averageOf(cumQty: Decimal, cumQuote: Decimal): Price | null {
  if (isZero(cumQty) || signOf(cumQuote) <= 0) return null;
  const average = toPrice(divide(cumQuote, cumQty, AVERAGE_SCALE, 'HalfEven'));
  return average.ok ? average.value : null;
}

/** Orders for a sum of quote asset say zero for their quantity. */
export const orderQtyOf = (value: Quantity): Quantity | null => (isZero(value) ? null : value);

/** Trade ids count per symbol; the order tells the two sides of a trade with ourselves apart. */
export const execIdOf = (symbol: string, tradeId: number, orderId: number): string =>
  `${symbol}-${tradeId}-${orderId}`;

/** Fields that an order has wherever it is shown. */
const orderRow = z.object({
  symbol: z.string(),
  orderId: z.int().min(0),
  clientOrderId: z.string(),
  /** In the answer to a cancel, which has an id of its own in `clientOrderId`. */
  origClientOrderId: z.string().optional(),
  origQty: quantity,
  executedQty: quantity,
  cummulativeQuoteQty: amount,
  status: z.string(),
  side,
  updateTime: epochMs.optional(),
  transactTime: epochMs.optional(),
});

type OrderRow = z.infer<typeof orderRow>;

function reportOf(row: OrderRow, idOf: IdOf): Result<OrderReport, Malformed> {
  const instrument = idOf(row.symbol);
  if (instrument === undefined) return err(malformed(`${row.symbol} is not listed`));
  const status = readAs(ordStatus, row.status);
  if (!status.ok) return status;
  return ok({
    orderId: String(row.orderId),
    clOrdId: ownId(row.origClientOrderId ?? row.clientOrderId),
    instrument,
    side: row.side,
    ordStatus: status.value,
    orderQty: orderQtyOf(row.origQty),
    cumQty: row.executedQty,
    avgPx: averageOf(row.executedQty, row.cummulativeQuoteQty),
    at: row.updateTime ?? row.transactTime ?? null,
    text: row.status === 'EXPIRED_IN_MATCH' ? row.status : null,
  });
}

export function parseOrder(text: string, idOf: IdOf): Result<OrderReport, Malformed> {
  const read = readTextAs(orderRow, text);
  return read.ok ? reportOf(read.value, idOf) : read;
}

/** An order inside another answer. */
export function readOrder(raw: unknown, idOf: IdOf): Result<OrderReport, Malformed> {
  const read = readAs(orderRow, raw);
  return read.ok ? reportOf(read.value, idOf) : read;
}

/** All or nothing: a list without one of its orders would be a wrong answer. */
export function parseOrders(text: string, idOf: IdOf): Result<OrderReport[], Malformed> {
  const read = readTextAs(z.array(orderRow), text);
  if (!read.ok) return read;
  const reports: OrderReport[] = [];
  for (const row of read.value) {
    const report = reportOf(row, idOf);
    if (!report.ok) return report;
    reports.push(report.value);
  }
  return ok(reports);
}

const commission = { commission: amount, commissionAsset: asset };

const placedRow = z.object({
  transactTime: epochMs,
  fills: z.array(z.object({ price, qty: quantity, tradeId: z.int(), ...commission })),
});

/** The answer to a new order in its `FULL` form: what it took at once is in it. */
export function readPlaced(raw: unknown, idOf: IdOf): Result<Placed, Malformed> {
  const row = readAs(orderRow, raw);
  if (!row.ok) return row;
  const report = reportOf(row.value, idOf);
  if (!report.ok) return report;
  const read = readAs(placedRow, raw);
  if (!read.ok) return read;
  const { orderId, clOrdId, instrument, side: own } = report.value;
  const fills = read.value.fills.map(
    (fill): VenueFill => ({
      execId: execIdOf(row.value.symbol, fill.tradeId, row.value.orderId),
      orderId,
      clOrdId,
      instrument,
      side: own,
      lastQty: fill.qty,
      lastPx: fill.price,
      fee: { amount: fill.commission, asset: fill.commissionAsset },
      // What an order does in its first moment, it takes.
      isMaker: false,
      at: read.value.transactTime,
    }),
  );
  return ok({ orderId, report: report.value, fills });
}

const fillRows = z.array(
  z.object({
    symbol: z.string(),
    id: z.int(),
    orderId: z.int().min(0),
    price,
    qty: quantity,
    time: epochMs,
    isBuyer: z.boolean(),
    isMaker: z.boolean(),
    ...commission,
  }),
);

/** `GET /api/v3/myTrades`, which does not tell our id: whoever asks joins it by `orderId`. */
export function parseFills(text: string, idOf: IdOf): Result<VenueFill[], Malformed> {
  const read = readTextAs(fillRows, text);
  if (!read.ok) return read;
  const fills: VenueFill[] = [];
  for (const row of read.value) {
    const instrument = idOf(row.symbol);
    if (instrument === undefined) return err(malformed(`${row.symbol} is not listed`));
    fills.push({
      execId: execIdOf(row.symbol, row.id, row.orderId),
      orderId: String(row.orderId),
      clOrdId: null,
      instrument,
      side: row.isBuyer ? 'Buy' : 'Sell',
      lastQty: row.qty,
      lastPx: row.price,
      fee: { amount: row.commission, asset: row.commissionAsset },
      isMaker: row.isMaker,
      at: row.time,
    });
  }
  return ok(fills);
}

const balanceRow = z.object({ asset: z.string(), free: amount, locked: amount });
const account = z.object({
  balances: z.array(balanceRow),
  commissionRates: z.object({ maker: amount, taker: amount, buyer: amount, seller: amount }),
});

/** Only what is there: the venue lists every asset it knows. */
export function parseBalances(text: string): Result<VenueBalance[], Malformed> {
  const read = readTextAs(account, text);
  if (!read.ok) return read;
  const balances: VenueBalance[] = [];
  for (const { asset: name, free, locked } of read.value.balances) {
    if (isZero(free) && isZero(locked)) continue;
    const named = readAs(asset, name);
    if (!named.ok) return err(malformed(`${name} is not an asset we have a name for`));
    balances.push({ asset: named.value, total: add(free, locked), held: locked });
  }
  return ok(balances);
}

/** The account's own rates; a symbol's discount shows in the fee of each fill. */
export function parseFees(
  text: string,
  instruments: readonly InstrumentId[],
): Result<FeeRates[], Malformed> {
  const read = readTextAs(account, text);
  if (!read.ok) return read;
  const { maker, taker } = read.value.commissionRates;
  return ok(
    instruments.map((instrument) => ({ instrument, maker: toText(maker), taker: toText(taker) })),
  );
}

const restrictions = z.object({
  ipRestrict: z.boolean(),
  enableReading: z.boolean(),
  enableSpotAndMarginTrading: z.boolean(),
  enableWithdrawals: z.boolean(),
  enableInternalTransfer: z.boolean(),
  permitsUniversalTransfer: z.boolean(),
  /** When trading ends for a key that is not bound to addresses. */
  tradingAuthorityExpirationTime: epochMs.optional(),
});

export function parsePermissions(text: string): Result<KeyPermissions, Malformed> {
  const read = readTextAs(restrictions, text);
  if (!read.ok) return read;
  const rights = read.value;
  const expiresAt: UtcTime | null = rights.tradingAuthorityExpirationTime ?? null;
  return ok({
    mayRead: rights.enableReading,
    mayTrade: rights.enableSpotAndMarginTrading,
    // Transfers to another account take money away as a withdrawal does.
    mayWithdraw:
      rights.enableWithdrawals || rights.enableInternalTransfer || rights.permitsUniversalTransfer,
    isAddressBound: rights.ipRestrict,
    expiresAt,
  });
}
