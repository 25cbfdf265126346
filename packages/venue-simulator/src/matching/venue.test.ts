import { describe, expect, it } from 'vitest';
import { anOrder, aVenue, BTC } from '../../testing/builders.ts';
import { fixed, formatFixed } from '../kernel/fixed.ts';
import type { Order, Report } from './index.ts';
import { BACKGROUND } from './index.ts';

const kinds = (reports: readonly Report[]) =>
  reports.map((report) => ('reason' in report ? `${report.kind} ${report.reason}` : report.kind));
const orderOf = (reports: readonly Report[]): Order => {
  const [first] = reports;
  if (first === undefined || first.kind === 'Trade') throw new Error('No order came first.');
  return first.order;
};
const has = (venue: ReturnType<typeof aVenue>, owner: string, asset: string) => {
  const { free, held } = venue.funds.of(owner, asset);
  return `${formatFixed(free)} free, ${formatFixed(held)} held`;
};

/** Bob offers one coin each at 101, 102 and 103. */
function withOffers(venue = aVenue()) {
  for (const price of ['101', '102', '103']) {
    venue.submit(anOrder({ owner: 'bob', side: 'Sell', price: fixed(price) }), 0);
  }
  return venue;
}

describe('a limit order', () => {
  it('trades at the prices that rest, not at its own, and gets back what it held too much', () => {
    const venue = withOffers();
    const reports = venue.submit(anOrder({ qty: fixed('2'), price: fixed('110') }), 1);
    const trades = reports.flatMap((one) => (one.kind === 'Trade' ? [formatFixed(one.price)] : []));
    expect(trades).toEqual(['101', '102']);
    expect(has(venue, 'ann', 'USDT')).toBe('999797 free, 0 held');
    // 0.2 % of two coins, taken from what was bought.
    expect(has(venue, 'ann', 'BTC')).toBe('101.996 free, 0 held');
  });

  it('rests with what is left of it, and holds exactly that', () => {
    const venue = withOffers();
    venue.submit(anOrder({ qty: fixed('2'), price: fixed('101') }), 1);
    expect(has(venue, 'ann', 'USDT')).toBe('999798 free, 101 held');
    expect(venue.openOrders('ann')).toMatchObject([{ status: 'PartiallyFilled' }]);
  });

  it('immediate or cancel keeps what it got and ends with the rest', () => {
    const venue = withOffers();
    const wanted = {
      qty: fixed('5'),
      price: fixed('102'),
      timeInForce: 'ImmediateOrCancel',
    } as const;
    expect(kinds(venue.submit(anOrder(wanted), 1))).toEqual([
      'New',
      'Trade',
      'Trade',
      'Expired ImmediateOrCancel',
    ]);
    expect(has(venue, 'ann', 'USDT')).toBe('999797 free, 0 held');
  });

  it('fill or kill that can not be filled touches nothing', () => {
    const venue = withOffers();
    const wanted = { qty: fixed('4'), price: fixed('103'), timeInForce: 'FillOrKill' } as const;
    expect(kinds(venue.submit(anOrder(wanted), 1))).toEqual(['New', 'Expired FillOrKillNotFilled']);
    expect(venue.market(BTC.id)?.book.levels('Sell')).toHaveLength(3);
    expect(has(venue, 'ann', 'USDT')).toBe('1000000 free, 0 held');
  });

  it('post-only is refused when it would trade', () => {
    const venue = withOffers();
    const crossing = anOrder({ price: fixed('101'), postOnly: true });
    expect(kinds(venue.submit(crossing, 1))).toEqual(['Rejected PostOnlyWouldTrade']);
    const resting = anOrder({ price: fixed('100'), postOnly: true });
    expect(kinds(venue.submit(resting, 1))).toEqual(['New']);
  });

  it('good till a date ends at that moment and gives back what it held', () => {
    const venue = aVenue();
    venue.submit(anOrder({ timeInForce: 'GoodTillDate', expiresAt: 500 }), 1);
    expect(venue.expire(499)).toEqual([]);
    expect(kinds(venue.expire(500))).toEqual(['Expired GoodTillDate']);
    expect(has(venue, 'ann', 'USDT')).toBe('1000000 free, 0 held');
  });
});

