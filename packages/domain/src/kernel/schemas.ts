/**
 * Zod schemas of the kernel's types, for contracts and inputs. They refuse; they never mend. What
 * JSON Schema can't say of them, `meta` does: the interface's document is made of it.
 */
import { z } from 'zod';
import { type Decimal, parseDecimal } from './decimal.ts';
import type { AnyId } from './ids.ts';
import { parseUtcTime, type UtcTime } from './utc-time.ts';
import { isUuidv7 } from './uuidv7.ts';

/** `idSchema<ClientId>()`: a UUIDv7 in lower case, typed as the id of its entity. */
export function idSchema<T extends AnyId>(): z.ZodType<T, T> {
  return z
    .custom<T>((value) => typeof value === 'string' && isUuidv7(value), 'Not a UUIDv7.')
    .meta({ type: 'string', format: 'uuid' });
}

/** A moment, already in the one text form. */
export const utcTimeSchema: z.ZodType<UtcTime, UtcTime> = z
  .custom<UtcTime>((value) => {
    if (typeof value !== 'string') return false;
    const parsed = parseUtcTime(value);
    return parsed.ok && parsed.value === value;
  }, 'Not a UTC time with milliseconds.')
  .meta({ type: 'string', format: 'date-time', examples: ['2026-11-21T09:41:07.204Z'] });

/** Decimal text on the wire, an exact Decimal in code. A JSON number is refused. */
export const decimalSchema: z.ZodType<Decimal, string> = z.string().transform((text, context) => {
  const parsed = parseDecimal(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: 'Not a plain decimal.' });
  return z.NEVER;
});
