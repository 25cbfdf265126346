/** How sending a request ended. What is on no list of proofs is asked for, never guessed. */
import type { Decimal } from '../../../kernel/index.ts';
import type { EvidenceId } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { SendOutcome } from '../input.ts';
import { startConfirming } from './confirm.ts';
import { settle } from './ends.ts';
import { recheckLater } from './later.ts';
import { hearFill, takeReport } from './listen.ts';
import { alert, type Child, childOf, confirmingOf } from './orders.ts';
import { accept, moveOr, rejectChild } from './reports.ts';

type Accepted = Extract<SendOutcome, { kind: 'Accepted' }>;

/** Fills of one answer come before the state that they led to. */
function takeAccepted(draft: Draft, child: Child, { orderId, report, fills }: Accepted): void {
  const { clOrdId } = child.order.placement;
  if (orderId !== null) accept(draft, child, orderId);
  for (const fill of fills) hearFill(draft, child.venueAccount, fill);
  if (report !== null) takeReport(draft, child.venueAccount, report);
  settle(draft, clOrdId);
}

const isAsked = (draft: Draft, { order }: Child): boolean =>
  confirmingOf(draft.state, order.placement.clOrdId).includes('New');

/** The outcome of a first sending, or of the same bytes once more. */
export function newSent(
  draft: Draft,
  child: Child,
  outcome: SendOutcome,
  evidence: EvidenceId | null,
): void {
  const { clOrdId } = child.order.placement;
  switch (outcome.kind) {
    case 'Accepted':
      accept(draft, child, outcome.orderId);
      takeAccepted(draft, childOf(draft.state, clOrdId) ?? child, outcome);
      return;
    case 'NotSent':
    case 'Refused':
      // Of a second sending it says nothing: the first may have arrived.
      if (isAsked(draft, child)) return;
      notSent(draft, child, outcome);
      return;
    case 'RejectedProven': {
      if (isAsked(draft, child)) return;
      const { reason, code, text } = outcome;
      rejectChild(draft, child, { by: 'Venue', reason, code, text });
      return;
    }
    default:
      startConfirming(draft, clOrdId, 'New', evidence);
  }
}

function notSent(
  draft: Draft,
  child: Child,
  outcome: Extract<SendOutcome, { kind: 'NotSent' | 'Refused' }>,
): void {
  const { venueAccount, order } = child;
  if (order.isAcknowledged) {
    // Something of it was heard: then it did leave, whatever the line says.
    alert(draft, 'SentAfterAll', 'Critical', { venueAccount, subject: order.placement.clOrdId });
    return;
  }
  if (outcome.kind === 'Refused') {
    alert(draft, 'RateRefused', 'Warning', { venueAccount, subject: order.placement.clOrdId });
  }
  rejectChild(draft, child, { by: 'Engine', reason: { code: 'NotSent', proof: null } });
}

/** A cancel that did not leave, or whose order the venue does not know, is asked about like one in doubt. */
export function cancelSent(
  draft: Draft,
  child: Child,
  outcome: SendOutcome,
  evidence: EvidenceId | null,
): void {
  const { clOrdId } = child.order.placement;
  if (outcome.kind === 'Accepted') {
    for (const fill of outcome.fills) hearFill(draft, child.venueAccount, fill);
    if (outcome.report !== null) takeReport(draft, child.venueAccount, outcome.report);
    settle(draft, clOrdId);
    // Some venues only say that they will: the end is the stream's to tell, and asked for if it doesn't.
    const now = childOf(draft.state, clOrdId);
    if (now?.order.endedAt === null) recheckLater(draft, clOrdId);
    return;
  }
  const isRefusal = outcome.kind === 'RejectedProven' && outcome.reason !== 'UnknownOrder';
  if (isRefusal && child.order.isCancelAsked) {
    moveOr(draft, child, { kind: 'CancelRejected', at: draft.moment.at });
    alert(draft, 'CancelRejected', 'Warning', {
      venueAccount: child.venueAccount,
      subject: clOrdId,
    });
    return;
  }
  startConfirming(draft, clOrdId, 'Cancel', evidence);
}

/** In place there is one leg, told twice; by cancel-and-new each leg has an outcome of its own. */
export function replaceSent(
  draft: Draft,
  child: Child,
  canceled: SendOutcome,
  placed: SendOutcome | null,
  evidence: EvidenceId | null,
): void {
  const { clOrdId } = child.order.placement;
  const { at } = draft.moment;
  if (child.order.replacing === null) {
    lateReplace(draft, child, placed);
    return;
  }
  if (placed?.kind === 'Accepted') {
    if (canceled.kind === 'Accepted') takeFills(draft, child, canceled);
    moveOr(draft, child, { kind: 'Replaced', at });
    takeFills(draft, child, placed);
    if (placed.report !== null) takeReport(draft, child.venueAccount, placed.report);
    settle(draft, clOrdId);
    return;
  }
  const isOldAlive = isNothing(canceled);
  const isNewDead = placed === null || isNothing(placed);
  if (isOldAlive && isNewDead) {
    moveOr(draft, child, { kind: 'ReplaceRejected', at });
    settle(draft, clOrdId);
    return;
  }
  if (canceled.kind === 'Accepted' && isNewDead) {
    halfDone(draft, child, canceled);
    return;
  }
  startConfirming(draft, clOrdId, 'Replace', evidence);
}

/** Proven to have done nothing. An order that is not there any more is no proof: it may have been filled. */
const isNothing = (outcome: SendOutcome): boolean =>
  outcome.kind === 'NotSent' ||
  outcome.kind === 'Refused' ||
  (outcome.kind === 'RejectedProven' && outcome.reason !== 'UnknownOrder');

function takeFills(draft: Draft, child: Child, { fills }: Accepted): void {
  for (const fill of fills) hearFill(draft, child.venueAccount, fill);
}

/** The old leg is canceled and the new one never was: the order has ended as a cancel ends it. */
function halfDone(draft: Draft, child: Child, canceled: Accepted): void {
  const { clOrdId } = child.order.placement;
  const { at } = draft.moment;
  takeFills(draft, child, canceled);
  moveOr(draft, child, { kind: 'ReplaceRejected', at });
  const booked = childOf(draft.state, clOrdId)?.order.cumQty ?? child.order.cumQty;
  const cumQty: Decimal = canceled.report?.cumQty ?? booked;
  moveOr(draft, child, { kind: 'Canceled', at, cumQty });
  settle(draft, clOrdId);
}

/** The change was answered by the stream before; what its own answer adds is taken like any report. */
function lateReplace(draft: Draft, child: Child, placed: SendOutcome | null): void {
  if (placed?.kind !== 'Accepted') return;
  takeFills(draft, child, placed);
  if (placed.report !== null) takeReport(draft, child.venueAccount, placed.report);
  settle(draft, child.order.placement.clOrdId);
}
