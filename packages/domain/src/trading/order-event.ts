/** What happens to one order, as the journal keeps it. An event is a fact; whether it fits is judged. */

import type { AccountId, Decimal, Id, PersonId, Quantity, UtcTime } from '../kernel/index.ts';
import type { InstrumentId, Side, VenueId } from '../market-data/index.ts';
import type { ClOrdId, OrderTerms, TimeInForce, VenueFill, VenueOrderId } from './order.ts';

/** One exchange with a venue, as it is kept. */
export type EvidenceId = Id<'EvidenceId'>;

/** Why a check refused: names, and both figures as text where the check has figures. */
export interface CheckRefusal {
  readonly check: string;
  readonly code: string;
  readonly limit: string | null;
  readonly actual: string | null;
}

/** Who refused an order, and why (OrdRejReason 103). */
export type OrderRejection =
  | { readonly by: 'Risk' | 'Compliance'; readonly refusals: readonly CheckRefusal[] }
  /** The venue's own code and words, untouched. */
  | {
      readonly by: 'Venue';
      readonly reason: string;
      readonly code: string;
      readonly text: string;
    }
  | {
      readonly by: 'Engine';
      /** `proof`: of its absence at the venue; null where no byte of it can have left. */
      readonly reason:
        | { readonly code: 'NotSent'; readonly proof: EvidenceId | null }
        | { readonly code: 'NoEngine' }
        | { readonly code: 'NoRoute'; readonly detail: string };
    };

/** Everything an order was placed with. */
export interface OrderPlacement {
  readonly clOrdId: ClOrdId;
  /** A parent is ours and is worked through its children; a child is what one venue is sent. */
  readonly level: 'Parent' | 'Child';
  /** Null for a parent that no other order caused. */
  readonly parentClOrdId: ClOrdId | null;
  readonly account: AccountId;
  /** Null where a program of the firm placed it. */
  readonly placedBy: PersonId | null;
  /** Null for a parent. */
  readonly venue: VenueId | null;
  readonly instrument: InstrumentId;
  readonly side: Side;
  readonly orderQty: Quantity;
  readonly terms: OrderTerms;
  readonly timeInForce: TimeInForce;
  readonly expireTime: UtcTime | null;
  readonly isPostOnly: boolean;
  readonly isReduceOnly: boolean;
}

/** What an order is to become; the price may change, the type may not. */
export interface Replacement {
  readonly clOrdId: ClOrdId;
  readonly orderQty: Quantity;
  readonly terms: OrderTerms;
}

/** A request of ours whose answer can be open. */
export type OrderRequest = 'New' | 'Cancel' | 'Replace';

export interface OrderPlaced {
  readonly kind: 'OrderPlaced';
  readonly at: UtcTime;
  readonly placement: OrderPlacement;
}

export type OrderEvent = { readonly at: UtcTime } & (
  | { readonly kind: 'Accepted'; readonly orderId: VenueOrderId | null }
  | { readonly kind: 'Triggered' }
  | { readonly kind: 'Filled'; readonly fill: VenueFill }
  | { readonly kind: 'CancelAsked' }
  | { readonly kind: 'CancelRejected' }
  /** `cumQty`: what the venue says was traded in all before the end. */
  | { readonly kind: 'Canceled'; readonly cumQty: Decimal }
  | { readonly kind: 'ReplaceAsked'; readonly to: Replacement }
  | { readonly kind: 'Replaced' }
  | { readonly kind: 'ReplaceRejected' }
  | { readonly kind: 'Rejected'; readonly rejection: OrderRejection }
  | { readonly kind: 'Expired'; readonly cumQty: Decimal }
  | {
      readonly kind: 'Unconfirmed';
      readonly request: OrderRequest;
      readonly evidence: EvidenceId;
    }
  | {
      readonly kind: 'Confirmed';
      readonly request: OrderRequest;
      readonly evidence: EvidenceId;
    }
);
