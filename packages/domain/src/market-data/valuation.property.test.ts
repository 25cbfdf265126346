import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Asset,
  absolute,
  addMs,
  decimal,
  fromEpochMs,
  greaterThan,
  lessThan,
  money,
  multiply,
  ONE,
  subtract,
  unwrap,
} from '../kernel/index.ts';
import { Book } from './book.ts';
import { consolidate } from './consolidated.ts';
import { type ConversionAsk, priceConverted } from './conversion.ts';
import { parseInstrument, type VenueId } from './instrument.ts';
import { type InstrumentBook, markOf, valuationOf } from './valuation.ts';

const at = fromEpochMs(1_795_000_000_000);
const MAX_AGE_MS = 1000;
const asset = (text: string) => text as Asset;

interface Shape {
  readonly mid: number;
  readonly half: number;
  readonly fee: string;
  readonly depth?: string;
}

/** Some levels on either side of a mid, at one venue. */
function aBook(name: string, { mid, half, fee, depth = '5' }: Shape, time = at): InstrumentBook {
  const book = new Book();
  const levels = (sign: 1 | -1) =>
    [1, 2, 3].map((n) => [(mid + sign * half * n).toFixed(4), depth] as const);
  book.apply({ kind: 'Snapshot', last: 1, bids: levels(-1), asks: levels(1), at: time });
  const venue = { venue: 'v' as VenueId, book, isUp: true, takerRate: decimal(fee) };
  const instrument = unwrap(parseInstrument(name));
  return { instrument, book: consolidate([venue], { at, maxAgeMs: 60_000, depth: 9 }) };
}

const shape = (low: number, high: number): fc.Arbitrary<Shape> =>
  fc.record({
    mid: fc.integer({ min: low, max: high }).map((n) => n / 100),
    half: fc.integer({ min: 1, max: 5 }).map((n) => n / 1000),
    fee: fc.integer({ min: 0, max: 60 }).map((n) => `${n / 10_000}`),
    depth: fc.constant('1000'),
  });

const valuing = (...books: InstrumentBook[]) => ({ books, at, maxAgeMs: MAX_AGE_MS });
const plain: Shape = { mid: 100, half: 1, fee: '0' };

