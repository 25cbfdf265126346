/** One order with all that came of it: children, executions, decisions with every check, the receipt. */
import type { Check, ClOrdId } from '@ultrathink/domain/trading';
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
    decisions: decisions.map(({ decidedId, at, verdict, policy, checks }) => ({
      decidedId: decidedId as ClOrdId,
      at: utcOf(at),
      verdict: verdict as DecisionRow['verdict'],
      policy,
      checks: checks as unknown as readonly Check[],
    })),
    receipts: receipts.map(
      ({ at, feeTableVersion, snapshotHash, hash, snapshot, plan, alternatives }) => ({
        at: utcOf(at),
        feeTableVersion,
        snapshotHash,
        hash,
        snapshot,
        plan,
        alternatives,
      }),
    ),
  };
}
