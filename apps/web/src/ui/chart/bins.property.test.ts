import fc from 'fast-check';
import { expect, it } from 'vitest';
import { binsOf } from './bins.ts';

it('every value is counted once, in bins that touch', () => {
  const value = fc.integer({ min: -5_000, max: 5_000 }).map((whole) => whole / 100);
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), (values) => {
      const bins = binsOf(values, 12);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      bins.forEach((bin, index) => {
        if (index > 0) expect(bin.from).toBe(bins[index - 1]?.to);
        if (bin.open !== undefined) expect(index).toBe(bin.open === 'below' ? 0 : bins.length - 1);
        const inside = values.filter((v) => v >= bin.from + 1e-6 && v < bin.to - 1e-6).length;
        expect(bin.count).toBeGreaterThanOrEqual(inside);
      });
    }),
  );
});

it('one value far out flattens nothing: the outermost bin holds it and says that it is open', () => {
  const many = Array.from({ length: 200 }, (_, index) => (index % 40) - 20);
  const bins = binsOf([...many, 1_280], 20);
  expect(bins.at(-1)).toMatchObject({ open: 'above' });
  expect(bins.at(-1)?.to).toBeLessThanOrEqual(30);
  expect(bins.filter(({ count }) => count > 0).length).toBeGreaterThan(10);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(201);
});
