/**
 * Requests without a proven outcome: begun, heard of, asked about, and ended by proof alone. The machine
 * (trading/unconfirmed) says what to do next; here it is done.
 */
import {
  addMs,
  type Decimal,
  equals,
  mapGet,
  msBetween,
  subtract,
  ZERO,
} from '../../../kernel/index.ts';
import { heldAtPlace } from '../../../ledger/index.ts';
import { parseInstrument } from '../../../market-data/index.ts';
import {
  type ClOrdId,
  type ConfirmingRule,
  type EvidenceId,
  isEnded,
  type News,
  nextStep,
  type OrderReport,
  type OrderRequest,
  type OrderState,
  type OwnedTotals,
  type VenueBalance,
  type VenueFill,
} from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { Confirming } from '../state.ts';
import { isStopped } from '../stopping/scope.ts';
import { settle } from './ends.ts';
import { takeFill } from './fills.ts';
import {
  alert,
  type Child,
  childOf,
  confirmingKey,
  move,
  placeOf,
  refOf,
  sentOrderOf,
} from './orders.ts';
import { applyReport, moveOr, rejectChild } from './reports.ts';
import { confirmingRuleOf, QUESTION_MS, SENDABLE_MS } from './rules.ts';

function isOpen({ ordStatus, isAcknowledged, isCancelAsked, replacing }: OrderState) {
  const works = !isEnded(ordStatus);
  return {
    New: works && !isAcknowledged,
    Cancel: works && isCancelAsked,
    Replace: works && replacing !== null,
  } satisfies Record<OrderRequest, boolean>;
}

/** Nobody knows what became of it: it is asked for. Nothing, where it has its answer already. */
export function startConfirming(
  draft: Draft,
  clOrdId: string,
  request: OrderRequest,
  evidence: EvidenceId | null,
): void {
  const child = childOf(draft.state, clOrdId);
  if (child === undefined || !isOpen(child.order)[request]) return;
  if (confirmingAt(draft, child, request) !== undefined) return;
  const { at } = draft.moment;
  const { venueAccount, order } = child;
  const id = order.placement.clOrdId;
  const kept = evidence ?? draft.ids.next<EvidenceId>();
  move(draft, child, { kind: 'Unconfirmed', at, request, evidence: kept });
  beginConfirming(draft, child, request);
  alert(draft, 'Unconfirmed', 'Warning', { venueAccount, subject: id });
  advance(draft, id, request);
}

/** The machine, from now on: a new run's clock knows nothing of the one before. */
export function beginConfirming(draft: Draft, child: Child, request: OrderRequest): void {
  const { at, ms } = draft.moment;
  const { notAfter, venueAccount, order } = child;
  const { clOrdId } = order.placement;
  const rule = confirmingRuleOf(draft.state, venueAccount);
  const left = request === 'New' && notAfter !== null ? Math.max(0, msBetween(at, notAfter)) : 0;
  draft.add({
    type: 'ConfirmingStarted',
    clOrdId,
    request,
    sentMs: ms,
    sendableUntilMs: request === 'Cancel' ? ms + rule.humanAfterMs : ms + left,
    rule,
  });
  for (const fill of order.fills) {
    hear(draft, child, request, { kind: 'Filled', fill: filledAs(child, fill) });
  }
}

/** A fill that is booked already, as the machine counts it. */
function filledAs({ order }: Child, fill: OrderState['fills'][number]): VenueFill {
  const { instrument, side, clOrdId } = order.placement;
  return {
    execId: fill.execId,
    orderId: order.orderId ?? '',
    clOrdId,
    instrument,
    side,
    lastQty: fill.lastQty,
    lastPx: fill.lastPx as VenueFill['lastPx'],
    fee: null,
    isMaker: null,
    at: order.placedAt,
  };
}

const confirmingAt = (
  draft: Draft,
  { order }: Child,
  request: OrderRequest,
): Confirming | undefined =>
  mapGet(draft.state.confirming, confirmingKey(order.placement.clOrdId, request));

export function hear(draft: Draft, child: Child, request: OrderRequest, news: News): void {
  if (confirmingAt(draft, child, request) === undefined) return;
  const { clOrdId } = child.order.placement;
  const { ms } = draft.moment;
  draft.add({ type: 'ConfirmingHeard', clOrdId, request, ms, news });
}

