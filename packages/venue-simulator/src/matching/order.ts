/** Orders as the matching engine knows them; protocols translate theirs into these and back. */
import type { Fixed } from '../kernel/fixed.ts';

export type Side = 'Buy' | 'Sell';

/** The two IfTouched are the take-profits: they trigger on the other side of the last price. */
export type OrderType =
  | 'Market'
  | 'Limit'
  | 'Stop'
  | 'StopLimit'
  | 'MarketIfTouched'
  | 'LimitIfTouched';

export type TimeInForce = 'GoodTillCancel' | 'ImmediateOrCancel' | 'FillOrKill' | 'GoodTillDate';

/** What becomes of an order that would trade with another of the same owner. */
export type SelfTrade = 'CancelTaker' | 'CancelMaker' | 'CancelBoth';

export interface OrderRequest {
  readonly owner: string;
  /** As the client named it, or null. Which names are taken is for the protocol to say. */
  readonly clientId: string | null;
  readonly instrument: string;
  readonly side: Side;
  readonly type: OrderType;
  /** In base asset; null for a market order by its amount. */
  readonly qty: Fixed | null;
  /** Market orders by their amount in quote asset. */
  readonly quoteQty: Fixed | null;
  readonly price: Fixed | null;
  readonly stopPrice: Fixed | null;
  readonly timeInForce: TimeInForce;
  /** GoodTillDate: Unix ms. */
  readonly expiresAt: number | null;
  readonly postOnly: boolean;
  readonly selfTrade: SelfTrade;
}

export type OrderStatus =
  /** Waits for its trigger. */
  'Untriggered' | 'New' | 'PartiallyFilled' | 'Filled' | 'Canceled' | 'Expired' | 'Rejected';

/** The one thing that changes; only the matching engine writes it. */
export interface Order extends OrderRequest {
  readonly id: number;
  readonly createdAt: number;
  readonly status: OrderStatus;
  /** Of the order as it stands now, which an amendment may have changed. */
  readonly price: Fixed | null;
  readonly qty: Fixed | null;
  readonly cumQty: Fixed;
  readonly cumQuote: Fixed;
  readonly updatedAt: number;
  readonly isTriggered: boolean;
}

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type RejectReason =
  | 'UnknownInstrument'
  | 'InstrumentHalted'
  | 'InstrumentCancelOnly'
  | 'InstrumentPostOnly'
  | 'PriceMissing'
  | 'PriceNotOnTick'
  | 'PriceOutOfBand'
  | 'StopPriceMissing'
  | 'StopWouldTrigger'
  | 'QtyMissing'
  | 'QtyNotOnStep'
  | 'QtyTooSmall'
  | 'QtyTooLarge'
  | 'NotionalTooSmall'
  | 'InsufficientFunds'
  | 'PostOnlyWouldTrade'
  | 'FillOrKillNotFilled'
  | 'NoLiquidity';

export type EndReason =
  | 'User'
  | 'ImmediateOrCancel'
  | 'GoodTillDate'
  | 'SelfTrade'
  | 'FundsRanOut'
  | 'LiquidityRanOut'
  | 'PostOnlyWouldTrade'
  | 'FillOrKillNotFilled'
  | 'DeadMansSwitch';

export interface TradeSide {
  readonly order: Order;
  readonly fee: Fixed;
  readonly feeAsset: string;
}

/** What happened, in the order in which it did. Orders in it are as they were at that moment. */
export type Report =
  | { readonly kind: 'New'; readonly at: number; readonly order: Order }
  | {
      readonly kind: 'Rejected';
      readonly at: number;
      readonly order: Order;
      readonly reason: RejectReason;
    }
  | { readonly kind: 'Triggered'; readonly at: number; readonly order: Order }
  | {
      readonly kind: 'Trade';
      readonly at: number;
      readonly tradeId: number;
      readonly instrument: string;
      readonly price: Fixed;
      readonly qty: Fixed;
      readonly takerSide: Side;
      readonly maker: TradeSide;
      readonly taker: TradeSide;
    }
  | {
      readonly kind: 'Canceled' | 'Expired';
      readonly at: number;
      readonly order: Order;
      readonly reason: EndReason;
    }
  | {
      readonly kind: 'Amended';
      readonly at: number;
      readonly order: Order;
      readonly before: Order;
    };

export function isOpen({ status }: Order): boolean {
  return status === 'Untriggered' || status === 'New' || status === 'PartiallyFilled';
}

export function leavesOf({ qty, cumQty }: Order): Fixed {
  return qty === null ? 0n : qty - cumQty;
}

export function otherSide(side: Side): Side {
  return side === 'Buy' ? 'Sell' : 'Buy';
}
