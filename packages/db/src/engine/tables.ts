/**
 * Which rows go into which table, and as what: the columns bear the names of the rows' fields. What is
 * a projection is written over by its key; everything else is added once.
 */
import type { Rows } from '@ultrathink/domain/engine/core';
import { BLOCK_TABLES } from './block-tables.ts';
import { OF_RECORD, type Place, type Table } from './columns.ts';

export interface JournalRow {
  readonly at: string;
  readonly shard: number;
  readonly sequence: number;
  readonly epoch: number;
  readonly version: number;
  readonly kind: string;
  readonly body: Place;
  readonly hash: Place;
}

/** As it is written: the answer is text by then. */
export interface CommandTextRow extends Omit<Rows['commands'][number], 'answer'> {
  readonly answer: string | null;
}

/** What is written in one transaction, besides the sealed events. */
export interface Written extends Omit<Rows, 'commands'> {
  readonly journal: readonly JournalRow[];
  readonly commands: readonly CommandTextRow[];
}

const ACCOUNT = {
  accountKey: 'text',
  kind: 'text',
  accountId: 'uuid',
  clientId: 'uuid',
  asset: 'text',
  placeKind: 'text',
  placeId: 'uuid',
} as const;

export const TABLES: { readonly [Kind in keyof Written]: Table<Written[Kind][number]> } = {
  journal: {
    name: 'engine.journal',
    columns: {
      at: 'timestamptz',
      ...OF_RECORD,
      epoch: 'int8',
      version: 'int4',
      kind: 'text',
      body: 'bytes',
      hash: 'bytes',
    },
    key: null,
  },
  commands: {
    name: 'engine.command',
    columns: {
      actor: 'uuid',
      idempotencyKey: 'uuid',
      commandId: 'uuid',
      at: 'timestamptz',
      act: 'text',
      inputHash: 'text',
      ...OF_RECORD,
      answer: 'text',
    },
    key: null,
  },
  orders: {
    name: 'trading."order"',
    columns: {
      clOrdId: 'uuid',
      level: 'text',
      parentClOrdId: 'uuid',
      accountId: 'uuid',
      clientId: 'uuid',
      placedBy: 'uuid',
      strategy: 'text',
      venue: 'text',
      venueAccountId: 'uuid',
      orderId: 'text',
      instrument: 'text',
      side: 'text',
      ordType: 'text',
      price: 'numeric',
      stopPx: 'numeric',
      orderQty: 'numeric',
      timeInForce: 'text',
      expireTime: 'timestamptz',
      isPostOnly: 'bool',
      isReduceOnly: 'bool',
      ordStatus: 'text',
      cumQty: 'numeric',
      leavesQty: 'numeric',
      avgPx: 'numeric',
      lateQty: 'numeric',
      protection: 'text',
      rejectedBy: 'text',
      rejection: 'jsonb',
      triggeredAt: 'timestamptz',
      unconfirmedSince: 'timestamptz',
      notAfter: 'timestamptz',
      placedAt: 'timestamptz',
      endedAt: 'timestamptz',
      ...OF_RECORD,
    },
    key: ['clOrdId'],
  },
  executions: {
    name: 'trading.execution',
    columns: {
      at: 'timestamptz',
      venueAccountId: 'uuid',
      execId: 'text',
      venue: 'text',
      clOrdId: 'uuid',
      parentClOrdId: 'uuid',
      accountId: 'uuid',
      clientId: 'uuid',
      orderId: 'text',
      instrument: 'text',
      side: 'text',
      lastQty: 'numeric',
      lastPx: 'numeric',
      feeAmount: 'numeric',
      feeAsset: 'text',
      isMaker: 'bool',
      mid: 'numeric',
      tradedAt: 'timestamptz',
      ...OF_RECORD,
    },
    key: null,
  },
  executionFees: {
    name: 'trading.execution_fee',
    columns: {
      at: 'timestamptz',
      venueAccountId: 'uuid',
      execId: 'text',
      clientId: 'uuid',
      feeAmount: 'numeric',
      feeAsset: 'text',
    },
    key: null,
  },
  decisions: {
    name: 'trading.decision',
    columns: {
      at: 'timestamptz',
      ...OF_RECORD,
      ordinal: 'int4',
      clOrdId: 'uuid',
      decidedId: 'uuid',
      clientId: 'uuid',
      verdict: 'text',
      policy: 'uuid',
      checks: 'long',
    },
    key: null,
  },
  receipts: {
    name: 'trading.receipt',
    columns: {
      at: 'timestamptz',
      ...OF_RECORD,
      ordinal: 'int4',
      clOrdId: 'uuid',
      clientId: 'uuid',
      feeTableVersion: 'text',
      snapshotHash: 'text',
      hash: 'text',
      snapshot: 'long',
      plan: 'long',
      alternatives: 'long',
    },
    key: null,
  },
  ...BLOCK_TABLES,
  markouts: {
    name: 'trading.markout',
    columns: {
      at: 'timestamptz',
      venueAccountId: 'uuid',
      execId: 'text',
      afterMs: 'int4',
      mid: 'numeric',
    },
    key: null,
  },
  orderMoments: {
    name: 'trading.order_moment',
    columns: {
      at: 'timestamptz',
      ...OF_RECORD,
      ordinal: 'int4',
      clOrdId: 'uuid',
      clientId: 'uuid',
      moment: 'text',
      bid: 'numeric',
      ask: 'numeric',
      mid: 'numeric',
      quantity: 'numeric',
      notional: 'numeric',
      allIn: 'numeric',
      afterMs: 'int4',
    },
    key: null,
  },
  unconfirmed: {
    name: 'trading.unconfirmed',
    columns: {
      clOrdId: 'uuid',
      request: 'text',
      clientId: 'uuid',
      venueAccountId: 'uuid',
      since: 'timestamptz',
      evidence: 'uuid',
      isWithHuman: 'bool',
      resends: 'int4',
      endedAt: 'timestamptz',
      how: 'text',
      ...OF_RECORD,
    },
    key: ['clOrdId', 'request'],
  },
  breaks: {
    name: 'trading.break',
    columns: {
      id: 'text',
      kind: 'text',
      venueAccountId: 'uuid',
      clientId: 'uuid',
      severity: 'text',
      openedAt: 'timestamptz',
      subject: 'text',
      ours: 'text',
      theirs: 'text',
      value: 'numeric',
      proposedAsset: 'text',
      proposedAmount: 'numeric',
      closedAt: 'timestamptz',
      how: 'text',
      ...OF_RECORD,
    },
    key: ['id'],
  },
  entries: {
    name: 'ledger.entry',
    columns: {
      at: 'timestamptz',
      id: 'uuid',
      clientId: 'uuid',
      cause: 'text',
      reference: 'text',
      approval: 'uuid',
      ...OF_RECORD,
    },
    key: null,
  },
  postings: {
    name: 'ledger.posting',
    columns: {
      at: 'timestamptz',
      entryId: 'uuid',
      ordinal: 'int4',
      ...ACCOUNT,
      amount: 'numeric',
    },
    key: null,
  },
  balances: {
    name: 'ledger.balance',
    columns: { ...ACCOUNT, balance: 'numeric', held: 'numeric', ...OF_RECORD },
    key: ['accountKey'],
  },
  holds: {
    name: 'ledger.hold',
    columns: {
      id: 'uuid',
      accountKey: 'text',
      accountId: 'uuid',
      clientId: 'uuid',
      asset: 'text',
      reserved: 'numeric',
      committed: 'numeric',
      released: 'numeric',
      isOpen: 'bool',
      ...OF_RECORD,
    },
    key: ['id'],
  },
  positions: {
    name: 'portfolio.position',
    columns: {
      accountId: 'uuid',
      instrument: 'text',
      clientId: 'uuid',
      method: 'text',
      fees: 'text',
      quantity: 'numeric',
      cost: 'numeric',
      lots: 'int4',
      realised: 'numeric',
      feesApart: 'numeric',
      cash: 'numeric',
      ...OF_RECORD,
    },
    key: ['accountId', 'instrument'],
  },
  tradingStates: {
    name: 'risk.trading_state',
    columns: {
      shard: 'shard',
      level: 'text',
      scope: 'text',
      clientId: 'uuid',
      state: 'text',
      grade: 'text',
      since: 'timestamptz',
      by: 'text',
      why: 'text',
      setAt: 'timestamptz',
      sequence: 'int8',
    },
    key: ['shard', 'level', 'scope'],
  },
  exposures: {
    name: 'risk.exposure',
    columns: {
      shard: 'shard',
      level: 'text',
      scope: 'text',
      asset: 'text',
      clientId: 'uuid',
      position: 'numeric',
      workingBuy: 'numeric',
      workingSell: 'numeric',
      traded: 'numeric',
      sequence: 'int8',
    },
    key: ['shard', 'level', 'scope', 'asset'],
  },
  scopeMoney: {
    name: 'risk.scope_money',
    columns: {
      shard: 'shard',
      level: 'text',
      scope: 'text',
      clientId: 'uuid',
      gross: 'numeric',
      netLow: 'numeric',
      netHigh: 'numeric',
      equity: 'numeric',
      dayStartEquity: 'numeric',
      startEquity: 'numeric',
      peakEquity: 'numeric',
      valueAtRisk: 'numeric',
      flowToday: 'numeric',
      sequence: 'int8',
    },
    key: ['shard', 'level', 'scope'],
  },
};
