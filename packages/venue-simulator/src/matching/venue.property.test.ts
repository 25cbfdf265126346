import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anOrder, aVenue, BTC } from '../../testing/builders.ts';
import { NaiveMarket } from '../../testing/naive-twin.ts';
import { fixed } from '../kernel/fixed.ts';
import { type FeeRules, isOpen, leavesOf, type OrderRequest, type Report } from './index.ts';

const OWNERS = ['ann', 'bob', 'cat'];
const price = fc.integer({ min: 90, max: 110 }).map((n) => fixed(String(n)));
const qty = fc.integer({ min: 10, max: 300 }).map((n) => fixed(`${n}`) / 100n);
const side = fc.constantFrom('Buy' as const, 'Sell' as const);

const order = fc.record({
  kind: fc.constant('order' as const),
  owner: fc.constantFrom(...OWNERS),
  side,
  type: fc.constantFrom(...(['Limit', 'Limit', 'Limit', 'Market', 'Stop', 'StopLimit'] as const)),
  qty,
  price,
  stopPrice: price,
  timeInForce: fc.constantFrom(
    ...(['GoodTillCancel', 'GoodTillCancel', 'ImmediateOrCancel', 'FillOrKill'] as const),
  ),
  selfTrade: fc.constantFrom(...(['CancelTaker', 'CancelMaker', 'CancelBoth'] as const)),
  postOnly: fc.boolean(),
});
const cancel = fc.record({ kind: fc.constant('cancel' as const), id: fc.nat({ max: 60 }) });
const amend = fc.record({
  kind: fc.constant('amend' as const),
  id: fc.nat({ max: 60 }),
  price,
  qty,
});
const acts = fc.array(fc.oneof({ weight: 6, arbitrary: order }, cancel, amend), { maxLength: 60 });
type Acted = typeof acts extends fc.Arbitrary<(infer A)[]> ? A : never;

function requestOf(act: Extract<Acted, { kind: 'order' }>): OrderRequest {
  const { kind: _, ...wanted } = act;
  const hasPrice = act.type === 'Limit' || act.type === 'StopLimit';
  const hasStop = act.type === 'Stop' || act.type === 'StopLimit';
  return anOrder({
    ...wanted,
    price: hasPrice ? act.price : null,
    stopPrice: hasStop ? act.stopPrice : null,
    postOnly: act.postOnly && act.type === 'Limit' && act.timeInForce === 'GoodTillCancel',
  });
}

function play(paidIn: FeeRules['paidIn'], played: readonly Acted[]) {
  const venue = aVenue(paidIn, OWNERS);
  const reports: Report[] = [];
  for (const [at, act] of played.entries()) {
    if (act.kind === 'order') reports.push(...venue.submit(requestOf(act), at));
    else {
      for (const owner of OWNERS) {
        const answer =
          act.kind === 'cancel'
            ? venue.cancel(owner, act.id, at)
            : venue.amend(owner, act.id, { price: act.price, qty: act.qty }, at);
        if (Array.isArray(answer)) reports.push(...answer);
      }
    }
  }
  return { venue, reports };
}

const START = { USDT: fixed('1000000'), BTC: fixed('100') };

describe.each(['Received', 'Quote'] as const)('a venue whose fees are paid in %s', (paidIn) => {
  it('makes and loses nothing: what customers have and what they paid in fees is what there was', () => {
    fc.assert(
      fc.property(acts, (played) => {
        const { venue, reports } = play(paidIn, played);
        for (const asset of ['USDT', 'BTC'] as const) {
          let sum = 0n;
          for (const owner of OWNERS) {
            const { free, held } = venue.funds.of(owner, asset);
            sum += free + held;
          }
          for (const report of reports) {
            if (report.kind !== 'Trade') continue;
            for (const { fee, feeAsset } of [report.maker, report.taker]) {
              if (feeAsset === asset) sum += fee;
            }
          }
          expect(sum).toBe(START[asset] * BigInt(OWNERS.length));
        }
      }),
    );
  });

  it('holds exactly what open orders could cost, and nothing for what has ended', () => {
    fc.assert(
      fc.property(acts, (played) => {
        const { venue } = play(paidIn, played);
        const market = venue.market(BTC.id);
        for (const owner of OWNERS) {
          const open = venue.openOrders(owner);
          for (const [asset, holder] of [
            ['USDT', 'Buy'],
            ['BTC', 'Sell'],
          ] as const) {
            const held = open
              .filter((one) => one.side === holder)
              .reduce((sum, one) => sum + (market?.heldBy(one) ?? 0n), 0n);
            expect(venue.funds.of(owner, asset).held).toBe(held);
          }
          const sold = open.filter((one) => one.side === 'Sell');
          for (const one of sold) expect(market?.heldBy(one)).toBe(leavesOf(one));
        }
      }),
    );
  });
});

