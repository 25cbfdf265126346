import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromEpochMs, toText } from '../kernel/index.ts';
import { Book, type BookMessage, type LevelText } from './book.ts';

const at = fromEpochMs(1_795_000_000_000);
/** Bids below 100, asks above: books that can't cross. */
const bid = fc.integer({ min: 1, max: 99 }).map((n) => `${n}.50`);
const ask = fc.integer({ min: 101, max: 200 }).map((n) => `${n}.25`);
const quantity = fc.integer({ min: 0, max: 5 }).map((n) => `${n}.00000000`);
const levels = (price: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(price, quantity) as fc.Arbitrary<LevelText>, { maxLength: 12 });
const changes = fc.record({ bids: levels(bid), asks: levels(ask) });

/** The twin: a map per side, sorted whenever it is read. */
class NaiveBook {
  readonly sides = { bids: new Map<string, string>(), asks: new Map<string, string>() };
  put({ bids, asks }: { bids: readonly LevelText[]; asks: readonly LevelText[] }): void {
    for (const [side, list] of [
      ['bids', bids],
      ['asks', asks],
    ] as const) {
      for (const [price, size] of list) {
        if (Number(size) === 0) this.sides[side].delete(price);
        else this.sides[side].set(price, size);
      }
    }
  }
  read(side: 'bids' | 'asks'): string[][] {
    const sign = side === 'bids' ? -1 : 1;
    return [...this.sides[side]]
      .sort(([a], [b]) => sign * (Number(a) - Number(b)))
      .map(([price, size]) => [String(Number(price)), String(Number(size))]);
  }
}

const shown = (book: Book, side: 'Buy' | 'Sell') =>
  book.levels(side, 1000).map(({ price, quantity: size }) => [toText(price), toText(size)]);

const numbered = (last: number, parts: { bids: LevelText[]; asks: LevelText[] }): BookMessage =>
  last === 0
    ? { kind: 'Snapshot', last, at, ...parts }
    : { kind: 'Update', first: last, last, at, ...parts };

describe('a book', () => {
  it('is what its naive twin is, whatever came', () => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 30 }), (messages) => {
        const [book, naive] = [new Book(), new NaiveBook()];
        for (const [n, message] of messages.entries()) {
          expect(book.apply(numbered(n, message))).toBe('Taken');
          naive.put(message);
        }
        expect(shown(book, 'Buy')).toEqual(naive.read('bids'));
        expect(shown(book, 'Sell')).toEqual(naive.read('asks'));
      }),
    );
  });

  it('from which any one update is missing shows nothing, until the next snapshot', () => {
    fc.assert(
      fc.property(
        fc.array(changes, { minLength: 4, maxLength: 12 }),
        fc.nat(),
        (messages, chance) => {
          const dropped = 1 + (chance % (messages.length - 2));
          const book = new Book();
          for (const [n, message] of messages.entries()) {
            if (n !== dropped) book.apply(numbered(n, message));
          }
          expect(book.state).toMatchObject({
            kind: 'Broken',
            why: { code: 'Gap', expected: dropped, actual: dropped + 1 },
          });
          expect(shown(book, 'Buy')).toEqual([]);
          expect(book.apply(numbered(0, { bids: [['1', '1']], asks: [] }))).toBe('Taken');
          expect(shown(book, 'Buy')).toEqual([['1', '1']]);
        },
      ),
    );
  });

  it('takes each update once: what is repeated or late changes nothing', () => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: 2, maxLength: 10 }), (messages) => {
        const [once, twice] = [new Book(), new Book()];
        for (const [n, message] of messages.entries()) {
          once.apply(numbered(n, message));
          twice.apply(numbered(n, message));
          if (n > 0) expect(twice.apply(numbered(n, message))).toBe('Old');
        }
        expect(shown(twice, 'Buy')).toEqual(shown(once, 'Buy'));
        expect(shown(twice, 'Sell')).toEqual(shown(once, 'Sell'));
      }),
    );
  });
});

describe('a book that is not sure', () => {
  it('before its first snapshot shows nothing', () => {
    const book = new Book();
    const update = numbered(5, { bids: [['1', '1']], asks: [] });
    expect(book.apply(update)).toEqual({ code: 'NoSnapshot' });
    expect(book.levels('Buy', 1)).toEqual([]);
  });

  it('whose bids reach its asks is broken', () => {
    const book = new Book();
    const crossed = numbered(0, { bids: [['101', '1']], asks: [['100', '1']] });
    expect(book.apply(crossed)).toEqual({ code: 'Crossed', bid: '101', ask: '100' });
    expect(book.best('Buy')).toBeUndefined();
  });

  it('whose checksum is another is broken', () => {
    const book = new Book();
    book.apply(numbered(0, { bids: [['99', '1']], asks: [['100', '2']] }));
    const seen: unknown[] = [];
    const sum = (asks: LevelText[], bids: LevelText[]) => {
      seen.push(asks, bids);
      return 7;
    };
    expect(book.verify(7, sum)).toBe(true);
    expect(seen).toEqual([[['100', '2']], [['99', '1']]]);
    expect(book.verify(8, sum)).toBe(false);
    expect(book.state).toMatchObject({ why: { code: 'ChecksumDiffers', expected: 8, actual: 7 } });
  });

  it('keeps no more levels than its venue tells of', () => {
    const book = new Book(2);
    const asks: LevelText[] = [
      ['102', '1'],
      ['100', '1'],
      ['101', '1'],
    ];
    book.apply(numbered(0, { bids: [], asks }));
    expect(shown(book, 'Sell')).toEqual([
      ['100', '1'],
      ['101', '1'],
    ]);
  });
});
