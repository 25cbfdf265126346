/**
 * The executions channel. Its messages tell what changed and not what the order is: `new`, `canceled`
 * and `filled` carry no symbol, side or quantity. So what is known of each order is kept, from its
 * first message or from what we asked, until it has ended.
 */
import {
  type Asset,
  add,
  type Decimal,
  isZero,
  type Price,
  type Quantity,
  type Result,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { InstrumentId, Side } from '@ultrathink/domain/market-data';
import type { ClOrdId, OrderReport, VenueFill, VenueOrdStatus } from '@ultrathink/domain/trading';
import { z } from 'zod';
import {
  amount,
  type Malformed,
  malformed,
  ownId,
  price,
  quantity,
  readAs,
} from '../common/reading.ts';
import { readExactJson } from './exact-json.ts';
import { count, instant } from './fields.ts';
import { assetOfShortName } from './listings.ts';

const execution = z.object({
  order_id: z.string().min(1),
  cl_ord_id: z.string().nullish(),
  exec_type: z.string(),
  order_status: z.string(),
  symbol: z.string().optional(),
  side: z.enum(['buy', 'sell']).optional(),
  order_qty: quantity.optional(),
  cash_order_qty: amount.optional(),
  cum_qty: amount.optional(),
  avg_price: price.optional(),
  exec_id: z.string().optional(),
  last_qty: quantity.optional(),
  last_price: price.optional(),
  liquidity_ind: z.string().optional(),
  fees: z.array(z.object({ asset: z.string(), qty: amount })).optional(),
  timestamp: instant,
  reason: z.string().optional(),
});

export type Execution = z.infer<typeof execution>;

export type PrivateFrame =
  | {
      readonly kind: 'Executions';
      readonly isSnapshot: boolean;
      /** Of this subscription, from 1, without gaps. */
      readonly sequence: number;
      readonly executions: readonly Execution[];
    }
  /** Some balance has changed. */
  | { readonly kind: 'Balances' }
  | { readonly kind: 'Refused'; readonly detail: string }
  | { readonly kind: 'Nothing' };

const head = z.object({
  channel: z.string().optional(),
  success: z.boolean().optional(),
  error: z.string().optional(),
});

const frame = z.object({
  type: z.enum(['snapshot', 'update']),
  data: z.array(execution),
  sequence: count,
});

export function readPrivateFrame(text: string): Result<PrivateFrame, Malformed> {
  const raw = readExactJson(text);
  if (!raw.ok) return raw;
  const read = readAs(head, raw.value);
  if (!read.ok) return read;
  const { channel, success, error = '' } = read.value;
  if (success === false) return { ok: true, value: { kind: 'Refused', detail: error } };
  if (channel === 'balances') return { ok: true, value: { kind: 'Balances' } };
  if (channel !== 'executions') return { ok: true, value: { kind: 'Nothing' } };
  const whole = readAs(frame, raw.value);
  if (!whole.ok) return whole;
  const { type, data: executions, sequence } = whole.value;
  const isSnapshot = type === 'snapshot';
  return { ok: true, value: { kind: 'Executions', isSnapshot, sequence, executions } };
}

/** What stays the same over an order's messages, and what was last told. */
export interface KnownOrder {
  readonly clOrdId: ClOrdId | null;
  readonly instrument: InstrumentId;
  readonly side: Side;
  readonly orderQty: Quantity | null;
  readonly cumQty: Decimal;
  readonly avgPx: Price | null;
}

export interface Understood {
  readonly known: KnownOrder;
  /** Null for an order that is taken but not yet live: `new` follows. */
  readonly report: OrderReport | null;
  readonly fill: VenueFill | null;
  readonly hasEnded: boolean;
}

/** Refused when the order is not known and the message does not say what it is. */
export function understand(
  told: Execution,
  before: KnownOrder | undefined,
  idOf: (symbol: string) => InstrumentId | undefined,
): Result<Understood, Malformed> {
  const known = merge(told, before, idOf);
  if (known === null) {
    return { ok: false, error: malformed(`${told.order_id}: an order that is not known`) };
  }
  const ordStatus = statusOf(told.order_status);
  if (ordStatus === undefined) {
    return { ok: false, error: malformed(`order_status ${told.order_status}`) };
  }
  const fill = told.exec_type === 'trade' ? fillOf(told, known) : null;
  if (fill === undefined) return { ok: false, error: malformed('a trade without its figures') };
  const report = ordStatus === 'Pending' ? null : reportOf(told, known, ordStatus);
  return { ok: true, value: { known, report, fill, hasEnded: ENDED.has(ordStatus) } };
}

function merge(
  told: Execution,
  before: KnownOrder | undefined,
  idOf: (symbol: string) => InstrumentId | undefined,
): KnownOrder | null {
  const instrument = told.symbol === undefined ? before?.instrument : idOf(told.symbol);
  const side = told.side === undefined ? before?.side : sideOf(told.side);
  if (instrument === undefined || side === undefined) return null;
  const inQuote = told.cash_order_qty !== undefined;
  const cumQty = told.cum_qty ?? before?.cumQty ?? ZERO;
  const avgPx = told.avg_price ?? before?.avgPx ?? null;
  return {
    clOrdId: ownId(told.cl_ord_id) ?? before?.clOrdId ?? null,
    instrument,
    side,
    orderQty: inQuote ? null : (told.order_qty ?? before?.orderQty ?? null),
    cumQty,
    avgPx: isZero(cumQty) || (avgPx !== null && isZero(avgPx)) ? null : avgPx,
  };
}

const sideOf = (text: 'buy' | 'sell'): Side => (text === 'buy' ? 'Buy' : 'Sell');

function reportOf(told: Execution, known: KnownOrder, ordStatus: VenueOrdStatus): OrderReport {
  return {
    orderId: told.order_id,
    ...known,
    ordStatus: ordStatus === 'New' && !isZero(known.cumQty) ? 'PartiallyFilled' : ordStatus,
    at: told.timestamp,
    text: told.reason ?? null,
  };
}

/** Undefined for a trade that does not tell its price, quantity or id. */
function fillOf(told: Execution, known: KnownOrder): VenueFill | undefined {
  const { exec_id: execId, last_qty: lastQty, last_price: lastPx, liquidity_ind: liquidity } = told;
  if (execId === undefined || lastQty === undefined || lastPx === undefined) return undefined;
  return {
    execId,
    orderId: told.order_id,
    clOrdId: known.clOrdId,
    instrument: known.instrument,
    side: known.side,
    lastQty,
    lastPx,
    fee: feeOf(told.fees ?? []),
    isMaker: liquidity === undefined ? null : liquidity === 'm',
    at: told.timestamp,
  };
}

/** Null when it is told in no asset, or in several: a query tells it in one. */
function feeOf(
  fees: NonNullable<Execution['fees']>,
): { readonly amount: Decimal; readonly asset: Asset } | null {
  const [first] = fees;
  const asset = first === undefined ? null : assetOfShortName(first.asset);
  if (first === undefined || asset === null) return null;
  if (fees.some((one) => one.asset !== first.asset)) return null;
  return { amount: fees.map(({ qty }) => qty).reduce(add), asset };
}

const ENDED: ReadonlySet<string> = new Set(['Filled', 'Canceled', 'Expired', 'Rejected']);

function statusOf(text: string): VenueOrdStatus | 'Pending' | undefined {
  switch (text) {
    case 'pending_new':
      return 'Pending';
    case 'new':
      return 'New';
    case 'partially_filled':
      return 'PartiallyFilled';
    case 'filled':
      return 'Filled';
    case 'canceled':
      return 'Canceled';
    case 'expired':
      return 'Expired';
    default:
      return undefined;
  }
}
