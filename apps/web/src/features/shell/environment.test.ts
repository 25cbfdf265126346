import { expect, test } from 'vitest';
import { bannerOf } from './environment.ts';

test('a demo says so whatever its mode; in production the mode does, and what is not known is LIVE', () => {
  expect(bannerOf(true, 'LIVE')).toBe('DEMO');
  expect(bannerOf(true, null)).toBe('DEMO');
  expect(bannerOf(false, 'PAPER')).toBe('PAPER');
  expect(bannerOf(false, 'LIVE')).toBe('LIVE');
  expect(bannerOf(false, null)).toBe('LIVE');
});