/** Does what is to be done now about an unconfirmed request, if it still is one. */
export function advance(draft: Draft, clOrdId: string, request: OrderRequest): void {
  const child = childOf(draft.state, clOrdId);
  const confirming = child === undefined ? undefined : confirmingAt(draft, child, request);
  if (child === undefined || confirming === undefined) return;
  const { ms } = draft.moment;
  const { askedMs, machine, rule } = confirming;
  if (askedMs !== null && ms - askedMs >= QUESTION_MS) {
    hear(draft, child, request, { kind: 'NoInformation' });
  }
  const step = nextStep(machine, boundedBy(draft, child, request, rule), ms);
  switch (step.kind) {
    case 'Wait':
      return;
    case 'Ask':
      if (askedMs === null) ask(draft, child, request, step.question);
      return;
    case 'Resend':
      if (askedMs === null) resend(draft, child, request);
      return;
    case 'Adopt':
      adopt(draft, child, request, step.fills, step.report);
      return;
    case 'AbsentProven':
      absent(draft, child);
      return;
    case 'HandToHuman':
      handOver(draft, child, request, confirming);
  }
}

/** What could make an order is not sent again after a stop, nor after its cancel was asked for. */
function boundedBy(
  { state }: Draft,
  child: Child,
  request: OrderRequest,
  rule: ConfirmingRule,
): ConfirmingRule {
  if (request !== 'New') return rule;
  const isHeld = child.order.isCancelAsked || isStopped(state, child);
  return isHeld ? { ...rule, mostResends: 0 } : rule;
}

function ask(
  draft: Draft,
  child: Child,
  request: OrderRequest,
  question: 'Order' | 'Fills' | 'Balances',
): void {
  const { venueAccount, order } = child;
  const { clOrdId } = order.placement;
  draft.add({ type: 'ConfirmingAsked', clOrdId, request, ms: draft.moment.ms });
  const ref = refOf(child, request === 'Replace' && isLegsOwn(draft, child));
  draft.perform({ kind: 'AskVenue', venueAccount, question, order: ref, request });
}

/** Before its turn, because a person wants to know. */
export function askNow(draft: Draft, clOrdId: string, request: OrderRequest): void {
  const child = childOf(draft.state, clOrdId);
  if (child === undefined || confirmingAt(draft, child, request) === undefined) return;
  ask(draft, child, request, 'Order');
}

/** The venue's new leg has a name of its own. */
export const isLegsOwn = (draft: Draft, { venueAccount }: Child): boolean =>
  mapGet(draft.state.venues, venueAccount)?.traits?.replace === 'CancelReplace';

/** A change is never sent again: what it would change may have gone on. */
function resend(draft: Draft, child: Child, request: OrderRequest): void {
  if (request === 'Replace') {
    ask(draft, child, request, 'Order');
    return;
  }
  const { venueAccount, notAfter } = child;
  const { at } = draft.moment;
  hear(draft, child, request, { kind: 'Resent' });
  if (request === 'Cancel') {
    const order = refOf(child);
    draft.perform({ kind: 'CancelOrder', venueAccount, order, notAfter: addMs(at, SENDABLE_MS) });
    return;
  }
  const order = sentOrderOf(child);
  const until = notAfter ?? at;
  draft.perform({ kind: 'ResendOrder', venueAccount, order, notAfter: until });
}

function end(
  draft: Draft,
  { order }: Child,
  request: OrderRequest,
  how: 'Adopted' | 'AbsentProven' | 'Answered' | 'Asserted',
): void {
  const { clOrdId } = order.placement;
  draft.add({ type: 'ConfirmingEnded', clOrdId, request, how });
}

/** Every fill first, then the state that they led to. */
function adopt(
  draft: Draft,
  child: Child,
  request: OrderRequest,
  fills: readonly VenueFill[],
  report: OrderReport,
): void {
  const { venueAccount } = child;
  end(draft, child, request, 'Adopted');
  const { clOrdId } = child.order.placement;
  for (const fill of fills) takeFill(draft, venueAccount, namedAs(fill, clOrdId));
  applyReport(draft, venueAccount, report);
  confirmed(draft, child, request);
}

/** A fill that the venue tells by its own name of the order alone: the report has told whose that is. */
export const namedAs = (fill: VenueFill, clOrdId: ClOrdId): VenueFill =>
  fill.clOrdId === null ? { ...fill, clOrdId } : fill;

