/**
 * What a tab keeps of its ticket: the draft, and an order that was sent until its answer is known. It
 * outlives a reload and ends with the tab; signing out empties it.
 */
import { type IdempotencyKey, idSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import type { Wish } from '../model.ts';
import { type Draft, draftSchema } from './draft.ts';

const keptDraftSchema = draftSchema.extend({ account: z.string().max(64).nullable() });
type KeptDraft = z.infer<typeof keptDraftSchema>;

const sentSchema = z.object({
  /** The same again gets the same answer. */
  key: idSchema<IdempotencyKey>(),
  /** Sent again as it was; the platform reads it with care. */
  wish: z.custom<Wish>((value) => typeof value === 'object' && value !== null),
  /** What the button said. */
  text: z.string().max(300),
  atMs: z.number(),
  /** Once the engine has placed it. */
  clOrdId: idSchema<ClOrdId>().nullable(),
});
export type Sent = z.infer<typeof sentSchema>;

const DRAFT = 'ticket.draft';
const SENT = 'ticket.sent';

/** Without storage, or with what is not ours in it, nothing is kept and nothing breaks. */
function readKept<T>(name: string, schema: z.ZodType<T>): T | null {
  try {
    const text = sessionStorage.getItem(name);
    if (text === null) return null;
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function keep(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A full or forbidden storage keeps nothing: the ticket works for as long as it stands.
  }
}

export const readDraft = (): KeptDraft | null => readKept(DRAFT, keptDraftSchema);
export const keepDraft = (draft: Draft, account: string | null): void =>
  keep(DRAFT, { ...draft, account });
export const readSent = (): Sent | null => readKept(SENT, sentSchema);
export const keepSent = (sent: Sent | null): void => keep(SENT, sent);
