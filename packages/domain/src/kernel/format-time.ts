/** How moments and durations read. Time is UTC unless a zone is given; a view names its zone once. */
import { DEFAULT_LOCALE, measureText } from './format-number.ts';
import { toEpochMs, type UtcTime } from './utc-time.ts';

export const UTC = 'UTC';

export interface TimeStyle {
  readonly locale: string;
  /** An IANA zone: `UTC`, `Europe/Zurich`. */
  readonly zone: string;
}

export type TimePrecision = 'minute' | 'second' | 'millisecond';

const MAX_FORMATS = 256;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs some 30 us, using one a hundredth of it. */
function formatFor(style: TimeStyle, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${style.locale} ${style.zone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  if (formats.size >= MAX_FORMATS) formats.clear();
  const made = new Intl.DateTimeFormat(style.locale, {
    ...options,
    timeZone: style.zone,
    numberingSystem: 'latn',
    calendar: 'gregory',
  });
  formats.set(key, made);
  return made;
}

/** `09:41`, `09:41:07` or `09:41:07.204`, always of 24 hours. */
export function formatTime(time: UtcTime, style: TimeStyle, precision: TimePrecision): string {
  const digits = formatFor(
    { locale: DEFAULT_LOCALE, zone: style.zone },
    {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(precision === 'minute' ? {} : { second: '2-digit' }),
    },
  ).format(toEpochMs(time));
  // Zones differ from UTC by whole seconds, so the milliseconds are those of the text.
  return precision === 'millisecond' ? `${digits}${time.slice(19, 23)}` : digits;
}

/** `21 Nov 2026`; other languages keep their own order and names. */
export function formatDate(time: UtcTime, style: TimeStyle): string {
  const format = formatFor(style, { day: 'numeric', month: 'short', year: 'numeric' });
  if (!/^en\b/.test(style.locale)) return format.format(toEpochMs(time));
  const part = new Map(
    format.formatToParts(toEpochMs(time)).map(({ type, value }) => [type, value]),
  );
  // British English alone writes "Sept", which would break the column of dates.
  return `${part.get('day')} ${part.get('month')?.slice(0, 3)} ${part.get('year')}`;
}

/** `21 Nov 2026 09:41`. */
export function formatDateTime(time: UtcTime, style: TimeStyle, precision: TimePrecision): string {
  return `${formatDate(time, style)} ${formatTime(time, style, precision)}`;
}

/** The zone's short name at that moment: `UTC`, `CET`, `GMT+8`. */
export function formatZone(time: UtcTime, style: TimeStyle): string {
  if (style.zone === UTC) return UTC;
  const parts = formatFor(style, { timeZoneName: 'short' }).formatToParts(toEpochMs(time));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? style.zone;
}

/** A measured delay: `0.4 ms`, `318 ms`, `5.42 s`. */
export function formatLatency(ms: number, locale: string): string {
  if (ms >= 999.5) return `${measureText(ms / 1000, 2, locale)} s`;
  return `${measureText(ms, ms < 9.95 ? 1 : 0, locale)} ms`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number): string => String(value).padStart(2, '0');

/** Tenths of a second, cut and not rounded. */
function tenths(ms: number, locale: string): string {
  return measureText(Math.floor(ms / 100) / 10, 1, locale);
}

/**
 * How long ago, in two units at most: `0.2 s`, `14 s`, `2 m 45 s`, `3 h 07 m`, `4 d 02 h`.
 * An age is never rounded up: 59.9 s is still `59 s`. One from the future counts as none.
 */
export function formatAge(ms: number, locale: string): string {
  const age = Math.max(0, ms);
  if (age < SECOND) return `${tenths(age, locale)} s`;
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s`;
  if (age < HOUR) {
    return `${Math.floor(age / MINUTE)} m ${two(Math.floor((age % MINUTE) / SECOND))} s`;
  }
  if (age < DAY) return `${Math.floor(age / HOUR)} h ${two(Math.floor((age % HOUR) / MINUTE))} m`;
  return `${Math.floor(age / DAY)} d ${two(Math.floor((age % DAY) / HOUR))} h`;
}

/** A clock that runs while something is open, with tenths in the first minute: `6.2 s`. */
export function formatRunningClock(ms: number, locale: string): string {
  const age = Math.max(0, ms);
  return age < MINUTE ? `${tenths(age, locale)} s` : formatAge(age, locale);
}

/** The offset of a timeline's step from its first: `+318 ms`, `+5.42 s`, then as an age. */
export function formatOffset(ms: number, locale: string): string {
  return `+${ms < MINUTE ? formatLatency(ms, locale) : formatAge(ms, locale)}`;
}
