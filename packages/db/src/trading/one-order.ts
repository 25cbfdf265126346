/** One order with all that came of it: children, executions, decisions with every check, the receipt. */
import { booksOf, decode, type MarketSlice } from '@ultrathink/domain/engine/core';
import { type Check, type ClOrdId, readCheckText, withBooks } from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';
import { utcOf } from '../moments.ts';
import { type ExecutionRow, executionRow } from './executions.ts';
import { type OrderRow, orderRow } from './orders.ts';

export interface DecisionRow {
  /** The order that was to be sent: a child, or the order itself where none was routed. */
  readonly decidedId: ClOrdId;
  readonly at: string;
  readonly verdict: 'Approved' | 'Refused';
  readonly policy: string;
  /** Worst first. */
  readonly checks: readonly Check[];
}

export interface ReceiptRow {
  readonly at: string;
  readonly feeTableVersion: string;
  readonly snapshotHash: string;
  readonly hash: string;
  /** Canonical JSON. */
  readonly snapshot: string;
  readonly plan: string;
  readonly alternatives: string;
}

export interface OneOrder {
  readonly order: OrderRow;
  /** Oldest first. */
  readonly children: readonly OrderRow[];
  readonly executions: readonly ExecutionRow[];
  readonly decisions: readonly DecisionRow[];
  readonly receipts: readonly ReceiptRow[];
}

const CHILDREN_MOST = 200;
const EXECUTIONS_MOST = 2_000;
const DECISIONS_MOST = 200;

/** Undefined for an order that is not there, or whose rows are another's. */
export async function findOrder(tx: Tx, clOrdId: ClOrdId): Promise<OneOrder | undefined> {
  const found = await tx.order.findUnique({ where: { clOrdId } });
  if (found === null) return undefined;
  const children = await tx.order.findMany({
    where: { parentClOrdId: clOrdId },
    orderBy: { clOrdId: 'asc' },
    take: CHILDREN_MOST,
  });
  const executions = await tx.execution.findMany({
    where: { OR: [{ parentClOrdId: clOrdId }, { clOrdId }] },
    orderBy: [{ at: 'asc' }, { execId: 'asc' }],
    take: EXECUTIONS_MOST,
  });
  const decisions = await tx.decision.findMany({
    where: { clOrdId },
    orderBy: [{ at: 'asc' }, { sequence: 'asc' }, { ordinal: 'asc' }],
    take: DECISIONS_MOST,
  });
  const receipts = await tx.receipt.findMany({
    where: { clOrdId },
    orderBy: [{ at: 'asc' }, { sequence: 'asc' }, { ordinal: 'asc' }],
    take: DECISIONS_MOST,
  });
  return {
    order: orderRow(found),
    children: children.map(orderRow),
    executions: executions.map(executionRow),
    decisions: decisionsOf(decisions),
    receipts: await Promise.all(receipts.map((row) => receiptOf(tx, row))),
  };
}

interface KeptDecision extends Pick<DecisionRow, 'policy'> {
  readonly decidedId: string;
  readonly at: Date;
  readonly verdict: string;
  readonly checks: string;
}

/** In the order of records: a decision says what is other than in the one before it. */
function decisionsOf(rows: readonly KeptDecision[]): readonly DecisionRow[] {
  let before: readonly Check[] = [];
  return rows.map(({ decidedId, at, verdict, policy, checks }) => {
    before = checksFrom(checks, before);
    return {
      decidedId: decidedId as ClOrdId,
      at: utcOf(at),
      verdict: verdict as DecisionRow['verdict'],
      policy,
      checks: before,
    };
  });
}

/** @throws for what was not written by us. */
function checksFrom(text: string, before: readonly Check[]): readonly Check[] {
  if (text.startsWith('[')) return JSON.parse(text) as readonly Check[];
  const checks = readCheckText(text, before);
  if (checks === null) throw new Error('The checks of a decision can not be read.');
  return checks;
}

interface KeptReceipt extends Omit<ReceiptRow, 'at'> {
  readonly at: Date;
  readonly shard: number;
  readonly sequence: bigint;
}

async function receiptOf(tx: Tx, row: KeptReceipt): Promise<ReceiptRow> {
  const { at, feeTableVersion, snapshotHash, hash, plan, alternatives } = row;
  const snapshot = row.snapshot.startsWith('[') ? await snapshotOf(tx, row) : row.snapshot;
  return { at: utcOf(at), feeTableVersion, snapshotHash, hash, snapshot, plan, alternatives };
}

/** With the books of the record's market in their places. @throws where they are others. */
async function snapshotOf(tx: Tx, { at, shard, sequence, snapshot }: KeptReceipt): Promise<string> {
  const found = await tx.$queryRaw<{ market: string | null }[]>`
    select trading.market_of(${at}, ${shard}::int4, ${sequence}::int8) as market`;
  const market = decode(found[0]?.market ?? 'null');
  const books = market.ok ? booksOf(market.value as MarketSlice | null) : [];
  const text = withBooks(JSON.parse(snapshot) as readonly string[], books);
  if (text === null) throw new Error(`The market of record ${sequence} is not the receipt's.`);
  return text;
}
