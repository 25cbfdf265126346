/** A state is read from its snapshot as it was, in this form and in the one before; nothing else is read at all. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { utf8 } from '../../audit/index.ts';
import {
  decimal,
  emptyMap,
  isDecimal,
  isPersistentMap,
  listItems,
  listOf,
  mapEach,
  mapEntries,
  mapSet,
} from '../../kernel/index.ts';
import { decode, encode } from './codec.ts';
import { tellGolden } from './golden/tell.ts';
import { packed } from './packed.ts';
import { readSnapshot, snapshotParts, stateHash } from './snapshot.ts';
import { Known, unpacked } from './unpacked.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const { state } = tellGolden(sha256);
const SEQUENCE = 7;

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('=1', '\\', '', '__proto__', '%', '~', 'a\n', 'constructor', '0', '12'),
);
const atom = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('0.000000000000000001', '-12.5', '0').map(decimal),
);
/** Of few members, so that shapes come again. */
const { any } = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(text, tie('any'), { maxKeys: 4 }),
    fc.record(
      { one: tie('any'), two: tie('any'), three: fc.constantFrom(null, 'x') },
      { requiredKeys: ['three'] },
    ),
    fc
      .array(fc.tuple(text, tie('any')), { maxLength: 4 })
      .map((all) =>
        all.reduce((map, [key, value]) => mapSet(map, key, value), emptyMap<string, unknown>()),
      ),
    fc.array(fc.tuple(text, tie('any')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    fc.array(tie('any'), { maxLength: 4 }).map(listOf),
  ),
}));

test('whatever is packed is there again, with its members in their order, and packed again to the byte', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, any), { maxLength: 12 }), (entries) => {
      const part = packed({ path: ['x'] }, entries);
      const read = unpacked(part, new Known());
      expect(read.head).toEqual({ path: ['x'] });
      const again = read.keys.map((key, n) => [key, read.values[n]] as const);
      expect(encode(again)).toBe(encode(entries));
      expect(packed({ path: ['x'] }, again)).toEqual(part);
    }),
    { numRuns: 500 },
  );
});

test('what is said twice is one thing in memory: texts and decimals of all parts, small objects of one', () => {
  const order = (n: number) => ({
    id: `order ${n}`,
    terms: { price: decimal('98.5') },
    of: 'somebody',
  });
  const known = new Known();
  const [one, two] = [order(1), order(2)].map((value) => [value.id, value] as const);
  const read = (entries: Parameters<typeof packed>[1]) =>
    unpacked(packed({}, entries), known).values as ReturnType<typeof order>[];
  const [first, second] = read([one ?? ['', 0], two ?? ['', 0]]);
  const [third] = read([['order 3', order(3)]]);
  expect(second).toEqual(order(2));
  expect(first?.terms).toBe(second?.terms);
  expect(third?.terms.price).toBe(first?.terms.price);
  expect(isDecimal(third?.terms.price)).toBe(true);
});

/** As version 1 was written. */
function* textParts(): Generator<Uint8Array> {
  const maps: [string[], ReturnType<typeof mapEntries>][] = [];
  const without = (of: object, path: readonly string[]): object =>
    Object.fromEntries(
      Object.entries(of).map(([name, value]) => {
        if (isPersistentMap(value)) {
          const entries: [string, unknown][] = [];
          mapEach(value, (item, key) => entries.push([key, item]));
          maps.push([[...path, name], entries]);
          return [name, emptyMap()];
        }
        const isDeep = path.length === 0 && typeof value === 'object' && value !== null;
        const isObject = isDeep && Object.getPrototypeOf(value) === Object.prototype;
        return [name, isObject ? without(value, [name]) : value];
      }),
    );
  const rest = without(state, []);
  const sizes = maps.map(([path, entries]) => [path.join('.'), entries.length]);
  yield utf8(encode({ version: 1, sequence: SEQUENCE, sizes, state: rest }));
  for (const [path, entries] of maps) if (entries.length > 0) yield utf8(encode({ path, entries }));
}

const parts = () => [...snapshotParts({ state, sequence: SEQUENCE })];

describe('a snapshot', () => {
  it.each([
    ['of now', parts],
    ['of version 1', () => [...textParts()]],
  ])('%s is the very state it was made of', (_, made) => {
    const read = readSnapshot(made());
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(read.value).toEqual({ state, sequence: SEQUENCE });
    expect(encode(read.value.state)).toBe(encode(state));
    expect(stateHash(read.value.state, sha256)).toEqual(stateHash(state, sha256));
    const [list] = mapEntries(read.value.state.working);
    expect(list === undefined ? [] : listItems(list[1]).length).not.toBe(0);
  });

  it('is refused where one of its parts is missing, comes twice, or is of another', () => {
    const all = parts();
    expect(all.length).toBeGreaterThan(5);
    for (const [n, part] of all.entries()) {
      expect(readSnapshot(all.toSpliced(n, 1)).ok).toBe(false);
      expect(readSnapshot(all.toSpliced(n, 0, part)).ok).toBe(false);
    }
    expect(readSnapshot([]).ok).toBe(false);
  });

  it('is refused, and never thrown at, whatever its bytes are', () => {
    const all = parts();
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(255), fc.boolean(), (which, where, byte, isCut) => {
        const n = which % all.length;
        const part = Uint8Array.from(all[n] ?? []);
        part[where % part.length] = byte;
        const changed = isCut ? part.subarray(0, where % part.length) : part;
        const read = readSnapshot(all.with(n, changed));
        // A byte of a text may be another one: that is what the hash is for.
        expect(read.ok || ['NotReadable', 'OtherVersion'].includes(read.error.code)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('of a newer program is refused by its version', () => {
    const [first = new Uint8Array(), ...rest] = parts();
    const newer = utf8(new TextDecoder().decode(first).replace('"version":2', '"version":3'));
    expect(readSnapshot([newer, ...rest])).toEqual({
      ok: false,
      error: { code: 'OtherVersion', version: 3 },
    });
  });

  it('has no use for a text that is none of its own', () => {
    expect(decode('{"version":2').ok).toBe(false);
    expect(readSnapshot([utf8('{"version":2}\n')])).toMatchObject({
      error: { code: 'NotReadable' },
    });
  });
});
