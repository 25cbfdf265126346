import { type Day, makeDay } from './day.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What was typed, or why it can't be a day. */
export type DayReading =
  | { readonly kind: 'day'; readonly day: Day }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'unreadable' };

const asDay = (day: Day | null): DayReading =>
  day === null ? { kind: 'unreadable' } : { kind: 'day', day };

/** Years of two digits are of this century: nothing here is older than the platform. */
const fullYear = (year: string) => Number(year) + (year.length === 2 ? 2000 : 0);

/**
 * Reads `2026-11-21`, `21 Nov 2026`, `Nov 21, 2026`, `21.11.2026` and, where only one of the two
 * orders is a date, `21/11/2026`. `03/04/2026` means two days on the two sides of an ocean, so it
 * is never guessed at. Without a year, `21 Nov` is of the year given.
 */
export function readDay(text: string, year: number): DayReading {
  const typed = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (typed === '') return { kind: 'empty' };
  const isoParts = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(typed);
  if (isoParts)
    return asDay(makeDay(Number(isoParts[1]), Number(isoParts[2]), Number(isoParts[3])));
  const named =
    /^(?<d>\d{1,2})[ .-]*(?<m>[a-z]{3,9})\.?,?[ -]*(?<y>\d{4}|\d{2})?$/.exec(typed) ??
    /^(?<m>[a-z]{3,9})\.? (?<d>\d{1,2})(?:,? (?<y>\d{4}))?$/.exec(typed);
  if (named?.groups) {
    const { d = '', m = '', y } = named.groups;
    const month = MONTHS.findIndex((name) => m.startsWith(name)) + 1;
    return asDay(
      month === 0 ? null : makeDay(y === undefined ? year : fullYear(y), month, Number(d)),
    );
  }
  return readNumbers(typed);
}

function readNumbers(typed: string): DayReading {
  const parts = /^(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})$/.exec(typed);
  if (!parts) return { kind: 'unreadable' };
  const [, first = '', sign, second = '', yearText = ''] = parts;
  const year = fullYear(yearText);
  const dayFirst = makeDay(year, Number(second), Number(first));
  if (sign === '.') return asDay(dayFirst);
  const monthFirst = makeDay(year, Number(first), Number(second));
  if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst) {
    return { kind: 'ambiguous' };
  }
  return asDay(dayFirst ?? monthFirst);
}

/** Reads `9`, `09:41`, `0941`, `9.41`, `09:41:07`; null when it is no time of day. */
export function readTime(text: string): string | null {
  const typed = text.trim().replace('.', ':');
  const parts =
    /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{2})?$/.exec(typed);
  if (!parts) return null;
  const [, hours = '', minutes = '0', seconds] = parts;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? '0') > 59) return null;
  const time = `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
  return seconds === undefined || seconds === '00' ? time : `${time}:${seconds}`;
}

/** `21 Nov 2026`, as dates are written throughout. */
export function writeDay(day: Day): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const name = MONTHS[Number(month) - 1] ?? '';
  return `${Number(date)} ${name.slice(0, 1).toUpperCase()}${name.slice(1)} ${year}`;
}
