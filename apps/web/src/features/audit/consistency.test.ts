import fc from 'fast-check';
import { expect, it } from 'vitest';
import { consistencyParts } from './consistency.ts';

const sizes = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 0, max: 2 ** 40 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

it('the parts tile the newer tree without a gap, the older ones first', () => {
  fc.assert(
    fc.property(sizes, ([older, newer]) => {
      const parts = consistencyParts(older, newer);
      let next = 0;
      for (const part of parts) {
        expect(part.start).toBe(next);
        next += part.leaves;
        expect(part.old).toBe(next <= older);
      }
      expect(next).toBe(newer);
    }),
  );
});

it('the drawing is exactly as wide as its place', () => {
  fc.assert(
    fc.property(sizes, ([older, newer]) => {
      fc.pre(newer > 0);
      const last = consistencyParts(older, newer).at(-1);
      expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(1, 9);
    }),
  );
});
