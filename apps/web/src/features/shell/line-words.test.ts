import { expect, it } from 'vitest';
import type { Freshness } from '@/features/live/freshness.ts';
import { lineWords } from './line-words.ts';

const cases: readonly [string, Freshness['state'], number | null, number, RegExp | null][] = [
  ['a line that lives', 'live', 300, 60_000, null],
  ['a slow line', 'slow', 3_000, 60_000, null],
  ['a page that has just been opened', 'reconnecting', null, 100, null],
  ['a line lost a moment ago', 'reconnecting', 900, 60_000, null],
  ['a line lost for a while', 'reconnecting', 2_100, 60_000, /from before/],
  ['an old line', 'stale', 9_000, 60_000, /from before/],
  ['a line that never came', 'no-data', null, 2_100, /waits/],
  ['no network, at once', 'offline', 100, 100, /network/],
];

it.each(cases)('of %s says what is safe, or nothing', (_what, state, ageMs, openMs, words) => {
  const said = lineWords({ state, ageMs }, openMs);
  if (words === null) expect(said).toBeNull();
  else expect(said).toMatch(words);
});
