/** How limits, levels and stops are called on pages. */
import type { KillGrade, LimitLevel, StateLevel } from '@ultrathink/domain/risk';
import { LIMIT_WORDS } from '@/trpc/limit-words.ts';

export const KIND_WORDS = LIMIT_WORDS;

export const LEVEL_WORDS: Readonly<Record<LimitLevel, string>> = {
  firm: 'Firm',
  client: 'Client',
  account: 'Account',
  strategy: 'Strategy',
  instrument: 'Instrument',
  venue: 'Venue',
};

export const STATE_LEVEL_WORDS: Readonly<Record<StateLevel, string>> = {
  firm: 'Firm',
  client: 'Client',
  account: 'Account',
  strategy: 'Strategy',
  venueKey: 'Venue key',
};

/** `Client: Northgate Pension Trust`; of the firm there is one, and its name says so. */
export function whereText(
  { level, scope }: { readonly level: StateLevel; readonly scope: string },
  nameOf: (scope: string) => string,
): string {
  return level === 'firm' ? nameOf(scope) : `${STATE_LEVEL_WORDS[level]}: ${nameOf(scope)}`;
}

/** What each grade does, mildest first: each does what the ones before it do. */
export const GRADE_WORDS: Readonly<
  Record<KillGrade, { readonly name: string; readonly does: string }>
> = {
  REDUCING: { name: 'Reduce only', does: 'Only orders that make positions smaller.' },
  HALT_NEW: { name: 'No new orders', does: 'Nothing new is sent. What works, works on.' },
  CANCEL_ALL: { name: 'Cancel all', does: 'Nothing new, and every working order is canceled.' },
  FLATTEN: {
    name: 'Flatten',
    does: 'Everything is canceled, then positions are closed at the market.',
  },
};