describe('a market order', () => {
  it('by amount spends no more than the amount and ends filled', () => {
    const venue = withOffers();
    const wanted = { type: 'Market', qty: null, price: null, quoteQty: fixed('150') } as const;
    const reports = venue.submit(anOrder(wanted), 1);
    expect(reports.at(-1)).toMatchObject({ kind: 'Trade', taker: { order: { status: 'Filled' } } });
    const { cumQuote = 0n } = venue.order('ann', orderOf(reports).id) ?? {};
    expect(cumQuote <= fixed('150') && cumQuote > fixed('149.99')).toBe(true);
  });

  it('that empties the book expires with the rest, and without a book is refused', () => {
    const venue = withOffers();
    const wanted = { type: 'Market', qty: fixed('4'), price: null } as const;
    expect(kinds(venue.submit(anOrder(wanted), 1)).at(-1)).toBe('Expired LiquidityRanOut');
    expect(kinds(venue.submit(anOrder(wanted), 1))).toEqual(['Rejected NoLiquidity']);
  });

  it('nobody can pay for is refused before it trades', () => {
    const venue = withOffers();
    venue.funds.move('ann', 'USDT', -fixed('999800'));
    const wanted = { type: 'Market', qty: fixed('2'), price: null } as const;
    expect(kinds(venue.submit(anOrder(wanted), 1))).toEqual(['Rejected InsufficientFunds']);
  });
});

describe('a trigger', () => {
  const touch = (venue: ReturnType<typeof aVenue>, price: string) =>
    venue.background(venue.market(BTC.id)?.print(fixed(price), 9) ?? []);

  it.each([
    ['Stop', 'Buy', '105', '104.99'],
    ['Stop', 'Sell', '95', '95.01'],
    ['MarketIfTouched', 'Buy', '95', '95.01'],
    ['MarketIfTouched', 'Sell', '105', '104.99'],
  ] as const)('%s %s fires at %s and not at %s', (type, side, at, before) => {
    const venue = withOffers();
    venue.submit(anOrder({ owner: 'bob', side: 'Buy', price: fixed('90'), qty: fixed('5') }), 0);
    touch(venue, '100');
    venue.submit(anOrder({ type, side, price: null, stopPrice: fixed(at) }), 1);
    expect(kinds(touch(venue, before))).toEqual([]);
    expect(kinds(touch(venue, at)).slice(0, 2)).toEqual(['Triggered', 'Trade']);
  });

  it('that is reached already is refused', () => {
    const venue = withOffers();
    touch(venue, '100');
    const late = anOrder({ type: 'Stop', price: null, stopPrice: fixed('99') });
    expect(kinds(venue.submit(late, 1))).toEqual(['Rejected StopWouldTrigger']);
  });

  it('of a stop-limit puts a limit order into the book, and cancels before that like any other', () => {
    const venue = aVenue();
    touch(venue, '100');
    const stop = { type: 'StopLimit', price: fixed('106'), stopPrice: fixed('105') } as const;
    const first = orderOf(venue.submit(anOrder(stop), 1));
    expect(first.status).toBe('Untriggered');
    expect(has(venue, 'ann', 'USDT')).toBe('999894 free, 106 held');
    venue.cancel('ann', first.id, 2);
    expect(has(venue, 'ann', 'USDT')).toBe('1000000 free, 0 held');
    venue.submit(anOrder(stop), 3);
    touch(venue, '105');
    expect(venue.market(BTC.id)?.book.best('Buy')).toBe(fixed('106'));
  });
});

describe('an owner who meets himself', () => {
  it.each([
    ['CancelTaker', ['New', 'Expired SelfTrade'], 1],
    ['CancelMaker', ['New', 'Expired SelfTrade'], 1],
    ['CancelBoth', ['New', 'Expired SelfTrade', 'Expired SelfTrade'], 0],
  ] as const)('never trades: %s', (selfTrade, expected, open) => {
    const venue = aVenue();
    venue.submit(anOrder({ side: 'Sell' }), 0);
    expect(kinds(venue.submit(anOrder({ selfTrade }), 1))).toEqual(expected);
    expect(venue.openOrders('ann')).toHaveLength(open);
  });
});

