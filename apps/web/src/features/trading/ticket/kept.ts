/** What a tab keeps of its ticket: the draft, and an order that was sent until its answer is known. */
import { z } from 'zod';
import type { Wish } from '../model.ts';
import { sentStore } from '../placing/sent.ts';
import { keep, readKept } from '../placing/tab-storage.ts';
import { type Draft, draftSchema } from './draft.ts';

const keptDraftSchema = draftSchema.extend({ account: z.string().max(64).nullable() });
type KeptDraft = z.infer<typeof keptDraftSchema>;

const DRAFT = 'ticket.draft';

export const readDraft = (): KeptDraft | null => readKept(DRAFT, keptDraftSchema);
export const keepDraft = (draft: Draft, account: string | null): void =>
  keep(DRAFT, { ...draft, account });
export const SENT_ORDER = sentStore<Wish>('ticket.sent');
