/**
 * What a batch of decisions writes for pages, as plain rows: texts that the columns take as they are.
 * A field has its column's name; which table takes which rows, and how, the journal's writer knows.
 */
import type { CommandAnswer } from './effect.ts';

type Text = string;
type Maybe = string | null;

export interface CommandRow {
  readonly actor: Text;
  readonly idempotencyKey: Text;
  readonly commandId: Text;
  readonly at: Text;
  readonly act: Text;
  readonly inputHash: Text;
  readonly shard: number;
  readonly sequence: number;
  /** Null where the record's own event says it (`OrderDecided`), or nothing was answered. */
  readonly answer: CommandAnswer | null;
}

export interface OrderRow {
  readonly clOrdId: Text;
  readonly level: Text;
  readonly parentClOrdId: Maybe;
  readonly accountId: Text;
  readonly clientId: Maybe;
  readonly placedBy: Maybe;
  readonly strategy: Maybe;
  readonly venue: Maybe;
  readonly venueAccountId: Maybe;
  readonly orderId: Maybe;
  readonly instrument: Text;
  readonly side: Text;
  readonly ordType: Text;
  readonly price: Maybe;
  readonly stopPx: Maybe;
  readonly orderQty: Text;
  readonly timeInForce: Text;
  readonly expireTime: Maybe;
  readonly isPostOnly: boolean;
  readonly isReduceOnly: boolean;
  readonly ordStatus: Text;
  readonly cumQty: Text;
  readonly leavesQty: Text;
  readonly avgPx: Maybe;
  readonly lateQty: Text;
  readonly protection: Text;
  readonly rejectedBy: Maybe;
  readonly rejection: Maybe;
  readonly triggeredAt: Maybe;
  readonly unconfirmedSince: Maybe;
  readonly notAfter: Maybe;
  readonly placedAt: Text;
  readonly endedAt: Maybe;
  readonly shard: number;
  readonly sequence: number;
}

export interface ExecutionRow {
  readonly at: Text;
  readonly venueAccountId: Text;
  readonly execId: Text;
  readonly venue: Text;
  readonly clOrdId: Maybe;
  readonly parentClOrdId: Maybe;
  readonly accountId: Maybe;
  readonly clientId: Maybe;
  readonly orderId: Text;
  readonly instrument: Text;
  readonly side: Text;
  readonly lastQty: Text;
  readonly lastPx: Text;
  readonly feeAmount: Maybe;
  readonly feeAsset: Maybe;
  readonly isMaker: boolean | null;
  readonly mid: Maybe;
  readonly tradedAt: Text;
  readonly shard: number;
  readonly sequence: number;
}

export interface ExecutionFeeRow {
  readonly at: Text;
  readonly venueAccountId: Text;
  readonly execId: Text;
  readonly clientId: Maybe;
  readonly feeAmount: Text;
  readonly feeAsset: Text;
}

export interface DecisionRow {
  readonly at: Text;
  readonly shard: number;
  readonly sequence: number;
  readonly ordinal: number;
  readonly clOrdId: Text;
  readonly decidedId: Text;
  readonly clientId: Maybe;
  readonly verdict: Text;
  readonly policy: Text;
  /** As `checkTexts` has them, or JSON. */
  readonly checks: Text;
}

export interface ReceiptRow {
  readonly at: Text;
  readonly shard: number;
  readonly sequence: number;
  readonly ordinal: number;
  readonly clOrdId: Text;
  readonly clientId: Maybe;
  readonly feeTableVersion: Text;
  readonly snapshotHash: Text;
  readonly hash: Text;
  /** JSON: without the books of the record's market, or whole. */
  readonly snapshot: Text;
  readonly plan: Text;
  readonly alternatives: Text;
}

export interface AllocationRow {
  readonly at: Text;
  readonly id: Text;
  readonly version: number;
  readonly clOrdId: Text;
  readonly clientId: Maybe;
  readonly method: Text;
  readonly orderQty: Text;
  readonly terms: Text;
  readonly hash: Text;
}

export interface AllocatedFillRow {
  readonly at: Text;
  readonly clOrdId: Text;
  readonly execId: Text;
  readonly accountId: Text;
  readonly clientId: Maybe;
  readonly lastQty: Text;
  readonly lastPx: Text;
  readonly notional: Text;
  readonly feeAmount: Maybe;
  readonly feeAsset: Maybe;
  readonly shard: number;
  readonly sequence: number;
}

/** One account's change of a block at one place, after its fills were divided. */
export interface BlockCorrectionRow {
  readonly at: Text;
  /** Of the block. */
  readonly clOrdId: Text;
  readonly version: number;
  readonly why: Text;
  readonly approval: Maybe;
  readonly accountId: Text;
  readonly clientId: Text;
  readonly venueAccountId: Text;
  readonly quantity: Text;
  readonly notional: Text;
  readonly commission: Text;
  /** JSON: amounts by asset. */
  readonly fees: Text;
  readonly shard: number;
  readonly sequence: number;
}

export interface MarkoutRow {
  readonly at: Text;
  readonly venueAccountId: Text;
  readonly execId: Text;
  readonly afterMs: number;
  readonly mid: Maybe;
}

