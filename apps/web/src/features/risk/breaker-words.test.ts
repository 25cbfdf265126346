import { BREAKER_KINDS } from '@ultrathink/domain/risk';
import { expect, it } from 'vitest';
import { breakerWords } from './breaker-words.ts';

const EN = { locale: 'en-GB' };

it.each([
  ['UnconfirmedOrders Over: 4, limit 3', '4 orders unconfirmed at once, over 3.'],
  ['Latency Over: 5200, limit 5000', 'The venue took 5,200 ms to answer, over 5,000 ms.'],
  ['Drawdown Over: 0.26, limit 0.25', '26% below its peak, of 25% allowed.'],
  ['Loss Over: 260000, limit 250000', 'Lost 260,000 USD today, of 250,000 USD allowed.'],
  ['StaleData Silent: nothing heard, limit 60000', 'No price was heard of.'],
  [
    'RepeatedExecution Over: 20 orders without a person in between',
    '20 orders of it without a person in between.',
  ],
])('%s is a sentence', (why, sentence) => {
  expect(breakerWords(why, EN)).toBe(sentence);
});

it('has words for every breaker of the engine, over its line and silent', () => {
  for (const kind of Object.keys(BREAKER_KINDS)) {
    for (const why of [`${kind} Over: 2, limit 1`, `${kind} Silent: nothing heard, limit 1`]) {
      expect(breakerWords(why, EN)).not.toBe(why);
    }
  }
});

it('leaves what somebody wrote as it is', () => {
  expect(breakerWords('Latency is over, limit it', EN)).toBe('Latency is over, limit it');
});
