/**
 * The words of an order as it leaves for a venue and of what comes back. Names are FIX's; an order
 * that cannot be (a limit without a price, a market order with one) has no type.
 */

import type { Asset, Decimal, Id, Price, Quantity, UtcTime } from '../kernel/index.ts';
import type { InstrumentId, Side } from '../market-data/index.ts';

/** ClOrdID (11): ours, a UUIDv7, on the wire of every venue. */
export type ClOrdId = Id<'ClOrdId'>;

/** OrderID (37): the venue's. */
export type VenueOrderId = string;

/** OrdType (40) with the prices it needs. The two `IfTouched` are the take-profits. */
export type OrderTerms =
  | { readonly ordType: 'Market' }
  | { readonly ordType: 'Limit'; readonly price: Price }
  | { readonly ordType: 'Stop' | 'MarketIfTouched'; readonly stopPx: Price }
  | {
      readonly ordType: 'StopLimit' | 'LimitIfTouched';
      readonly price: Price;
      readonly stopPx: Price;
    };

export type OrdType = OrderTerms['ordType'];

export const ORD_TYPES = [
  'Market',
  'Limit',
  'Stop',
  'StopLimit',
  'MarketIfTouched',
  'LimitIfTouched',
] as const satisfies readonly OrdType[];

/** TimeInForce (59). Day and GoodTillDate are kept by us where the venue has none. */
export const TIMES_IN_FORCE = [
  'Day',
  'GoodTillCancel',
  'ImmediateOrCancel',
  'FillOrKill',
  'GoodTillDate',
] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

/** One child order as it goes to one venue: everything that decides what the venue is told. */
export interface VenueOrder {
  readonly clOrdId: ClOrdId;
  readonly instrument: InstrumentId;
  readonly side: Side;
  /** In base asset. */
  readonly orderQty: Quantity;
  readonly terms: OrderTerms;
  readonly timeInForce: TimeInForce;
  /** Set for GoodTillDate, and for nothing else. */
  readonly expireTime: UtcTime | null;
  /** The venue refuses it rather than let it take: for Limit alone. */
  readonly isPostOnly: boolean;
}

/** OrdStatus (39) as a venue tells it. */
export type VenueOrdStatus =
  | 'New'
  | 'PartiallyFilled'
  | 'Filled'
  | 'PendingCancel'
  | 'Canceled'
  | 'Rejected'
  | 'Expired';

/** What a venue says of an order at one moment. A figure that the venue does not tell is null. */
export interface OrderReport {
  readonly orderId: VenueOrderId;
  /** Null for an order that we did not place: EXTERNAL. */
  readonly clOrdId: ClOrdId | null;
  readonly instrument: InstrumentId;
  readonly side: Side;
  readonly ordStatus: VenueOrdStatus;
  readonly orderQty: Quantity | null;
  readonly cumQty: Decimal;
  readonly avgPx: Price | null;
  /** The venue's clock; null where it tells none. */
  readonly at: UtcTime | null;
  /** The venue's words for why it ended, passed through untouched. */
  readonly text: string | null;
}

/** ExecType Trade: only a venue's report makes one. Unique by (venue, venue account, execId). */
export interface VenueFill {
  readonly execId: string;
  readonly orderId: VenueOrderId;
  readonly clOrdId: ClOrdId | null;
  readonly instrument: InstrumentId;
  readonly side: Side;
  readonly lastQty: Quantity;
  readonly lastPx: Price;
  /** Negative is a rebate; null where this message does not tell it and a query will. */
  readonly fee: { readonly amount: Decimal; readonly asset: Asset } | null;
  /** LastLiquidityInd (851); null where the venue does not say. */
  readonly isMaker: boolean | null;
  readonly at: UtcTime;
}

/** What is held at a venue in one asset. `held` is part of `total`. */
export interface VenueBalance {
  readonly asset: Asset;
  readonly total: Decimal;
  readonly held: Decimal;
}
