/** What Coinbase tells one account as it happens: its orders, as they stand after each change. */
import {
  add,
  err,
  isZero,
  ok,
  type Quantity,
  type Result,
  toQuantity,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { OrderReport } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { amount, type Malformed, malformed, ownId, readAs } from '../common/reading.ts';
import type { Envelope } from './envelope.ts';
import { averageOf, type IdOf, ordStatusOf, side, words } from './parse-account.ts';

export type UserContents =
  /** What this connection is subscribed to, by channel. */
  | { readonly kind: 'Subscribed'; readonly channels: readonly string[] }
  | { readonly kind: 'Orders'; readonly reports: readonly OrderReport[] }
  | { readonly kind: 'Heartbeat' }
  | { readonly kind: 'Other' };

export function readUserContents(
  { channel, events, at }: Envelope,
  idOf: IdOf,
): Result<UserContents, Malformed> {
  switch (channel) {
    case 'subscriptions':
      return readSubscriptions(events);
    case 'user':
      return readOrders(events, at, idOf);
    case 'heartbeats':
      return ok({ kind: 'Heartbeat' });
    default:
      return ok({ kind: 'Other' });
  }
}

const subscriptions = z.array(z.object({ subscriptions: z.record(z.string(), z.unknown()) }));

function readSubscriptions(events: readonly unknown[]): Result<UserContents, Malformed> {
  const read = readAs(subscriptions, events);
  if (!read.ok) return read;
  const channels = read.value.flatMap((event) => Object.keys(event.subscriptions));
  return ok({ kind: 'Subscribed', channels });
}

const orderRow = z.object({
  order_id: z.string().min(1),
  client_order_id: z.string().nullish(),
  product_id: z.string(),
  order_side: side,
  status: z.string(),
  cumulative_quantity: amount,
  leaves_quantity: amount,
  avg_price: z.union([z.literal(''), amount]),
  cancel_reason: z.string().nullish(),
  reject_reason: z.string().nullish(),
});

type OrderRow = z.infer<typeof orderRow>;

const userEvents = z.array(
  z.object({
    orders: z.array(z.looseObject({ product_type: z.string().nullish() })).nullish(),
  }),
);

function readOrders(
  events: readonly unknown[],
  at: UtcTime,
  idOf: IdOf,
): Result<UserContents, Malformed> {
  const read = readAs(userEvents, events);
  if (!read.ok) return read;
  const reports: OrderReport[] = [];
  for (const raw of read.value.flatMap(({ orders }) => orders ?? [])) {
    if (typeof raw.product_type === 'string' && raw.product_type !== 'SPOT') continue;
    const row = readAs(orderRow, raw);
    const report = row.ok ? reportOf(row.value, at, idOf) : row;
    if (!report.ok) return report;
    reports.push(report.value);
  }
  return ok({ kind: 'Orders', reports });
}

function reportOf(row: OrderRow, at: UtcTime, idOf: IdOf): Result<OrderReport, Malformed> {
  const instrument = idOf(row.product_id);
  if (instrument === undefined) return err(malformed(`${row.product_id} is not listed`));
  const cumQty = row.cumulative_quantity;
  const ordStatus = ordStatusOf(row.status, cumQty);
  if (ordStatus === undefined) return err(malformed(`not a status we know: ${row.status}`));
  return ok({
    orderId: row.order_id,
    clOrdId: ownId(row.client_order_id),
    instrument,
    side: row.order_side,
    ordStatus,
    orderQty: orderQtyOf(row, ordStatus),
    cumQty,
    avgPx: row.avg_price === '' ? null : averageOf(row.avg_price),
    at,
    text: words(row.cancel_reason, row.reject_reason),
  });
}

/** What is left is told as nothing of an order that has ended, so that its quantity is told no more. */
function orderQtyOf(row: OrderRow, ordStatus: OrderReport['ordStatus']): Quantity | null {
  const isWhole = ordStatus === 'Filled' || !isZero(row.leaves_quantity);
  const read = toQuantity(add(row.cumulative_quantity, row.leaves_quantity));
  return isWhole && read.ok ? read.value : null;
}
