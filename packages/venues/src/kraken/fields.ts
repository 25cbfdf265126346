/** Fields as Kraken writes them, once numbers are text (`exact-json.ts`). */
import { fromEpochMs, parseUtcTime, type UtcTime } from '@ultrathink/domain/kernel';
import { z } from 'zod';

const SECONDS = /^(\d{1,11})(?:\.(\d{1,9}))?$/;
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Unix seconds with decimals, to the millisecond: what is finer is cut off. */
export const seconds = z.string().transform((text, context) => {
  const [, whole, fraction = ''] = SECONDS.exec(text) ?? [];
  const ms = Number(whole) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (Number.isSafeInteger(ms) && ms <= LAST_MS) return fromEpochMs(ms);
  context.addIssue({ code: 'custom', message: 'Not Unix seconds.' });
  return z.NEVER;
});

/** The same with 0 for "not set". */
export const secondsOrNone = z
  .string()
  .transform((text) => (/^0(?:\.0*)?$/.test(text) ? null : text))
  .pipe(z.union([z.null(), seconds]));

/** RFC 3339, to the millisecond. */
export const instant = z.string().transform((text, context) => {
  const read = instantOf(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'Not a time.' });
  return z.NEVER;
});

export const count = z
  .string()
  .regex(/^\d{1,9}$/, 'Not a count.')
  .transform(Number);

/** RFC 3339 as the venue writes it, to the millisecond; what is finer is cut off. */
export function instantOf(text: string): UtcTime | undefined {
  const point = text.indexOf('.');
  const cut = point === -1 ? text : `${text.slice(0, Math.min(point + 4, text.length - 1))}Z`;
  const read = parseUtcTime(cut);
  return read.ok && text.endsWith('Z') ? read.value : undefined;
}
