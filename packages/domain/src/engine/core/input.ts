/**
 * Everything that can make an engine do something. An input is journaled with the market it was judged
 * by and the events it led to; nothing else reaches the state.
 */
import type {
  AccountId,
  Asset,
  ClientId,
  CommandId,
  CorrelationId,
  Decimal,
  Id,
  IdempotencyKey,
  PersonId,
  Price,
  ProcessId,
  Quantity,
  SessionId,
  UtcTime,
} from '../../kernel/index.ts';
import type { InstrumentId, Side, VenueAccountId, VenueState } from '../../market-data/index.ts';
import type { BreakerKind, KillGrade, LimitKey, StateKey, Trip } from '../../risk/index.ts';
import type {
  AbsenceRule,
  ClOrdId,
  EvidenceId,
  OrderReport,
  OrderRequest,
  OrderTerms,
  PreAllocationTerms,
  TimeInForce,
  VenueBalance,
  VenueFill,
} from '../../trading/index.ts';
import type { Control } from './control.ts';

export type InputId = Id<'InputId'>;

/** Who asked, as `api` authorised it; the engine judges again by the grants it was told. */
export interface Asker {
  readonly person: PersonId;
  readonly session: SessionId | null;
  /** The key of a program, where one asked in the person's name. */
  readonly apiKey: string | null;
  readonly correlationId: CorrelationId;
}

/** Where the fills go: one account, or by a rule that is sealed before the first child leaves. */
export type Beneficiary =
  | { readonly kind: 'Account'; readonly account: AccountId }
  /** `order` and `id` are the engine's to give; version 1, no reallocation. */
  | {
      readonly kind: 'Block';
      /** The house account that trades for them. */
      readonly account: AccountId;
      readonly rule: Pick<
        PreAllocationTerms,
        'method' | 'legs' | 'quantityScale' | 'notionalScale'
      >;
    };

export interface OrderWish {
  readonly beneficiary: Beneficiary;
  readonly strategy: string | null;
  readonly instrument: InstrumentId;
  readonly side: Side;
  readonly orderQty: Quantity;
  readonly terms: OrderTerms;
  readonly timeInForce: TimeInForce;
  readonly expireTime: UtcTime | null;
  readonly isPostOnly: boolean;
  readonly isReduceOnly: boolean;
}

/** What a person or a program asks for; each has one answer. */
export type CommandAct =
  | { readonly act: 'PlaceOrder'; readonly wish: OrderWish }
  /** Decided as it would be, and nothing happens. */
  | { readonly act: 'PreviewOrder'; readonly wish: OrderWish }
  /** Of a parent. */
  | { readonly act: 'CancelOrder'; readonly clOrdId: ClOrdId }
  | {
      readonly act: 'AmendOrder';
      readonly clOrdId: ClOrdId;
      readonly orderQty: Quantity;
      readonly price: Price | null;
      readonly stopPx: Price | null;
    }
  /** What the same change would do, and nothing happens. */
  | {
      readonly act: 'PreviewAmend';
      readonly clOrdId: ClOrdId;
      readonly orderQty: Quantity;
      readonly price: Price | null;
      readonly stopPx: Price | null;
    }
  /** About what has no proven outcome, at once; of a parent about its children. */
  | { readonly act: 'AskVenue'; readonly clOrdId: ClOrdId }
  | { readonly act: 'CompareVenue'; readonly venueAccount: VenueAccountId }
  /** What another division of a block would move; nothing of it happens. */
  | {
      readonly act: 'PreviewReallocation';
      readonly clOrdId: ClOrdId;
      readonly replaces: string;
      readonly method: PreAllocationTerms['method'];
      readonly legs: PreAllocationTerms['legs'];
    }
  /** Each a level and its scope; one person is enough to stop. */
  | {
      readonly act: 'Kill';
      readonly key: StateKey;
      readonly grade: KillGrade;
      readonly why: string;
    };

export interface CommandInput {
  readonly kind: 'Command';
  readonly commandId: CommandId;
  /** One per intent; one older than a day is refused, so that none has to be remembered longer. */
  readonly idempotencyKey: IdempotencyKey;
  /** Of the canonical act: the same key with another is refused. */
  readonly inputHash: string;
  readonly asker: Asker;
  readonly act: CommandAct;
  /** When it stood at the door, by the shell's clock: nothing is decided by it. */
  readonly receivedAt?: UtcTime;
}

