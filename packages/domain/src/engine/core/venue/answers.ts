/** Answers to our questions about an order: for the request in doubt, or for what is missing of it. */
import { mapGet } from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import type { OrderRequest, VenueFill } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { Input, VenueAnswer } from '../input.ts';
import { openBreak } from './breaks.ts';
import { advance, askOldLeg, hear, isLegsOwn, namedAs, unexplainedOf } from './confirm.ts';
import { settle } from './ends.ts';
import { hearFill, takeReport } from './listen.ts';
import { type Child, childOf, confirmingKey, confirmingOf, toldOf } from './orders.ts';

export function answered(
  draft: Draft,
  child: Child,
  { request, answer, askedMs }: Extract<Input, { kind: 'Answered' }>,
): void {
  const { clOrdId } = child.order.placement;
  if (!confirmingOf(draft.state, clOrdId).includes(request)) {
    if (answer !== null) takeAnswer(draft, child, answer, askedMs);
  } else {
    tellConfirming(draft, child, request, answer, askedMs);
    advance(draft, clOrdId, request);
  }
  settle(draft, clOrdId);
}

function tellConfirming(
  draft: Draft,
  child: Child,
  request: OrderRequest,
  answer: VenueAnswer | null,
  askedMs: number,
): void {
  if (answer === null) {
    hear(draft, child, request, { kind: 'NoInformation' });
    return;
  }
  switch (answer.question) {
    case 'Balances': {
      const totals = unexplainedOf(draft, child, answer.balances);
      hear(draft, child, request, { kind: 'Balances', totals, askedMs });
      return;
    }
    case 'Fills':
      tellFills(draft, child, request, answer.fills, askedMs);
      return;
    default:
      tellOrder(draft, child, request, answer.report, askedMs);
  }
}

function tellOrder(
  draft: Draft,
  child: Child,
  request: OrderRequest,
  report: Extract<VenueAnswer, { question: 'Order' }>['report'],
  askedMs: number,
): void {
  if (report !== null) {
    takeReport(draft, child.venueAccount, report, askedMs);
    return;
  }
  hear(draft, child, request, { kind: 'NotFound', askedMs });
  if (request === 'Replace' && isLegsOwn(draft, child)) askOldLeg(draft, child);
}

/**
 * A fill that may be this order's though nobody can say so yet proves nothing either way: the answer is
 * then no information. Every fill that was told is taken, whosever it is.
 */
function tellFills(
  draft: Draft,
  child: Child,
  request: OrderRequest,
  fills: readonly VenueFill[],
  askedMs: number,
): void {
  const { placement } = child.order;
  const { venueAccount } = child;
  const { clOrdId, instrument, side } = placement;
  const owners = fills.map((fill) => [fill, toldOf(draft.state, venueAccount, fill)] as const);
  const known = mapGet(draft.state.confirming, confirmingKey(clOrdId, request))?.machine.report;
  const isByName = (fill: VenueFill) => fill.clOrdId === null && fill.orderId === known?.orderId;
  const own = owners.flatMap(([fill, owner]) =>
    owner?.order.placement.clOrdId === clOrdId || isByName(fill) ? [namedAs(fill, clOrdId)] : [],
  );
  const isUnsure = owners.some(
    ([fill, owner]) =>
      owner === undefined &&
      fill.clOrdId === null &&
      !isOfAnother(draft, venueAccount, fill) &&
      fill.instrument === instrument &&
      fill.side === side,
  );
  if (isUnsure && own.length === 0) {
    hear(draft, child, request, { kind: 'NoInformation' });
  } else {
    hear(draft, child, request, { kind: 'Fills', fills: own, askedMs });
  }
  // With a report it is adopted now, all its fills before the state that they led to.
  advance(draft, clOrdId, request);
  for (const fill of fills) hearFill(draft, venueAccount, fill);
}

/** Booked long ago, for an order that is no longer in memory. */
function isOfAnother(draft: Draft, venueAccount: VenueAccountId, { execId }: VenueFill): boolean {
  const known = mapGet(draft.state.execIds, `${venueAccount}|${execId}`);
  return known !== undefined && known.clOrdId !== null;
}

/** Of an order that is in no doubt: it was asked because something of it is missing. */
function takeAnswer(draft: Draft, child: Child, answer: VenueAnswer, askedMs: number): void {
  const { venueAccount, order } = child;
  if (answer.question === 'Fills') {
    for (const fill of answer.fills) hearFill(draft, venueAccount, fill);
    return;
  }
  if (answer.question !== 'Order') return;
  if (answer.report !== null) {
    takeReport(draft, venueAccount, answer.report, askedMs);
    return;
  }
  const now = childOf(draft.state, order.placement.clOrdId);
  if (now === undefined || now.order.endedAt !== null || !now.order.isAcknowledged) return;
  openBreak(draft, {
    kind: 'Timing',
    venueAccount,
    client: child.client,
    subject: order.placement.clOrdId,
    ours: now.order.ordStatus,
    theirs: 'not found',
  });
}
