import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  add,
  decimal,
  emptyMap,
  InvariantError,
  mapEntries,
  mapGet,
  mapSet,
  type PersistentMap,
} from '../../kernel/index.ts';
import { decode, encode, encodeSorted } from './codec.ts';
import { aSlice, placing } from './sample-inputs.ts';
import {
  ALPHA_ACCOUNT,
  AT,
  AT_BINANCE,
  aWorld,
  deposited,
  holderAt,
  marked,
  USD,
} from './samples.ts';

const back = (text: string): unknown => {
  const read = decode(text);
  if (!read.ok) throw new Error(read.error.why);
  return read.value;
};

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '=1',
    '\\',
    '\\=x',
    '',
    '__proto__',
    '%',
    '@',
    '#',
    '\\%',
    '~',
    'a\n',
    'constructor',
  ),
);
const plain = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map((units) => decimal(`${units}`)),
  fc.constantFrom('0.000000000000000001', '-12.5').map(decimal),
);
const mapOf = (entries: readonly (readonly [string, unknown])[]): PersistentMap<string, unknown> =>
  entries.reduce((map, [key, value]) => mapSet(map, key, value), emptyMap<string, unknown>());
const { any } = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(text, tie('any'), { maxKeys: 4 }),
    fc.array(fc.tuple(text, tie('any')), { maxLength: 4 }).map(mapOf),
    fc.array(fc.tuple(text, tie('any')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  ),
}));

test('whatever is written is read back, and written again to the byte', () => {
  fc.assert(
    fc.property(any, (value) => {
      for (const write of [encode, encodeSorted]) {
        const once = write(value);
        expect(write(back(once))).toBe(once);
        expect(encodeSorted(back(once))).toBe(encodeSorted(value));
      }
    }),
    { numRuns: 500 },
  );
});

test('no text is taken for a decimal, and no decimal for a text', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(back(encode(value))).toBe(value);
    }),
    { numRuns: 500 },
  );
  const half = back(encode(decimal('0.50')));
  expect(String(add(half as ReturnType<typeof decimal>, decimal('1')))).toBe('1.5');
  expect(encode('=0.5')).toBe('"\\\\=0.5"');
});

test('the sorted text is the same whichever order members and entries came in', () => {
  fc.assert(
    fc.property(fc.dictionary(text, plain), (members) => {
      const turned = Object.fromEntries(Object.entries(members).toReversed());
      expect(encodeSorted(turned)).toBe(encodeSorted(members));
      const map = mapOf(Object.entries(members));
      expect(encode(mapOf(mapEntries(map).toReversed()))).toBe(encode(map));
    }),
  );
});

describe('what is kept', () => {
  it('has words for decimals, maps, entries and numbers without end', () => {
    const map = mapSet(emptyMap<string, unknown>(), 'b', decimal('1.50'));
    expect(encode({ map, of: new Map([['x', 1]]), low: Number.NEGATIVE_INFINITY })).toBe(
      '{"map":{"%":[["b","=1.5"]]},"of":{"@":[["x",1]]},"low":"=-Infinity"}',
    );
    expect(back('"=-Infinity"')).toBe(Number.NEGATIVE_INFINITY);
    expect(encode({ '%': 1, gone: undefined })).toBe('{"~":[["%",1]]}');
    expect(encode({ 'a\n': 1 })).toBe('{"~":[["a\\n",1]]}');
    expect(back(encode({ '%': 1 }))).toEqual({ '%': 1 });
  });

  it('is a whole world, an input and its market, to the byte', () => {
    const world = aWorld();
    const read = back(encode(world)) as typeof world;
    expect(encode(read)).toBe(encode(world));
    expect(read).toEqual(world);
    expect(mapGet(read.config.accounts, ALPHA_ACCOUNT)).toBe(
      mapGet(world.config.accounts, ALPHA_ACCOUNT),
    );
    for (const value of [aSlice(), placing(1), marked(AT)]) {
      expect(encode(back(encode(value)))).toBe(encode(value));
    }
  });

  it('proves an entry of the ledger again when it is read', () => {
    const event = deposited(1, holderAt(ALPHA_ACCOUNT, USD, AT_BINANCE), '7');
    const kept = encode(event);
    expect(encode(back(kept))).toBe(kept);
    const read = decode(kept.replace('"7"', '"8"'));
    expect(read).toEqual({
      ok: false,
      error: { code: 'NotReadable', why: 'An entry of the ledger: Unbalanced' },
    });
  });

  it.each([
    ['half a text', '{"a":'],
    ['a decimal that is none', '"=1e5"'],
    ['a sign nobody writes', '{"%x":1}'],
    ['a map with a member beside it', '{"%":[],"a":1}'],
    ['a map of no pairs', '{"%":[["a"]]}'],
    ['a map with a key that is no text', '{"%":[[1,1]]}'],
    ['a map that is no list', '{"@":{}}'],
  ])('is refused where it is %s', (_, kept) => {
    expect(decode(kept)).toMatchObject({ ok: false, error: { code: 'NotReadable' } });
  });

  it('is nothing that could not be read back', () => {
    for (const value of [() => 1, undefined, Symbol('x'), 1n, new Date(0), [undefined]]) {
      expect(() => encode(value)).toThrow(InvariantError);
    }
  });
});
