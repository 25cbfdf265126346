/**
 * What a tab keeps of an order that was sent, until its answer is known. It outlives a reload and ends with
 * the tab; signing out empties it.
 */
import { type IdempotencyKey, idSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { keep, readKept } from './tab-storage.ts';

export interface Sent<Wish> {
  /** The same again gets the same answer. */
  readonly key: IdempotencyKey;
  /** Sent again as it was; the platform reads it with care. */
  readonly wish: Wish;
  /** What the button said. */
  readonly text: string;
  readonly atMs: number;
  /** Once the engine has placed it. */
  readonly clOrdId: ClOrdId | null;
}

/** One place for one kind of form: what it sent last. */
export interface SentStore<Wish> {
  readonly read: () => Sent<Wish> | null;
  readonly keep: (sent: Sent<Wish> | null) => void;
}

export function sentStore<Wish>(name: string): SentStore<Wish> {
  const schema: z.ZodType<Sent<Wish>> = z.object({
    key: idSchema<IdempotencyKey>(),
    wish: z.custom<Wish>((value) => typeof value === 'object' && value !== null),
    text: z.string().max(300).default(''),
    atMs: z.number(),
    clOrdId: idSchema<ClOrdId>().nullable().default(null),
  });
  return { read: () => readKept(name, schema), keep: (sent) => keep(name, sent) };
}