describe('a mark', () => {
  it('is the mid of the book, and names the book, its venues and its age', () => {
    const mark = unwrap(markOf(asset('BTC'), asset('EUR'), valuing(aBook('BTC/EUR', plain))));
    expect(String(mark.price)).toBe('100');
    expect(mark.steps).toMatchObject([
      { instrument: 'BTC/EUR', from: 'Base', venues: ['v', 'v'], ageMs: 0 },
    ]);
  });

  it('of the reference itself needs no book', () => {
    expect(unwrap(markOf(asset('EUR'), asset('EUR'), valuing()))).toMatchObject({ steps: [] });
  });

  it('of a stablecoin is its market’s, never 1.0, and without a market there is none', () => {
    const market = aBook('USDT/USD', { mid: 0.93, half: 0.001, fee: '0' });
    const mark = unwrap(markOf(asset('USDT'), asset('USD'), valuing(market)));
    expect(String(mark.price)).toBe('0.93');
    expect(markOf(asset('USDT'), asset('USD'), valuing())).toMatchObject({
      error: { code: 'NoPath' },
    });
  });

  it('goes through one or two conversions where there is no direct book, and no further', () => {
    const books = [
      aBook('SOL/BTC', { ...plain, mid: 0.01, half: 0.001 }),
      aBook('BTC/USDT', plain),
      aBook('EUR/USDT', { ...plain, mid: 2, half: 0.1 }),
      aBook('EUR/GBP', plain),
    ];
    const mark = unwrap(markOf(asset('SOL'), asset('EUR'), valuing(...books)));
    expect(String(mark.price)).toBe('0.5');
    expect(mark.steps.map(({ instrument, from }) => `${instrument} ${from}`)).toEqual([
      'SOL/BTC Base',
      'BTC/USDT Base',
      'EUR/USDT Quote',
    ]);
    expect(markOf(asset('SOL'), asset('GBP'), valuing(...books))).toMatchObject({
      error: { code: 'NoPath', mostSteps: 3 },
    });
  });

  it('goes round a book that is stale, crossed or one-sided, and says which where nothing is left', () => {
    const stale = aBook('BTC/EUR', plain, addMs(at, -MAX_AGE_MS - 1));
    const round = [aBook('BTC/USDT', plain), aBook('EUR/USDT', { ...plain, mid: 2, half: 0.1 })];
    const mark = unwrap(markOf(asset('BTC'), asset('EUR'), valuing(stale, ...round)));
    expect(mark.steps).toHaveLength(2);
    expect(markOf(asset('BTC'), asset('EUR'), valuing(stale))).toMatchObject({
      error: {
        code: 'NoPrice',
        failed: [{ instrument: 'BTC/EUR', why: { code: 'Stale', limitMs: 1000, actualMs: 1001 } }],
      },
    });
    const empty = { ...stale, book: { ...stale.book, at, asks: [] } };
    expect(markOf(asset('BTC'), asset('EUR'), valuing(empty))).toMatchObject({
      error: { failed: [{ why: { code: 'NoAsk' } }] },
    });
    const { bids, asks } = aBook('BTC/EUR', plain).book;
    const crossed = { ...stale, book: { ...aBook('BTC/EUR', plain).book, bids: asks, asks: bids } };
    expect(markOf(asset('BTC'), asset('EUR'), valuing(crossed))).toMatchObject({
      error: { failed: [{ why: { code: 'Crossed' } }] },
    });
  });

  it('ages with the moment it is asked for, not with the moment the book was looked at', () => {
    const asked = { ...valuing(aBook('BTC/EUR', plain)), at: addMs(at, MAX_AGE_MS + 1) };
    expect(markOf(asset('BTC'), asset('EUR'), asked).ok).toBe(false);
    const future = { ...valuing(aBook('BTC/EUR', plain)), at: addMs(at, -1) };
    expect(markOf(asset('BTC'), asset('EUR'), future).ok).toBe(false);
  });

  it('there and back is one, to the digits that are kept', () => {
    fc.assert(
      fc.property(shape(500, 90_000), shape(500, 90_000), (one, other) => {
        const books = valuing(aBook('SOL/USDT', one), aBook('EUR/USDT', other));
        const there = unwrap(markOf(asset('SOL'), asset('EUR'), books)).price;
        const back = unwrap(markOf(asset('EUR'), asset('SOL'), books)).price;
        const off = absolute(subtract(multiply(there, back), ONE));
        expect(lessThan(off, decimal('0.000000000001'))).toBe(true);
      }),
    );
  });
});

it('a valuation adds up what is valued, and has no total where a part is not', () => {
  const books = valuing(aBook('BTC/EUR', plain));
  const [btc, eur] = [money(decimal('-2'), asset('BTC')), money(decimal('500'), asset('EUR'))];
  expect(String(valuationOf([btc, eur], asset('EUR'), books).total?.amount)).toBe('300');
  const odd = money(ONE, asset('XYZ'));
  const partly = valuationOf([btc, eur, odd], asset('EUR'), books);
  expect(partly.total).toBeNull();
  expect(partly.lines.map(({ value }) => value.ok)).toEqual([true, true, false]);
});

const BOTH_WAYS = [
  { from: asset('EUR'), to: asset('USDT') },
  { from: asset('USDT'), to: asset('EUR') },
];
const instrument = unwrap(parseInstrument('BTC/USDT'));
const asked = (changes: Partial<ConversionAsk> = {}): ConversionAsk => ({
  instrument,
  side: 'Buy',
  quantity: ONE,
  settlement: asset('EUR'),
  allowed: BOTH_WAYS,
  ...changes,
});

