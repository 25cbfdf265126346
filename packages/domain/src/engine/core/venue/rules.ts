/** The bounds of what venues say and don't say. Milliseconds. */
import { mapGet } from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import type { AbsenceRule, ConfirmingRule } from '../../../trading/index.ts';
import type { EngineState } from '../state.ts';

/** A request without an answer for so long is unconfirmed. */
export const ANSWER_MS = 5_000;

/** What happened within it may be on its way still: no difference is told of it. */
export const RECENT_MS = 5_000;

const ASK_EVERY_MS = 2_000;

/** T2: a human decides. */
const HUMAN_AFTER_MS = 120_000;
const MOST_RESENDS = 5;

/** A question that has no answer by then is asked again. */
export const QUESTION_MS = 30_000;

/** A cancel that did not leave by then is asked for anew rather than sent. */
export const SENDABLE_MS = 10_000;

/** Fills whose order is not known yet. */
export const EARLY = { most: 1_000, ageMsMax: 30_000 } as const;

/** What is missing of an order, or of an account's comparison, is asked for again after so long. */
export const RECHECK_MS = 5_000;

/** What was compared is told once more: venues' lists lag. */
export const OVERLAP_MS = 600_000;

/** What an account's first comparison covers. */
export const FIRST_LOOK_MS = 86_400_000;

/** A remainder that came back so often goes nowhere else. */
export const MOST_ROUNDS = 5;

/** Where nobody told how its venue proves absence: never. */
const NEVER_ABSENT: AbsenceRule = { acceptanceMs: null, marginMs: 0, isResendSafe: false };

export function confirmingRuleOf(
  state: EngineState,
  venueAccount: VenueAccountId | null,
): ConfirmingRule {
  const standing = venueAccount === null ? undefined : mapGet(state.venues, venueAccount);
  return {
    absence: standing?.traits?.absence ?? NEVER_ABSENT,
    everyMs: ASK_EVERY_MS,
    humanAfterMs: HUMAN_AFTER_MS,
    mostResends: MOST_RESENDS,
  };
}
