import { expect, it } from 'vitest';
import { choiceWords, footWords } from './range-words.ts';

const range = { from: '2026-10-12T00:00:00.000Z', to: '2026-11-21T09:41:12.000Z' };
const between = (from: string, to: string) =>
  choiceWords({ kind: 'between', range: { from, to } }, 'UTC');

it('a choice is called by its preset, or by its ends with a shared year said once', () => {
  expect(choiceWords({ kind: 'preset', preset: 'year-to-date' }, 'UTC')).toBe('Year to date');
  expect(between(range.from, range.to)).toBe('12 Oct to 21 Nov 2026');
  expect(between('2025-12-30T00:00:00.000Z', '2026-01-02T00:00:00.000Z')).toBe(
    '30 Dec 2025 to 1 Jan 2026',
  );
  expect(between('2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z')).toBe('20 Nov 2026');
});

it('the foot tells length and zone, and that today is not final', () => {
  expect(footWords(range, range.to, 'UTC')).toBe(
    '41 days, UTC. Figures of 21 Nov are not final until 00:00.',
  );
  const past = { ...range, to: '2026-11-01T00:00:00.000Z' };
  expect(footWords(past, range.to, 'UTC')).toBe('20 days, UTC.');
});
