/** When the shell has to say that time came. */
import { mapEach, type UtcTime } from '../../kernel/index.ts';
import type { InstrumentId } from '../../market-data/index.ts';
import type { EngineState } from './state.ts';
import { nextOfAgenda } from './stopping/agenda.ts';
import { instrumentToFlatten } from './stopping/holdings.ts';

export interface NextDue {
  /** By the time of day; null: nothing waits for one. */
  readonly at: UtcTime | null;
  /** By the clock of the run, for what has no proven outcome; null: nothing waits for an answer. */
  readonly ms: number | null;
  /** Whose market that moment needs; null: none. */
  readonly instrument: InstrumentId | null;
}

/**
 * Cheap enough to be asked after each input. What is overdue is due now. Orders without an answer and
 * fills that nobody claimed have no moment here: time comes at least once a second, too.
 */
export function nextDue(state: EngineState): NextDue {
  return {
    at: nextOfAgenda(state),
    ms: nextOfConfirming(state.confirming),
    instrument: state.risk.states.size === 0 ? null : instrumentToFlatten(state),
  };
}

/** A question on its way is waited for; what a human has is his. */
function nextOfConfirming(confirming: EngineState['confirming']): number | null {
  if (confirming.size === 0) return null;
  let first: number | null = null;
  mapEach(confirming, ({ machine, askedMs, isWithHuman }) => {
    if (askedMs !== null || isWithHuman) return;
    const { notBeforeMs } = machine;
    if (first === null || notBeforeMs < first) first = notBeforeMs;
  });
  return first;
}
