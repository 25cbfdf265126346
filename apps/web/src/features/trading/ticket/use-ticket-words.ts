'use client';

import { useSession } from '@/features/identity/session-context.ts';
import { CLIENT_WORDS, DESK_WORDS, type TicketWords } from './ticket-words.ts';

export const useIsClient = (): boolean => useSession().organisation.kind === 'Client';

/** In the words of whoever sits before it. */
export const useTicketWords = (): TicketWords => (useIsClient() ? CLIENT_WORDS : DESK_WORDS);
