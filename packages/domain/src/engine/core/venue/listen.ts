/** What is told of an order, by whomever: to the request that waits for it, or straight to the order. */
import { mapGet } from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import type { OrderReport, OrderRequest, VenueFill } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { FillOwner } from '../input.ts';
import type { Confirming } from '../state.ts';
import { advance, hear, isLegsOwn, judgeLegs, judgeReplace, namedAs } from './confirm.ts';
import { settle } from './ends.ts';
import { takeFill } from './fills.ts';
import { type Child, confirmingKey, confirmingOf, refOf, toldOf } from './orders.ts';
import { applyReport } from './reports.ts';

/** `askedMs`: when it was asked for; null: the venue told it by itself. */
export function takeReport(
  draft: Draft,
  venueAccount: VenueAccountId,
  report: OrderReport,
  askedMs: number | null = null,
): void {
  const child = toldOf(draft.state, venueAccount, report);
  const { clOrdId } = child?.order.placement ?? { clOrdId: '' };
  const open = child === undefined ? [] : confirmingOf(draft.state, clOrdId);
  if (child === undefined || open.length === 0) {
    applyReport(draft, venueAccount, report);
    return;
  }
  for (const request of open) {
    const at = askedMs ?? draft.moment.ms;
    hear(draft, child, request, { kind: 'Found', report, askedMs: at });
    if (request === 'New') hearEarly(draft, child, report);
    if (request === 'Replace') heardOfReplace(draft, child, report, at);
    advance(draft, clOrdId, request);
  }
  // What ended by it was told it; what still waits has seen nothing that ends it, yet it works on.
  if (open.every((request) => request !== 'New')) applyReport(draft, venueAccount, report);
}

/** Fills that were told by the name which the report tells now. */
function hearEarly(draft: Draft, child: Child, { orderId }: OrderReport): void {
  const { clOrdId } = child.order.placement;
  for (const { fill } of mapGet(draft.state.early, child.venueAccount) ?? []) {
    if (fill.clOrdId !== null || fill.orderId !== orderId) continue;
    hear(draft, child, 'New', { kind: 'Filled', fill: namedAs(fill, clOrdId) });
  }
}

function heardOfReplace(draft: Draft, child: Child, report: OrderReport, askedMs: number): void {
  const confirming = confirmingFor(draft, child, 'Replace');
  if (confirming === undefined) return;
  const { machine, rule } = confirming;
  const { acceptanceMs, marginMs } = rule.absence;
  const isClosed = acceptanceMs !== null && askedMs >= machine.lastSentMs + acceptanceMs + marginMs;
  if (isLegsOwn(draft, child)) judgeLegs(draft, child, report, isClosed);
  else judgeReplace(draft, child, report, isClosed);
}

const confirmingFor = (
  draft: Draft,
  { order }: Child,
  request: OrderRequest,
): Confirming | undefined =>
  mapGet(draft.state.confirming, confirmingKey(order.placement.clOrdId, request));

/** A fill is a fact at once; what waits for news of its order hears of it too. */
export function hearFill(
  draft: Draft,
  venueAccount: VenueAccountId,
  fill: VenueFill,
  owner?: FillOwner,
): void {
  const before = toldOf(draft.state, venueAccount, fill);
  const asked = before === undefined ? undefined : confirmingFor(draft, before, 'New');
  const child = takeFill(draft, venueAccount, fill, owner);
  if (child === undefined) return;
  const { clOrdId } = child.order.placement;
  if (asked !== undefined) learnState(draft, child, asked);
  for (const request of confirmingOf(draft.state, clOrdId)) {
    hear(draft, child, request, { kind: 'Filled', fill });
    advance(draft, clOrdId, request);
  }
  settle(draft, clOrdId);
}

/** The fill proved the order, and that ended the asking: what it was told, or would have been, counts. */
function learnState(draft: Draft, child: Child, { machine }: Confirming): void {
  if (confirmingFor(draft, child, 'New') !== undefined) return;
  const { venueAccount } = child;
  if (machine.report !== null) {
    applyReport(draft, venueAccount, machine.report);
    return;
  }
  const order = refOf(child);
  draft.perform({ kind: 'AskVenue', venueAccount, question: 'Order', order, request: 'New' });
}
