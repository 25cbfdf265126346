import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceAxis, pixelNumber, thinOut, timeTicks } from './scale.ts';

describe('an axis', () => {
  it('has round labels around the values', () => {
    expect(niceAxis([39_200_000, 54_100_000], { count: 3 }).ticks).toEqual([
      35_000_000, 40_000_000, 45_000_000, 50_000_000, 55_000_000,
    ]);
    expect(niceAxis([0.1, 0.3], { count: 2 }).ticks).toEqual([0.1, 0.2, 0.3]);
  });

  it('keeps zero where zero means something', () => {
    expect(niceAxis([3, 9], { zero: true }).min).toBe(0);
    expect(niceAxis([-4, -1], { zero: true }).max).toBe(0);
  });

  it('stands also around one value and around none', () => {
    expect(niceAxis([5]).ticks.length).toBeGreaterThan(1);
    expect(niceAxis([])).toMatchObject({ min: 0, max: 1 });
  });

  it('always holds every value between its ends, with few labels', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const axis = niceAxis(values);
        const slack = axis.step * 1e-6;
        expect(Math.min(...values)).toBeGreaterThanOrEqual(axis.min - slack);
        expect(Math.max(...values)).toBeLessThanOrEqual(axis.max + slack);
        expect(axis.ticks.length).toBeLessThanOrEqual(7);
      }),
    );
  });
});

describe('a time axis', () => {
  const at = (text: string) => Date.parse(text);
  const texts = (from: string, to: string, most: number, zone = 'UTC') =>
    timeTicks(at(from), at(to), most, zone).map(({ text }) => text);

  it('stands on round minutes, hours, days and months', () => {
    expect(texts('2026-11-21T08:41:00Z', '2026-11-21T09:41:00Z', 4)).toEqual([
      '08:45',
      '09:00',
      '09:15',
      '09:30',
    ]);
    expect(texts('2026-11-20T10:00:00Z', '2026-11-21T09:00:00Z', 4)).toEqual([
      '12:00',
      '18:00',
      '21 Nov',
      '06:00',
    ]);
    expect(texts('2025-12-10T00:00:00Z', '2026-11-21T00:00:00Z', 6)).toEqual([
      '2026',
      'Mar',
      'May',
      'Jul',
      'Sep',
      'Nov',
    ]);
  });

  it('begins its days when the zone does, across a change of clocks', () => {
    const ticks = timeTicks(
      at('2026-10-24T12:00:00Z'),
      at('2026-10-27T12:00:00Z'),
      4,
      'Europe/Lisbon',
    );
    expect(ticks.map(({ ms }) => new Date(ms).toISOString())).toEqual([
      '2026-10-24T23:00:00.000Z',
      '2026-10-26T00:00:00.000Z',
      '2026-10-27T00:00:00.000Z',
    ]);
  });

  it('has no label when there is no time between the ends', () => {
    expect(timeTicks(5, 5, 4, 'UTC')).toEqual([]);
  });
});

describe('a long line', () => {
  it('keeps its ends and its extremes when it is thinned out', () => {
    const points = Array.from({ length: 10_000 }, (_, index) => Math.sin(index / 300));
    points[4_321] = 99;
    points[1_234] = -99;
    const kept = thinOut(points, (value) => value, 400);
    expect(kept.length).toBeLessThanOrEqual(402);
    expect(kept).toContain(99);
    expect(kept).toContain(-99);
    expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
  });

  it('is left alone when it is short', () => {
    const points = [1, 2, 3];
    expect(thinOut(points, (value) => value, 400)).toBe(points);
  });
});

it('only plain text becomes a pixel', () => {
  expect([pixelNumber('1.5'), pixelNumber(''), pixelNumber(null), pixelNumber('x')]).toEqual([
    1.5,
    null,
    null,
    null,
  ]);
});
