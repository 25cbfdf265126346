/**
 * One venue account behind one API key: acts whose outcome is proven or unconfirmed, questions whose
 * failure is no information, and the stream of what the venue reports. It never throws for anything
 * that a venue or a line can do; it sends a request at most once per call.
 */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type {
  ClOrdId,
  OrderReport,
  VenueBalance,
  VenueFill,
  VenueOrder,
  VenueOrderId,
} from '@ultrathink/domain/trading';
import type { Answer, Outcome } from './answer.ts';
import type { VenueTraits } from './capabilities.ts';

/** Enough to name an order on every venue: some ask by symbol, some by their id alone. */
export interface OrderRef {
  readonly clOrdId: ClOrdId;
  readonly orderId: VenueOrderId | null;
  readonly instrument: InstrumentId;
  /** When it was first sent: the beginning of what a query has to cover. */
  readonly sentAt: UtcTime;
}

/** How long an act may take; past `notAfter` nothing is sent any more. */
export interface Urgency {
  readonly notAfter: UtcTime;
  /** Asked when its turn comes and once more just before the first byte leaves; its No is `NotSent`. */
  readonly isWanted?: () => boolean;
}

export type Placed = Pick<OrderReport, 'orderId'> & {
  /** What the answer already tells; null where a venue only names the order. */
  readonly report: OrderReport | null;
  readonly fills: readonly VenueFill[];
};

/** Each leg of a cancel-and-new by itself: half of it may have happened. */
export interface Replaced {
  readonly canceled: Outcome<OrderReport | null>;
  readonly placed: Outcome<Placed> | null;
}

export interface KeyPermissions {
  readonly mayRead: boolean;
  readonly mayTrade: boolean;
  readonly mayWithdraw: boolean;
  /** Null where the venue does not tell. */
  readonly isAddressBound: boolean | null;
  readonly expiresAt: UtcTime | null;
}

export interface FeeRates {
  readonly instrument: InstrumentId;
  /** Shares of the notional as decimal text: '0.001' is 10 bps. */
  readonly maker: string;
  readonly taker: string;
}

export type Report =
  | { readonly kind: 'Order'; readonly report: OrderReport }
  | { readonly kind: 'Fill'; readonly fill: VenueFill }
  | { readonly kind: 'Balance'; readonly balance: VenueBalance }
  /** Something may have been missed: ask for open orders and fills since `since`. */
  | { readonly kind: 'Gap'; readonly since: UtcTime; readonly reason: string }
  | { readonly kind: 'Live' };

export interface Subscription {
  close(): Promise<void>;
}

export interface ExecutionClient {
  readonly traits: VenueTraits;
  place(order: VenueOrder, urgency: Urgency): Promise<Outcome<Placed>>;
  cancel(order: OrderRef, urgency: Urgency): Promise<Outcome<OrderReport | null>>;
  /** `to.clOrdId` is the replacement's. `NotSupported` where the venue's traits say None. */
  replace(order: OrderRef, to: VenueOrder, urgency: Urgency): Promise<Replaced>;
  cancelAll(instrument: InstrumentId | null, urgency: Urgency): Promise<Outcome<null>>;
  /** 0 disarms. */
  armDeadManSwitch(seconds: number): Promise<Outcome<null>>;

  /** By our id, as the venue allows it; `value` null is "not found", which alone proves nothing. */
  find(order: OrderRef): Promise<Answer<OrderReport | null>>;
  openOrders(): Promise<Answer<readonly OrderReport[]>>;
  closedOrders(since: UtcTime): Promise<Answer<readonly OrderReport[]>>;
  /** All fills since then, every page of them, oldest first. */
  fills(since: UtcTime): Promise<Answer<readonly VenueFill[]>>;
  balances(): Promise<Answer<readonly VenueBalance[]>>;
  fees(): Promise<Answer<readonly FeeRates[]>>;
  permissions(): Promise<Answer<KeyPermissions>>;

  /** What the venue reports by itself, from then on; opens again by itself after a loss. */
  subscribe(onReport: (report: Report) => void): Subscription;
  close(): Promise<void>;
}
