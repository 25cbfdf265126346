/** The indexes against their naive twins, which look through all orders each time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compare,
  emptyList,
  fromEpochMs,
  listItems,
  mapEntries,
  mapGet,
  toEpochMs,
} from '../../kernel/index.ts';
import { limitPriceOf } from '../../risk/index.ts';
import { type ClOrdId, isEnded, type OrderPlacement } from '../../trading/index.ts';
import { apply } from './apply.ts';
import type { EngineEvent } from './event.ts';
import {
  ALPHA_ACCOUNT,
  ANNA,
  AT_BINANCE,
  AT_MS,
  anId,
  BINANCE,
  BTC_USD,
  dec,
  px,
  qty,
} from './samples.ts';
import { EMPTY_STATE, type EngineState } from './state.ts';
import { messagesAt, workingKey } from './working.ts';

const SIDES = ['Buy', 'Sell'] as const;

const acts = fc.array(
  fc.record({
    side: fc.constantFrom(...SIDES),
    price: fc.option(fc.integer({ min: 95, max: 105 }), { freq: 5 }),
    /** What is canceled instead, counted from the newest; null: one more is placed. */
    ends: fc.option(fc.nat(9)),
    afterMs: fc.integer({ min: 0, max: 400 }),
  }),
  { minLength: 1, maxLength: 60 },
);

function childOf(n: number, side: OrderPlacement['side'], price: number | null): OrderPlacement {
  return {
    clOrdId: anId<ClOrdId>(n),
    level: 'Child',
    parentClOrdId: null,
    account: ALPHA_ACCOUNT,
    placedBy: ANNA,
    venue: BINANCE,
    instrument: BTC_USD,
    side,
    orderQty: qty('1'),
    terms: price === null ? { ordType: 'Market' } : { ordType: 'Limit', price: px(`${price}`) },
    timeInForce: 'GoodTillCancel',
    expireTime: null,
    isPostOnly: false,
    isReduceOnly: false,
  };
}

/** Best first, the older of equals first. */
function naive(state: EngineState, side: (typeof SIDES)[number], placed: readonly string[]) {
  const open = placed.flatMap((id) => {
    const order = mapGet(state.orders, id)?.order;
    const isOpen =
      order !== undefined && !isEnded(order.ordStatus) && order.placement.side === side;
    return isOpen ? [{ id, price: limitPriceOf(order.terms) }] : [];
  });
  const sorted = open.toSorted((a, b) => {
    if (a.price === null || b.price === null)
      return Number(b.price === null) - Number(a.price === null);
    return side === 'Buy' ? compare(b.price, a.price) : compare(a.price, b.price);
  });
  return sorted.map(({ id }) => id);
}

test('what works is what has not ended, best price first, and no message of a second is missed', () => {
  fc.assert(
    fc.property(acts, (all) => {
      let state = EMPTY_STATE;
      let ms = AT_MS;
      const placed: string[] = [];
      const sentMs: number[] = [];
      for (const { side, price, ends, afterMs } of all) {
        ms += afterMs;
        const at = fromEpochMs(ms);
        const ended = ends === null ? undefined : placed.at(-1 - ends);
        const event: EngineEvent =
          ended === undefined
            ? {
                type: 'ChildPlaced',
                at,
                placement: childOf(placed.length + 1, side, price),
                venueAccount: AT_BINANCE,
                notAfter: at,
                payloadHash: '',
                holds: [],
              }
            : {
                type: 'OrderMoved',
                clOrdId: ended as ClOrdId,
                event: { kind: 'Canceled', at, cumQty: dec('0') },
              };
        state = apply(state, event);
        if (event.type === 'ChildPlaced') {
          placed.push(event.placement.clOrdId);
          sentMs.push(toEpochMs(at));
        }
        for (const one of SIDES) {
          const kept = mapGet(state.working, workingKey(BINANCE, BTC_USD, one)) ?? emptyList();
          expect(listItems(kept).map(({ clOrdId }) => clOrdId)).toEqual(naive(state, one, placed));
        }
        const within = (window: number) => sentMs.filter((sent) => ms - sent < window).length;
        const told = messagesAt(state.messages, `account|${ALPHA_ACCOUNT}`, at);
        expect(told).toBeGreaterThanOrEqual(within(1_000));
        expect(told).toBeLessThanOrEqual(within(1_100));
      }
      expect(mapEntries(state.working).every(([, list]) => list.size > 0)).toBe(true);
    }),
    { numRuns: 60 },
  );
}, 60_000);
