/**
 * The state of one order, parent or child, as an immutable value: `placeOrder` begins it and
 * `applyToOrder` takes what happened. Invariants:
 *
 * - the status moves by `ORDER_TRANSITIONS` alone; what does not fit is a typed contradiction;
 * - the same fact told twice is no change: venues tell by stream, by answer and by query;
 * - a fill is a fact whenever it comes: before the acknowledgement it proves the order, after the end
 *   it is booked and flagged late;
 * - what we learn late of an order that has gone on (its name, the answer to a request) is learned
 *   without moving it;
 * - only proof ends what is unconfirmed.
 */
import {
  add,
  type Decimal,
  divide,
  equals,
  err,
  greaterThan,
  greatest,
  lessThan,
  multiply,
  ok,
  type Quantity,
  type Result,
  type RoundingMode,
  signOf,
  subtract,
  type UtcTime,
  ZERO,
} from '../kernel/index.ts';
import type { ClOrdId, OrderTerms, VenueFill, VenueOrderId } from './order.ts';
import type {
  EvidenceId,
  OrderEvent,
  OrderPlaced,
  OrderPlacement,
  OrderRejection,
  OrderRequest,
  Replacement,
} from './order-event.ts';
import { isEnded, type OrderMove, type OrdStatus, statusAfter } from './order-status.ts';

export interface BookedFill {
  readonly execId: string;
  readonly lastQty: Quantity;
  readonly lastPx: Decimal;
  /** It came after the end of the order. */
  readonly isLate: boolean;
}

/** Since when a request has had no proven outcome, and by which evidence. */
export interface OpenDoubt {
  readonly since: UtcTime;
  readonly evidence: EvidenceId;
}

export interface OrderState {
  /** As it was placed; what a replacement changed stands beside it. */
  readonly placement: OrderPlacement;
  readonly placedAt: UtcTime;
  /** Every name of ours it has had, oldest first. */
  readonly clOrdIds: readonly ClOrdId[];
  readonly orderId: VenueOrderId | null;
  readonly ordStatus: OrdStatus;
  readonly orderQty: Quantity;
  readonly terms: OrderTerms;
  readonly cumQty: Decimal;
  /** Sum of lastQty x lastPx, exact; with `cumQty` it is the average price before any rounding. */
  readonly notional: Decimal;
  /** Part of `cumQty` that was told after the end. */
  readonly lateQty: Decimal;
  readonly fills: readonly BookedFill[];
  /** The venue has said something that proves it has, or had, the order. */
  readonly isAcknowledged: boolean;
  readonly triggeredAt: UtcTime | null;
  /** A cancel of ours has no answer yet. */
  readonly isCancelAsked: boolean;
  /** A change of ours that has no answer yet. */
  readonly replacing: Replacement | null;
  readonly unconfirmed: Readonly<Partial<Record<OrderRequest, OpenDoubt>>>;
  readonly rejection: OrderRejection | null;
  /** What the venue said was traded when it told the end; more than `cumQty` means fills are missing. */
  readonly toldCumQty: Decimal | null;
  readonly endedAt: UtcTime | null;
}

export type OrderContradiction =
  | { readonly code: 'IllegalMove'; readonly ordStatus: OrdStatus; readonly move: OrderMove }
  | {
      readonly code: 'NotOfThisOrder';
      readonly field: 'instrument' | 'side' | 'clOrdId' | 'orderId';
    }
  /** The same execId with another price or quantity. */
  | { readonly code: 'FillDiffers'; readonly execId: string }
  | { readonly code: 'NotAQuantity'; readonly actual: Decimal }
  | { readonly code: 'Overfilled'; readonly limit: Decimal; readonly actual: Decimal }
  /** A parent's totals come from its children alone. */
  | { readonly code: 'ParentTakesNoFill' }
  | { readonly code: 'NotAsked'; readonly request: OrderRequest }
  | { readonly code: 'AlreadyAsked'; readonly request: 'Replace' }
  | { readonly code: 'TypeChanged' }
  | { readonly code: 'BelowFilled'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'NoTrigger' }
  /** It may be at the venue: only the venue, or a proof of absence, refuses it. */
  | { readonly code: 'NotProven'; readonly since: UtcTime; readonly evidence: EvidenceId };

