import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyMap,
  mapDelete,
  mapEntries,
  mapGet,
  mapSet,
  type PersistentMap,
} from './persistent-map.ts';

type Step = { readonly key: string; readonly value: number | null };
const steps = fc.array(
  fc.record({
    // Few keys, so that they are met again; "__proto__" and lone surrogates are keys like others.
    key: fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constant('__proto__')),
    value: fc.option(fc.integer(), { nil: null }),
  }),
  { maxLength: 400 },
);

const changed = (map: PersistentMap<string, number>, { key, value }: Step) =>
  value === null ? mapDelete(map, key) : mapSet(map, key, value);

test('agrees with a Map after every step, and tells its entries in the order of keys', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const twin = new Map<string, number>();
      let map = emptyMap<string, number>();
      for (const step of list) {
        map = changed(map, step);
        if (step.value === null) twin.delete(step.key);
        else twin.set(step.key, step.value);
        expect(mapGet(map, step.key)).toBe(twin.get(step.key));
        expect(map.size).toBe(twin.size);
      }
      expect(mapEntries(map)).toEqual([...twin].sort(([a], [b]) => (a < b ? -1 : 1)));
    }),
  );
});

test('a map that another was made from stays as it was', () => {
  fc.assert(
    fc.property(steps, steps, (first, second) => {
      const before = first.reduce(changed, emptyMap<string, number>());
      const told = mapEntries(before);
      second.reduce(changed, before);
      expect(mapEntries(before)).toEqual(told);
    }),
  );
});
