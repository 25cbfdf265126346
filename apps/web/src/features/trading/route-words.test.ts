import { describe, expect, test } from 'vitest';
import { noRouteText } from './route-words.ts';
import { rejectionText } from './words.ts';

const noRoute = (detail: string) =>
  rejectionText({ by: 'Engine', reason: { code: 'NoRoute', detail } });

describe('an order that no venue could have', () => {
  test('is told in the engine’s own sentence, and nothing is put before it', () => {
    const told =
      'No venue holds 1.7 of 2 BTC. Kraken: funds there for 0.3 BTC, 2 BTC wanted: move funds';
    expect(noRoute(told)).toBe(`${told}.`);
    expect(noRoute('3 came back from venues 2 times.')).toBe('3 came back from venues 2 times.');
  });

  test('is told in words where an older engine had codes, and no code is left', () => {
    const told = noRouteText(
      'unrouted 1.2; binance: Used; coinbase: BeyondLimit; kraken: BeyondLimit, RestsElsewhere',
    );
    expect(told).toBe(
      'No venue could take 1.2 of it. Binance: had funds for a part of it: move funds there, or ' +
        'lower the quantity. Coinbase: its price was beyond the limit: change the limit. ' +
        'Kraken: could hold it, but another was preferred.',
    );
  });

  test('keeps what it does not know', () => {
    expect(noRouteText('unrouted 1; kraken: Novel')).toBe(
      'No venue could take 1 of it. Kraken: Novel.',
    );
  });
});
