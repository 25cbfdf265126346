import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapEntries, mapGet, type ProcessId } from '../../../kernel/index.ts';
import { isEnded } from '../../../trading/index.ts';
import { anId, PLACES, px, qty } from '../samples.ts';
import { Rig } from './samples.ts';
import { FATES, VenueTwin } from './venue-twin.ts';

const ACTS = [
  'Place',
  'Arrive',
  'Trade',
  'Deliver',
  'Repeat',
  'Cancel',
  'Canceling',
  'Answer',
  'Fail',
  'Wait',
  'Start',
  'Compare',
] as const;

const stepArbitrary = fc.record({
  act: fc.constantFrom(...ACTS),
  pick: fc.nat(50),
  size: fc.integer({ min: 1, max: 4 }),
  flag: fc.boolean(),
});
type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never;

function act(twin: VenueTwin, { act: name, pick, size, flag }: Step): void {
  const { rig } = twin;
  twin.look();
  switch (name) {
    case 'Place': {
      rig.wait(1_000);
      const side = flag ? 'Buy' : 'Sell';
      const price = px(flag ? '99' : '101');
      rig.place({ side, orderQty: qty(String(size)), terms: { ordType: 'Limit', price } });
      return;
    }
    case 'Arrive':
      twin.arrive(pick, FATES[(pick + size) % FATES.length] ?? 'Told');
      return;
    case 'Trade':
      twin.trade(pick, size, flag);
      return;
    case 'Deliver':
    case 'Repeat':
      twin.deliver(pick, name === 'Repeat');
      return;
    case 'Cancel': {
      const parents = mapEntries(rig.state.orders).filter(([, one]) => one.venueAccount === null);
      const [id] = parents[pick % Math.max(parents.length, 1)] ?? [];
      if (id !== undefined) rig.cancel(id as Parameters<Rig['cancel']>[0]);
      return;
    }
    case 'Canceling':
      twin.cancel(pick, flag);
      return;
    case 'Answer':
    case 'Fail':
      twin.answer(pick, name === 'Answer');
      return;
    case 'Wait':
      rig.wait(size * 700);
      return;
    case 'Start':
      rig.give({ kind: 'Started', run: anId<ProcessId>(43 + pick), epoch: pick + 2 });
      return;
    default:
      twin.snapshot(PLACES[pick % PLACES.length] ?? PLACES[0] ?? anId(101));
  }
}

/** Faults are over: everything arrives, is told and is answered, for so many seconds. */
function heal(twin: VenueTwin): void {
  const { rig } = twin;
  for (let round = 0; round < 60; round += 1) {
    twin.look();
    while (twin.submits.length > 0) twin.arrive(0, 'Told');
    while (twin.cancels.length > 0) twin.cancel(0, true);
    while (twin.messages.length > 0) twin.deliver(0, false);
    while (twin.asks.length > 0) twin.answer(0, true);
    rig.wait(2_000);
    if (round % 5 === 4) for (const place of PLACES) twin.snapshot(place);
  }
}

/** Accounts of which something is held: by orders that work still, and by nothing else. */
function working({ state }: Rig): number {
  const held = mapEntries(state.orders).flatMap(([, { order, venueAccount }]) =>
    venueAccount === null || isEnded(order.ordStatus)
      ? []
      : [`${venueAccount}|${order.placement.side}`],
  );
  return new Set(held).size;
}

describe('a venue that tells late, twice, in any order or not at all', () => {
  it('I2 to I6 hold after every step, and once faults heal our books are the venue’s', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { minLength: 10, maxLength: 60 }), (steps) => {
        const rig = new Rig().traits();
        const twin = new VenueTwin(rig);
        for (const step of steps) act(twin, step);
        heal(twin);
        for (const { clOrdId, cumQty, ordStatus } of twin.orders.values()) {
          const ours = mapGet(rig.state.orders, clOrdId)?.order;
          if (ours === undefined) continue;
          expect([clOrdId, String(ours.cumQty)]).toEqual([clOrdId, String(cumQty)]);
          expect([clOrdId, isEnded(ours.ordStatus)]).toEqual([clOrdId, ordStatus !== 'New']);
        }
        const booked = rig.events.flatMap((event) =>
          event.type === 'FillBooked' ? [`${event.fill.execId} of ${event.clOrdId}`] : [],
        );
        expect(booked.toSorted()).toEqual(twin.trueFills().toSorted());
        expect(mapEntries(rig.state.confirming)).toEqual([]);
        expect(rig.state.ledger.held.size).toBe(working(rig));
        expect(rig.breaks()).toEqual([]);
        expect(PLACES.map((place) => mapGet(rig.state.venues, place)?.isReconciled)).toEqual([
          true,
          true,
          true,
        ]);
        expect(rig.told('ResendOrder')).toEqual([]);
        expect(twin.submitted).toBe(
          new Set(rig.told('SubmitOrder').map(({ order }) => order.clOrdId)).size,
        );
      }),
      { numRuns: 50 },
    );
  }, 60_000);
});
