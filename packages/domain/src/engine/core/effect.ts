/** What is to be done outside, after the events were committed and never before. */
import type { CommandId, UtcTime } from '../../kernel/index.ts';
import type { VenueAccountId, VenueId } from '../../market-data/index.ts';
import type { OrderToCheck, RiskApproved } from '../../risk/index.ts';
import type {
  ClOrdId,
  OrderRequest,
  Question,
  VenueOrder,
  VenueOrderId,
} from '../../trading/index.ts';
import type { OrderDecision } from './event.ts';

/** Enough to name an order on every venue. */
export interface SentRef {
  readonly clOrdId: ClOrdId;
  readonly orderId: VenueOrderId | null;
  readonly instrument: VenueOrder['instrument'];
  readonly sentAt: UtcTime;
}

export type CommandRefused =
  /** The person may not trade this account; outsiders learn nothing else. */
  | { readonly code: 'NotFound' }
  | { readonly code: 'KeyReused' }
  | { readonly code: 'KeyOutOfTime' }
  /** No venue of the account is open yet, and that is a matter of seconds: nothing was kept of it. */
  | { readonly code: 'VenuesOpening' }
  | { readonly code: 'NothingToAmend' }
  | { readonly code: 'AlreadyEnded'; readonly ordStatus: string }
  | { readonly code: 'Unconfirmed'; readonly clOrdId: ClOrdId }
  | { readonly code: 'NotAllowed'; readonly detail: string };

/** So much more of a block, or below zero less; what it cost more in fees and commission. */
export interface BlockChangeText {
  readonly account: string;
  readonly place: string;
  readonly quantity: string;
  readonly notional: string;
  readonly fees: readonly { readonly asset: string; readonly amount: string }[];
  readonly commission: string;
}

/** Why a block is not divided anew. */
export type ReallocationRefusal =
  /** None of these days, or nothing that is a block. */
  | { readonly code: 'NoSuchBlock' }
  /** Another version is in force than the one it was to replace. */
  | { readonly code: 'Superseded' }
  | { readonly code: 'SameDivision' }
  | { readonly code: 'LegOfAnother'; readonly account: string }
  /** What `sealable` says of the new rule. */
  | { readonly code: 'Rule'; readonly detail: string }
  | { readonly code: 'Check'; readonly account: string; readonly detail: string }
  /** It has not free what it would give, pay or have to hold. */
  | {
      readonly code: 'CannotHold';
      readonly account: string;
      readonly asset: string;
      readonly limit: string;
      readonly actual: string;
    }
  | { readonly code: 'NotBooked'; readonly detail: string };

export type CommandAnswer =
  | { readonly kind: 'OrderDecided'; readonly decision: OrderDecision }
  /** The same decision as placing would have had; nothing was done. */
  | {
      readonly kind: 'Previewed';
      readonly decision: OrderDecision;
      /** Our own, as a share of each fill's notional; null where no tier says it. */
      readonly commissionRate: string | null;
    }
  /** What changing it would do; nothing was done. */
  | {
      readonly kind: 'AmendPreviewed';
      readonly clOrdId: ClOrdId;
      /** A smaller quantity alone is, whatever the checks say; the rest is routed only if they pass. */
      readonly isLetThrough: boolean;
      /** On what is left, by the new terms; null where nothing is left. */
      readonly decision: OrderDecision | null;
      readonly commissionRate: string | null;
      /** Of what the order holds at all venues; decimal text. */
      readonly reserved: {
        readonly asset: string;
        readonly before: string;
        readonly after: string;
      };
      /** Venues of its orders that are canceled first, one each: their places in the queue are lost. */
      readonly queues: readonly VenueId[];
    }
  | { readonly kind: 'CancelAsked'; readonly clOrdId: ClOrdId; readonly children: number }
  | { readonly kind: 'AmendAsked'; readonly clOrdId: ClOrdId; readonly children: number }
  | {
      readonly kind: 'ReallocationPreviewed';
      /** Null: it would be done. */
      readonly refusal: ReallocationRefusal | null;
      /** By account and place, decimals as text; none where it is refused. */
      readonly changes: readonly BlockChangeText[];
    }
  | { readonly kind: 'Killed'; readonly ordersToCancel: number }
  | { readonly kind: 'Asked'; readonly questions: number }
  | { readonly kind: 'Refused'; readonly refusal: CommandRefused };

export type Effect =
  | {
      readonly kind: 'SubmitOrder';
      readonly venueAccount: VenueAccountId;
      /** Only a passed gate makes one. */
      readonly order: RiskApproved<OrderToCheck>;
      readonly notAfter: UtcTime;
    }
  /** The very bytes of an order that was sent before, where the venue knows them by their id. */
  | {
      readonly kind: 'ResendOrder';
      readonly venueAccount: VenueAccountId;
      readonly order: VenueOrder;
      readonly notAfter: UtcTime;
    }
  | {
      readonly kind: 'CancelOrder';
      readonly venueAccount: VenueAccountId;
      readonly order: SentRef;
      readonly notAfter: UtcTime;
    }
  | {
      readonly kind: 'ReplaceOrder';
      readonly venueAccount: VenueAccountId;
      readonly order: SentRef;
      readonly to: RiskApproved<OrderToCheck>;
      readonly notAfter: UtcTime;
    }
  | {
      readonly kind: 'AskVenue';
      readonly venueAccount: VenueAccountId;
      readonly question: Question;
      readonly order: SentRef;
      readonly request: OrderRequest;
    }
  | {
      readonly kind: 'TakeSnapshot';
      readonly venueAccount: VenueAccountId;
      readonly why: 'Start' | 'Reconnect' | 'Timer' | 'Daily';
      readonly since: UtcTime;
    }
  /** 0 disarms; after a stop it is not armed again. */
  | {
      readonly kind: 'ArmDeadManSwitch';
      readonly venueAccount: VenueAccountId;
      readonly seconds: number;
    }
  | { readonly kind: 'Answer'; readonly commandId: CommandId; readonly answer: CommandAnswer }
  /** What the command of this id was answered: it stands in the journal. */
  | { readonly kind: 'AnswerAgain'; readonly commandId: CommandId; readonly earlier: CommandId }
  /** Somebody has to look: the runbook is named by the code. */
  | {
      readonly kind: 'Alert';
      readonly code: string;
      readonly severity: 'Info' | 'Warning' | 'Critical';
      readonly venue: VenueId | null;
      readonly subject: string;
    };
