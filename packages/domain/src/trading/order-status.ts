/**
 * OrdStatus (39) and the one table of its legal moves. What is not in the table is a bug of ours or a
 * contradiction of the venue's, never a silent change. Source of the statuses and of what may follow
 * what: FIX 4.4, volume 4, appendix D "Order State Change Matrices".
 */

export const ORD_STATUSES = [
  'PendingNew',
  'New',
  'PartiallyFilled',
  'Filled',
  'PendingCancel',
  'PendingReplace',
  'Canceled',
  'Rejected',
  'Expired',
] as const;
export type OrdStatus = (typeof ORD_STATUSES)[number];

/** What happens to an order that may move its status. */
export const ORDER_MOVES = [
  /** The venue has it. */
  'Accept',
  /** The venue, or a proof of absence, says that it never was. */
  'Reject',
  /** Some of it was traded; there is more to come. */
  'FillPart',
  /** All of it was traded. */
  'FillRest',
  /** We asked the venue to cancel it. */
  'AskCancel',
  /** The venue will not cancel it: it goes on as it was. */
  'CancelRejected',
  'Cancel',
  /** We asked the venue to change it. */
  'AskReplace',
  'ReplaceRejected',
  /** The venue changed it in place. */
  'Replace',
  'Expire',
] as const;
export type OrderMove = (typeof ORDER_MOVES)[number];

type Moves = Readonly<Partial<Record<OrderMove, OrdStatus | 'Resume'>>>;

/** A trade is a fact wherever it comes: one that comes after the end is booked, and the end stays. */
const LATE: Moves = { FillPart: 'Resume', FillRest: 'Filled' };

/** The venue may tell the end of an order while we wait for something else. */
const ENDS: Moves = { Cancel: 'Canceled', Expire: 'Expired' };

/**
 * Every legal move. `Resume` is the status it would have without a request of ours pending: New, or
 * PartiallyFilled once some was traded; for an order that has ended it is the end itself.
 */
export const ORDER_TRANSITIONS: Readonly<Record<OrdStatus, Moves>> = {
  PendingNew: {
    Accept: 'New',
    Reject: 'Rejected',
    // A fill may be told before the acknowledgement.
    FillPart: 'PartiallyFilled',
    FillRest: 'Filled',
    AskCancel: 'PendingCancel',
    ...ENDS,
  },
  New: {
    FillPart: 'PartiallyFilled',
    FillRest: 'Filled',
    AskCancel: 'PendingCancel',
    AskReplace: 'PendingReplace',
    // Venues refuse a post-only order after they have named it.
    Reject: 'Rejected',
    ...ENDS,
  },
  PartiallyFilled: {
    FillPart: 'PartiallyFilled',
    FillRest: 'Filled',
    AskCancel: 'PendingCancel',
    AskReplace: 'PendingReplace',
    ...ENDS,
  },
  PendingCancel: {
    // The acknowledgement of an order that we asked to cancel before it came.
    Accept: 'PendingCancel',
    Reject: 'Rejected',
    FillPart: 'PendingCancel',
    FillRest: 'Filled',
    // Asked again: the first answer was lost.
    AskCancel: 'PendingCancel',
    CancelRejected: 'Resume',
    // The answer to a change that was asked for before the cancel.
    Replace: 'PendingCancel',
    ReplaceRejected: 'PendingCancel',
    ...ENDS,
  },
  PendingReplace: {
    FillPart: 'PendingReplace',
    FillRest: 'Filled',
    AskCancel: 'PendingCancel',
    Replace: 'Resume',
    ReplaceRejected: 'Resume',
    ...ENDS,
  },
  Filled: {},
  Canceled: LATE,
  // What is told as refused and then trades was not refused: the trade counts.
  Rejected: LATE,
  Expired: LATE,
};

const ENDED: ReadonlySet<OrdStatus> = new Set(['Filled', 'Canceled', 'Rejected', 'Expired']);

/** Nothing of it works at a venue any more, as far as is known. */
export function isEnded(status: OrdStatus): boolean {
  return ENDED.has(status);
}

/** A request of ours is on its way, and only the venue's answer ends that. */
export function isPending(status: OrdStatus): status is PendingStatus {
  return status === 'PendingNew' || status === 'PendingCancel' || status === 'PendingReplace';
}
export type PendingStatus = 'PendingNew' | 'PendingCancel' | 'PendingReplace';

/**
 * The status after a move; undefined where the table has none.
 * @param isTraded some of it was traded, this move's fill included.
 */
export function statusAfter(
  status: OrdStatus,
  move: OrderMove,
  isTraded: boolean,
): OrdStatus | undefined {
  const next = ORDER_TRANSITIONS[status][move];
  if (next !== 'Resume') return next;
  if (isEnded(status)) return status;
  return isTraded ? 'PartiallyFilled' : 'New';
}