export interface OrderMomentRow {
  readonly at: Text;
  readonly shard: number;
  readonly sequence: number;
  readonly ordinal: number;
  readonly clOrdId: Text;
  readonly clientId: Maybe;
  readonly moment: 'Decided' | 'Acknowledged' | 'Ended';
  readonly bid: Maybe;
  readonly ask: Maybe;
  readonly mid: Maybe;
  /** Of what the route takes at once, by the books of the decision; null where nothing left. */
  readonly quantity: Maybe;
  readonly notional: Maybe;
  readonly allIn: Maybe;
  /** From when a child was committed to its venue's first answer. */
  readonly afterMs: number | null;
}

export interface UnconfirmedRow {
  readonly clOrdId: Text;
  readonly request: Text;
  readonly clientId: Maybe;
  readonly venueAccountId: Maybe;
  readonly since: Text;
  readonly evidence: Maybe;
  readonly isWithHuman: boolean;
  readonly resends: number;
  readonly endedAt: Maybe;
  readonly how: Maybe;
  readonly shard: number;
  readonly sequence: number;
}

export interface BreakRow {
  readonly id: Text;
  readonly kind: Text;
  readonly venueAccountId: Text;
  readonly clientId: Maybe;
  readonly severity: Text;
  readonly openedAt: Text;
  readonly subject: Text;
  readonly ours: Maybe;
  readonly theirs: Maybe;
  readonly value: Maybe;
  readonly proposedAsset: Maybe;
  readonly proposedAmount: Maybe;
  readonly closedAt: Maybe;
  readonly how: Maybe;
  readonly shard: number;
  readonly sequence: number;
}

export interface EntryRow {
  readonly at: Text;
  readonly id: Text;
  readonly clientId: Maybe;
  readonly cause: Text;
  readonly reference: Maybe;
  readonly approval: Maybe;
  readonly shard: number;
  readonly sequence: number;
}

/** Whose account it is, what of, and where. */
export interface AccountFields {
  readonly accountKey: Text;
  readonly kind: Text;
  readonly accountId: Maybe;
  readonly clientId: Maybe;
  readonly asset: Text;
  readonly placeKind: Text;
  readonly placeId: Text;
}

export interface PostingRow extends AccountFields {
  readonly at: Text;
  readonly entryId: Text;
  readonly ordinal: number;
  readonly amount: Text;
}

export interface BalanceRow extends AccountFields {
  readonly balance: Text;
  readonly held: Text;
  readonly shard: number;
  readonly sequence: number;
}

export interface HoldRow {
  readonly id: Text;
  readonly accountKey: Text;
  readonly accountId: Text;
  readonly clientId: Maybe;
  readonly asset: Text;
  readonly reserved: Text;
  readonly committed: Text;
  readonly released: Text;
  readonly isOpen: boolean;
  readonly shard: number;
  readonly sequence: number;
}

export interface PositionRow {
  readonly accountId: Text;
  readonly instrument: Text;
  readonly clientId: Maybe;
  readonly method: Text;
  readonly fees: Text;
  readonly quantity: Text;
  readonly cost: Text;
  readonly lots: number;
  readonly realised: Text;
  readonly feesApart: Text;
  readonly cash: Text;
  readonly shard: number;
  readonly sequence: number;
}

export interface TradingStateRow {
  readonly shard: number;
  readonly level: Text;
  readonly scope: Text;
  readonly clientId: Maybe;
  readonly state: Text;
  readonly grade: Maybe;
  readonly since: Maybe;
  readonly by: Maybe;
  readonly why: Text;
  readonly setAt: Text;
  readonly sequence: number;
}

export interface ExposureRow {
  readonly shard: number;
  readonly level: Text;
  readonly scope: Text;
  readonly asset: Text;
  readonly clientId: Maybe;
  readonly position: Text;
  readonly workingBuy: Text;
  readonly workingSell: Text;
  readonly traded: Text;
  readonly sequence: number;
}

export interface ScopeMoneyRow {
  readonly shard: number;
  readonly level: Text;
  readonly scope: Text;
  readonly clientId: Maybe;
  readonly gross: Maybe;
  readonly netLow: Maybe;
  readonly netHigh: Maybe;
  readonly equity: Maybe;
  readonly dayStartEquity: Maybe;
  readonly startEquity: Maybe;
  readonly peakEquity: Maybe;
  readonly valueAtRisk: Maybe;
  readonly flowToday: Text;
  readonly sequence: number;
}

/** Of a projection that is written over, one row per key: the last of the batch. */
export interface Rows {
  readonly commands: readonly CommandRow[];
  readonly orders: readonly OrderRow[];
  readonly executions: readonly ExecutionRow[];
  readonly executionFees: readonly ExecutionFeeRow[];
  readonly decisions: readonly DecisionRow[];
  readonly receipts: readonly ReceiptRow[];
  readonly allocations: readonly AllocationRow[];
  readonly allocatedFills: readonly AllocatedFillRow[];
  readonly blockCorrections: readonly BlockCorrectionRow[];
  readonly markouts: readonly MarkoutRow[];
  readonly orderMoments: readonly OrderMomentRow[];
  readonly unconfirmed: readonly UnconfirmedRow[];
  readonly breaks: readonly BreakRow[];
  readonly entries: readonly EntryRow[];
  readonly postings: readonly PostingRow[];
  readonly balances: readonly BalanceRow[];
  readonly holds: readonly HoldRow[];
  readonly positions: readonly PositionRow[];
  readonly tradingStates: readonly TradingStateRow[];
  readonly exposures: readonly ExposureRow[];
  readonly scopeMoney: readonly ScopeMoneyRow[];
}
