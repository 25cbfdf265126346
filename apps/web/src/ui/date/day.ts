import { TZDate } from '@date-fns/tz';

/**
 * A day on a calendar as `2026-11-21`: no time, no zone, ordered as text. What a day means in
 * instants depends on a zone, which every function here takes by its IANA name (`Europe/Lisbon`).
 */
export type Day = string;

/** An instant as ISO 8601 in UTC with milliseconds, as JSON carries it. */
export type Instant = string;

export const UTC = 'UTC';

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');

export function makeDay(year: number, month: number, day: number): Day | null {
  const made = new Date(Date.UTC(year, month - 1, day));
  const real =
    made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return real && year >= 1000 ? `${pad(year, 4)}-${pad(month)}-${pad(day)}` : null;
}

export function isDay(text: string): text is Day {
  const [year, month, day] = text.split('-').map(Number);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && makeDay(year ?? 0, month ?? 0, day ?? 0) !== null;
}

/** A day as the UTC midnight that begins it: the form calendars compute with, free of zones. */
export function dayToUtcDate(day: Day): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

export function utcDateToDay(date: Date): Day {
  return new Date(date.getTime()).toISOString().slice(0, 10);
}

export function addDays(day: Day, count: number): Day {
  const date = dayToUtcDate(day);
  date.setUTCDate(date.getUTCDate() + count);
  return utcDateToDay(date);
}

/** Whole days from one to the other; 0 for the same day, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (dayToUtcDate(to).getTime() - dayToUtcDate(from).getTime()) / 86_400_000;
}

/** The day and time of day that a clock in the zone shows at an instant. */
export function localAt(
  instant: Instant,
  zone: string,
): { readonly day: Day; readonly time: string } {
  const local = new TZDate(instant, zone);
  const day = `${pad(local.getFullYear(), 4)}-${pad(local.getMonth() + 1)}-${pad(local.getDate())}`;
  const seconds = local.getSeconds();
  const time = `${pad(local.getHours())}:${pad(local.getMinutes())}`;
  return { day, time: seconds === 0 ? time : `${time}:${pad(seconds)}` };
}

/**
 * What a local day and time mean. Twice a year they mean no instant (the hour skipped in spring) or
 * two (the hour repeated in autumn); then the instant given is the first one possible, and `kind`
 * says so, for the reader to be told.
 */
export interface Meaning {
  readonly kind: 'once' | 'skipped' | 'twice';
  readonly instant: Instant;
}

/** @param time `HH:mm` or `HH:mm:ss`, from 00:00 to 23:59:59 */
export function instantOf(day: Day, time: string, zone: string): Meaning {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const wanted = dayToUtcDate(day).getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  const around = [wanted - 86_400_000, wanted + 86_400_000].map((ms) => offsetAt(ms, zone));
  const found = [...new Set(around)]
    .map((offset) => wanted - offset)
    .filter((ms) => ms + offsetAt(ms, zone) === wanted)
    .sort((a, b) => a - b);
  const [first, second] = found;
  if (first === undefined) {
    const [before = 0, after = 0] = around;
    return { kind: 'skipped', instant: iso(firstAfterGap(wanted - Math.max(before, after), zone)) };
  }
  return { kind: second === undefined ? 'once' : 'twice', instant: iso(first) };
}

const iso = (ms: number): Instant => new Date(ms).toISOString();

/** Milliseconds the zone's clocks are ahead of UTC at an instant. */
function offsetAt(ms: number, zone: string): number {
  return -new TZDate(ms, zone).getTimezoneOffset() * 60_000;
}

/** The instant at which a gap ends, found by halving: zones change at whole minutes. */
function firstAfterGap(insideOrBefore: number, zone: string): number {
  let low = insideOrBefore - 86_400_000;
  let high = insideOrBefore + 86_400_000;
  const start = offsetAt(low, zone);
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetAt(middle, zone) === start) low = middle;
    else high = middle;
  }
  return high;
}

/** The first instant of a day in a zone; not always 00:00, some zones skip midnight. */
export function startOfDay(day: Day, zone: string): Instant {
  return instantOf(day, '00:00', zone).instant;
}

/** `UTC`, or the offset a zone has at an instant: `UTC+1`, `UTC−3:30`. */
export function offsetName(instant: Instant, zone: string): string {
  const minutes = offsetAt(new Date(instant).getTime(), zone) / 60_000;
  if (minutes === 0) return UTC;
  const size = Math.abs(minutes);
  const rest = size % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest === 0 ? '' : `:${pad(rest)}`}`;
}

/** The zone as people call it: `UTC`, `Lisbon`, `New York`. */
export function zoneName(zone: string): string {
  return zone === UTC ? UTC : (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

export function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