export interface AppliedToOrder {
  readonly state: OrderState;
  /** `Repeat`: told before, and the state is the very same. `LateFill` asks for an alert. */
  readonly change: 'Changed' | 'Repeat' | 'LateFill';
}

type Applied = Result<AppliedToOrder, OrderContradiction>;

export function placeOrder({ placement, at }: OrderPlaced): OrderState {
  return {
    placement,
    placedAt: at,
    clOrdIds: [placement.clOrdId],
    orderId: null,
    ordStatus: 'PendingNew',
    orderQty: placement.orderQty,
    terms: placement.terms,
    cumQty: ZERO,
    notional: ZERO,
    lateQty: ZERO,
    fills: [],
    isAcknowledged: false,
    triggeredAt: null,
    isCancelAsked: false,
    replacing: null,
    unconfirmed: {},
    rejection: null,
    toldCumQty: null,
    endedAt: null,
  };
}

export function applyToOrder(state: OrderState, event: OrderEvent): Applied {
  switch (event.kind) {
    case 'Accepted':
      return accepted(state, event.orderId, event.at);
    case 'Triggered':
      return triggered(state, event.at);
    case 'Filled':
      return filled(state, event.fill, event.at);
    case 'CancelAsked':
      return moved({ ...state, isCancelAsked: true }, 'AskCancel', event.at, state);
    case 'CancelRejected':
      return cancelRejected(state, event.at);
    case 'ReplaceAsked':
      return replaceAsked(state, event.to, event.at);
    case 'Replaced':
      return replaced(state, event.at);
    case 'ReplaceRejected':
      return replaceRejected(state, event.at);
    case 'Rejected':
      return rejected(state, event.rejection, event.at);
    case 'Canceled':
      return ended(state, 'Cancel', 'Canceled', event);
    case 'Expired':
      return ended(state, 'Expire', 'Expired', event);
    default:
      return doubted(state, event);
  }
}

/** 0 once it has ended: nothing of it works any more. */
export function leavesQtyOf({ ordStatus, orderQty, cumQty }: OrderState): Decimal {
  return isEnded(ordStatus) ? ZERO : greatest(subtract(orderQty, cumQty), ZERO);
}

/** Rounded, for showing alone; null before the first fill. */
export function avgPxOf(
  { cumQty, notional }: Pick<OrderState, 'cumQty' | 'notional'>,
  scale: number,
  mode: RoundingMode = 'HalfEven',
): Decimal | null {
  return signOf(cumQty) === 0 ? null : divide(notional, cumQty, scale, mode);
}

const changed = (state: OrderState): Applied => ok({ state, change: 'Changed' });
const repeat = (state: OrderState): Applied => ok({ state, change: 'Repeat' });

/** `from` is what it was before the event; the move is judged by its status. */
function moved(next: OrderState, move: OrderMove, at: UtcTime, from: OrderState): Applied {
  const ordStatus = statusAfter(from.ordStatus, move, signOf(next.cumQty) > 0);
  if (ordStatus === undefined) {
    return err({ code: 'IllegalMove', ordStatus: from.ordStatus, move });
  }
  return changed(settled({ ...next, ordStatus }, at));
}

/**
 * What follows of itself: a change still open is pending again once the cancel after it was refused;
 * an order whose quantity is all traded is filled; and whatever has an answer is in doubt no more.
 */
function settled(state: OrderState, at: UtcTime): OrderState {
  let { ordStatus } = state;
  const isResumed = ordStatus === 'New' || ordStatus === 'PartiallyFilled';
  if (isResumed && state.replacing !== null) {
    ordStatus = statusAfter(ordStatus, 'AskReplace', true) ?? ordStatus;
  } else if (state.replacing === null && isAllTraded({ ...state, ordStatus })) {
    ordStatus = statusAfter(ordStatus, 'FillRest', true) ?? ordStatus;
  }
  const endedAt = isEnded(ordStatus) ? (state.endedAt ?? at) : null;
  const next = { ...state, ordStatus, endedAt };
  return { ...next, unconfirmed: doubtsOf(next) };
}

function isAllTraded({ ordStatus, cumQty, orderQty }: OrderState): boolean {
  return ordStatus !== 'PendingReplace' && !isEnded(ordStatus) && !lessThan(cumQty, orderQty);
}

function isOpen(state: OrderState, request: OrderRequest): boolean {
  if (isEnded(state.ordStatus)) return false;
  if (request === 'New') return !state.isAcknowledged;
  return request === 'Cancel' ? state.isCancelAsked : state.replacing !== null;
}