/** The conversion's book as EUR/USDT, or the other way round. */
const conversionBook = fc
  .tuple(fc.boolean(), shape(80, 130))
  .map(([isEurBase, one]) =>
    aBook(isEurBase ? 'EUR/USDT' : 'USDT/EUR', { ...one, depth: '1000000' }),
  );
const mainBook = shape(500, 90_000).map((one) => aBook('BTC/USDT', one));
const quantities = fc.integer({ min: 1, max: 20_000 }).map((n) => decimal(`${n / 10}`));

describe('a trade across quote assets', () => {
  it('is never done for nothing: to and fro never gains, and all-in is never better than mid', () => {
    fc.assert(
      fc.property(mainBook, conversionBook, quantities, (main, conversion, quantity) => {
        const books = valuing(main, conversion);
        const buy = unwrap(priceConverted(asked({ quantity }), books));
        const sell = unwrap(priceConverted(asked({ quantity, side: 'Sell' }), books));
        expect(greaterThan(sell.gets.amount, buy.pays.amount)).toBe(false);
        expect(lessThan(buy.allInPx, buy.midPx)).toBe(false);
        expect(greaterThan(sell.allInPx, sell.midPx)).toBe(false);
      }),
    );
  });

  it('is its two legs: the conversion brings what the trade costs, and takes no more than it must', () => {
    fc.assert(
      fc.property(mainBook, conversionBook, quantities, (main, conversion, quantity) => {
        const priced = unwrap(priceConverted(asked({ quantity }), valuing(main, conversion)));
        const [first, second] = priced.legs;
        expect([first?.kind, second?.kind]).toEqual(['Conversion', 'Trade']);
        if (first === undefined || second === undefined) return;
        const brought = first.side === 'Buy' ? first.quantity : first.allIn;
        expect(lessThan(brought, second.allIn)).toBe(false);
        const over = subtract(brought, second.allIn);
        expect(lessThan(over, decimal('0.000000000001'))).toBe(true);
      }),
    );
  });

  it('is refused where the mandate has no such conversion, in that direction', () => {
    const books = valuing(aBook('BTC/USDT', plain), aBook('EUR/USDT', plain));
    const allowed = BOTH_WAYS.slice(1);
    expect(priceConverted(asked({ allowed }), books)).toEqual({
      ok: false,
      error: { code: 'ConversionNotAllowed', from: 'EUR', to: 'USDT', allowed },
    });
    expect(priceConverted(asked({ allowed, side: 'Sell' }), books).ok).toBe(true);
  });

  it('is one leg and needs no leave where the quote asset is what one has', () => {
    const books = valuing(aBook('BTC/USDT', plain));
    const priced = priceConverted(asked({ allowed: [], settlement: asset('USDT') }), books);
    expect(unwrap(priced).legs.map(({ kind }) => kind)).toEqual(['Trade']);
  });

  it('is refused by a thin or stale book of either leg, which is named', () => {
    const main = aBook('BTC/USDT', { ...plain, depth: '100' });
    const thin = aBook('EUR/USDT', { mid: 1, half: 0.01, fee: '0', depth: '10' });
    expect(priceConverted(asked(), valuing(main, thin))).toMatchObject({
      error: { code: 'TooThin', instrument: 'EUR/USDT', wanted: { asset: 'USDT' } },
    });
    expect(priceConverted(asked({ quantity: decimal('301') }), valuing(main, thin))).toMatchObject({
      error: { code: 'TooThin', instrument: 'BTC/USDT', actual: { asset: 'BTC' } },
    });
    const old = aBook('EUR/USDT', { ...plain, mid: 1, half: 0.01 }, addMs(at, -2000));
    expect(priceConverted(asked(), valuing(main, old))).toMatchObject({
      error: { code: 'NoPrice', instrument: 'EUR/USDT', why: { code: 'Stale' } },
    });
    expect(priceConverted(asked(), valuing(main))).toMatchObject({
      error: { code: 'NoInstrument', of: ['EUR', 'USDT'] },
    });
  });
});
