import { describe, expect, it } from 'vitest';
import { HOLD_MS, holdLeft, holdProgress, typedMatches } from './hold.ts';

describe('hold to confirm', () => {
  it('is done exactly when the whole time has passed, and never before', () => {
    expect(holdProgress({ startedMs: 100 }, 100 + HOLD_MS - 1)).toBeLessThan(1);
    expect(holdProgress({ startedMs: 100 }, 100 + HOLD_MS)).toBe(1);
    expect(holdProgress({ startedMs: 100 }, 100 + 10 * HOLD_MS)).toBe(1);
  });

  it('starts again from nothing when the finger was lifted or the clock stepped back', () => {
    expect(holdProgress(null, 9_999)).toBe(0);
    expect(holdProgress({ startedMs: 500 }, 100)).toBe(0);
  });

  it('says what is left in tenths of a second', () => {
    expect(holdLeft(0)).toBe('1.5 s');
    expect(holdLeft(0.6)).toBe('0.6 s');
    expect(holdLeft(1)).toBe('0.0 s');
  });
});

describe('type to confirm', () => {
  it('takes the word as it is written and forgives only blanks around it', () => {
    expect(typedMatches(' FIRM ', 'FIRM')).toBe(true);
    expect(typedMatches('firm', 'FIRM')).toBe(false);
    expect(typedMatches('FIR', 'FIRM')).toBe(false);
  });

  it('never takes an empty word', () => {
    expect(typedMatches('', '')).toBe(false);
  });
});
