/** Orders, what was decided on them, and what their venues made of them. */
import { mapChanges, mapGet, unwrap, ZERO } from '../../../kernel/index.ts';
import {
  avgPxOf,
  leavesQtyOf,
  type OrderTerms,
  preAllocationText,
} from '../../../trading/index.ts';
import { orderOf } from '../apply/orders.ts';
import type { OrderDecision } from '../event.ts';
import type { Decided } from '../journal.ts';
import type {
  AllocatedFillRow,
  AllocationRow,
  BlockCorrectionRow,
  DecisionRow,
  ExecutionFeeRow,
  ExecutionRow,
  MarkoutRow,
  OrderRow,
  ReceiptRow,
} from '../rows.ts';
import { shortDecision } from '../short-decision.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { clientOf, type EventOf, type Span, shown, shownOrNull } from './common.ts';

const PRICE_SCALE = 18;

/** Those that changed and are in memory, those that were evicted after a change, and those refused. */
export function orderRows(span: Span): readonly OrderRow[] {
  const rows = new Map<string, OrderRow>();
  for (const decided of span.batch) leaving(span, decided, rows);
  mapChanges(span.before.orders, span.after.orders, (id, entry) => {
    if (entry !== undefined) rows.set(id, orderRow(span, entry));
  });
  return [...rows.values()];
}

function leaving(span: Span, { record, before, after }: Decided, rows: Map<string, OrderRow>) {
  // A parent takes its children with it.
  if (record.events.some(({ type }) => type === 'OrderEvicted')) {
    mapChanges(before.orders, after.orders, (id, entry, last) => {
      const isNew = entry === undefined && last !== mapGet(span.before.orders, id);
      if (isNew && last !== undefined) rows.set(id, orderRow(span, last));
    });
  }
  for (const event of record.events) {
    if (event.type !== 'OrderDecided' || orderOf(after, event.decision.clOrdId)) continue;
    const row = refusedRow(span, record, event);
    if (row !== null) rows.set(row.clOrdId, row);
  }
}

const pricesOf = (terms: OrderTerms) => ({
  ordType: terms.ordType,
  price: 'price' in terms ? shown(terms.price) : null,
  stopPx: 'stopPx' in terms ? shown(terms.stopPx) : null,
});

function orderRow(
  { shard, sequence }: Span,
  { order, client, strategy, venueAccount, protection, notAfter }: OrderInMemory,
): OrderRow {
  const { placement, rejection } = order;
  const since = Object.values(order.unconfirmed).map((doubt) => doubt.since);
  const avgPx = avgPxOf(order, PRICE_SCALE);
  return {
    clOrdId: placement.clOrdId,
    level: placement.level,
    parentClOrdId: placement.parentClOrdId,
    accountId: placement.account,
    clientId: client,
    placedBy: placement.placedBy,
    strategy,
    venue: placement.venue,
    venueAccountId: venueAccount,
    orderId: order.orderId,
    instrument: placement.instrument,
    side: placement.side,
    ...pricesOf(order.terms),
    orderQty: shown(order.orderQty),
    timeInForce: placement.timeInForce,
    expireTime: placement.expireTime,
    isPostOnly: placement.isPostOnly,
    isReduceOnly: placement.isReduceOnly,
    ordStatus: order.ordStatus,
    cumQty: shown(order.cumQty),
    leavesQty: shown(leavesQtyOf(order)),
    avgPx: shownOrNull(avgPx),
    lateQty: shown(order.lateQty),
    protection,
    rejectedBy: rejection?.by ?? null,
    rejection: rejection === null ? null : JSON.stringify(rejection),
    triggeredAt: order.triggeredAt,
    unconfirmedSince: since.sort()[0] ?? null,
    notAfter,
    placedAt: order.placedAt,
    endedAt: order.endedAt,
    shard,
    sequence,
  };
}

