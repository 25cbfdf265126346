import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromEpochMs, unwrap } from '@ultrathink/domain/kernel';
import { Book, type LevelText } from '@ultrathink/domain/market-data';
import { referenceFolder } from '@ultrathink/scripts/reference-data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf, padded, readBookFast, readBookSlow } from './book-frame.ts';
import { readExactJson } from './exact-json.ts';

const slow = (text: string) => readBookSlow(unwrap(readExactJson(text)));

/** The worked example of the vendor's guide "Book checksum (WebSocket v2)". */
const ASKS = [
  ['45285.2', '0.00100000'],
  ['45286.4', '1.54571953'],
  ['45286.6', '1.54571109'],
  ['45289.6', '1.54560911'],
  ['45290.2', '0.15890660'],
  ['45291.8', '1.54553491'],
  ['45294.7', '0.04454749'],
  ['45296.1', '0.35380000'],
  ['45297.5', '0.09945542'],
  ['45299.5', '0.18772827'],
] as const satisfies readonly LevelText[];
const BIDS = [
  ['45283.5', '0.10000000'],
  ['45283.4', '1.54582015'],
  ['45282.1', '0.10000000'],
  ['45281.0', '0.10000000'],
  ['45280.3', '1.54592586'],
  ['45279.0', '0.07990000'],
  ['45277.6', '0.03310103'],
  ['45277.5', '0.30000000'],
  ['45277.3', '1.54602737'],
  ['45276.6', '0.15445238'],
] as const satisfies readonly LevelText[];
const CHECKSUM = 3310070434;

const rows = (levels: readonly LevelText[]) =>
  levels.map(([price, qty]) => `{"price":${price},"qty":${qty}}`).join(',');
const frameOf = (type: string, bids: string, asks: string, rest = '') =>
  `{"channel":"book","type":"${type}","data":[{"symbol":"BTC/USD","bids":[${bids}],` +
  `"asks":[${asks}],"checksum":${CHECKSUM}${rest}}]}`;
const EXAMPLE = frameOf('snapshot', rows(BIDS), rows(ASKS));
const stamp = ',"timestamp":"2023-10-06T17:35:55.440295Z"';

describe('the checksum', () => {
  it('of the vendor’s worked example is the vendor’s', () => {
    expect(checksumOf(ASKS, BIDS)).toBe(CHECKSUM);
  });

  it('is right over a book that was kept from frames, and wrong after one digit has changed', () => {
    const frame = readBookFast(EXAMPLE);
    const book = new Book(10);
    const at = fromEpochMs(0);
    const levels = { bids: frame?.bids ?? [], asks: frame?.asks ?? [], at };
    expect(book.apply({ kind: 'Snapshot', last: 1, ...levels })).toBe('Taken');
    expect(book.verify(CHECKSUM, checksumOf)).toBe(true);
    const changed: LevelText[] = [['45277.3', '1.54602738']];
    book.apply({ kind: 'Update', first: 2, last: 2, bids: changed, asks: [], at });
    expect(book.verify(CHECKSUM, checksumOf)).toBe(false);
    expect(book.state).toMatchObject({ kind: 'Broken', why: { code: 'ChecksumDiffers' } });
  });

  it('needs the decimals of the pair: a writer that drops zeros is made up for', () => {
    const short = (levels: readonly LevelText[]): LevelText[] =>
      levels.map(([price, qty]) => [String(Number(price)), String(Number(qty))]);
    expect(checksumOf(short(ASKS), short(BIDS))).not.toBe(CHECKSUM);
    expect(checksumOf(padded(short(ASKS), 1, 8), padded(short(BIDS), 1, 8))).toBe(CHECKSUM);
    expect(padded(ASKS, 1, 8)).toEqual(ASKS);
    expect(padded([['7', '1']], 0, 0)).toEqual([['7', '1']]);
  });
});