/** What an answer said nothing of, or what the venue left open, is in doubt no more. */
function confirmed(draft: Draft, child: Child, request: OrderRequest): void {
  const now = childOf(draft.state, child.order.placement.clOrdId);
  const doubt = now?.order.unconfirmed[request];
  if (now === undefined || doubt === undefined) return;
  const { at } = draft.moment;
  move(draft, now, { kind: 'Confirmed', at, request, evidence: doubt.evidence });
}

/** It never was, and can't come any more. */
function absent(draft: Draft, child: Child): void {
  end(draft, child, 'New', 'AbsentProven');
  const proof = child.order.unconfirmed.New?.evidence ?? draft.ids.next<EvidenceId>();
  rejectChild(draft, child, { by: 'Engine', reason: { code: 'NotSent', proof } });
}

function handOver(
  draft: Draft,
  child: Child,
  request: OrderRequest,
  { isWithHuman }: Confirming,
): void {
  if (isWithHuman) return;
  const { venueAccount, order } = child;
  const { clOrdId } = order.placement;
  draft.add({ type: 'HandedToHuman', at: draft.moment.at, clOrdId, request });
  alert(draft, 'UnconfirmedTooLong', 'Critical', { venueAccount, subject: clOrdId });
}

/**
 * What is owned of the order's two assets, less what our own books say: what other orders' fills moved is
 * in both, so two looks that differ say that something moved which no known fill explains.
 */
export function unexplainedOf(
  draft: Draft,
  { order, venueAccount }: Child,
  balances: readonly VenueBalance[],
): OwnedTotals {
  const ours = heldAtPlace(draft.state.ledger, placeOf(venueAccount));
  const instrument = parseInstrument(order.placement.instrument);
  if (!instrument.ok) return new Map();
  const { base, quote } = instrument.value;
  return new Map(
    [base, quote].map((asset) => {
      const told = balances.find((balance) => balance.asset === asset)?.total ?? ZERO;
      return [asset, subtract(told, ours.get(asset) ?? ZERO)] as const;
    }),
  );
}

/**
 * What a report says of an open change. Quantity tells the one from the other; where only the price was to
 * change it says nothing, and people decide.
 * @param isClosed the change can't arrive any more.
 */
export function judgeReplace(
  draft: Draft,
  child: Child,
  { orderQty, ordStatus }: OrderReport,
  isClosed: boolean,
): void {
  const { at } = draft.moment;
  const { replacing, orderQty: before } = child.order;
  if (replacing === null || orderQty === null || isEndStatus(ordStatus)) return;
  const isDifferent = !equals(before, replacing.orderQty);
  if (isDifferent && isSame(orderQty, replacing.orderQty)) {
    moveOr(draft, child, { kind: 'Replaced', at });
  } else if (isDifferent && isClosed && isSame(orderQty, before)) {
    moveOr(draft, child, { kind: 'ReplaceRejected', at });
  }
  settle(draft, child.order.placement.clOrdId);
}

/** Of a cancel-and-new: an old leg that works on was not canceled, so there is no new one. */
export function judgeLegs(
  draft: Draft,
  child: Child,
  { clOrdId, ordStatus }: OrderReport,
  isClosed: boolean,
): void {
  const { order } = child;
  const isOld = clOrdId === (order.clOrdIds.at(-1) ?? order.placement.clOrdId);
  if (!isOld || !isClosed || isEndStatus(ordStatus)) return;
  moveOr(draft, child, { kind: 'ReplaceRejected', at: draft.moment.at });
}

/** The old leg of a change whose new one was not found. */
export function askOldLeg(draft: Draft, child: Child): void {
  const { venueAccount, order } = child;
  const { clOrdId } = order.placement;
  const request = 'Replace';
  if (confirmingAt(draft, child, request)?.askedMs !== null) return;
  draft.add({ type: 'ConfirmingAsked', clOrdId, request, ms: draft.moment.ms });
  const ref = refOf(child);
  draft.perform({ kind: 'AskVenue', venueAccount, question: 'Order', order: ref, request });
}

const isSame = (a: Decimal, b: Decimal): boolean => equals(a, b);

const isEndStatus = (status: OrderReport['ordStatus']): boolean =>
  status === 'Canceled' || status === 'Expired' || status === 'Rejected' || status === 'Filled';
