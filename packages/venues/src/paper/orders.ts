/** One order of a paper account, and what it says of itself. */
import {
  addMs,
  type Decimal,
  divide,
  fromEpochMs,
  greaterThan,
  isZero,
  lessThan,
  NUMERIC_SCALE,
  subtract,
  toEpochMs,
  type UtcTime,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { Level, Side } from '@ultrathink/domain/market-data';
import type { OrderReport, VenueOrder, VenueOrdStatus } from '@ultrathink/domain/trading';
import type { Place } from './liquidity.ts';

const DAY_MS = 86_400_000;

export interface PaperOrder {
  readonly sent: VenueOrder;
  readonly orderId: string;
  status: VenueOrdStatus;
  cumQty: Decimal;
  notional: Decimal;
  held: Decimal;
  isTriggered: boolean;
  place: Place | null;
  readonly placedAt: UtcTime;
  at: UtcTime;
  text: string | null;
}

export const newOrder = (sent: VenueOrder, orderId: string, now: UtcTime): PaperOrder => ({
  sent,
  orderId,
  status: 'New',
  cumQty: ZERO,
  notional: ZERO,
  held: ZERO,
  isTriggered: !('stopPx' in sent.terms),
  place: null,
  placedAt: now,
  at: now,
  text: null,
});

export const isWorking = ({ status }: Pick<PaperOrder, 'status'>) =>
  status === 'New' || status === 'PartiallyFilled';
export const leavesOf = ({ sent, cumQty }: PaperOrder) => subtract(sent.orderQty, cumQty);
export const limitOf = ({ sent: { terms } }: PaperOrder): Decimal | null =>
  'price' in terms ? terms.price : null;

/** Whether `price` costs the side more than `limit`, or brings it less. */
export const isWorse = (side: Side, price: Decimal, limit: Decimal) =>
  side === 'Buy' ? greaterThan(price, limit) : lessThan(price, limit);

export function shownAt(levels: readonly Level[], price: Decimal | null): Decimal {
  const level = levels.find((one) => price !== null && String(one.price) === String(price));
  return level?.quantity ?? ZERO;
}

/** Day ends at midnight UTC. */
export function endsAt({ sent, placedAt }: PaperOrder): UtcTime | null {
  if (sent.timeInForce === 'GoodTillDate') return sent.expireTime;
  if (sent.timeInForce !== 'Day') return null;
  return addMs(fromEpochMs(toEpochMs(placedAt) - (toEpochMs(placedAt) % DAY_MS)), DAY_MS);
}

export function reportOf({
  sent,
  orderId,
  status,
  cumQty,
  notional,
  at,
  text,
}: PaperOrder): OrderReport {
  const avgPx = isZero(cumQty) ? null : divide(notional, cumQty, NUMERIC_SCALE, 'HalfEven');
  const { clOrdId, instrument, side, orderQty } = sent;
  return {
    orderId,
    clOrdId,
    instrument,
    side,
    ordStatus: status,
    orderQty,
    cumQty,
    avgPx: avgPx as OrderReport['avgPx'],
    at,
    text,
  };
}
