import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type AccountId, type AnyId, type ClientId, idTimeMs, parseId } from './ids.ts';
import { unwrap } from './result.ts';
import { idSchema } from './schemas.ts';
import { isUuidv7, makeUuidv7, nextUuidv7, parseUuidv7, uuidv7TimeMs } from './uuidv7.ts';

const TIMES = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const CHANCE = fc.uint8Array({ minLength: 10, maxLength: 10 });

test('an account id is never taken for a client id', () => {
  expectTypeOf<ClientId>().toExtend<AnyId>();
  expectTypeOf<ClientId>().not.toBeNever();
  expectTypeOf<AccountId>().not.toExtend<ClientId>();
  expectTypeOf<string>().not.toExtend<ClientId>();
});

test('the example of RFC 9562 appendix A.6 is read as what it says', () => {
  const example = unwrap(parseId<ClientId>('017F22E2-79B0-7CC3-98C4-DC0C0C07398F'));
  expect(example).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  expect(idTimeMs(example)).toBe(Date.UTC(2022, 1, 22, 19, 22, 22));
});

test('the example of RFC 9562 appendix A.6 is made from its parts', () => {
  // rand_a 0xCC3 (12 bits), then rand_b 0x18C4DC0C0C07398F (62 bits), packed into ten bytes.
  const chance = ((0xcc3n << 62n) | 0x18c4dc0c0c07398fn) << 6n;
  const bytes = Uint8Array.from({ length: 10 }, (_, i) =>
    Number((chance >> BigInt(72 - 8 * i)) & 255n),
  );
  expect(makeUuidv7(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

test.each([
  '',
  '017f22e2-79b0-4cc3-98c4-dc0c0c07398f',
  '017f22e2-79b0-7cc3-c8c4-dc0c0c07398f',
  '{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}',
  '017f22e279b07cc398c4dc0c0c07398f',
  '017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n',
])('%j is no UUIDv7', (text) => {
  expect(parseUuidv7(text)).toEqual({ ok: false, error: { code: 'NotAUuidv7' } });
  expect(idSchema<ClientId>().safeParse(text).success).toBe(false);
});

describe('making', () => {
  test('an id keeps its millisecond and is valid, whatever the chance', () => {
    fc.assert(
      fc.property(TIMES, CHANCE, (ms, chance) => {
        const id = makeUuidv7(ms, chance);
        expect(isUuidv7(id)).toBe(true);
        expect(uuidv7TimeMs(id)).toBe(ms);
      }),
    );
  });

  test('all 74 bits of chance are used: two chances never give one id', () => {
    fc.assert(
      fc.property(TIMES, CHANCE, CHANCE, (ms, a, b) => {
        const bits = (bytes: Uint8Array) => [...bytes.slice(0, 9), (bytes[9] ?? 0) >> 6].join();
        expect(makeUuidv7(ms, a) === makeUuidv7(ms, b)).toBe(bits(a) === bits(b));
      }),
    );
  });

  test('an id of a later millisecond sorts after, as text', () => {
    fc.assert(
      fc.property(TIMES, TIMES, CHANCE, CHANCE, (a, b, chanceA, chanceB) => {
        fc.pre(a < b);
        expect(makeUuidv7(a, chanceA) < makeUuidv7(b, chanceB)).toBe(true);
      }),
    );
  });

  test('a source never gives an id that is not greater, even when the clock goes back', () => {
    const clock = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 200 });
    fc.assert(
      fc.property(clock, CHANCE, (times, chance) => {
        let last: string | undefined;
        for (const ms of times) {
          const id = nextUuidv7(last, ms, chance);
          expect(isUuidv7(id) && (last === undefined || id > last)).toBe(true);
          last = id;
        }
      }),
    );
  });

  test('when the chance of a millisecond is used up, the next millisecond is taken', () => {
    const last = makeUuidv7(1000, new Uint8Array(10).fill(255));
    expect(uuidv7TimeMs(nextUuidv7(last, 1000, new Uint8Array(10)))).toBe(1001);
  });

  test('too little chance is a bug', () => {
    expect(() => makeUuidv7(0, new Uint8Array(9))).toThrow('ten bytes');
    expect(() => makeUuidv7(1.5, new Uint8Array(10))).toThrow('whole milliseconds');
  });
});
