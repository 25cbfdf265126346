import { expect, it } from 'vitest';
import { WantedTopics } from './wanted-topics.ts';

const ALWAYS = ['operations.process-metrics'] as const;

it('what a tab has not said for fifteen seconds is wanted no more', () => {
  const wanted = new WantedTopics(ALWAYS);
  wanted.hear(['market-data.quotes'], 1_000);
  expect(wanted.all(15_999)).toEqual(['market-data.quotes', ...ALWAYS]);
  expect(wanted.all(16_000)).toEqual(ALWAYS);
});

it('a tab wants a topic until the last of its readers is gone', () => {
  const wanted = new WantedTopics(ALWAYS);
  expect(wanted.add('market-data.books')).toBe(true);
  expect(wanted.add('market-data.books')).toBe(false);
  wanted.remove('market-data.books');
  expect(wanted.own()).toEqual(['market-data.books']);
  wanted.remove('market-data.books');
  expect(wanted.own()).toEqual([]);
});
