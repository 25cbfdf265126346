/**
 * What has happened, as the journal keeps it: the only thing that changes the state. An event is a fact
 * that was decided; folding the same events gives the same state, byte for byte.
 */
import type {
  AccountId,
  ClientId,
  CommandId,
  Decimal,
  IdempotencyKey,
  Money,
  PersonId,
  Price,
  ProcessId,
  UtcTime,
} from '../../kernel/index.ts';
import type { HoldId, LedgerEvent } from '../../ledger/index.ts';
import type { InstrumentId, Side, VenueAccountId, VenueState } from '../../market-data/index.ts';
import type { PositionFill, PositionRule } from '../../portfolio/index.ts';
import type {
  BreakerState,
  KillGrade,
  LevelState,
  LimitKey,
  Reading,
  RiskDecision,
  StateKey,
} from '../../risk/index.ts';
import type {
  AllocatedLeg,
  ClOrdId,
  ConfirmingRule,
  EvidenceId,
  News,
  OrderContradiction,
  OrderEvent,
  OrderPlacement,
  OrderRejection,
  OrderRequest,
  PreAllocation,
  Protection,
  RoutingReceipt,
  VenueFill,
} from '../../trading/index.ts';
import type { BlockCorrected } from './block-event.ts';
import type { BreakEvent } from './break-event.ts';
import type { Control } from './control.ts';
import type { AssetValue, InstrumentMark, VenueTraitTerms } from './input.ts';

/** The whole decision on one order of a person or program, refused or not: what the trail seals. */
export interface OrderDecision {
  readonly clOrdId: ClOrdId;
  readonly verdict: 'Placed' | 'Refused';
  readonly rejection: OrderRejection | null;
  /** One per child that was routed; of an order without a route, of the order itself. */
  readonly decisions: readonly RiskDecision[];
  readonly receipt: RoutingReceipt | null;
  readonly protection: Protection;
}

export const AGENDA_KINDS = ['Expire', 'Markout', 'Evict', 'Recheck'] as const;
export interface AgendaItem {
  readonly due: UtcTime;
  readonly kind: (typeof AGENDA_KINDS)[number];
  /** An order's id, or of a markout `venueAccount|execId|afterMs`. */
  readonly subject: string;
}

