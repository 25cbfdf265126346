import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, compare, decimal, multiply, subtract, sum, toText, ZERO } from '../kernel/index.ts';
import type { ClOrdId } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import {
  ACCEPTED,
  AT,
  anOrder,
  CANCEL_ASKED,
  canceledAt,
  EVIDENCE,
  filledBy,
  played,
  px,
  qty,
} from './order-samples.ts';
import { applyToOrder, leavesQtyOf, type OrderState } from './order-state.ts';
import { isEnded } from './order-status.ts';
import { unroutedQty, withChildren } from './parent-order.ts';

/** Lots of 1 to 3 that add up to at most `most`. */
const lots = (most: number) =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 90, max: 110 })), {
      maxLength: 8,
    })
    .map((list) => {
      let left = most;
      return list.flatMap(([size, price], n): OrderEvent[] => {
        if (size > left) return [];
        left -= size;
        return [filledBy(`x${n}`, `${size}`, `${price}`)];
      });
    });

/** The naive twin: every distinct fill counted from the list, whatever came between. */
function naive(events: readonly OrderEvent[]) {
  const fills = new Map(
    events.flatMap((event) => (event.kind === 'Filled' ? [[event.fill.execId, event.fill]] : [])),
  );
  const all = [...fills.values()];
  return {
    cumQty: toText(sum(all.map(({ lastQty }) => lastQty))),
    notional: toText(sum(all.map(({ lastQty, lastPx }) => multiply(lastQty, lastPx)))),
  };
}

const totalsOf = ({ cumQty, notional }: OrderState) => ({
  cumQty: toText(cumQty),
  notional: toText(notional),
});

const cumOf = (fills: readonly OrderEvent[]) => naive(fills).cumQty;

/** All that the venue says of one order, some of it twice, in any order. */
const messages = lots(10).chain((fills) => {
  const end = cumOf(fills) === '10' ? [] : [canceledAt(cumOf(fills))];
  const all = [ACCEPTED, ...fills, ...end];
  return fc
    .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all))
    .chain(([once, again]) => {
      const list = [...once, ...again];
      return fc.shuffledSubarray(list, { minLength: list.length });
    });
});

describe('an order', () => {
  test('A7-7, A7-8, A7-10: messages in any order, some told twice, end in the same totals and status', () => {
    fc.assert(
      fc.property(messages, (list) => {
        const state = played(anOrder(), CANCEL_ASKED, ...list);
        expect(totalsOf(state)).toEqual(naive(list));
        const isFilled = naive(list).cumQty === '10';
        expect(state.ordStatus).toBe(isFilled ? 'Filled' : 'Canceled');
        expect(toText(leavesQtyOf(state))).toBe('0');
      }),
    );
  });

  test('what is told again is no change at all: the very same value', () => {
    fc.assert(
      fc.property(messages, fc.nat(), (list, n) => {
        const state = played(anOrder(), ...list);
        const event = list[n % list.length] ?? ACCEPTED;
        const again = applyToOrder(state, event);
        expect(again.ok && again.value.change).toBe('Repeat');
        expect(again.ok && again.value.state).toBe(state);
      }),
    );
  });

  const anything: fc.Arbitrary<OrderEvent> = fc.oneof(
    fc
      .tuple(fc.nat(12), fc.integer({ min: 1, max: 4 }))
      .map(([n, size]) => filledBy(`x${n}`, `${size}`)),
    fc.constantFrom<OrderEvent>(
      ACCEPTED,
      CANCEL_ASKED,
      { kind: 'CancelRejected', at: AT },
      canceledAt('0'),
      { kind: 'Expired', at: AT, cumQty: ZERO },
      { kind: 'Replaced', at: AT },
      { kind: 'ReplaceRejected', at: AT },
      { kind: 'Unconfirmed', request: 'New', evidence: EVIDENCE, at: AT },
      { kind: 'Unconfirmed', request: 'Cancel', evidence: EVIDENCE, at: AT },
      { kind: 'Confirmed', request: 'Cancel', evidence: EVIDENCE, at: AT },
      { kind: 'Rejected', at: AT, rejection: { by: 'Engine', reason: { code: 'NoEngine' } } },
    ),
    fc.integer({ min: 1, max: 14 }).map(
      (size): OrderEvent => ({
        kind: 'ReplaceAsked',
        at: AT,
        to: {
          clOrdId: `r${size}` as ClOrdId,
          orderQty: qty(`${size}`),
          terms: { ordType: 'Limit', price: px('101') },
        },
      }),
    ),
  );

  test('whatever comes, cumQty never falls, the end stays the end, and a refusal changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 40 }), (events) => {
        let state = anOrder();
        const taken: OrderEvent[] = [];
        for (const event of events) {
          const before = state;
          const applied = applyToOrder(state, event);
          if (!applied.ok) continue;
          state = applied.value.state;
          taken.push(event);
          expect(compare(state.cumQty, before.cumQty)).toBeGreaterThanOrEqual(0);
          if (isEnded(before.ordStatus)) {
            expect([before.ordStatus, 'Filled']).toContain(state.ordStatus);
            expect(state.endedAt).toBe(before.endedAt);
          }
          const isOver = compare(state.cumQty, state.orderQty) > 0 && state.replacing === null;
          expect(isOver).toBe(false);
          if (state.ordStatus === 'Filled') expect(toText(leavesQtyOf(state))).toBe('0');
          for (const request of ['New', 'Cancel', 'Replace'] as const) {
            if (isEnded(state.ordStatus)) expect(state.unconfirmed[request]).toBeUndefined();
          }
        }
        expect(totalsOf(state)).toEqual(naive(taken));
      }),
      { numRuns: 500 },
    );
  });

  test('a change keeps what was filled, and the answer and the fills may come in any order', () => {
    const story = fc
      .tuple(fc.integer({ min: 4, max: 16 }), fc.boolean(), lots(3))
      .chain(([to, isDone, before]) =>
        lots(Math.min(isDone ? to : 10, Math.max(to, 10)) - 3).chain((list) => {
          const after = list.map((event, n) =>
            event.kind === 'Filled'
              ? { ...event, fill: { ...event.fill, execId: `after${n}` } }
              : event,
          );
          const answer: OrderEvent = { kind: isDone ? 'Replaced' : 'ReplaceRejected', at: AT };
          const told = [answer, ...after];
          return fc
            .shuffledSubarray(told, { minLength: told.length })
            .map((shuffled) => ({ to, isDone, before, shuffled }));
        }),
      );
    fc.assert(
      fc.property(story, ({ to, isDone, before, shuffled }) => {
        const asked: OrderEvent = {
          kind: 'ReplaceAsked',
          at: AT,
          to: {
            clOrdId: 'r' as ClOrdId,
            orderQty: qty(`${to}`),
            terms: { ordType: 'Limit', price: px('101') },
          },
        };
        const state = played(anOrder(), ACCEPTED, ...before, asked, ...shuffled);
        expect(totalsOf(state)).toEqual(naive([...before, ...shuffled]));
        const orderQty = isDone ? `${to}` : '10';
        expect(toText(state.orderQty)).toBe(orderQty);
        const cum = toText(state.cumQty);
        const rest = cum === '0' ? 'New' : 'PartiallyFilled';
        expect(state.ordStatus).toBe(cum === orderQty ? 'Filled' : rest);
        expect(toText(add(leavesQtyOf(state), state.cumQty))).toBe(orderQty);
      }),
    );
  });
});

