import type { NoticeBody } from '@ultrathink/domain/engine';
import { expect, it } from 'vitest';
import { HeardTopics, MOST_KEYS } from './heard-topics.ts';

const quote = { topic: 'market-data.quotes' } as NoticeBody;
const order = { topic: 'trading.orders' } as NoticeBody;

it('what is shown changes when it is told, and only of the topics that were heard', () => {
  const topics = new HeardTopics();
  topics.hear('BTC/EUR', { body: quote, atMs: 1 });
  expect(topics.topic('market-data.quotes')).toBeUndefined();
  topics.publish();
  const shown = topics.topic('market-data.quotes');
  expect([...(shown?.keys() ?? [])]).toEqual(['BTC/EUR']);
  topics.hear('a', { body: order, atMs: 2 });
  topics.publish();
  expect(topics.topic('market-data.quotes')).toBe(shown);
});

it('keeps the newest of very many keys, in the order they came in, and what is told of often', () => {
  const topics = new HeardTopics();
  for (let n = 0; n < 10 * MOST_KEYS; n += 1) {
    topics.hear('always', { body: order, atMs: n });
    topics.hear(String(n), { body: order, atMs: n });
  }
  topics.publish();
  const keys = [...(topics.topic('trading.orders')?.keys() ?? [])];
  expect(keys.length).toBeLessThanOrEqual(MOST_KEYS);
  expect(keys.length).toBeGreaterThan(MOST_KEYS / 2);
  expect(keys[0]).toBe('always');
  expect(keys.at(-1)).toBe(String(10 * MOST_KEYS - 1));
  const numbers = keys.slice(1).map(Number);
  expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
});