describe('an amendment', () => {
  it('to less keeps its place; to another price it does not', () => {
    const venue = aVenue();
    const ann = orderOf(venue.submit(anOrder({ qty: fixed('2') }), 0));
    venue.submit(anOrder({ owner: 'bob' }), 1);
    venue.amend('ann', ann.id, { qty: fixed('1') }, 2);
    const first = () => venue.market(BTC.id)?.book.first('Buy')?.owner;
    expect(first()).toBe('ann');
    venue.amend('ann', ann.id, { qty: fixed('3') }, 3);
    expect(first()).toBe('bob');
    expect(has(venue, 'ann', 'USDT')).toBe('999700 free, 300 held');
  });

  it('that crosses trades at once', () => {
    const venue = withOffers();
    const { id } = orderOf(venue.submit(anOrder(), 1));
    const answer = venue.amend('ann', id, { price: fixed('101') }, 2);
    expect(Array.isArray(answer) && kinds(answer)).toEqual(['Amended', 'Trade']);
  });

  it('nobody can pay for is refused and changes nothing', () => {
    const venue = aVenue();
    const { id } = orderOf(venue.submit(anOrder(), 1));
    expect(venue.amend('ann', id, { qty: fixed('8999'), price: fixed('200') }, 2)).toEqual({
      refused: 'InsufficientFunds',
    });
    expect(has(venue, 'ann', 'USDT')).toBe('999900 free, 100 held');
  });
});

describe('what is turned away', () => {
  it.each([
    [{ price: fixed('100.001') }, 'PriceNotOnTick'],
    [{ price: null }, 'PriceMissing'],
    [{ qty: fixed('0.000001') }, 'QtyTooSmall'],
    [{ qty: fixed('1.000001') }, 'QtyNotOnStep'],
    [{ qty: fixed('9001') }, 'QtyTooLarge'],
    [{ qty: null }, 'QtyMissing'],
    [{ qty: fixed('0.01') }, 'NotionalTooSmall'],
    [{ instrument: 'XXX/USDT' }, 'UnknownInstrument'],
    [{ qty: fixed('8999'), price: fixed('1000') }, 'InsufficientFunds'],
  ] as const)('%o: %s', (changes, reason) => {
    const venue = aVenue();
    expect(kinds(venue.submit(anOrder(changes), 0))).toEqual([`Rejected ${reason}`]);
    expect(has(venue, 'ann', 'USDT')).toBe('1000000 free, 0 held');
  });

  it.each([
    ['Halted', 'Rejected InstrumentHalted', 'Halted'],
    ['CancelOnly', 'Rejected InstrumentCancelOnly', 'Canceled User'],
    ['PostOnly', 'New', 'Canceled User'],
  ] as const)('while %s: new is %s, cancel is %s', (state, onNew, onCancel) => {
    const venue = aVenue();
    const { id } = orderOf(venue.submit(anOrder(), 0));
    const market = venue.market(BTC.id);
    if (market !== undefined) market.state = state;
    expect(kinds(venue.submit(anOrder(), 1))).toEqual([onNew]);
    const answer = venue.cancel('ann', id, 2);
    expect(Array.isArray(answer) ? kinds(answer).join() : answer).toBe(onCancel);
  });

  it('an order of somebody else is unknown, one that ended is not open', () => {
    const venue = aVenue();
    const { id } = orderOf(venue.submit(anOrder(), 0));
    expect(venue.cancel('bob', id, 1)).toBe('UnknownOrder');
    venue.cancel('ann', id, 1);
    expect(venue.cancel('ann', id, 2)).toBe('NotOpen');
  });
});

it('the market model rests and trades without funds of its own', () => {
  const venue = aVenue();
  const offer = anOrder({ owner: BACKGROUND, side: 'Sell', price: fixed('100') });
  venue.background(venue.market(BTC.id)?.submit(offer, 0) ?? []);
  expect(kinds(venue.submit(anOrder(), 1))).toEqual(['New', 'Trade']);
  expect(has(venue, BACKGROUND, 'BTC')).toBe('0 free, 0 held');
});
