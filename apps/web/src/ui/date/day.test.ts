import { describe, expect, it } from 'vitest';
import {
  addDays,
  instantOf,
  isDay,
  isZone,
  localAt,
  offsetName,
  startOfDay,
  zoneName,
} from './day.ts';

const LISBON = 'Europe/Lisbon';
const NEW_YORK = 'America/New_York';
const BEIRUT = 'Asia/Beirut';

describe('a local time', () => {
  it('means one instant on an ordinary day', () => {
    expect(instantOf('2026-11-21', '09:41', LISBON)).toEqual({
      kind: 'once',
      instant: '2026-11-21T09:41:00.000Z',
    });
    expect(instantOf('2026-07-01', '09:41:07', LISBON).instant).toBe('2026-07-01T08:41:07.000Z');
  });

  it('that clocks skip in spring means the moment they jump to, and is called skipped', () => {
    expect(instantOf('2026-03-29', '01:30', LISBON)).toEqual({
      kind: 'skipped',
      instant: '2026-03-29T01:00:00.000Z',
    });
    expect(instantOf('2026-03-08', '02:00', NEW_YORK)).toEqual({
      kind: 'skipped',
      instant: '2026-03-08T07:00:00.000Z',
    });
  });

  it('that clocks show twice in autumn means the first of the two, and is called twice', () => {
    expect(instantOf('2026-10-25', '01:30', LISBON)).toEqual({
      kind: 'twice',
      instant: '2026-10-25T00:30:00.000Z',
    });
  });

  it('comes back from its instant, in zones of half hours too', () => {
    for (const zone of ['UTC', LISBON, NEW_YORK, 'Asia/Kolkata', 'Australia/Lord_Howe']) {
      const { instant } = instantOf('2026-06-15', '23:45', zone);
      expect(localAt(instant, zone)).toEqual({ day: '2026-06-15', time: '23:45' });
    }
  });
});

describe('a day', () => {
  it('begins when the clock first shows it, even where midnight is skipped', () => {
    expect(startOfDay('2026-03-29', BEIRUT)).toBe('2026-03-28T22:00:00.000Z');
    expect(localAt(startOfDay('2026-03-29', BEIRUT), BEIRUT)).toEqual({
      day: '2026-03-29',
      time: '01:00',
    });
  });

  it('lasts 23 hours in spring and 25 in autumn', () => {
    const hours = (day: string) =>
      (Date.parse(startOfDay(addDays(day, 1), LISBON)) - Date.parse(startOfDay(day, LISBON))) /
      3_600_000;
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-15')]).toEqual([23, 25, 24]);
  });

  it('exists on the calendar or is no day', () => {
    expect(['2024-02-29', '2026-02-29', '2026-13-01', '26-01-01'].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a zone', () => {
  it('is named by its city and its offset at that time of year', () => {
    expect(zoneName(NEW_YORK)).toBe('New York');
    expect(offsetName('2026-11-21T00:00:00.000Z', LISBON)).toBe('UTC');
    expect(offsetName('2026-07-01T00:00:00.000Z', LISBON)).toBe('UTC+1');
    expect(offsetName('2026-07-01T00:00:00.000Z', 'America/St_Johns')).toBe('UTC−2:30');
  });

  it('is known to the machine or refused', () => {
    expect([isZone('UTC'), isZone(LISBON), isZone('Mars/Olympus')]).toEqual([true, true, false]);
  });
});