describe('a book', () => {
  it('is never crossed, and shows each level as the sum of its orders', () => {
    fc.assert(
      fc.property(acts, (played) => {
        const { venue } = play('Quote', played);
        const book = venue.market(BTC.id)?.book;
        const [bid, ask] = [book?.best('Buy'), book?.best('Sell')];
        if (bid !== undefined && ask !== undefined) expect(bid < ask).toBe(true);
        for (const one of ['Buy', 'Sell'] as const) {
          const sums = new Map<bigint, bigint>();
          for (const resting of book?.orders(one) ?? []) {
            expect(isOpen(resting)).toBe(true);
            const at = resting.price ?? 0n;
            sums.set(at, (sums.get(at) ?? 0n) + leavesOf(resting));
          }
          expect(book?.levels(one).map((level) => [level.price, level.qty])).toEqual([...sums]);
        }
      }),
    );
  });

  it('rebuilt from its changes alone is the book', () => {
    fc.assert(
      fc.property(acts, (played) => {
        const venue = aVenue('Quote', OWNERS);
        const book = venue.market(BTC.id)?.book;
        const shown = { Buy: new Map<bigint, bigint>(), Sell: new Map<bigint, bigint>() };
        for (const [at, act] of played.entries()) {
          if (act.kind === 'order') venue.submit(requestOf(act), at);
          else if (act.kind === 'cancel') for (const o of OWNERS) venue.cancel(o, act.id, at);
          else for (const o of OWNERS) venue.amend(o, act.id, act, at);
          for (const change of book?.takeChanges() ?? []) {
            if (change.qty === 0n) shown[change.side].delete(change.price);
            else shown[change.side].set(change.price, change.qty);
          }
        }
        for (const one of ['Buy', 'Sell'] as const) {
          const sorted = [...shown[one]].sort(([a], [b]) => (a < b === (one === 'Sell') ? -1 : 1));
          expect(book?.levels(one).map((level) => [level.price, level.qty])).toEqual(sorted);
        }
      }),
    );
  });
});

describe('matching', () => {
  const plain = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ side, qty, price: fc.option(price) }) },
      { weight: 1, arbitrary: fc.record({ cancel: fc.nat({ max: 50 }) }) },
    ),
    { maxLength: 80 },
  );

  it('trades the same quantities with the same orders at the same prices as its naive twin', () => {
    fc.assert(
      fc.property(plain, (played) => {
        // Every order is somebody else's, so that nothing but price and time decides.
        const owners = played.map((_, n) => `owner ${n}`);
        const venue = aVenue('Received', owners);
        const naive = new NaiveMarket();
        let id = 0;
        for (const [at, act] of played.entries()) {
          if ('cancel' in act) {
            const wasOpen = owners.some((o) => Array.isArray(venue.cancel(o, act.cancel, at)));
            expect(wasOpen).toBe(naive.cancel(act.cancel));
            continue;
          }
          id += 1;
          const type = act.price === null ? ('Market' as const) : ('Limit' as const);
          const request = anOrder({ ...act, owner: owners[at] ?? '', type });
          const trades = venue
            .submit(request, at)
            .filter((report) => report.kind === 'Trade')
            .map(({ maker, taker, price: px, qty: size }) => ({
              maker: maker.order.id,
              taker: taker.order.id,
              price: px,
              qty: size,
            }));
          const rests = act.price !== null;
          expect(trades).toEqual(naive.submit({ id, ...act, leaves: act.qty, rests }));
        }
        for (const one of ['Buy', 'Sell'] as const) {
          const levels = venue.market(BTC.id)?.book.levels(one) ?? [];
          expect(levels.map((level) => [level.price, level.qty])).toEqual(naive.levels(one));
        }
      }),
    );
  });
});