describe('a parent', () => {
  const child = (n: number) =>
    fc.tuple(fc.integer({ min: 1, max: 10 }), fc.boolean()).chain(([size, isEndedToo]) =>
      lots(size).map((fills) => {
        const name = `child-${n}` as ClOrdId;
        const order = anOrder({ clOrdId: name, orderQty: qty(`${size}`) });
        const isOver = cumOf(fills) === `${size}`;
        const end = isEndedToo && !isOver ? [canceledAt(cumOf(fills))] : [];
        return played(order, ACCEPTED, ...fills, ...end);
      }),
    );
  const family = fc
    .integer({ min: 1, max: 5 })
    .chain((n) => fc.tuple(...[...Array(n).keys()].map(child)));
  const aParent = (orderQty: string) =>
    played(anOrder({ level: 'Parent', clOrdId: 'parent-1' as ClOrdId, orderQty: qty(orderQty) }), {
      kind: 'Accepted',
      at: AT,
      orderId: null,
    });

  test('its totals are the sums of its children, however often and in whatever order they are read', () => {
    fc.assert(
      fc.property(family, (children) => {
        const parent = aParent('50');
        const whole = withChildren(parent, children);
        expect(toText(whole.cumQty)).toBe(toText(sum(children.map(({ cumQty }) => cumQty))));
        expect(toText(whole.notional)).toBe(toText(sum(children.map((one) => one.notional))));
        expect(withChildren(whole, children)).toEqual(whole);
        expect(withChildren(parent, [...children].reverse())).toEqual(whole);
        const working = sum(children.map(leavesQtyOf));
        const free = toText(unroutedQty(whole, children));
        const expected = subtract(subtract(whole.orderQty, whole.cumQty), working);
        expect(free).toBe(whole.ordStatus === 'Filled' ? '0' : toText(expected));
      }),
    );
  });

  test('it is filled when its children have traded all of it, and takes no fill itself', () => {
    const done = played(anOrder(), filledBy('1', '4'), filledBy('2', '6'));
    expect(withChildren(aParent('10'), [done]).ordStatus).toBe('Filled');
    expect(withChildren(aParent('11'), [done]).ordStatus).toBe('PartiallyFilled');
    const taken = applyToOrder(aParent('10'), filledBy('1', '4'));
    expect(taken.ok ? null : taken.error).toEqual({ code: 'ParentTakesNoFill' });
  });

  test('nothing of it is free while a venue told of fills that were not booked', () => {
    const dead = played(anOrder(), ACCEPTED, filledBy('1', '2'), canceledAt('5'));
    const parent = withChildren(aParent('10'), [dead]);
    expect(toText(unroutedQty(parent, [dead]))).toBe(toText(decimal('5')));
  });
});
