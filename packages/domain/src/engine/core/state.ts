import {
  type AccountId,
  type Asset,
  type ClientId,
  type CommandId,
  type Decimal,
  emptyMap,
  type Money,
  type PersistentList,
  type PersistentMap,
  type Price,
  type ProcessId,
  type Quantity,
  type UtcTime,
  ZERO,
} from '../../kernel/index.ts';
import { EMPTY_LEDGER, type HoldId, type Ledger } from '../../ledger/index.ts';
import type { InstrumentId, VenueAccountId, VenueState } from '../../market-data/index.ts';
import { NO_POSITIONS, type Positions } from '../../portfolio/index.ts';
import type { BreakerState, LevelState, OpenOrder, ScopeStanding } from '../../risk/index.ts';
import type {
  Allocation,
  BlockBook,
  ClOrdId,
  ConfirmingRule,
  EarlyFills,
  OrderRequest,
  OrderState,
  Protection,
  Unconfirmed,
} from '../../trading/index.ts';
import type { Break } from './break-event.ts';
import { type Config, NOTHING_DECIDED } from './config.ts';
import type { AgendaItem } from './event.ts';
import type { InstrumentMark, VenueTraitTerms } from './input.ts';

/** What is true of an account at a venue now. */
export interface VenueStanding {
  /** No new orders until it agrees with our books. */
  readonly isReconciled: boolean;
  /** What was asked for up to here has been compared. */
  readonly watermark: UtcTime | null;
  readonly state: VenueState;
  readonly fees: PersistentMap<InstrumentId, { readonly maker: Decimal; readonly taker: Decimal }>;
  readonly feeVersion: string;
  /** Null until its adapter told: absence is then never proven, and nothing is replaced. */
  readonly traits: VenueTraitTerms | null;
}

/** A fill that may be told again, as it was booked: what is told another way is a break. */
export interface KnownFill {
  /** The venue's clock. */
  readonly at: UtcTime;
  readonly heardAt: UtcTime;
  /** Null: of an order that is not ours. */
  readonly clOrdId: ClOrdId | null;
  readonly instrument: InstrumentId;
  readonly lastQty: Quantity;
  readonly lastPx: Price;
  /** Null: not told yet. */
  readonly fee: Money | null;
}

/** One order in memory, parent or child, with what stands beside its own state. */
export interface OrderInMemory {
  readonly order: OrderState;
  readonly client: ClientId | null;
  readonly strategy: string | null;
  /** Null for a parent. */
  readonly venueAccount: VenueAccountId | null;
  /** Of a parent, oldest first. */
  readonly children: readonly string[];
  readonly protection: Protection;
  /** Nothing of it is sent later. */
  readonly notAfter: UtcTime | null;
  readonly allocation: Allocation | null;
  /** Of a child: what is held for it, one of each beneficiary. */
  readonly holds: readonly HoldId[];
}

/**
 * What one scope has, and may get, of one base asset: kept with each event, so that no check sums. The
 * position is what the ledger has for the scope's holders; working is what parents may still trade, and
 * at the level of a venue what children there may.
 */
export interface Exposure {
  readonly position: Decimal;
  readonly workingBuy: Decimal;
  readonly workingSell: Decimal;
  /** In base asset, today. */
  readonly traded: Decimal;
}

/** Sums over the assets of a scope at the last marks, of those that have one. */
export interface ScopeSums {
  readonly gross: Decimal;
  readonly netLow: Decimal;
  readonly netHigh: Decimal;
  readonly equity: Decimal;
  readonly valueAtRisk: Decimal;
  /** How many assets lack a value, or a volatility: one is enough that nobody knows. */
  readonly unvalued: number;
  readonly unrated: number;
}