export type EngineEvent =
  | {
      readonly type: 'RunStarted';
      readonly at: UtcTime;
      readonly ms: number;
      readonly run: ProcessId;
      readonly epoch: number;
      /** Absent is 1. */
      readonly rules?: number;
    }
  | { readonly type: 'ControlTaken'; readonly control: Control }
  /** Its turn has passed and nothing of it is true: somebody was told why. */
  | {
      readonly type: 'ControlRefused';
      readonly at: UtcTime;
      readonly control: Control;
      readonly why: string;
    }
  /** An input that could not be kept: nothing of it is true here, whatever it said. */
  | {
      readonly type: 'InputDropped';
      readonly at: UtcTime;
      readonly what: string;
      readonly subject: string;
      readonly why: string;
    }
  /** Remembered for a day, so that the same key gets the same answer. */
  | {
      readonly type: 'CommandTaken';
      readonly at: UtcTime;
      readonly person: PersonId;
      readonly idempotencyKey: IdempotencyKey;
      readonly commandId: CommandId;
      readonly inputHash: string;
    }
  | {
      readonly type: 'Marked';
      readonly at: UtcTime;
      readonly instruments: readonly InstrumentMark[];
      readonly values: readonly AssetValue[];
    }
  | {
      readonly type: 'FeesTold';
      readonly venueAccount: VenueAccountId;
      readonly rates: readonly {
        readonly instrument: InstrumentId;
        readonly maker: Decimal;
        readonly taker: Decimal;
      }[];
      readonly version: string;
    }
  | {
      readonly type: 'VenueStateTold';
      readonly venueAccount: VenueAccountId;
      readonly state: VenueState;
    }
  | {
      readonly type: 'VenueTraitsTold';
      readonly venueAccount: VenueAccountId;
      readonly traits: VenueTraitTerms;
    }
  // ---------------------------------------------------------------- orders
  | {
      readonly type: 'OrderDecided';
      readonly at: UtcTime;
      readonly person: PersonId | null;
      readonly decision: OrderDecision;
    }
  /** Of a parent that was placed just now; sealed before its first child leaves. */
  | {
      readonly type: 'AllocationSealed';
      readonly at: UtcTime;
      readonly pre: PreAllocation;
      readonly hash: string;
    }
  | {
      readonly type: 'ParentPlaced';
      readonly at: UtcTime;
      readonly client: ClientId | null;
      readonly strategy: string | null;
      readonly placement: OrderPlacement;
      readonly protection: Protection;
    }
  | {
      readonly type: 'ChildPlaced';
      readonly at: UtcTime;
      readonly placement: OrderPlacement;
      readonly venueAccount: VenueAccountId;
      /** Nothing is sent later than this. */
      readonly notAfter: UtcTime;
      /** SHA-256 of the canonical order as it is handed to the adapter. */
      readonly payloadHash: string;
      /** What is held for it: of one beneficiary its own id, of a block one of each leg. */
      readonly holds: readonly HoldId[];
    }
  /** Of a parent or a child: what `applyToOrder` takes. */
  | { readonly type: 'OrderMoved'; readonly clOrdId: ClOrdId; readonly event: OrderEvent }
  /**
   * Ended and settled: no longer in memory; a late fill finds it in the journal. A parent goes with its
   * children, and a child not before its parent: the parent's figures are made of it.
   */
  | { readonly type: 'OrderEvicted'; readonly clOrdId: ClOrdId }
  // ---------------------------------------------------------------- fills and money
  /** Known from now on: told again it is a repeat. */
  | {
      readonly type: 'FillBooked';
      readonly at: UtcTime;
      readonly venueAccount: VenueAccountId;
      /** Null: of an order that is not ours; booked to the place's suspense. */
      readonly clOrdId: ClOrdId | null;
      readonly fill: VenueFill;
      readonly mid: Price | null;
    }
  /** The fee of a fill that was told, and booked, without one. */
  | {
      readonly type: 'FillFeeTold';
      readonly at: UtcTime;
      readonly venueAccount: VenueAccountId;
      readonly execId: string;
      readonly fee: Money;
    }
  | {
      readonly type: 'FillAllocated';
      readonly clOrdId: ClOrdId;
      readonly execId: string;
      readonly fill: { readonly lastQty: Decimal; readonly lastPx: Price };
      readonly legs: readonly AllocatedLeg[];
    }
  | BlockCorrected
  | { readonly type: 'LedgerMoved'; readonly event: LedgerEvent }
  | {
      readonly type: 'PositionFilled';
      readonly account: AccountId;
      readonly instrument: InstrumentId;
      readonly rule: PositionRule;
      readonly fill: PositionFill;
    }
  /** A fee that was told after its fill had made a position. */
  | {
      readonly type: 'PositionFeeTold';
      readonly account: AccountId;
      readonly instrument: InstrumentId;
      readonly execId: string;
      readonly side: Side;
      readonly feeInQuote: Decimal;
    }
  | {
      readonly type: 'EarlyFillHeld';
      readonly at: UtcTime;
      readonly venueAccount: VenueAccountId;
      readonly fill: VenueFill;
    }
  | {
      readonly type: 'EarlyFillsClaimed';
      readonly venueAccount: VenueAccountId;
      readonly execIds: readonly string[];
    }
  | {
      readonly type: 'MarkoutTaken';
      readonly at: UtcTime;
      readonly instrument: InstrumentId;
      readonly venueAccount: VenueAccountId;
      readonly execId: string;
      readonly afterMs: number;
      readonly mid: Price | null;
    }
  /** A waiting stop can't be judged any more, or can be again. */
  | {
      readonly type: 'TriggerSight';
      readonly at: UtcTime;
      readonly clOrdId: ClOrdId;
      readonly isBlind: boolean;
    }
  // ---------------------------------------------------------------- what is not known
  | {
      readonly type: 'ConfirmingStarted';
      readonly clOrdId: ClOrdId;
      readonly request: OrderRequest;
      readonly sentMs: number;
      readonly sendableUntilMs: number;
      /** How its venue proves that a request never took effect, as it was known then. */
      readonly rule: ConfirmingRule;
    }
  | {
      readonly type: 'ConfirmingHeard';
      readonly clOrdId: ClOrdId;
      readonly request: OrderRequest;
      readonly ms: number;
      readonly news: News;
    }
  /** A question left: no second one before its answer. */
  | {
      readonly type: 'ConfirmingAsked';
      readonly clOrdId: ClOrdId;
      readonly request: OrderRequest;
      readonly ms: number;
    }
  | {
      readonly type: 'ConfirmingEnded';
      readonly clOrdId: ClOrdId;
      readonly request: OrderRequest;
      readonly how: 'Adopted' | 'AbsentProven' | 'Answered' | 'Asserted';
    }
  | {
      readonly type: 'HandedToHuman';
      readonly at: UtcTime;
      readonly clOrdId: ClOrdId;
      readonly request: OrderRequest;
    }
  | BreakEvent
  /** The venue contradicts itself or us; nothing was changed by it. */
  | {
      readonly type: 'Contradicted';
      readonly at: UtcTime;
      readonly clOrdId: ClOrdId;
      readonly contradiction: OrderContradiction;
      readonly evidence: EvidenceId | null;
    }
  /** The day's comparison of an account: how much of it there was, and how many breaks are open after it. */
  | {
      readonly type: 'DayCompared';
      readonly at: UtcTime;
      readonly venueAccount: VenueAccountId;
      readonly since: UtcTime;
      readonly orders: number;
      readonly fills: number;
      readonly assets: number;
      readonly breaks: number;
      /** Every asset of the whole ledger adds up to nothing. */
      readonly isBalanced: boolean;
    }
  /** An account at a venue is open for orders again, or closed until it agrees with us. */
  | {
      readonly type: 'VenueAccountReconciled';
      readonly at: UtcTime;
      readonly venueAccount: VenueAccountId;
      readonly watermark: UtcTime;
    }
  | {
      readonly type: 'VenueAccountReconciling';
      readonly at: UtcTime;
      readonly venueAccount: VenueAccountId;
      readonly why: string;
    }
  // ---------------------------------------------------------------- risk
  | {
      readonly type: 'TradingStateSet';
      readonly at: UtcTime;
      readonly key: StateKey;
      readonly state: LevelState;
      readonly why: string;
    }
  /** Nothing that a stop had to cancel, or to close, is left. What a drill is held for. */
  | {
      readonly type: 'StopCompleted';
      readonly at: UtcTime;
      readonly key: StateKey;
      readonly grade: KillGrade;
      readonly since: UtcTime;
      /** That worked when it was decided and have ended. */
      readonly orders: number;
      /** From the decision to the end of the last of them, as it was told; 0 where there was none. */
      readonly lastEndedMs: number;
    }
  | {
      readonly type: 'BreakerRead';
      readonly key: StateKey;
      readonly breaker: string;
      readonly reading: Reading;
      /** What the reading made of the breaker: its rule is not needed to fold it. */
      readonly state: BreakerState;
      readonly tripped: KillGrade | null;
    }
  | {
      readonly type: 'Throttled';
      readonly key: string;
      readonly repeats: number;
      readonly isOff: boolean;
    }
  /** This shard's part of a limit from now on. */
  | {
      readonly type: 'AllotmentSet';
      readonly at: UtcTime;
      readonly limit: LimitKey;
      readonly cap: Decimal;
      readonly amount: Decimal;
    }
  // ---------------------------------------------------------------- time
  | { readonly type: 'AgendaSet'; readonly item: AgendaItem }
  | { readonly type: 'AgendaDone'; readonly items: readonly AgendaItem[] }
  | { readonly type: 'DayRolled'; readonly at: UtcTime; readonly day: string };
