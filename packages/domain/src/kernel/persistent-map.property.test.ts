import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyMap,
  isPersistentMap,
  mapDelete,
  mapEach,
  mapEntries,
  mapFilter,
  mapFrom,
  mapGet,
  mapSet,
  type PersistentMap,
} from './persistent-map.ts';

type Step = { readonly key: string; readonly value: number | null };
const steps = fc.array(
  fc.record({
    // Few keys, so that they are met again; "__proto__" is a key like others. The words are pairs of
    // one hash (FNV-1a, 32 bits).
    key: fc.oneof(
      fc.integer({ min: 0, max: 300 }).map(String),
      fc.constantFrom('__proto__', 'costarring', 'liquid', 'declinate', 'macallums'),
    ),
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

test('has one form for one content, whatever order led to it', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const map = list.reduce(changed, emptyMap<string, number>());
      const anew = mapEntries(map).toReversed();
      const other = anew.reduce((m, [key, value]) => mapSet(m, key, value), emptyMap());
      expect(map).toEqual(other);
    }),
  );
});

test('made of all entries at once it is what one after another gives, in any order, the later of twins', () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (list, isTold) => {
      const sets = list.flatMap(({ key, value }) => (value === null ? [] : [{ key, value }]));
      const map = sets.reduce(changed, emptyMap<string, number>());
      const keys: string[] = [];
      const values: number[] = [];
      const put = (value: number, key: string) => [keys.push(key), values.push(value)];
      if (isTold) mapEach(map, put);
      else for (const { key, value } of sets) put(value, key);
      expect(mapFrom(keys, values)).toEqual(map);
    }),
    { numRuns: 300 },
  );
});

test('what changes nothing gives the very same map', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const map = list.reduce(changed, emptyMap<string, number>());
      mapEach(map, (value, key) => expect(mapSet(map, key, value)).toBe(map));
      expect(mapDelete(map, 'not there')).toBe(map);
      expect(mapFilter(map, () => true)).toBe(map);
    }),
  );
});

test('a filtered map has what its filter lets stay, and nothing else', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const map = list.reduce(changed, emptyMap<string, number>());
      const left = mapFilter(map, (value) => value % 2 === 0);
      expect(mapEntries(left)).toEqual(mapEntries(map).filter(([, value]) => value % 2 === 0));
      expect(left.size).toBe(mapEntries(left).length);
    }),
  );
});

test('two keys of one hash stand beside each other, and either goes alone', () => {
  const [one, other] = ['costarring', 'liquid'];
  const both = mapSet(mapSet(emptyMap<string, number>(), one, 1), other, 2);
  expect(both.root).toMatchObject({ leaves: [{ key: one }, { key: other }] });
  expect([mapGet(both, one), mapGet(both, other)]).toEqual([1, 2]);
  expect(mapEntries(mapDelete(both, one))).toEqual([[other, 2]]);
});

test('a map is told from everything else', () => {
  expect(isPersistentMap(emptyMap())).toBe(true);
  expect([null, {}, new Map(), { size: 0, root: null }].some(isPersistentMap)).toBe(false);
});