/**
 * What a scope stands at. Null: not known, because an asset that counts has no mark.
 *
 * Exposures are over all assets but cash, each at its worst with its open orders. Equity is with cash;
 * of a venue it is what is entrusted to it, and of a strategy there is none. Start and peak move with
 * deposits and withdrawals. The value at risk is the sum of exposure x volatility x 2.33: 99 % of days,
 * all assets falling together.
 */
export interface ScopeMoney extends ScopeStanding {
  readonly sums: ScopeSums;
  /** `valueAtRisk` as it was when the day began: what the day's loss is held against. */
  readonly dayStartValueAtRisk: Decimal | null;
  /** Days of the last 250, `2026-11-21`, oldest first, that lost more than that: the backtest. */
  readonly varBreaches: readonly string[];
}

export interface Marks {
  readonly at: UtcTime | null;
  readonly instruments: PersistentMap<InstrumentId, InstrumentMark>;
  readonly values: PersistentMap<Asset, Decimal>;
  /** Share of the price in a day: of each asset the highest that an instrument of it has. */
  readonly volatilities: PersistentMap<Asset, Decimal>;
  /** Prices over the collar's period, oldest first, thinned. */
  readonly history: PersistentMap<
    InstrumentId,
    readonly { readonly at: UtcTime; readonly price: Price }[]
  >;
}

/** A stop or if-touched of ours that waits for its price. */
export interface WaitingOrder {
  readonly clOrdId: string;
  readonly stopPx: Price;
  /** Reached by this price or a higher one; else by this or a lower one. */
  readonly waitsAbove: boolean;
  /** Somebody was told that nothing young enough says the price. */
  readonly isBlind: boolean;
}

/** All that wait in one instrument, with the two prices between which nothing happens. */
export interface Waiting {
  /** In the order they came. */
  readonly orders: readonly WaitingOrder[];
  readonly above: Price | null;
  readonly below: Price | null;
  /** How many of them are. */
  readonly blind: number;
}

/** A look at the mid so long after a fill. */
export interface MarkoutWanted {
  readonly due: UtcTime;
  readonly venueAccount: VenueAccountId;
  readonly execId: string;
  readonly afterMs: number;
}

/** What `watch` looks at, by instrument; an instrument without any is absent. */
export interface Watching {
  readonly waiting: PersistentMap<InstrumentId, Waiting>;
  /** The next one first. */
  readonly markouts: PersistentMap<InstrumentId, PersistentList<MarkoutWanted>>;
}

export interface RiskMemory {
  /** The newest day that began: a clock that was set back begins none again. */
  readonly day: string | null;
  /** By `level|scope|asset`. Read by `exposureOf`: an instrument's position is the firm's. */
  readonly exposures: PersistentMap<string, Exposure>;
  /** By `level|scope`. */
  readonly money: PersistentMap<string, ScopeMoney>;
  /** By `level|scope`; a level that nobody stopped is absent and Active. */
  readonly states: PersistentMap<string, LevelState>;
  /** By `kind|scope`. Times are of the run: a new one begins without them. */
  readonly breakers: PersistentMap<string, BreakerState>;
  /** Of each account and instrument, `account|instrument`: sizes of its last orders. */
  readonly sizes: PersistentMap<string, readonly Decimal[]>;
  /**
   * By account, newest last, parents and messages of children, a minute of them and 1,000 at most:
   * what duplicates and rates are judged by.
   */
  readonly sent: PersistentMap<AccountId, readonly SentMemory[]>;
  readonly throttles: PersistentMap<string, { readonly repeats: number; readonly isOff: boolean }>;
}

export interface SentMemory {
  readonly at: UtcTime;
  readonly clOrdId: string;
}

/** Messages of the last second, by tenths: `tenth` is the newest, counted from 1970. */
export interface MessageCount {
  readonly tenth: number;
  /** Newest first, eleven of them: what is told is never less than a second's. */
  readonly counts: readonly number[];
}

export interface CommandMemory {
  readonly at: UtcTime;
  readonly commandId: CommandId;
  readonly inputHash: string;
}

