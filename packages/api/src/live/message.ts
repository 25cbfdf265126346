/** What comes down a browser's one live stream. Browsers read this file too. */
import { noticeBodySchema, RESYNC_REASONS, TOPICS } from '@ultrathink/domain/engine';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';

/** A beat comes at least this often, so that silence means a broken line. */
export const BEAT_EVERY_MS = 500;

/** Instruments whose depth one browser reads at once. */
export const MOST_BOOKS = 16;

/** Of one message; what is more comes in the next. One notice alone may be larger than the bytes. */
export const MOST_OF_A_MESSAGE = { entries: 256, bytes: 256 * 1024 } as const;

export const topicsSchema = z.array(z.enum(TOPICS)).min(1).max(TOPICS.length);

const toldNoticeSchema = z.strictObject({ key: z.string(), body: noticeBodySchema });

export const liveMessageSchema = z.discriminatedUnion('kind', [
  /** The line lives, and this is how the engine's door is. */
  z.strictObject({
    kind: z.literal('Beat'),
    at: utcTimeSchema,
    engine: z.enum(['Connected', 'Reconnecting', 'Closed']),
    /** Since when the engine's door is so. */
    engineSince: utcTimeSchema,
  }),
  /** In the order of their sequences; the message's place is that of the last. */
  z.strictObject({
    kind: z.literal('Notices'),
    notices: z.array(toldNoticeSchema).min(1).max(MOST_OF_A_MESSAGE.entries),
  }),
  /** What the browser holds has a gap: it reads its lists again. */
  z.strictObject({ kind: z.literal('Resync'), reason: z.enum(RESYNC_REASONS) }),
]);

export type LiveMessage = z.infer<typeof liveMessageSchema>;
export type ToldNotice = z.infer<typeof toldNoticeSchema>;
