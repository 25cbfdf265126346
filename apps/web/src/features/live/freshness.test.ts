import { describe, expect, it } from 'vitest';
import { lineFreshness, topicFreshness } from './freshness.ts';

const open = { state: 'Open', isOnline: true, beatAgeMs: 300 } as const;

describe('the line', () => {
  it.each([
    [300, 'live'],
    [999, 'live'],
    [1_000, 'slow'],
    [5_000, 'slow'],
    [5_001, 'stale'],
    [null, 'no-data'],
  ])('whose last beat is %s ms old reads %s', (beatAgeMs, state) => {
    expect(lineFreshness({ ...open, beatAgeMs }).state).toBe(state);
  });

  it('that is lost reads so at once, however young its last beat', () => {
    expect(lineFreshness({ ...open, state: 'Lost' }).state).toBe('reconnecting');
  });

  it('reads offline only when it is silent: a platform on this machine needs no network', () => {
    expect(lineFreshness({ ...open, isOnline: false }).state).toBe('live');
    expect(lineFreshness({ ...open, isOnline: false, state: 'Lost' }).state).toBe('offline');
    expect(lineFreshness({ ...open, isOnline: false, beatAgeMs: 6_000 }).state).toBe('offline');
  });
});

describe('figures that come once a second', () => {
  const live = lineFreshness(open);

  it('read live between two of them, slow when one is late, stale when five are', () => {
    const states = [0, 1_400, 2_500, 6_500].map((age) => topicFreshness(live, age, 1_000).state);
    expect(states).toEqual(['live', 'live', 'slow', 'stale']);
  });

  it('are no data before the first, and as lost as their line', () => {
    expect(topicFreshness(live, null, 1_000).state).toBe('no-data');
    const lost = lineFreshness({ ...open, state: 'Lost' });
    expect(topicFreshness(lost, 400, 1_000)).toEqual({ state: 'reconnecting', ageMs: 400 });
  });
});
