import { decimal, sum, toText } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareDecimals, isDecimal, sumDecimals } from './decimals.ts';

const text = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 18 }),
  )
  .map(([whole, fraction]) => (fraction === '' ? String(whole) : `${whole}.${fraction}`));

it('a total is the kernel sum of its parts, digit by digit', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 50 }), (texts) => {
      expect(sumDecimals(texts)).toBe(toText(sum(texts.map(decimal))));
    }),
  );
});

it('what counts as a decimal can be compared', () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), fc.oneof(text, fc.string()), (a, b) => {
      fc.pre(isDecimal(a) && isDecimal(b));
      expect(compareDecimals(a, b)).toBe(-compareDecimals(b, a) || 0);
    }),
  );
});