/** How sending a request ended, as the adapter proved it; what is on no list is `Unconfirmed`. */
export type SendOutcome =
  | {
      readonly kind: 'Accepted';
      readonly orderId: string | null;
      readonly report: OrderReport | null;
      readonly fills: readonly VenueFill[];
    }
  | { readonly kind: 'NotSent'; readonly code: string; readonly detail: string }
  | {
      readonly kind: 'RejectedProven';
      readonly reason: string;
      readonly code: string;
      readonly text: string;
    }
  | { readonly kind: 'Refused'; readonly retryAfterMs: number }
  | { readonly kind: 'Exists' }
  | { readonly kind: 'Unconfirmed'; readonly detail: string };

/** What a question about an unconfirmed request, or a reconciliation, was told; null is no information. */
export type VenueAnswer =
  | { readonly question: 'Order'; readonly report: OrderReport | null }
  | { readonly question: 'Fills'; readonly fills: readonly VenueFill[] }
  | { readonly question: 'Balances'; readonly balances: readonly VenueBalance[] };

/** What the market made necessary, found by `watch`; the quote that caused it is the moment's market. */
export type WatchFinding =
  | { readonly kind: 'TriggerReached'; readonly clOrdId: ClOrdId; readonly price: Decimal }
  | { readonly kind: 'TriggerBlind'; readonly clOrdId: ClOrdId }
  /** After it was blind. */
  | { readonly kind: 'TriggerSeen'; readonly clOrdId: ClOrdId }
  | { readonly kind: 'BreakerTripped'; readonly key: StateKey; readonly trip: Trip }
  /** The mid so long after each of some fills. */
  | {
      readonly kind: 'MarkoutsDue';
      readonly instrument: InstrumentId;
      readonly mid: Price;
      readonly looks: readonly {
        readonly execId: string;
        readonly venueAccount: VenueAccountId;
        readonly afterMs: number;
      }[];
    }
  /** As above, of one fill: what older programs found. */
  | {
      readonly kind: 'MarkoutDue';
      readonly instrument: InstrumentId;
      readonly execId: string;
      readonly venueAccount: VenueAccountId;
      readonly afterMs: number;
      readonly mid: Price | null;
    };

/** What an instrument is worth, and how wild it is, as of one moment: what figures are made of. */
export interface InstrumentMark {
  readonly instrument: InstrumentId;
  readonly price: Price;
  /** Share of the price in a day, one standard deviation; null: not known. */
  readonly volatility: Decimal | null;
  /** In base asset, of an average day; null: not known. */
  readonly dailyVolume: Decimal | null;
}

export interface AssetValue {
  readonly asset: Asset;
  /** Currency of valuation for one unit. */
  readonly value: Decimal;
}

export interface VenueSnapshot {
  readonly openOrders: readonly OrderReport[];
  readonly closedOrders: readonly OrderReport[];
  readonly fills: readonly VenueFill[];
  readonly balances: readonly VenueBalance[];
  /** What orders and fills are told from; balances are of now. */
  readonly since: UtcTime;
}

/** Whose order it was that a fill came for after it had left memory. */
export interface FillOwner {
  readonly clOrdId: ClOrdId;
  readonly account: AccountId;
  /** Null: the house's, of a block. */
  readonly client: ClientId | null;
}

/** What the engine has to know of a venue's ways; it does not change while its adapter lives. */
export interface VenueTraitTerms {
  readonly replace: 'InPlace' | 'CancelReplace' | 'None';
  readonly absence: AbsenceRule;
  /** The most its dead man's switch can be armed for; null where the venue has none. */
  readonly deadManSeconds: number | null;
}

