import { describe, expect, it } from 'vitest';
import {
  CHECK,
  checkOf,
  FRESHNESS,
  freshnessOf,
  ORD_STATUS,
  PROOF,
  TRADING_STATE,
  VENUE_STATE,
} from './status-words.ts';

describe('states', () => {
  it('calls data live under a second, slow up to five, stale after that, and nothing nothing', () => {
    expect([0, 999, 1_000, 5_000, 5_001].map(freshnessOf)).toEqual([
      'live',
      'live',
      'slow',
      'slow',
      'stale',
    ]);
    expect(freshnessOf(null)).toBe('no-data');
  });

  it('shows a check as near from 80 % of its limit and refuses only beyond the limit', () => {
    expect([0, 0.799, 0.8, 1, 1.0001].map(checkOf)).toEqual([
      'pass',
      'pass',
      'near',
      'near',
      'refused',
    ]);
  });

  it('never tells two states of one set apart by colour alone', () => {
    for (const set of [TRADING_STATE, VENUE_STATE, PROOF]) {
      const shapes = Object.values(set).map((state) => state.shape);
      expect(new Set(shapes).size).toBe(shapes.length);
    }
    for (const set of [ORD_STATUS, FRESHNESS, CHECK]) {
      const pairs = Object.values(set).map((state) => `${state.shape} ${state.word}`);
      expect(new Set(pairs).size).toBe(pairs.length);
    }
  });

  it('always gives danger a cross or a square, and warn a diamond or a word of its own', () => {
    const all = [ORD_STATUS, TRADING_STATE, VENUE_STATE, FRESHNESS, PROOF].flatMap((set) =>
      Object.values(set),
    );
    const danger = all.filter((state) => state.tone === 'danger');
    const warn = all.filter((state) => state.tone === 'warn');
    expect(danger.every((state) => ['cross', 'square'].includes(state.shape))).toBe(true);
    expect(warn.every((state) => state.shape === 'diamond')).toBe(true);
  });
});
