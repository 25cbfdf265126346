/** What a venue says of an order: learned, never guessed. Fills are told by fills alone. */
import {
  absolute,
  divide,
  equals,
  fromUnits,
  greaterThan,
  isZero,
  mapGet,
  scaleOf,
  subtract,
} from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import {
  isEnded,
  type OrderEvent,
  type OrderReport,
  type OrderState,
} from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import { contradict, healBreaks, openBreak } from './breaks.ts';
import { settle } from './ends.ts';
import { claimEarly } from './fills.ts';
import { recheckLater } from './later.ts';
import { alert, type Child, childOf, mayBeOurs, move, toldOf } from './orders.ts';

const ENDS = new Set<OrderReport['ordStatus']>(['Filled', 'Canceled', 'Rejected', 'Expired']);

/** A report as it stands; whether a request of ours waits for it is asked before this. */
export function applyReport(draft: Draft, venueAccount: VenueAccountId, report: OrderReport): void {
  const child = toldOf(draft.state, venueAccount, report);
  if (child === undefined) {
    external(draft, venueAccount, report);
    return;
  }
  const field = strayField(child.order, report);
  if (field !== null) {
    contradict(draft, child, { code: 'NotOfThisOrder', field }, null);
    return;
  }
  const { clOrdId } = child.order.placement;
  if (isOldLeg(draft, child, report)) return;
  if (isNewLeg(child.order, report)) {
    moveOr(draft, child, { kind: 'Replaced', at: draft.moment.at });
  } else if (report.ordStatus !== 'Rejected') {
    accept(draft, child, report.orderId);
  }
  applyStatus(draft, child, report);
  compareFigures(draft, clOrdId, report);
  settle(draft, clOrdId);
}

function strayField({ placement }: OrderState, report: OrderReport) {
  if (report.instrument !== placement.instrument) return 'instrument' as const;
  return report.side === placement.side ? null : ('side' as const);
}

/** What does not fit is a contradiction that people see; nothing else is changed by it. */
export function moveOr(draft: Draft, child: Child, event: OrderEvent): boolean {
  const moved = move(draft, child, event);
  if (moved.kind !== 'Contradicted') return true;
  contradict(draft, child, moved.contradiction, null);
  return false;
}

/** The venue has it, and this is what it calls it: what was told by that name alone is its own. */
export function accept(draft: Draft, child: Child, orderId: string | null): void {
  const { order } = childOf(draft.state, child.order.placement.clOrdId) ?? child;
  if (order.clOrdIds.length > 1 && order.orderId !== null) return;
  if (order.isAcknowledged && (orderId === null || order.orderId === orderId)) return;
  moveOr(draft, child, { kind: 'Accepted', at: draft.moment.at, orderId });
  claimEarly(draft, order.placement.clOrdId);
}

/** A venue that changes by cancel-and-new tells the end of the old leg: that is no end of the order. */
function isOldLeg(draft: Draft, { order, venueAccount }: Child, report: OrderReport): boolean {
  const traits = mapGet(draft.state.venues, venueAccount)?.traits ?? null;
  if (traits?.replace !== 'CancelReplace' || report.clOrdId === null) return false;
  const current = order.clOrdIds.at(-1);
  if (order.replacing !== null) {
    return report.clOrdId === current && report.ordStatus === 'Canceled';
  }
  return report.clOrdId !== current && order.clOrdIds.includes(report.clOrdId);
}

const isNewLeg = ({ replacing }: OrderState, { clOrdId, ordStatus }: OrderReport): boolean =>
  replacing !== null && clOrdId === replacing.clOrdId && ordStatus !== 'Rejected';

function applyStatus(draft: Draft, child: Child, report: OrderReport): void {
  const { at } = draft.moment;
  const { ordStatus, cumQty } = report;
  const order = childOf(draft.state, child.order.placement.clOrdId)?.order ?? child.order;
  switch (ordStatus) {
    case 'Canceled':
    case 'Expired':
      // Filled meanwhile by what we have booked already: the end is told, and it is the other one.
      if (order.ordStatus === 'Filled' && !greaterThan(cumQty, order.cumQty)) return;
      moveOr(draft, child, { kind: ordStatus, at, cumQty });
      return;
    case 'Rejected': {
      const text = report.text ?? '';
      const rejection = { by: 'Venue', reason: 'Other', code: '', text } as const;
      moveOr(draft, child, { kind: 'Rejected', at, rejection });
      return;
    }
    default:
      return;
  }
}

/** More was traded there than was told in fills: they are asked for. Another price is a break. */
function compareFigures(draft: Draft, clOrdId: string, report: OrderReport): void {
  const child = childOf(draft.state, clOrdId);
  if (child === undefined) return;
  const { order, venueAccount } = child;
  const { cumQty, avgPx } = report;
  if (greaterThan(cumQty, order.cumQty)) {
    recheckLater(draft, clOrdId);
    return;
  }
  if (avgPx === null || isZero(cumQty) || !equals(cumQty, order.cumQty)) return;
  const scale = Math.max(scaleOf(avgPx), LEAST_SCALE);
  const ours = divide(order.notional, order.cumQty, scale, 'HalfEven');
  if (!greaterThan(absolute(subtract(ours, avgPx)), fromUnits(1n, scale))) return;
  openBreak(draft, {
    kind: 'Price',
    venueAccount,
    client: child.client,
    severity: 'High',
    subject: clOrdId,
    ours: String(ours),
    theirs: String(avgPx),
  });
}

/** Venues round an average to their ticks; coarser than this is no rounding. */
const LEAST_SCALE = 2;

/** Nobody here placed it. It is shown and never canceled by us. */
function external(draft: Draft, venueAccount: VenueAccountId, report: OrderReport): void {
  const { orderId, ordStatus } = report;
  if (ENDS.has(ordStatus)) {
    healBreaks(draft, venueAccount, 'ExternalOrder', ({ subject }) => subject === orderId);
    return;
  }
  if (report.clOrdId === null && mayBeOurs(draft.state, venueAccount, report)) return;
  const { side, orderQty, instrument } = report;
  openBreak(draft, {
    kind: 'ExternalOrder',
    venueAccount,
    subject: orderId,
    ours: null,
    theirs: `${side} ${orderQty === null ? '?' : String(orderQty)} ${instrument}`,
  });
}

/** Of a request that was refused with proof, or never left. */
export function rejectChild(
  draft: Draft,
  child: Child,
  rejection: Extract<OrderEvent, { kind: 'Rejected' }>['rejection'],
): void {
  const { clOrdId } = child.order.placement;
  const wasEnded = isEnded(child.order.ordStatus);
  moveOr(draft, child, { kind: 'Rejected', at: draft.moment.at, rejection });
  if (wasEnded) {
    alert(draft, 'RejectedAfterEnd', 'Warning', {
      venueAccount: child.venueAccount,
      subject: clOrdId,
    });
  }
  settle(draft, clOrdId);
}