export type InputBody =
  | CommandInput
  /** Of the control outbox, in its order, each once. */
  | { readonly kind: 'Control'; readonly control: Control }
  /** A new run: what has no answer may have been sent, and every venue account reconciles first. */
  | {
      readonly kind: 'Started';
      readonly run: ProcessId;
      readonly epoch: number;
      /** Which it decides by (`RULES`); absent is 1: nobody said it once. */
      readonly rules?: number;
    }
  | {
      readonly kind: 'Sent';
      readonly request: OrderRequest;
      readonly clOrdId: ClOrdId;
      readonly outcome: SendOutcome;
      readonly evidence: EvidenceId | null;
      /** From the decision's commit to the first byte out, and to the answer; null where none left. */
      readonly toWireMs: number | null;
      readonly roundTripMs: number | null;
    }
  | {
      readonly kind: 'Replaced';
      readonly clOrdId: ClOrdId;
      readonly canceled: SendOutcome;
      readonly placed: SendOutcome | null;
      readonly evidence: EvidenceId | null;
    }
  /** In place of an input that the journal would not keep, what it led to and all. */
  | {
      readonly kind: 'Dropped';
      /** Its kind. */
      readonly what: string;
      /** Where it was people's decision: its turn has to pass. */
      readonly control: Control | null;
      /** Whose account told it, or the order that it was about; null where it was neither. */
      readonly venueAccount: VenueAccountId | null;
      readonly clOrdId: ClOrdId | null;
      readonly why: string;
    }
  /** What the venue reports by itself. */
  | {
      readonly kind: 'OrderReported';
      readonly venueAccount: VenueAccountId;
      readonly report: OrderReport;
    }
  | {
      readonly kind: 'FillReported';
      readonly venueAccount: VenueAccountId;
      readonly fill: VenueFill;
      /** Of an order that is no longer in memory, as our rows have it. */
      readonly owner?: FillOwner;
    }
  /** Something may have been missed, or the connection is there again. */
  | {
      readonly kind: 'ReportsBroken';
      readonly venueAccount: VenueAccountId;
      readonly since: UtcTime;
    }
  /** The answer to a question of `confirm`; `answer` null: it failed, and that is no information. */
  | {
      readonly kind: 'Answered';
      readonly clOrdId: ClOrdId;
      readonly request: OrderRequest;
      readonly askedMs: number;
      readonly answer: VenueAnswer | null;
      readonly evidence: EvidenceId | null;
    }
  | {
      readonly kind: 'SnapshotTaken';
      readonly venueAccount: VenueAccountId;
      readonly why: 'Start' | 'Reconnect' | 'Timer' | 'Daily';
      readonly snapshot: VenueSnapshot;
      /** As above, by execution. */
      readonly owners?: Readonly<Record<string, FillOwner>>;
    }
  | {
      readonly kind: 'SnapshotFailed';
      readonly venueAccount: VenueAccountId;
      readonly detail: string;
    }
  /** An account's own rates, as its venue told them. */
  | {
      readonly kind: 'FeesTold';
      readonly venueAccount: VenueAccountId;
      readonly rates: readonly {
        readonly instrument: InstrumentId;
        readonly maker: Decimal;
        readonly taker: Decimal;
      }[];
    }
  | {
      readonly kind: 'VenueStateTold';
      readonly venueAccount: VenueAccountId;
      readonly state: VenueState;
    }
  | {
      readonly kind: 'VenueTraitsTold';
      readonly venueAccount: VenueAccountId;
      readonly traits: VenueTraitTerms;
    }
  /** All that is known of a moment: what is not told in it is not known any more. */
  | {
      readonly kind: 'Marked';
      readonly instruments: readonly InstrumentMark[];
      readonly values: readonly AssetValue[];
    }
  /**
   * This shard's part of a limit that shards share. `cap` is the approved value that it is a part of: of
   * another than the one in force it says nothing.
   */
  | {
      readonly kind: 'AllotmentTold';
      readonly limit: LimitKey;
      readonly cap: Decimal;
      readonly amount: Decimal;
    }
  | { readonly kind: 'Watched'; readonly finding: WatchFinding }
  /**
   * Something on the agenda, or of an unconfirmed request, is due. The moment's market is the one
   * `nextDue` asked for, null where it asked for none.
   */
  | { readonly kind: 'TimeCame' }
  /** Readings of what the engine can't see itself: reject bursts it counts, these it is told. */
  | {
      readonly kind: 'ReadingTold';
      readonly breaker: BreakerKind;
      readonly scope: string;
      readonly value: Decimal | null;
    };

export type Input = InputBody & { readonly id: InputId };
