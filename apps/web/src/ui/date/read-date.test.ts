import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utcDateToDay } from './day.ts';
import { readDay, readTime, writeDay } from './read-date.ts';

describe('a typed day', () => {
  it.each([
    ['2026-11-21', '2026-11-21'],
    ['20261121', '2026-11-21'],
    [' 21  Nov 2026 ', '2026-11-21'],
    ['21 november 2026', '2026-11-21'],
    ['Nov 21, 2026', '2026-11-21'],
    ['21.11.26', '2026-11-21'],
    ['21/11/2026', '2026-11-21'],
    ['11/21/2026', '2026-11-21'],
    ['04/04/2026', '2026-04-04'],
    ['21 nov', '2026-11-21'],
  ])('%j is read as %s', (text, day) => {
    expect(readDay(text, 2026)).toEqual({ kind: 'day', day });
  });

  it('that two continents read differently is never guessed at', () => {
    expect(readDay('03/04/2026', 2026)).toEqual({ kind: 'ambiguous' });
  });

  it.each(['31 Feb 2026', 'tomorrow', '2026-02-30', '32.01.2026', '1/1'])('%j is none', (text) => {
    expect(readDay(text, 2026).kind).toBe('unreadable');
  });

  it('is read back as it was written', () => {
    const days = fc.date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('2100-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (date) => {
        const day = utcDateToDay(date);
        expect(readDay(writeDay(day), 1999)).toEqual({ kind: 'day', day });
      }),
    );
  });
});

describe('a typed time', () => {
  it.each([
    ['9', '09:00'],
    ['9:41', '09:41'],
    ['0941', '09:41'],
    ['9.41', '09:41'],
    ['09:41:07', '09:41:07'],
    ['00:00:00', '00:00'],
  ])('%j is read as %s', (text, time) => expect(readTime(text)).toBe(time));

  it.each(['24:00', '9:60', 'noon', ''])('%j is none', (text) => expect(readTime(text)).toBeNull());
});
