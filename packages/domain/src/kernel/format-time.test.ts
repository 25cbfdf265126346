import { describe, expect, test } from 'vitest';
import {
  formatAge,
  formatDate,
  formatDateTime,
  formatLatency,
  formatOffset,
  formatRunningClock,
  formatTime,
  formatZone,
} from './format-time.ts';
import { unwrap } from './result.ts';
import { parseUtcTime } from './utc-time.ts';

const at = (text: string) => unwrap(parseUtcTime(text));
const UTC = { locale: 'en-GB', zone: 'UTC' };
const MORNING = at('2026-11-21T09:41:07.204Z');

test('time of day, as fine as asked', () => {
  expect(formatTime(MORNING, UTC, 'minute')).toBe('09:41');
  expect(formatTime(MORNING, UTC, 'second')).toBe('09:41:07');
  expect(formatTime(MORNING, UTC, 'millisecond')).toBe('09:41:07.204');
  expect(formatTime(at('2026-11-21T00:00:00Z'), UTC, 'minute')).toBe('00:00');
});

test('the zone moves the clock, the date and its name', () => {
  const tokyo = { locale: 'en-GB', zone: 'Asia/Tokyo' };
  const late = at('2026-11-21T20:00:00.5Z');
  expect(formatDateTime(late, tokyo, 'millisecond')).toBe('22 Nov 2026 05:00:00.500');
  expect(formatZone(late, tokyo)).toBe('GMT+9');
  expect(formatZone(late, UTC)).toBe('UTC');
  const zurich = { locale: 'en-GB', zone: 'Europe/Zurich' };
  expect([formatZone(at('2026-07-01T00:00:00Z'), zurich), formatZone(MORNING, zurich)]).toEqual([
    'CEST',
    'CET',
  ]);
});

test('dates put the day first in English, and months have three letters', () => {
  expect(formatDate(MORNING, UTC)).toBe('21 Nov 2026');
  expect(formatDate(at('2026-09-01T00:00:00Z'), UTC)).toBe('1 Sep 2026');
  expect(formatDate(MORNING, { locale: 'en-US', zone: 'UTC' })).toBe('21 Nov 2026');
  expect(formatDate(MORNING, { locale: 'de-DE', zone: 'UTC' })).toBe('21. Nov. 2026');
});

test('latencies', () => {
  const shown = [0, 0.42, 9.94, 9.96, 318, 999.4, 999.6, 5420].map((ms) =>
    formatLatency(ms, 'en-GB'),
  );
  expect(shown).toEqual([
    '0.0 ms',
    '0.4 ms',
    '9.9 ms',
    '10 ms',
    '318 ms',
    '999 ms',
    '1.00 s',
    '5.42 s',
  ]);
});

describe('ages', () => {
  const S = 1000;
  const M = 60 * S;
  const H = 60 * M;
  test.each([
    [-5, '0.0 s'],
    [260, '0.2 s'],
    [999, '0.9 s'],
    [14 * S, '14 s'],
    [59_999, '59 s'],
    [2 * M + 45 * S, '2 m 45 s'],
    [3 * H + 7 * M, '3 h 07 m'],
    [4 * 24 * H + 2 * H, '4 d 02 h'],
  ])('%d ms is %s, never rounded up', (ms, expected) => {
    expect(formatAge(ms, 'en-GB')).toBe(expected);
  });

  test('a running clock shows tenths in its first minute', () => {
    expect(formatRunningClock(6200, 'en-GB')).toBe('6.2 s');
    expect(formatRunningClock(6200, 'de-DE')).toBe('6,2 s');
    expect(formatRunningClock(61_000, 'en-GB')).toBe('1 m 01 s');
  });

  test('offsets of a timeline switch unit at a second and at a minute', () => {
    expect([318, 5420, 61_000].map((ms) => formatOffset(ms, 'en-GB'))).toEqual([
      '+318 ms',
      '+5.42 s',
      '+1 m 01 s',
    ]);
  });
});
