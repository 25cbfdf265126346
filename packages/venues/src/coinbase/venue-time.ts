/** Times as Coinbase writes them: RFC 3339 with up to nine digits of a second, or whole seconds. */
import { fromEpochMs, parseUtcTime } from '@ultrathink/domain/kernel';
import { z } from 'zod';

const FINER_THAN_MS = /(\.\d{3})\d{1,6}(?=[Zz+-])/;

/** What is finer than a millisecond is cut off: a moment is never told later than it was. */
export const venueTime = z.string().transform((text, context) => {
  const read = parseUtcTime(text.replace(FINER_THAN_MS, '$1'));
  if (read.ok) return read.value;
  context.addIssue({ code: 'custom', message: `Not a time (${read.error.code}).` });
  return z.NEVER;
});

const SECONDS = /^\d{1,10}$/;

/** Seconds since 1970, as text. */
export const epochSeconds = z
  .string()
  .regex(SECONDS)
  .transform((text) => fromEpochMs(Number(text) * 1000));

const MILLISECONDS = /^\d{1,13}$/;

export const epochMillis = z
  .string()
  .regex(MILLISECONDS)
  .transform((text) => fromEpochMs(Number(text)));
