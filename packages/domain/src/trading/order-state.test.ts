import { describe, expect, test } from 'vitest';
import { addMs, decimal, toText } from '../kernel/index.ts';
import type { VenueId } from '../market-data/index.ts';
import { claimEarlyFills, holdEarlyFill, overdueEarlyFills } from './early-fills.ts';
import { movableQty } from './failover.ts';
import type { ClOrdId } from './order.ts';
import type { OrderEvent, OrderRejection } from './order-event.ts';
import {
  ACCEPTED,
  AT,
  aFill,
  anOrder,
  CANCEL_ASKED,
  canceledAt,
  EVIDENCE,
  filledBy,
  played,
  px,
  qty,
} from './order-samples.ts';
import { applyToOrder, avgPxOf, type OrderState } from './order-state.ts';
import { ORD_STATUSES, type OrderMove, statusAfter } from './order-status.ts';

const refusal = (state: OrderState, event: OrderEvent) => {
  const applied = applyToOrder(state, event);
  return applied.ok ? null : applied.error;
};
const rejectedBy = (rejection: OrderRejection): OrderEvent => ({
  kind: 'Rejected',
  at: AT,
  rejection,
});
const VENUE_SAYS = rejectedBy({ by: 'Venue', reason: 'Other', code: '-2010', text: 'no' });
const replaceTo = (size: string): OrderEvent => ({
  kind: 'ReplaceAsked',
  at: AT,
  to: { clOrdId: 'r' as ClOrdId, orderQty: qty(size), terms: { ordType: 'Limit', price: px('9') } },
});
const doubt = (request: 'New' | 'Cancel' | 'Replace'): OrderEvent => ({
  kind: 'Unconfirmed',
  request,
  evidence: EVIDENCE,
  at: AT,
});

describe('one table decides', () => {
  const half = filledBy('1', '5');
  const AS: Record<(typeof ORD_STATUSES)[number], OrderState> = {
    PendingNew: anOrder(),
    New: played(anOrder(), ACCEPTED),
    PartiallyFilled: played(anOrder(), ACCEPTED, half),
    Filled: played(anOrder(), ACCEPTED, filledBy('1', '10')),
    PendingCancel: played(anOrder(), ACCEPTED, CANCEL_ASKED),
    PendingReplace: played(anOrder(), ACCEPTED, replaceTo('12')),
    Canceled: played(anOrder(), ACCEPTED, canceledAt('0')),
    Rejected: played(anOrder(), VENUE_SAYS),
    Expired: played(anOrder(), ACCEPTED, { kind: 'Expired', at: AT, cumQty: decimal('0') }),
  };
  const BY: [OrderMove, OrderEvent][] = [
    ['Reject', VENUE_SAYS],
    ['FillPart', filledBy('2', '1')],
    ['AskCancel', CANCEL_ASKED],
    ['Cancel', canceledAt('0')],
    ['AskReplace', replaceTo('12')],
    ['Expire', { kind: 'Expired', at: AT, cumQty: decimal('0') }],
  ];

  test('every event leads where the table leads, and where it has nothing there is a contradiction', () => {
    for (const status of ORD_STATUSES) {
      const state = AS[status];
      expect(state.ordStatus).toBe(status);
      for (const [move, event] of BY) {
        const applied = applyToOrder(state, event);
        const isSameEnd = { Reject: 'Rejected', Cancel: 'Canceled', Expire: 'Expired' } as const;
        if (move in isSameEnd && isSameEnd[move as 'Cancel'] === status) {
          expect(applied.ok && applied.value.change).toBe('Repeat');
          continue;
        }
        const to = statusAfter(status, move, status === 'PartiallyFilled' || move === 'FillPart');
        expect(applied.ok ? applied.value.state.ordStatus : undefined, `${status} ${move}`).toBe(
          to,
        );
      }
    }
  });

  test('an answer that nobody asked for is a contradiction, and names the request', () => {
    for (const [kind, request] of [
      ['CancelRejected', 'Cancel'],
      ['Replaced', 'Replace'],
      ['ReplaceRejected', 'Replace'],
    ] as const) {
      expect(refusal(AS.New, { kind, at: AT })).toEqual({ code: 'NotAsked', request });
    }
  });

  test('a cancel that came too late leaves the order filled', () => {
    const late = played(AS.PendingCancel, filledBy('1', '10'), { kind: 'CancelRejected', at: AT });
    expect(late.ordStatus).toBe('Filled');
    expect(late.isCancelAsked).toBe(false);
  });

  test('a change asked before a cancel may still be answered, and is pending again once the cancel was refused', () => {
    const both = played(AS.PendingReplace, CANCEL_ASKED);
    expect(played(both, { kind: 'ReplaceRejected', at: AT }).ordStatus).toBe('PendingCancel');
    expect(toText(played(both, { kind: 'Replaced', at: AT }).orderQty)).toBe('12');
    expect(played(both, { kind: 'CancelRejected', at: AT }).ordStatus).toBe('PendingReplace');
  });
});

