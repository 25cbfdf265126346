/**
 * A moment in UTC, to the millisecond, as the one text `YYYY-MM-DDTHH:MM:SS.sssZ`.
 *
 * Text and not epoch milliseconds, because the same 24 characters then stand in the journal, in
 * canonical JSON under a hash, in logs, in exports and on the wire; because PostgreSQL reads it as
 * it is; and because comparing texts compares moments. Arithmetic goes through `toEpochMs`.
 * Years 1970 to 9999.
 */
import { invariant } from './assert.ts';
import type { Brand } from './brand.ts';
import { err, ok, type Result } from './result.ts';

export type UtcTime = Brand<string, 'UtcTime'>;

export type UtcTimeRefusal =
  | { readonly code: 'NotATime'; readonly text: string }
  | { readonly code: 'FinerThanMs'; readonly text: string }
  | { readonly code: 'OutOfRange'; readonly text: string };

const MAX_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const ISO =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d{2}):?(\d{2}))$/;

/**
 * Reads ISO 8601 with a zone (`Z` or an offset) and gives UTC. Digits finer than a millisecond must
 * be zero: they are refused, never dropped. Impossible dates, 24:00 and leap seconds are refused.
 */
export function parseUtcTime(text: string): Result<UtcTime, UtcTimeRefusal> {
  const match = ISO.exec(text);
  const [, date, clock, fraction = '', zulu, sign, hours, minutes] = match ?? [];
  if (date === undefined || clock === undefined) return err({ code: 'NotATime', text });
  if (/[1-9]/.test(fraction.slice(3))) return err({ code: 'FinerThanMs', text });
  const local = `${date}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const localMs = Date.parse(local);
  if (!Number.isFinite(localMs) || new Date(localMs).toISOString() !== local) {
    return err({ code: 'NotATime', text });
  }
  const offset = zulu === undefined ? offsetMs(sign, Number(hours), Number(minutes)) : 0;
  if (offset === undefined) return err({ code: 'NotATime', text });
  const ms = localMs - offset;
  return ms >= 0 && ms <= MAX_MS ? ok(fromEpochMs(ms)) : err({ code: 'OutOfRange', text });
}

function offsetMs(sign: string | undefined, hours: number, minutes: number): number | undefined {
  if (hours > 23 || minutes > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** @throws {InvariantError} for anything but whole milliseconds from 1970 to 9999. */
export function fromEpochMs(ms: number): UtcTime {
  invariant(
    Number.isInteger(ms) && ms >= 0 && ms <= MAX_MS,
    'A moment is a whole number of milliseconds from 1970 to 9999.',
  );
  return new Date(ms).toISOString() as UtcTime;
}

/** The moments that a decision compares are few, and are asked for again and again. */
const KEPT = 64;
const KEPT_TEXTS = new Array<string>(KEPT).fill('');
const KEPT_MS = new Float64Array(KEPT);

export function toEpochMs(time: UtcTime): number {
  // By seconds and milliseconds, the digits that differ most.
  const digits = time.charCodeAt(18) * 31 + time.charCodeAt(21) * 7 + time.charCodeAt(22);
  const place = (digits | 0) % KEPT;
  if (KEPT_TEXTS[place] === time) return KEPT_MS[place] as number;
  const ms = Date.parse(time);
  KEPT_TEXTS[place] = time;
  KEPT_MS[place] = ms;
  return ms;
}

/** Milliseconds from one moment to a later one; negative when it is earlier. */
export function msBetween(from: UtcTime, to: UtcTime): number {
  return toEpochMs(to) - toEpochMs(from);
}

export function addMs(time: UtcTime, ms: number): UtcTime {
  return fromEpochMs(toEpochMs(time) + ms);
}

export function compareTimes(a: UtcTime, b: UtcTime): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