/** An order that was refused never came into memory: its row is made of what was asked for. */
function refusedRow(
  { shard, sequence, after }: Span,
  { input }: Decided['record'],
  { at, person, decision }: EventOf<'OrderDecided'>,
): OrderRow | null {
  if (input.kind !== 'Command' || input.act.act !== 'PlaceOrder') return null;
  const { wish } = input.act;
  const account = wish.beneficiary.account;
  const { rejection } = decision;
  if (decision.verdict !== 'Refused') return null;
  return {
    clOrdId: decision.clOrdId,
    level: 'Parent',
    parentClOrdId: null,
    accountId: account,
    clientId: clientOf(after, account),
    placedBy: person,
    strategy: wish.strategy,
    venue: null,
    venueAccountId: null,
    orderId: null,
    instrument: wish.instrument,
    side: wish.side,
    ...pricesOf(wish.terms),
    orderQty: shown(wish.orderQty),
    timeInForce: wish.timeInForce,
    expireTime: wish.expireTime,
    isPostOnly: wish.isPostOnly,
    isReduceOnly: wish.isReduceOnly,
    ordStatus: 'Rejected',
    cumQty: shown(ZERO),
    leavesQty: shown(ZERO),
    avgPx: null,
    lateQty: shown(ZERO),
    protection: decision.protection,
    rejectedBy: rejection?.by ?? 'Engine',
    rejection: rejection === null ? null : JSON.stringify(rejection),
    triggeredAt: null,
    unconfirmedSince: null,
    notAfter: null,
    placedAt: at,
    endedAt: at,
    shard,
    sequence,
  };
}

export interface TradeRows {
  readonly executions: ExecutionRow[];
  readonly executionFees: ExecutionFeeRow[];
  readonly decisions: DecisionRow[];
  readonly receipts: ReceiptRow[];
  readonly allocations: AllocationRow[];
  readonly allocatedFills: AllocatedFillRow[];
  readonly blockCorrections: BlockCorrectionRow[];
  readonly markouts: MarkoutRow[];
}

/** What is only ever added to, event by event. */
export function tradeRows({ shard, batch }: Span): TradeRows {
  const rows: TradeRows = {
    executions: [],
    executionFees: [],
    decisions: [],
    receipts: [],
    allocations: [],
    allocatedFills: [],
    blockCorrections: [],
    markouts: [],
  };
  for (const decided of batch) {
    const before = { decisions: rows.decisions.length, receipts: rows.receipts.length };
    for (const event of decided.record.events) addTo(rows, shard, decided, event, before);
  }
  return rows;
}

function addTo(
  rows: TradeRows,
  shard: number,
  decided: Decided,
  event: Decided['record']['events'][number],
  from: { readonly decisions: number; readonly receipts: number },
): void {
  const { record, after } = decided;
  const { at, sequence } = record;
  switch (event.type) {
    case 'OrderDecided':
      addDecision(rows, { shard, sequence, at: event.at }, event, decided, from);
      return;
    case 'FillBooked':
      rows.executions.push(executionRow(shard, decided, event));
      return;
    case 'FillFeeTold': {
      const { venueAccount: venueAccountId, execId, fee } = event;
      const known = mapGet(after.execIds, `${venueAccountId}|${execId}`);
      const of = known?.clOrdId ? entryOf(decided, known.clOrdId) : undefined;
      const money = { feeAmount: shown(fee.amount), feeAsset: fee.asset };
      rows.executionFees.push({
        at,
        venueAccountId,
        execId,
        clientId: of?.client ?? null,
        ...money,
      });
      return;
    }
    case 'AllocationSealed':
      rows.allocations.push(allocationRow(event));
      return;
    case 'FillAllocated':
      rows.allocatedFills.push(...allocatedRows(shard, record, event));
      return;
    case 'BlockCorrected':
      rows.blockCorrections.push(...correctionRows(shard, sequence, event));
      return;
    case 'MarkoutTaken': {
      const { venueAccount: venueAccountId, execId, afterMs, mid } = event;
      rows.markouts.push({ at: event.at, venueAccountId, execId, afterMs, mid: shownOrNull(mid) });
      return;
    }
    default:
  }
}

