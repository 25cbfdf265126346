/** What the acts of signing in have in common. */
import { type IdempotencyKey, idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';

/**
 * Their input. A page may name its intent as for every act; two of these at once are told apart by
 * what they use up: a code, a challenge, a token.
 */
export function signInInput<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject({ ...shape, idempotencyKey: idSchema<IdempotencyKey>().optional() });
}

/** What an act answers that has nothing to say but that it was done. */
export const done = z.strictObject({ done: z.literal(true) });
export const DONE = { done: true } as const;

/** How a person tells a device from others. */
export const deviceName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{C}]*$/u);
