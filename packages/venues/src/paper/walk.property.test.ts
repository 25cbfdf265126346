import { addMs, decimal, toText } from '@ultrathink/domain/kernel';
import type { VenueFill } from '@ultrathink/domain/trading';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accepted, anOrder, limit, paperRig } from './paper-rig.ts';

/** Prices and tenths of the base asset as whole numbers: small enough to be exact. */
type Row = readonly [price: number, tenths: number];

const side = fc.constantFrom('Buy' as const, 'Sell' as const);
const depth = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 })), {
  maxLength: 6,
});
const order = fc.record({ side, tenths: fc.integer({ min: 1, max: 60 }), worst: fc.nat(30) });

/** Best first, from the touch outwards, no price twice. */
const rowsOf = (steps: readonly Row[], direction: 1 | -1): Row[] => {
  let price = 100;
  return steps.map(([step, tenths]) => {
    price += direction * step;
    return [price, tenths];
  });
};

const told = (rows: readonly Row[]) =>
  rows.map(([price, tenths]) => [`${price}`, `${tenths / 10}`] as const);

/** The naive twin: what a walk of the whole book for so much costs, in tenths times price. */
function walk(rows: readonly Row[], tenths: number): { filled: number; notional: number } {
  let [left, notional] = [tenths, 0];
  for (const [price, there] of rows) {
    const part = Math.min(left, there);
    notional += part * price;
    left -= part;
  }
  return { filled: tenths - left, notional };
}

const tenthsOf = ({ lastQty }: VenueFill) => Math.round(Number(toText(lastQty)) * 10);
const sumOf = (fills: readonly VenueFill[], of: (fill: VenueFill) => number) =>
  fills.reduce((all, fill) => all + of(fill), 0);

it('paper is never better than the book: all that was taken of it costs one walk for the sum', async () => {
  let partial = 0;
  await fc.assert(
    fc.asyncProperty(
      depth,
      depth,
      fc.array(order, { minLength: 1, maxLength: 6 }),
      async (below, above, orders) => {
        const rig = await paperRig();
        const [bids, asks] = [rowsOf(below, -1), rowsOf(above, 1)];
        rig.show(told(bids), told(asks));
        const taken = { Buy: [] as VenueFill[], Sell: [] as VenueFill[] };
        for (const { side, tenths, worst } of orders) {
          const terms = limit(side === 'Buy' ? 100 + worst : 100 - worst);
          const sent = anOrder({
            side,
            terms,
            qty: `${tenths / 10}`,
            timeInForce: 'ImmediateOrCancel',
          });
          const { fills } = accepted(await rig.place(sent));
          const rows = side === 'Buy' ? asks : bids;
          const within = rows.filter(([price]) => Math.abs(price - 100) <= worst);
          // Each one by itself is no better than if it had been alone with the book.
          const own = sumOf(fills, tenthsOf);
          const alone = walk(within, tenths);
          expect(own).toBeLessThanOrEqual(alone.filled);
          if (own < tenths) partial += 1;
          taken[side].push(...fills);
          // Seen again, the same book has nothing more.
          rig.show(told(bids), told(asks));
        }
        for (const [side, rows] of [
          ['Buy', asks],
          ['Sell', bids],
        ] as const) {
          const filled = sumOf(taken[side], tenthsOf);
          const notional = sumOf(taken[side], (f) => tenthsOf(f) * Number(toText(f.lastPx)));
          expect({ filled, notional }).toEqual(walk(rows, filled));
        }
      },
    ),
    // Of a book without offers nothing is had.
    { numRuns: 200, examples: [[[], [], [{ side: 'Buy', tenths: 1, worst: 0 }]]] },
  );
  expect(partial).toBeGreaterThan(0);
});

it('what rests gets no more than was traded at its price or beyond it since it came', async () => {
  const trade = fc.record({ side, price: fc.integer({ min: 98, max: 102 }), tenths: fc.nat(40) });
  const before = fc.nat(40);
  let filledOnce = 0;
  await fc.assert(
    fc.asyncProperty(before, fc.array(trade, { maxLength: 12 }), async (ahead, trades) => {
      const rig = await paperRig();
      rig.show(ahead === 0 ? [['90', '1']] : [['100', `${ahead / 10}`]], [['110', '1']]);
      const sent = anOrder({ qty: '3' });
      accepted(await rig.place(sent));
      rig.time.pass(1);
      const since = rig.time.clock.now();
      let [atPrice, beyond] = [0, 0];
      for (const { side, price, tenths } of trades) {
        rig.trade(side, price, `${tenths / 10}`, { at: addMs(since, 1) });
        if (side === 'Buy') continue;
        if (price === 100) atPrice += tenths;
        if (price < 100) beyond += tenths;
      }
      const { cumQty } = await rig.find(sent);
      const filled = Math.round(Number(toText(decimal(cumQty))) * 10);
      const most = beyond > 0 ? atPrice + beyond : Math.max(0, atPrice - ahead);
      expect(filled).toBeLessThanOrEqual(Math.min(30, most));
      if (beyond === 0) expect(filled).toBe(Math.min(30, most));
      if (filled > 0) filledOnce += 1;
    }),
    { numRuns: 200, examples: [[0, [{ side: 'Sell', price: 100, tenths: 10 }]]] },
  );
  expect(filledOnce).toBeGreaterThan(0);
});
