import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', '\\', '\u0000', '\u2028', '😀', 'b', 'a', 'A', '10', '9', '__proto_'),
);
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.maxSafeInteger(),
    fc.constantFrom(0, -0, true, false, null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 6 }),
  ),
}));

/** The naive twin: each member by JSON.stringify, in the order of its key's code units. */
function naive(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(naive).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${naive(member)}`).join(',')}}`;
}

test('canonical JSON is what its naive twin writes', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(canonicalJson(value)).toEqual({ ok: true, value: naive(value) });
    }),
    { numRuns: 1_000 },
  );
});

test('what can not be written is refused wherever it stands, and told where', () => {
  const wrong = fc.constantFrom(1.5, undefined, '\ud800', () => 1, new Date(0), 1n);
  fc.assert(
    fc.property(values, values, wrong, (a, b, bad) => {
      const refused = canonicalJson({ a, list: [b, { z: 1, bad }] });
      expect(refused.ok ? '' : refused.error.pointer).toBe('/list/1/bad');
    }),
  );
});

test('what is nested too deep is refused, whatever lies at the bottom', () => {
  const nested = (depth: number, bottom: unknown): unknown =>
    depth === 0 ? bottom : [nested(depth - 1, bottom)];
  for (const bottom of ['text', 1, null, []]) {
    expect(canonicalJson(nested(64, bottom)).ok).toBe(true);
    expect(canonicalJson(nested(65, bottom)).ok).toBe(false);
  }
});
