import {
  type Asset,
  add,
  decimal,
  fromEpochMs,
  lessThan,
  subtract,
  sum,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import { Book, type InstrumentId, parseInstrument } from '@ultrathink/domain/market-data';
import type { VenueOrder } from '@ultrathink/domain/trading';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Report } from '../contract/execution-client.ts';
import { Matching } from './matching.ts';
import { openingState } from './parts.ts';

const at = fromEpochMs(1_795_000_000_000);
const ID = 'BTC/EUR' as InstrumentId;
const step = fc.record({
  kind: fc.constantFrom('Limit', 'Market', 'Trade', 'Book', 'Cancel'),
  side: fc.constantFrom('Buy' as const, 'Sell' as const),
  price: fc.integer({ min: 90, max: 110 }),
  size: fc.integer({ min: 1, max: 9 }),
  time: fc.constantFrom(
    'GoodTillCancel' as const,
    'ImmediateOrCancel' as const,
    'FillOrKill' as const,
  ),
});
/** At a mid of 100: filled at once. */
const ONE_FILL = {
  kind: 'Market',
  side: 'Buy',
  price: 100,
  size: 1,
  time: 'ImmediateOrCancel',
} as const;

it('funds add up but for fees, no fill is worse than its limit, and no quantity ever falls', () => {
  let filled = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const book = new Book();
      const show = (mid: number, size: number) =>
        book.apply({
          kind: 'Snapshot',
          last: 1,
          bids: [[`${mid - 1}`, `${size}`]],
          asks: [[`${mid + 1}`, `${size}`]],
          at,
        });
      show(100, 5);
      let ids = 0;
      const heard: Report[] = [];
      const opening = [
        { asset: 'EUR' as Asset, total: decimal('2000'), held: ZERO },
        { asset: 'BTC' as Asset, total: decimal('20'), held: ZERO },
      ];
      const parsed = parseInstrument(ID);
      if (!parsed.ok) throw new Error('BTC/EUR is an instrument.');
      const matching = new Matching({
        market: {
          instrument: () => parsed.value,
          terms: () => undefined,
          book: () => book,
          rates: () => ({ maker: decimal('0.001'), taker: decimal('0.002') }),
        },
        now: () => at,
        nextId: () => `${++ids}`,
        limits: { workingMost: 100, endedMost: 100, fillsMost: 1000 },
        state: openingState(opening),
        tell: (report) => heard.push(report),
      });
      const sent = new Map<string, VenueOrder>();
      steps.forEach(({ kind, side, price, size, time }, n) => {
        const [lastQty, px] = [decimal(`${size}`) as never, decimal(`${price}`) as never];
        if (kind === 'Book') {
          show(price, size);
          matching.onBook(ID);
          return;
        }
        if (kind === 'Trade') {
          matching.onTrade({
            instrument: ID,
            tradeId: `${n}`,
            price: px,
            quantity: lastQty,
            side,
            at,
          });
          return;
        }
        if (kind === 'Cancel') {
          matching.cancel(`${size}`, null);
          return;
        }
        const terms =
          kind === 'Market'
            ? ({ ordType: 'Market' } as const)
            : ({ ordType: 'Limit', price: px } as const);
        const order: VenueOrder = {
          clOrdId: `${n}` as never,
          instrument: ID,
          side,
          orderQty: lastQty,
          terms,
          timeInForce: kind === 'Market' ? 'ImmediateOrCancel' : time,
          expireTime: null,
          isPostOnly: false,
        };
        sent.set(order.clOrdId, order);
        matching.place(order);
      });
      const fills = matching.records.fills(at);
      filled += fills.length;
      const of = (asset: string) =>
        matching.balances().find((one) => one.asset === asset)?.total ?? ZERO;
      const signed = (pick: (fill: (typeof fills)[number]) => ReturnType<typeof decimal>) =>
        sum(fills.map((fill) => (fill.side === 'Buy' ? pick(fill) : subtract(ZERO, pick(fill)))));
      expect(toText(of('BTC'))).toBe(
        toText(
          add(
            decimal('20'),
            signed(({ lastQty }) => lastQty),
          ),
        ),
      );
      const fees = sum(fills.map(({ fee }) => fee?.amount ?? ZERO));
      const notional = sum(
        fills.map((f) =>
          decimal(`${(f.side === 'Buy' ? 1 : -1) * Number(f.lastQty) * Number(f.lastPx)}`),
        ),
      );
      expect(toText(of('EUR'))).toBe(toText(subtract(subtract(decimal('2000'), notional), fees)));
      for (const { side, lastPx, clOrdId } of fills) {
        const terms = sent.get(clOrdId ?? '')?.terms;
        if (terms === undefined || !('price' in terms)) continue;
        expect(side === 'Buy' ? lessThan(terms.price, lastPx) : lessThan(lastPx, terms.price)).toBe(
          false,
        );
      }
      const cum = new Map<string, ReturnType<typeof decimal>>();
      for (const one of heard) {
        if (one.kind !== 'Order') continue;
        const { orderId, cumQty } = one.report;
        expect(lessThan(cumQty, cum.get(orderId) ?? ZERO)).toBe(false);
        cum.set(orderId, cumQty);
      }
      matching.cancelAll(null);
      for (const { held } of matching.balances()) expect(toText(held)).toBe('0');
    }),
    { numRuns: 400, examples: [[[ONE_FILL]]] },
  );
  expect(filled).toBeGreaterThan(0);
});
