import { describe, expect, test } from 'vitest';
import {
  isEnded,
  isPending,
  ORD_STATUSES,
  ORDER_MOVES,
  ORDER_TRANSITIONS,
  type OrderMove,
  type OrdStatus,
  statusAfter,
} from './order-status.ts';

const LEGAL = `
PendingNew Accept New · PendingNew Reject Rejected · PendingNew FillPart PartiallyFilled
PendingNew FillRest Filled · PendingNew AskCancel PendingCancel · PendingNew Cancel Canceled
PendingNew Expire Expired
New FillPart PartiallyFilled · New FillRest Filled · New AskCancel PendingCancel
New AskReplace PendingReplace · New Reject Rejected · New Cancel Canceled · New Expire Expired
PartiallyFilled FillPart PartiallyFilled · PartiallyFilled FillRest Filled
PartiallyFilled AskCancel PendingCancel · PartiallyFilled AskReplace PendingReplace
PartiallyFilled Cancel Canceled · PartiallyFilled Expire Expired
PendingCancel Accept PendingCancel · PendingCancel Reject Rejected
PendingCancel FillPart PendingCancel · PendingCancel FillRest Filled
PendingCancel AskCancel PendingCancel · PendingCancel CancelRejected PartiallyFilled
PendingCancel Cancel Canceled · PendingCancel Expire Expired
PendingCancel Replace PendingCancel · PendingCancel ReplaceRejected PendingCancel
PendingReplace FillPart PendingReplace · PendingReplace FillRest Filled
PendingReplace AskCancel PendingCancel · PendingReplace Replace PartiallyFilled
PendingReplace ReplaceRejected PartiallyFilled · PendingReplace Cancel Canceled
PendingReplace Expire Expired
Canceled FillPart Canceled · Canceled FillRest Filled
Rejected FillPart Rejected · Rejected FillRest Filled
Expired FillPart Expired · Expired FillRest Filled`;

const pairs = (): [OrdStatus, OrderMove, OrdStatus][] =>
  LEGAL.split(/[·\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split(' ') as [OrdStatus, OrderMove, OrdStatus]);

describe('the table of moves', () => {
  test('every legal pair of a status and a move leads where FIX says, and no other pair is legal', () => {
    const legal = new Map(pairs().map(([from, move, to]) => [`${from} ${move}`, to]));
    for (const from of ORD_STATUSES) {
      for (const move of ORDER_MOVES) {
        expect(statusAfter(from, move, true), `${from} ${move}`).toBe(legal.get(`${from} ${move}`));
      }
    }
  });

  test('a request that was refused leaves the order as it was: untouched, or in part filled', () => {
    expect(statusAfter('PendingCancel', 'CancelRejected', false)).toBe('New');
    expect(statusAfter('PendingReplace', 'ReplaceRejected', false)).toBe('New');
    expect(statusAfter('PendingReplace', 'Replace', false)).toBe('New');
  });

  test('an order that ended takes nothing but a trade, and a filled one takes nothing', () => {
    for (const status of ORD_STATUSES.filter(isEnded)) {
      const taken = Object.keys(ORDER_TRANSITIONS[status]);
      expect(taken).toEqual(status === 'Filled' ? [] : ['FillPart', 'FillRest']);
    }
  });

  test('what is pending is left by an answer, a fill or a further request alone', () => {
    for (const status of ORD_STATUSES.filter(isPending)) {
      expect(isEnded(status)).toBe(false);
      expect(Object.keys(ORDER_TRANSITIONS[status])).toContain('Cancel');
    }
  });
});
