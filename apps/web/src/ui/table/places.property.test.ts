import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOf } from './places.ts';

/** What a virtual list shows: a window, and the active row wherever it is. */
const shown = fc
  .record({
    first: fc.nat({ max: 5_000 }),
    length: fc.integer({ min: 1, max: 60 }),
    active: fc.integer({ min: -1, max: 5_100 }),
  })
  .map(({ first, length, active }) => {
    const rows = Array.from({ length }, (_, index) => first + index);
    const all = active < 0 ? rows : [...new Set([...rows, active])].sort((a, b) => a - b);
    return { indexes: all, active };
  });

describe('the places rows are drawn in', () => {
  it('are never shared by two rows, however one scrolls and moves', () => {
    fc.assert(
      fc.property(fc.array(shown, { minLength: 1, maxLength: 20 }), (steps) => {
        let most = 1;
        for (const { indexes, active } of steps) {
          const { places, most: next } = placesOf(indexes, active, most);
          expect(new Set(places).size).toBe(indexes.length);
          most = next;
        }
      }),
    );
  });

  it('are never more than rows in sight and one, however far away the active row is', () => {
    fc.assert(
      fc.property(shown, ({ indexes, active }) => {
        expect(placesOf(indexes, active, 1).most).toBeLessThanOrEqual(indexes.length);
      }),
    );
  });

  it('stay with a row that stays in sight while one scrolls', () => {
    const window = (first: number) => Array.from({ length: 40 }, (_, index) => first + index);
    const before = placesOf(window(100), -1, 1);
    const after = placesOf(window(121), -1, before.most);
    expect(after.places.slice(0, 19)).toEqual(before.places.slice(21));
    expect(new Set([...before.places, ...after.places]).size).toBe(40);
  });
});
