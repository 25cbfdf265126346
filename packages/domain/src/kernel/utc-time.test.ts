import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrap } from './result.ts';
import { utcTimeSchema } from './schemas.ts';
import {
  addMs,
  compareTimes,
  fromEpochMs,
  msBetween,
  parseUtcTime,
  toEpochMs,
} from './utc-time.ts';

const MOMENTS = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });

describe('parsing', () => {
  test.each([
    ['2026-11-21T09:41:07.204Z', '2026-11-21T09:41:07.204Z'],
    ['2026-11-21T09:41:07Z', '2026-11-21T09:41:07.000Z'],
    ['2026-11-21 09:41:07.2Z', '2026-11-21T09:41:07.200Z'],
    ['2026-11-21T09:41:07.204000+01:00', '2026-11-21T08:41:07.204Z'],
    ['2026-11-21T09:41:07-0530', '2026-11-21T15:11:07.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseUtcTime(text)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ['2026-11-21', 'NotATime'],
    ['2026-11-21T09:41:07', 'NotATime'],
    ['2026-02-29T00:00:00Z', 'NotATime'],
    ['2026-13-01T00:00:00Z', 'NotATime'],
    ['2026-11-21T24:00:00Z', 'NotATime'],
    ['2016-12-31T23:59:60Z', 'NotATime'],
    ['2026-11-21T09:41:07+24:00', 'NotATime'],
    ['1969-12-31T23:59:59Z', 'OutOfRange'],
    ['2026-11-21T09:41:07.2041Z', 'FinerThanMs'],
  ])('%s is refused: %s', (text, code) => {
    expect(parseUtcTime(text)).toEqual({ ok: false, error: { code, text } });
  });

  test('the schema takes the one text form only', () => {
    expect(utcTimeSchema.safeParse('2026-11-21T09:41:07.204Z').success).toBe(true);
    expect(utcTimeSchema.safeParse('2026-11-21T09:41:07Z').success).toBe(false);
    expect(utcTimeSchema.safeParse(1_795_254_067_204).success).toBe(false);
  });
});

test('every moment is read back from its text', () => {
  fc.assert(
    fc.property(MOMENTS, (ms) => {
      const time = fromEpochMs(ms);
      expect(toEpochMs(time)).toBe(ms);
      expect(unwrap(parseUtcTime(time))).toBe(time);
    }),
  );
});

test('comparing texts compares moments', () => {
  fc.assert(
    fc.property(MOMENTS, MOMENTS, (a, b) => {
      expect(compareTimes(fromEpochMs(a), fromEpochMs(b))).toBe(Math.sign(a - b));
      expect(msBetween(fromEpochMs(a), fromEpochMs(b))).toBe(b - a);
    }),
  );
});

test('a moment outside the range is a bug', () => {
  expect(() => fromEpochMs(-1)).toThrow('1970 to 9999');
  expect(() => addMs(fromEpochMs(0), 0.5)).toThrow('whole number');
});
