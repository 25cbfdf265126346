/** What comes down a browser's one live stream. Browsers read this file too. */
import { noticeBodySchema, RESYNC_REASONS, TOPICS } from '@ultrathink/domain/engine';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';

/** A beat comes at least this often, so that silence means a broken line. */
export const BEAT_EVERY_MS = 500;

/** Instruments whose depth one browser reads at once. */
export const MOST_BOOKS = 16;

export const topicsSchema = z.array(z.enum(TOPICS)).min(1).max(TOPICS.length);

export const liveMessageSchema = z.discriminatedUnion('kind', [
  /** The line lives, and this is how the engine's door is. Carries no place in the stream. */
  z.strictObject({
    kind: z.literal('Beat'),
    at: utcTimeSchema,
    engine: z.enum(['Connected', 'Reconnecting', 'Closed']),
    /** Since when the engine's door is so. */
    engineSince: utcTimeSchema,
  }),
  z.strictObject({ kind: z.literal('Notice'), key: z.string(), body: noticeBodySchema }),
  /** What the browser holds has a gap: it reads its lists again. */
  z.strictObject({ kind: z.literal('Resync'), reason: z.enum(RESYNC_REASONS) }),
]);

export type LiveMessage = z.infer<typeof liveMessageSchema>;
