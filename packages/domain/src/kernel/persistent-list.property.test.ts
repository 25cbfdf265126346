/** A persistent list against an array that is copied each time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyList,
  firstWhere,
  indexFrom,
  isPersistentList,
  listInsert,
  listItems,
  listOf,
  listRemove,
} from './index.ts';

/** Enough that pieces are divided, and emptied again. */
const changes = fc.array(
  fc.record({
    isPut: fc.boolean(),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    item: fc.nat(50),
  }),
  { maxLength: 300 },
);
const first = fc.array(fc.nat(50), { maxLength: 600 });

test('is what an array would be after each change, and the list before stays as it was', () => {
  fc.assert(
    fc.property(first, changes, (items, all) => {
      let list = listOf(items);
      let twin: readonly number[] = items;
      for (const { isPut, place, item } of all) {
        const [was, old] = [list, twin];
        const at = Math.floor(place * (twin.length + (isPut ? 1 : 0)));
        if (isPut)
          [list, twin] = [
            listInsert(list, Math.min(at, old.length), item),
            old.toSpliced(Math.min(at, old.length), 0, item),
          ];
        else [list, twin] = [listRemove(list, at), at < old.length ? old.toSpliced(at, 1) : old];
        expect(list.size).toBe(twin.length);
        expect(was.size).toBe(old.length);
        expect(list.pieces.every(({ length }) => length > 0 && length <= 128)).toBe(true);
      }
      expect(listItems(list)).toEqual(twin);
      expect(listItems(list, 7)).toEqual(twin.slice(0, 7));
    }),
    { numRuns: 50 },
  );
});

test('items that stand in order are found by halving, others by looking on from a place', () => {
  fc.assert(
    fc.property(first, fc.nat(50), fc.nat(700), (items, wanted, from) => {
      const sorted = items.toSorted((a, b) => a - b);
      // Of pieces of any length: what was put in divides them.
      const list = sorted.reduceRight(
        (made, item) => listInsert(made, 0, item),
        emptyList<number>(),
      );
      const found = sorted.findIndex((item) => item >= wanted);
      expect(firstWhere(list, (item) => item >= wanted)).toBe(found < 0 ? sorted.length : found);
      const next = sorted.findIndex((item, n) => n >= from && item === wanted);
      expect(indexFrom(list, from, (item) => item === wanted)).toBe(next);
    }),
  );
  expect([emptyList(), [], { size: 0, pieces: [] }].map(isPersistentList)).toEqual([
    true,
    false,
    false,
  ]);
});
