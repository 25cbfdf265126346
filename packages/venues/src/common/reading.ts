/**
 * Reading what a venue wrote: every figure is text until it is an exact decimal, every field is asked
 * for by its type, and what does not fit is a refusal that says where. Nothing is guessed.
 */
import {
  decimalSchema,
  err,
  fromEpochMs,
  ok,
  parseAsset,
  parseId,
  type Result,
  signOf,
  toPrice,
  toQuantity,
} from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';

export interface Malformed {
  readonly code: 'Malformed';
  /** Where and why, without the contents. */
  readonly detail: string;
}

export const malformed = (detail: string): Malformed => ({ code: 'Malformed', detail });

/** The value of JSON text, whatever it is. */
export function readJson(text: string): Result<unknown, Malformed> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(malformed('not JSON'));
  }
}

export function readAs<T>(schema: z.ZodType<T>, raw: unknown): Result<T, Malformed> {
  const read = schema.safeParse(raw);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const where = issue === undefined ? '' : issue.path.map(String).join('.');
  return err(malformed(`${where}: ${issue?.message ?? 'not as documented'}`));
}

export function readTextAs<T>(schema: z.ZodType<T>, text: string): Result<T, Malformed> {
  const raw = readJson(text);
  return raw.ok ? readAs(schema, raw.value) : raw;
}

/** Decimal text to an exact decimal; a JSON number is refused, because it has been a float. */
export const amount = decimalSchema;

export const price = amount.transform((value, context) => {
  const read = toPrice(value);
  if (read.ok) return read.value;
  context.addIssue({ code: 'custom', message: `Not a price (${read.error.code}).` });
  return z.NEVER;
});

/** Zero or more: a venue says by the side which way it goes. */
export const quantity = amount.transform((value, context) => {
  const read = toQuantity(value);
  if (read.ok && signOf(value) >= 0) return read.value;
  const why = read.ok ? 'Negative' : read.error.code;
  context.addIssue({ code: 'custom', message: `Not a quantity (${why}).` });
  return z.NEVER;
});

export const asset = z.string().transform((text, context) => {
  const read = parseAsset(text);
  if (read.ok) return read.value;
  context.addIssue({ code: 'custom', message: 'Not an asset.' });
  return z.NEVER;
});

const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whole milliseconds since 1970. */
export const epochMs = z.int().min(0).max(LAST_MS).transform(fromEpochMs);

/** Our own id; null for whatever else stands there, which somebody else has sent. */
export function ownId(text: string | null | undefined): ClOrdId | null {
  const read = parseId<ClOrdId>(text ?? '');
  return read.ok ? read.value : null;
}
