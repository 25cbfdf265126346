import { expect, test } from 'vitest';
import { bpsRatio, decimalsOf, exclusionWord } from './words.ts';

test('basis points become the exact ratio, whatever their size and sign', () => {
  expect(bpsRatio('12.5')).toBe('0.00125');
  expect(bpsRatio('-3')).toBe('-0.0003');
  expect(bpsRatio('123456.7')).toBe('12.34567');
  expect(bpsRatio('0')).toBe('0.0000');
  expect(bpsRatio(null)).toBeNull();
});

test('prices read to the finest tick of the venues, quantities to five digits at most', () => {
  const venue = { tickSize: '0.1', stepSize: '0.00000001' };
  const venues = [venue, { tickSize: '0.01', stepSize: '0.001' }] as never;
  expect(decimalsOf({ venues })).toEqual({ price: 2, quantity: 5 });
});

test('a venue that has no part says why', () => {
  expect(exclusionWord({ code: 'Stale', limitMs: 5_000, actualMs: 12_000 }, 'en')).toBe(
    'stale 12 s',
  );
  expect(exclusionWord({ code: 'Stale', limitMs: 5_000, actualMs: -12_000 }, 'en')).toBe(
    'stamped ahead of now',
  );
  const why = { code: 'Gap', expected: 4, actual: 6 } as const;
  expect(exclusionWord({ code: 'BookBroken', why }, 'en')).toBe('a message is missing');
});