function doubtsOf(state: OrderState): OrderState['unconfirmed'] {
  const { New, Cancel, Replace } = state.unconfirmed;
  return {
    ...(New !== undefined && isOpen(state, 'New') ? { New } : {}),
    ...(Cancel !== undefined && isOpen(state, 'Cancel') ? { Cancel } : {}),
    ...(Replace !== undefined && isOpen(state, 'Replace') ? { Replace } : {}),
  };
}

function accepted(state: OrderState, orderId: VenueOrderId | null, at: UtcTime): Applied {
  if (state.orderId !== null && orderId !== null && state.orderId !== orderId) {
    return err({ code: 'NotOfThisOrder', field: 'orderId' });
  }
  if (state.ordStatus === 'Rejected') {
    return err({ code: 'IllegalMove', ordStatus: state.ordStatus, move: 'Accept' });
  }
  const next = { ...state, orderId: orderId ?? state.orderId, isAcknowledged: true };
  const moves = statusAfter(state.ordStatus, 'Accept', false) !== undefined;
  if (moves && !state.isAcknowledged) return moved(next, 'Accept', at, state);
  // It has gone on already; the acknowledgement tells its name at most.
  const isKnown = state.isAcknowledged && next.orderId === state.orderId;
  return isKnown ? repeat(state) : changed(settled(next, at));
}

function triggered(state: OrderState, at: UtcTime): Applied {
  const hasTrigger = 'stopPx' in state.terms;
  const isPast = isEnded(state.ordStatus) && signOf(state.cumQty) === 0;
  if (!hasTrigger || isPast) return err({ code: 'NoTrigger' });
  return state.triggeredAt === null ? changed({ ...state, triggeredAt: at }) : repeat(state);
}

function strayField(
  state: OrderState,
  fill: VenueFill,
): 'instrument' | 'side' | 'clOrdId' | 'orderId' | null {
  const { placement, clOrdIds, orderId } = state;
  if (fill.instrument !== placement.instrument) return 'instrument';
  if (fill.side !== placement.side) return 'side';
  if (
    fill.clOrdId !== null &&
    !clOrdIds.includes(fill.clOrdId) &&
    fill.clOrdId !== state.replacing?.clOrdId
  )
    return 'clOrdId';
  // A venue that replaces by cancel and new gives the new leg a name of its own.
  const isOther = orderId !== null && fill.orderId !== orderId;
  return isOther && state.replacing === null && fill.clOrdId === null ? 'orderId' : null;
}

function filled(state: OrderState, fill: VenueFill, at: UtcTime): Applied {
  if (state.placement.level === 'Parent') return err({ code: 'ParentTakesNoFill' });
  const field = strayField(state, fill);
  if (field !== null) return err({ code: 'NotOfThisOrder', field });
  const known = state.fills.find(({ execId }) => execId === fill.execId);
  if (known !== undefined) {
    const isSame = equals(known.lastQty, fill.lastQty) && equals(known.lastPx, fill.lastPx);
    return isSame ? repeat(state) : err({ code: 'FillDiffers', execId: fill.execId });
  }
  if (signOf(fill.lastQty) <= 0) return err({ code: 'NotAQuantity', actual: fill.lastQty });
  const most = mostQtyOf(state);
  const cumQty = add(state.cumQty, fill.lastQty);
  if (greaterThan(cumQty, most)) return err({ code: 'Overfilled', limit: most, actual: cumQty });
  const { execId, lastQty, lastPx } = fill;
  const isLate = isEnded(state.ordStatus);
  const next: OrderState = {
    ...state,
    orderId: state.orderId ?? fill.orderId,
    isAcknowledged: true,
    cumQty,
    notional: add(state.notional, multiply(lastQty, lastPx)),
    lateQty: isLate ? add(state.lateQty, lastQty) : state.lateQty,
    fills: [...state.fills, { execId, lastQty, lastPx, isLate }],
  };
  const applied = moved(next, equals(cumQty, most) ? 'FillRest' : 'FillPart', at, state);
  return applied.ok && isLate ? ok({ state: applied.value.state, change: 'LateFill' }) : applied;
}

/** While a change is open, either quantity may be the one that the venue works. */
function mostQtyOf({ orderQty, replacing }: OrderState): Decimal {
  return replacing === null ? orderQty : greatest(orderQty, replacing.orderQty);
}

