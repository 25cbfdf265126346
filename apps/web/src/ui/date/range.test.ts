import { describe, expect, it } from 'vitest';
import { dayCount, daysOf, PRESETS, presetRange, pressDay, rangeFault } from './range.ts';

const now = '2026-11-21T09:41:12.000Z';
const utc = { now, zone: 'UTC' };

describe('a preset', () => {
  it.each([
    ['today', '2026-11-21T00:00:00.000Z', now, 1],
    ['yesterday', '2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z', 1],
    ['last-7-days', '2026-11-15T00:00:00.000Z', now, 7],
    ['month-to-date', '2026-11-01T00:00:00.000Z', now, 21],
    ['quarter-to-date', '2026-10-01T00:00:00.000Z', now, 52],
    ['year-to-date', '2026-01-01T00:00:00.000Z', now, 325],
  ] as const)('%s runs from %s to %s and touches %i days', (preset, from, to, days) => {
    const range = presetRange(preset, utc);
    expect(range).toEqual({ from, to });
    expect(dayCount(range, 'UTC')).toBe(days);
  });

  it('never reaches behind the inception, and reaches it when asked to', () => {
    const context = { ...utc, inception: '2026-10-12' };
    expect(presetRange('year-to-date', context).from).toBe('2026-10-12T00:00:00.000Z');
    expect(presetRange('since-inception', context).from).toBe('2026-10-12T00:00:00.000Z');
    expect(dayCount(presetRange('since-inception', context), 'UTC')).toBe(41);
  });

  it('follows the midnights of its zone, across a change of clocks', () => {
    const lisbon = { now: '2026-10-27T10:00:00.000Z', zone: 'Europe/Lisbon' };
    const week = presetRange('last-7-days', lisbon);
    expect(week.from).toBe('2026-10-20T23:00:00.000Z');
    expect(dayCount(week, lisbon.zone)).toBe(7);
  });

  it('is another day in another zone at the same instant', () => {
    const late = '2026-11-21T23:30:00.000Z';
    expect(presetRange('today', { now: late, zone: 'Asia/Tokyo' }).from).toBe(
      '2026-11-21T15:00:00.000Z',
    );
  });

  it('never ends before it begins', () => {
    for (const preset of PRESETS) {
      const range = presetRange(preset, { ...utc, inception: '2020-02-29' });
      expect(range.from < range.to).toBe(true);
    }
  });
});

describe('a range', () => {
  it('that ends at midnight does not touch the day after', () => {
    const day = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' };
    expect(daysOf(day, 'UTC')).toEqual({ first: '2026-11-20', last: '2026-11-20' });
  });

  it('is refused with a reason', () => {
    const range = { from: '2026-11-01T00:00:00.000Z', to: now };
    expect(rangeFault(range, utc)).toBeNull();
    expect(rangeFault({ from: now, to: now }, utc)).toBe('ends-before-it-begins');
    expect(rangeFault({ ...range, to: '2026-10-01T00:00:00.000Z' }, utc)).toBe(
      'ends-before-it-begins',
    );
    expect(rangeFault(range, { ...utc, mostDays: 7 })).toBe('longer-than-allowed');
    const next = { from: '2026-12-01T00:00:00.000Z', to: '2026-12-02T00:00:00.000Z' };
    expect(rangeFault(next, utc)).toBe('begins-in-the-future');
  });

  it('is made by two presses, in either order', () => {
    const one = pressDay(null, '2026-11-10', false);
    expect(one).toEqual({ first: '2026-11-10', last: '2026-11-10', open: true });
    expect(pressDay(one, '2026-11-03', one.open)).toEqual({
      first: '2026-11-03',
      last: '2026-11-10',
      open: false,
    });
    expect(pressDay(one, '2026-11-12', false).first).toBe('2026-11-12');
  });
});