describe('fills', () => {
  test('A7-13 a fill after the end is booked and flagged, and the end stays', () => {
    const canceled = played(anOrder(), ACCEPTED, canceledAt('0'));
    const late = applyToOrder(canceled, filledBy('1', '3'));
    expect(late.ok && late.value.change).toBe('LateFill');
    expect(late.ok && late.value.state).toMatchObject({ ordStatus: 'Canceled' });
    expect(late.ok && toText(late.value.state.lateQty)).toBe('3');
    expect(late.ok && late.value.state.fills[0]?.isLate).toBe(true);
  });

  test('A7-14 the same execId with another price is a contradiction, never an overwrite', () => {
    const state = played(anOrder(), filledBy('1', '3', '100'));
    expect(refusal(state, filledBy('1', '3', '101'))).toEqual({ code: 'FillDiffers', execId: '1' });
  });

  test('more than was ordered is a contradiction with both figures', () => {
    const state = played(anOrder(), filledBy('1', '9'));
    const over = refusal(state, filledBy('2', '2'));
    expect(JSON.stringify(over)).toBe('{"code":"Overfilled","limit":"10","actual":"11"}');
  });

  test('a fill of another instrument, side, name or venue order is not of this order', () => {
    const state = played(anOrder(), ACCEPTED);
    for (const change of [
      { instrument: 'ETH/EUR' },
      { side: 'Sell' },
      { clOrdId: 'other' },
      { orderId: 'V2' },
    ]) {
      const fill = { ...aFill('1', '1'), ...change } as ReturnType<typeof aFill>;
      const [field] = Object.keys(change);
      expect(refusal(state, { kind: 'Filled', at: AT, fill })).toEqual({
        code: 'NotOfThisOrder',
        field,
      });
    }
  });

  test('the average price is exact until it is shown', () => {
    const state = played(anOrder(), filledBy('1', '1', '100'), filledBy('2', '2', '101'));
    expect(toText(state.notional)).toBe('302');
    expect(String(avgPxOf(state, 4))).toBe('100.6667');
    expect(avgPxOf(anOrder(), 4)).toBeNull();
  });

  test('A7-8, A7-9: a fill without a known order waits for its name, and is handed out when none comes', () => {
    const venue = 'kraken' as VenueId;
    const early = { venue, fill: aFill('1', '1'), heardAt: AT };
    const one = holdEarlyFill([], early, { most: 2 }).held;
    expect(holdEarlyFill(one, early, { most: 2 }).held).toHaveLength(1);
    const order = { venue, clOrdIds: [], orderId: 'V1' };
    expect(claimEarlyFills(one, { ...order, orderId: null }).claimed).toEqual([]);
    expect(claimEarlyFills(one, { ...order, venue: 'binance' as VenueId }).claimed).toEqual([]);
    expect(claimEarlyFills(one, order)).toEqual({ held: [], claimed: [early.fill] });
    expect(overdueEarlyFills(one, addMs(AT, 5001), { ageMsMax: 5000 }).external).toEqual([early]);
    const full = holdEarlyFill(one, { ...early, fill: aFill('2', '1') }, { most: 1 });
    expect(full.external).toEqual([early]);
  });
});