function cancelRejected(state: OrderState, at: UtcTime): Applied {
  if (!state.isCancelAsked) return err({ code: 'NotAsked', request: 'Cancel' });
  const next = { ...state, isCancelAsked: false };
  // Too late to cancel: it was filled meanwhile, or ended by itself.
  if (isEnded(state.ordStatus)) return changed(next);
  return moved({ ...next, isAcknowledged: true }, 'CancelRejected', at, state);
}

function replaceAsked(state: OrderState, to: Replacement, at: UtcTime): Applied {
  if (state.replacing !== null) return err({ code: 'AlreadyAsked', request: 'Replace' });
  if (to.terms.ordType !== state.terms.ordType) return err({ code: 'TypeChanged' });
  if (signOf(to.orderQty) <= 0) return err({ code: 'NotAQuantity', actual: to.orderQty });
  if (lessThan(to.orderQty, state.cumQty)) {
    return err({ code: 'BelowFilled', limit: state.cumQty, actual: to.orderQty });
  }
  return moved({ ...state, replacing: to }, 'AskReplace', at, state);
}

function replaced(state: OrderState, at: UtcTime): Applied {
  const to = state.replacing;
  if (to === null) return err({ code: 'NotAsked', request: 'Replace' });
  if (lessThan(to.orderQty, state.cumQty)) {
    return err({ code: 'BelowFilled', limit: state.cumQty, actual: to.orderQty });
  }
  const { orderQty, terms, clOrdId } = to;
  const next = {
    ...state,
    orderQty,
    terms,
    clOrdIds: [...state.clOrdIds, clOrdId],
    replacing: null,
    isAcknowledged: true,
  };
  if (isEnded(state.ordStatus)) return changed(next);
  return moved(next, 'Replace', at, state);
}

function replaceRejected(state: OrderState, at: UtcTime): Applied {
  const { orderQty: limit, cumQty: actual } = state;
  // More was traded than the order asked for before: the venue did change it, whatever it says now.
  if (greaterThan(actual, limit)) return err({ code: 'Overfilled', limit, actual });
  if (state.replacing === null) return err({ code: 'NotAsked', request: 'Replace' });
  const next = { ...state, replacing: null, isAcknowledged: true };
  if (isEnded(state.ordStatus)) return changed(next);
  return moved(next, 'ReplaceRejected', at, state);
}

function rejected(state: OrderState, rejection: OrderRejection, at: UtcTime): Applied {
  if (state.ordStatus === 'Rejected' && state.rejection?.by === rejection.by) return repeat(state);
  const doubt = state.unconfirmed.New;
  const isProof =
    rejection.by === 'Venue' ||
    (rejection.by === 'Engine' && rejection.reason.code === 'NotSent' && rejection.reason.proof);
  if (doubt !== undefined && !isProof) return err({ code: 'NotProven', ...doubt });
  return moved({ ...state, rejection, toldCumQty: ZERO }, 'Reject', at, state);
}

function ended(
  state: OrderState,
  move: 'Cancel' | 'Expire',
  end: OrdStatus,
  { cumQty, at }: { readonly cumQty: Decimal; readonly at: UtcTime },
): Applied {
  if (state.ordStatus === end) {
    const told = greatest(state.toldCumQty ?? ZERO, cumQty);
    return state.toldCumQty !== null && equals(told, state.toldCumQty)
      ? repeat(state)
      : changed({ ...state, toldCumQty: told });
  }
  return moved({ ...state, toldCumQty: cumQty, isAcknowledged: true }, move, at, state);
}

function doubted(
  state: OrderState,
  event: Extract<OrderEvent, { kind: 'Unconfirmed' | 'Confirmed' }>,
): Applied {
  const { request, evidence, at } = event;
  const doubt = state.unconfirmed[request];
  if (event.kind === 'Confirmed') {
    if (doubt === undefined) return err({ code: 'NotAsked', request });
    const { [request]: _, ...unconfirmed } = state.unconfirmed;
    return changed({ ...state, unconfirmed });
  }
  if (!isOpen(state, request)) return err({ code: 'NotAsked', request });
  // Its clock goes on from the first time.
  if (doubt !== undefined) return repeat(state);
  return changed({
    ...state,
    unconfirmed: { ...state.unconfirmed, [request]: { since: at, evidence } },
  });
}
