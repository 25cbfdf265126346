/** What changed between two maps, against a twin that looks at every key. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyMap, mapChanges, mapDelete, mapGet, mapSet } from './index.ts';

const key = fc.integer({ min: 0, max: 300 }).map((n) => `key ${n}`);
const change = fc.record({ key, value: fc.option(fc.integer(), { nil: undefined }) });

describe('the changes between two maps', () => {
  it('are each key whose value is another, once, with both values', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 400 }), fc.array(change), (first, second) => {
        const made = (start: ReturnType<typeof emptyMap<string, number>>, steps: typeof first) =>
          steps.reduce(
            (map, { key, value }) =>
              value === undefined ? mapDelete(map, key) : mapSet(map, key, value),
            start,
          );
        const before = made(emptyMap(), first);
        const after = made(before, second);
        const seen = new Map<string, readonly (number | undefined)[]>();
        mapChanges(before, after, (key, is, was) => {
          expect(seen.has(key)).toBe(false);
          seen.set(key, [was, is]);
        });
        const keys = new Set([...first, ...second].map(({ key }) => key));
        for (const key of keys) {
          const pair = [mapGet(before, key), mapGet(after, key)];
          expect(seen.get(key) ?? 'same').toEqual(pair[0] === pair[1] ? 'same' : pair);
        }
        expect([...seen.keys()].every((key) => keys.has(key))).toBe(true);
      }),
    );
  });
});