describe('a frame', () => {
  it('is read digit by digit', () => {
    expect(readBookFast(EXAMPLE)).toEqual({
      kind: 'Book',
      type: 'snapshot',
      symbol: 'BTC/USD',
      bids: BIDS,
      asks: ASKS,
      checksum: CHECKSUM,
    });
    const update = frameOf('update', '{"price":0.5657,"qty":1098.3947558}', '', stamp);
    expect(readBookFast(update)).toMatchObject({
      type: 'update',
      bids: [['0.5657', '1098.3947558']],
      asks: [],
    });
  });

  it.each([
    ['blanks', EXAMPLE.replaceAll(',', ', ')],
    ['an exponent', frameOf('update', '{"price":0.1,"qty":1e-08}', '')],
    ['another order of names', frameOf('update', '{"qty":1,"price":0.1}', '')],
    ['a name more', frameOf('update', '{"price":0.1,"qty":1,"orders":2}', '')],
  ])('with %s goes the slow way, and is understood', (_, text) => {
    expect(readBookFast(text)).toBeNull();
    expect(slow(text).ok).toBe(true);
  });

  it.each([
    ['a negative price', frameOf('update', '{"price":-1,"qty":1}', '')],
    ['a text for a price', frameOf('update', '{"price":"cheap","qty":1}', '')],
    ['a level without a quantity', frameOf('update', '{"price":1}', '')],
    ['two books', EXAMPLE.replace('}]}', '},{}]}')],
  ])('with %s is refused by both ways', (_, text) => {
    expect(readBookFast(text)).toBeNull();
    expect(slow(text).ok).toBe(false);
  });

  it.each(['05', '.5', '5.', '1.2.3', ''])('with %s for a number is no JSON', (number) => {
    const text = frameOf('update', `{"price":${number},"qty":1}`, '');
    expect(readBookFast(text)).toBeNull();
    expect(readExactJson(text).ok).toBe(false);
  });

  it('is the same by the fast and by the slow way', () => {
    const decimals = fc
      .stringMatching(/^\d{1,7}(\.\d{1,10})?$/)
      .filter((text) => !/^0\d/.test(text));
    const levels = fc.array(fc.tuple(decimals, decimals), { maxLength: 12 });
    const type = fc.constantFrom('snapshot', 'update');
    fc.assert(
      fc.property(type, levels, levels, fc.boolean(), (kind, bids, asks, isStamped) => {
        const text = frameOf(kind, rows(bids), rows(asks), isStamped ? stamp : '');
        const fast = readBookFast(text);
        expect(fast).not.toBeNull();
        expect(fast).toEqual(unwrap(slow(text)));
      }),
    );
  });

  it('that was cut or changed anywhere never gives another book than the slow way', () => {
    const at = fc.integer({ min: 0, max: EXAMPLE.length });
    fc.assert(
      fc.property(
        at,
        fc.constantFrom('', '.', 'e', '0', '9', '"', ',', '}', ']'),
        (where, sign) => {
          const text = EXAMPLE.slice(0, where) + sign + EXAMPLE.slice(where + 1);
          const fast = readBookFast(text);
          if (fast === null) return;
          const exact = readExactJson(text);
          expect(exact.ok && readBookSlow(exact.value)).toEqual({ ok: true, value: fast });
        },
      ),
    );
  });
});

describe('recorded frames (found under REFERENCE_DATA, skipped where there are none)', () => {
  const folder = join(referenceFolder(), 'data/venue-payloads/kraken');
  const recorded = (name: string) => readFileSync(join(folder, name), 'utf8');
  const its = it.skipIf(!existsSync(folder));

  its('are read with every digit', () => {
    expect(unwrap(slow(recorded('ws_book_snapshot.json')))).toMatchObject({
      type: 'snapshot',
      symbol: 'BTC/USD',
      bids: [
        ['105944.20', '0.136'],
        ['105935.40', '0.024'],
        ['105920.10', '0.052'],
      ],
      checksum: 2439117997,
    });
    expect(unwrap(slow(recorded('ws_book_update.json')))).toMatchObject({
      type: 'update',
      bids: [['105944.20', '0.250']],
      asks: [],
    });
  });

  its('are examples whose checksum is of another book, which is noticed', () => {
    const { asks, bids, checksum } = unwrap(slow(recorded('ws_book_snapshot.json')));
    for (const [price, qty] of [
      [0, 0],
      [1, 8],
      [2, 3],
      [2, 8],
      [5, 8],
    ] as const) {
      expect(checksumOf(padded(asks, price, qty), padded(bids, price, qty))).not.toBe(checksum);
    }
  });
});