describe('Unknown is not No', () => {
  const inDoubt = played(anOrder(), doubt('New'));

  test('what may be at the venue is refused by the venue, or by a proof, and by nobody else', () => {
    const notSent = (proof: typeof EVIDENCE | null) =>
      rejectedBy({ by: 'Engine', reason: { code: 'NotSent', proof } });
    expect(refusal(inDoubt, notSent(null))).toMatchObject({
      code: 'NotProven',
      evidence: EVIDENCE,
    });
    expect(refusal(inDoubt, rejectedBy({ by: 'Risk', refusals: [] }))).toMatchObject({
      code: 'NotProven',
    });
    expect(played(inDoubt, notSent(EVIDENCE)).ordStatus).toBe('Rejected');
    expect(played(inDoubt, VENUE_SAYS).ordStatus).toBe('Rejected');
  });

  test('the venue’s word ends the doubt it answers, and no other', () => {
    expect(played(inDoubt, filledBy('1', '1')).unconfirmed).toEqual({});
    const cancel = played(anOrder(), ACCEPTED, CANCEL_ASKED, doubt('Cancel'));
    const traded = played(cancel, filledBy('1', '1'));
    expect(traded.ordStatus).toBe('PendingCancel');
    expect(traded.unconfirmed.Cancel).toEqual({ since: AT, evidence: EVIDENCE });
    expect(played(traded, canceledAt('1')).unconfirmed).toEqual({});
  });

  test('there is no doubt about what was answered, and its clock runs from the first time', () => {
    expect(refusal(played(anOrder(), ACCEPTED), doubt('New'))).toEqual({
      code: 'NotAsked',
      request: 'New',
    });
    const again = applyToOrder(inDoubt, { ...doubt('New'), at: addMs(AT, 5) });
    expect(again.ok && again.value.state).toBe(inDoubt);
  });
});

describe('failover', () => {
  const parent = played(
    anOrder({ level: 'Parent', clOrdId: 'parent-1' as ClOrdId, orderQty: qty('10') }),
    { kind: 'Accepted', at: AT, orderId: null },
  );
  const moves = (child: OrderState, others: OrderState[] = [], of = parent) => {
    const answer = movableQty(child, of, [child, ...others]);
    return answer.ok ? toText(answer.value) : answer.error;
  };
  const dead = played(anOrder(), ACCEPTED, filledBy('1', '4'), canceledAt('4'));

  test('only the remainder of a child that is proven dead moves', () => {
    expect(moves(dead)).toBe('6');
    expect(moves(played(anOrder(), VENUE_SAYS))).toBe('10');
  });

  test('an unconfirmed child keeps its remainder, with its evidence and clock', () => {
    const child = played(anOrder(), doubt('New'));
    expect(moves(child)).toEqual({
      code: 'Unconfirmed',
      request: 'New',
      since: AT,
      evidence: EVIDENCE,
    });
    const cancel = played(anOrder(), ACCEPTED, CANCEL_ASKED, doubt('Cancel'));
    expect(moves(cancel)).toMatchObject({ code: 'Unconfirmed', request: 'Cancel' });
  });

  test('a child that works, pending cancel included, keeps its remainder', () => {
    expect(moves(played(anOrder(), ACCEPTED))).toMatchObject({ code: 'StillWorks' });
    const asked = played(anOrder(), ACCEPTED, CANCEL_ASKED);
    expect(moves(asked)).toEqual({ code: 'StillWorks', ordStatus: 'PendingCancel' });
  });

  test('nothing moves while fills the venue told of are missing', () => {
    const child = played(anOrder(), ACCEPTED, filledBy('1', '4'), canceledAt('5'));
    expect(JSON.stringify(moves(child))).toBe('{"code":"FillsMissing","limit":"5","actual":"4"}');
  });

  test('what a sibling works already is not sent a second time', () => {
    const sibling = played(
      anOrder({ clOrdId: 'child-2' as ClOrdId, orderQty: qty('5') }),
      ACCEPTED,
    );
    expect(moves(dead, [sibling])).toBe('1');
    const whole = played(anOrder({ clOrdId: 'child-2' as ClOrdId, orderQty: qty('6') }), ACCEPTED);
    expect(moves(dead, [whole])).toEqual({ code: 'NothingLeft' });
  });

  test('a parent that is being canceled sends nothing elsewhere, and strangers have no part in it', () => {
    const ends = played(parent, CANCEL_ASKED);
    expect(moves(dead, [], ends)).toEqual({ code: 'ParentEnds', ordStatus: 'PendingCancel' });
    const stranger = { ...parent, placement: { ...parent.placement, clOrdId: 'p2' as ClOrdId } };
    expect(moves(dead, [], stranger)).toMatchObject({ code: 'NotAChild' });
  });
});

describe('triggers of the order itself', () => {
  test('a stop is triggered once, and what has no trigger never is', () => {
    const stop = anOrder({ terms: { ordType: 'Stop', stopPx: px('90') } });
    const event: OrderEvent = { kind: 'Triggered', at: AT };
    const once = played(stop, event);
    expect(once.triggeredAt).toBe(AT);
    expect(played(once, event)).toBe(once);
    expect(refusal(anOrder(), event)).toEqual({ code: 'NoTrigger' });
    expect(refusal(played(stop, ACCEPTED, canceledAt('0')), event)).toEqual({ code: 'NoTrigger' });
  });
});
