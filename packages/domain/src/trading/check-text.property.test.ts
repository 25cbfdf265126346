import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHECK_CODES, CHECK_VERDICTS, type Check } from './check.ts';
import { checkTexts, readCheckTexts } from './check-text.ts';

const plain = fc.constantFrom('0.05', 'Active', 'BTC/USD', 'tier:Institutional', 'two words');
const wild = fc.oneof(
  fc.string(),
  fc.constantFrom('', '|', ';', ',', '=', '"', '\\', 'é', '\n', 'a=b', '=1'),
);
const WORDS = ['level', 'scope', 'limitId', 'fact', 'asset'] as const;

const checksOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Check> =>
  fc.record({
    code: fc.constantFrom(...CHECK_CODES),
    verdict: fc.constantFrom(...CHECK_VERDICTS),
    reason: fc.constantFrom('Within' as const, 'OverLimit' as const),
    limit: fc.option(text),
    actual: fc.option(text),
    words: fc.oneof(
      fc.tuple(text, text, text).map(([level, scope, limitId]) => ({ level, scope, limitId })),
      fc
        .uniqueArray(fc.tuple(fc.constantFrom(...WORDS), text), { selector: ([word]) => word })
        .map((pairs) => Object.fromEntries(pairs)),
    ),
  });

const listsOf = (check: fc.Arbitrary<Check>) =>
  fc
    .array(fc.array(check, { maxLength: 4 }), { maxLength: 3 })
    // The next child's checks are mostly those of the one before.
    .map((lists) => lists.flatMap((list) => [list, list.slice(1), [...list.slice(0, 1), ...list]]));

test('checks are read again as they were, the order of their words included', () => {
  fc.assert(
    fc.property(listsOf(checksOf(plain)), (lists) => {
      const texts = checkTexts(lists);
      expect(JSON.stringify(texts === null ? null : readCheckTexts(texts))).toBe(
        JSON.stringify(lists),
      );
    }),
  );
});

test('what has a sign of ours in it, or of JSON, is written whole or not at all', () => {
  fc.assert(
    fc.property(listsOf(checksOf(fc.oneof(plain, wild))), (lists) => {
      const texts = checkTexts(lists);
      if (texts === null) return;
      expect(JSON.stringify(readCheckTexts(texts))).toBe(JSON.stringify(lists));
      expect(JSON.stringify(texts)).toBe(`[${texts.map((text) => `"${text}"`).join(',')}]`);
    }),
    { numRuns: 1_000 },
  );
});

test.each(['x', 'Terms', 'Terms|||||;;', 'Terms|a|b|c|d|e|f;'])(
  '%s is no list of checks',
  (text) => {
    expect(readCheckTexts([text])).toBeNull();
  },
);
