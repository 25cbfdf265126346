import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  fromUnits,
  multiply,
  negate,
  type RoundingMode,
  roundTo,
  subtract,
  sum,
  toText,
  toUnits,
} from './decimal.ts';

/** Any amount of NUMERIC(38,18), as its units of 10^-18. */
const units = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });
const modes = fc.constantFrom<RoundingMode>('HalfEven', 'HalfUp', 'Down', 'Up', 'Floor', 'Ceiling');
const amount = (value: bigint): Decimal => fromUnits(value, 18);

test('text and back keeps every stored amount', () => {
  fc.assert(
    fc.property(units, (value) => {
      expect(toUnits(decimal(toText(amount(value))), 18)).toBe(value);
    }),
  );
});

test('sums, differences and products agree with whole numbers, digit for digit', () => {
  fc.assert(
    fc.property(units, units, (a, b) => {
      expect(toUnits(add(amount(a), amount(b)), 18)).toBe(a + b);
      expect(toUnits(subtract(amount(a), amount(b)), 18)).toBe(a - b);
      expect(toUnits(multiply(amount(a), amount(b)), 36)).toBe(a * b);
      expect(compare(amount(a), amount(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

test('a sum does not depend on the order of its parts', () => {
  fc.assert(
    fc.property(fc.array(units, { maxLength: 50 }), (values) => {
      const forward = sum(values.map(amount));
      expect(toText(sum(values.map(amount).reverse()))).toBe(toText(forward));
      expect(toUnits(forward, 18)).toBe(values.reduce((a, b) => a + b, 0n));
    }),
  );
});

test('rounding stays within one unit, on the side its mode names', () => {
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 18 }), modes, (value, scale, mode) => {
      const exact = amount(value);
      const rounded = roundTo(exact, scale, mode);
      const off = toUnits(subtract(rounded, exact), 18);
      const unit = 10n ** BigInt(18 - scale);
      expect(toUnits(rounded, 18) % unit).toBe(0n);
      if (mode === 'Floor') expect(off <= 0n && off > -unit).toBe(true);
      else if (mode === 'Ceiling') expect(off >= 0n && off < unit).toBe(true);
      else if (mode === 'Down' || mode === 'Up') expect(off < unit && off > -unit).toBe(true);
      else expect(2n * (off < 0n ? -off : off) <= unit).toBe(true);
    }),
  );
});

test('a quotient times its divisor misses the dividend by less than one unit of the divisor', () => {
  const divisor = units.filter((value) => value !== 0n);
  fc.assert(
    fc.property(units, divisor, fc.integer({ min: 0, max: 18 }), modes, (a, b, scale, mode) => {
      const quotient = toUnits(divide(amount(a), amount(b), scale, mode), scale);
      const missed = a * 10n ** BigInt(scale) - quotient * b;
      const size = b < 0n ? -b : b;
      expect(missed < size && missed > -size).toBe(true);
    }),
  );
});

test('dividing by one is rounding: the two agree in every mode', () => {
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 18 }), modes, (value, scale, mode) => {
      const divided = divide(amount(value), decimal('1'), scale, mode);
      expect(toText(divided)).toBe(toText(roundTo(amount(value), scale, mode)));
    }),
  );
});

test('half-even rounding has no side: rounding the opposite gives the opposite', () => {
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 17 }), (value, scale) => {
      const there = negate(roundTo(amount(value), scale, 'HalfEven'));
      expect(toText(roundTo(negate(amount(value)), scale, 'HalfEven'))).toBe(toText(there));
    }),
  );
});