export interface EngineState {
  readonly run: {
    readonly id: ProcessId;
    readonly epoch: number;
    readonly startedMs: number;
    /** Read by `rulesOf`. */
    readonly rules?: number;
  } | null;
  readonly at: UtcTime | null;
  /** Of the last control input that was taken. */
  readonly controlSequence: number;
  readonly config: Config;
  readonly venues: PersistentMap<VenueAccountId, VenueStanding>;
  readonly orders: PersistentMap<string, OrderInMemory>;
  /**
   * `venueAccount|orderId` of orders in memory, to our first id; and `|clOrdId` of the names that
   * changes gave them. Read by `orderOf`.
   */
  readonly byOrderId: PersistentMap<string, string>;
  /** `venueAccount|execId` of fills that may be told again. */
  readonly execIds: PersistentMap<string, KnownFill>;
  /** Children that may still trade, by `workingKey`: best price first. Kept by `indexed`. */
  readonly working: PersistentMap<string, PersistentList<OpenOrder>>;
  /** By `alikeKey`: the last parent in memory that said the same. Kept by `indexed`. */
  readonly alike: PersistentMap<string, SentMemory>;
  /** By `level|scope`: messages to venues of late. Kept by `indexed`. */
  readonly messages: PersistentMap<string, MessageCount>;
  readonly early: PersistentMap<VenueAccountId, EarlyFills>;
  /** `clOrdId|request`. */
  readonly confirming: PersistentMap<string, Confirming>;
  readonly breaks: PersistentMap<string, Break>;
  /** By `agreedKey`: what people closed as it is. Absent before the first. */
  readonly agreed?: PersistentMap<string, Pick<Break, 'ours' | 'theirs' | 'openedAt'>>;
  readonly ledger: Ledger;
  readonly positions: Positions;
  readonly marks: Marks;
  readonly risk: RiskMemory;
  /** By the second of `due` (`agendaSecond`), then by `agendaKey`. */
  readonly agenda: PersistentMap<string, PersistentMap<string, AgendaItem>>;
  readonly watching: Watching;
  /** `person|key`. */
  readonly commands: PersistentMap<string, CommandMemory>;
  /** By order: blocks that work, and those that ended of late and may still be divided anew. */
  readonly blocks: PersistentMap<string, BlockBook>;
}

export interface Confirming {
  readonly request: OrderRequest;
  readonly machine: Unconfirmed;
  readonly rule: ConfirmingRule;
  /** Asked, and not answered yet. */
  readonly askedMs: number | null;
  readonly isWithHuman: boolean;
}

export const NO_EXPOSURE: Exposure = {
  position: ZERO,
  workingBuy: ZERO,
  workingSell: ZERO,
  traded: ZERO,
};

export const EMPTY_STATE: EngineState = {
  run: null,
  at: null,
  controlSequence: 0,
  config: NOTHING_DECIDED,
  venues: emptyMap(),
  orders: emptyMap(),
  byOrderId: emptyMap(),
  execIds: emptyMap(),
  working: emptyMap(),
  messages: emptyMap(),
  alike: emptyMap(),
  early: emptyMap(),
  confirming: emptyMap(),
  breaks: emptyMap(),
  ledger: EMPTY_LEDGER,
  positions: NO_POSITIONS,
  marks: {
    at: null,
    instruments: emptyMap(),
    values: emptyMap(),
    volatilities: emptyMap(),
    history: emptyMap(),
  },
  risk: {
    day: null,
    exposures: emptyMap(),
    money: emptyMap(),
    states: emptyMap(),
    breakers: emptyMap(),
    sizes: emptyMap(),
    sent: emptyMap(),
    throttles: emptyMap(),
  },
  watching: { waiting: emptyMap(), markouts: emptyMap() },
  agenda: emptyMap(),
  commands: emptyMap(),
  blocks: emptyMap(),
};