function addDecision(
  rows: TradeRows,
  place: { readonly at: string; readonly shard: number; readonly sequence: number },
  { decision }: EventOf<'OrderDecided'>,
  { record, after }: Decided,
  from: { readonly decisions: number; readonly receipts: number },
): void {
  const { clOrdId, receipt } = decision;
  const clientId = deciderOf(record, after, decision);
  const short = shortDecision(decision, record.market);
  for (const [n, { clOrdId: decidedId, verdict, policy, checks }] of decision.decisions.entries()) {
    rows.decisions.push({
      ...place,
      ordinal: rows.decisions.length - from.decisions,
      clOrdId,
      decidedId,
      clientId,
      verdict,
      policy,
      checks: short.checks?.[n] ?? JSON.stringify(checks),
    });
  }
  if (receipt === null) return;
  const ordinal = rows.receipts.length - from.receipts;
  const { feeTableVersion, snapshotHash, hash, plan, alternatives } = receipt;
  const pieces = short.snapshot;
  const snapshot = pieces === null ? receipt.snapshot : JSON.stringify(pieces);
  const kept = { feeTableVersion, snapshotHash, hash, snapshot, plan, alternatives };
  rows.receipts.push({ ...place, ordinal, clOrdId, clientId, ...kept });
}

/** Whose order was decided on; of one that is not in memory, whose account was named. */
function deciderOf(
  { input }: Decided['record'],
  after: EngineState,
  { clOrdId }: OrderDecision,
): string | null {
  const entry = orderOf(after, clOrdId);
  if (entry !== undefined) return entry.client;
  if (input.kind !== 'Command' || input.act.act !== 'PlaceOrder') return null;
  return clientOf(after, input.act.wish.beneficiary.account);
}

const entryOf = ({ before, after }: Decided, clOrdId: string): OrderInMemory | undefined =>
  orderOf(after, clOrdId) ?? orderOf(before, clOrdId);

function executionRow(
  shard: number,
  decided: Decided,
  { at, venueAccount, clOrdId, fill, mid }: EventOf<'FillBooked'>,
): ExecutionRow {
  const { record, after } = decided;
  const entry = clOrdId === null ? undefined : entryOf(decided, clOrdId);
  const placement = entry?.order.placement;
  return {
    at,
    venueAccountId: venueAccount,
    execId: fill.execId,
    venue: mapGet(after.config.venueAccounts, venueAccount)?.venue ?? placement?.venue ?? '',
    clOrdId: placement?.clOrdId ?? clOrdId,
    parentClOrdId: placement?.parentClOrdId ?? null,
    accountId: placement?.account ?? null,
    clientId: entry?.client ?? null,
    orderId: fill.orderId,
    instrument: fill.instrument,
    side: fill.side,
    lastQty: shown(fill.lastQty),
    lastPx: shown(fill.lastPx),
    feeAmount: fill.fee === null ? null : shown(fill.fee.amount),
    feeAsset: fill.fee?.asset ?? null,
    isMaker: fill.isMaker,
    mid: shownOrNull(mid),
    tradedAt: fill.at,
    shard,
    sequence: record.sequence,
  };
}

function allocationRow({ at, pre, hash }: EventOf<'AllocationSealed'>): AllocationRow {
  return {
    at,
    id: pre.id,
    version: pre.version,
    clOrdId: pre.order,
    clientId: null,
    method: pre.method,
    orderQty: shown(pre.orderQty),
    terms: unwrap(preAllocationText(pre)),
    hash,
  };
}

function allocatedRows(
  shard: number,
  { at, sequence }: Decided['record'],
  { clOrdId, execId, legs }: EventOf<'FillAllocated'>,
): readonly AllocatedFillRow[] {
  return legs.map(({ account, client, lastQty, lastPx, notional, fee }) => ({
    at,
    clOrdId,
    execId,
    accountId: account,
    clientId: client,
    lastQty: shown(lastQty),
    lastPx: shown(lastPx),
    notional: shown(notional),
    feeAmount: fee === null ? null : shown(fee.amount),
    feeAsset: fee?.asset ?? null,
    shard,
    sequence,
  }));
}

function correctionRows(
  shard: number,
  sequence: number,
  { at, clOrdId, version, why, approval, changes }: EventOf<'BlockCorrected'>,
): readonly BlockCorrectionRow[] {
  return changes.map(({ account, client, place, quantity, notional, fees, commission }) => ({
    ...{ at, clOrdId, version, why, approval, accountId: account, clientId: client },
    venueAccountId: place,
    quantity: shown(quantity),
    notional: shown(notional),
    commission: shown(commission),
    fees: JSON.stringify(Object.fromEntries(fees.map((fee) => [fee.asset, shown(fee.amount)]))),
    shard,
    sequence,
  }));
}
