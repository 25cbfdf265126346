/**
 * Both replays. Folding the journal's events gives the state, byte for byte; deciding a recorded input
 * again, in the state before it and by its recorded market, gives the recorded events.
 */
import { type Digest, err, ok, type Result } from '../../kernel/index.ts';
import { apply } from './apply.ts';
import { encodeSorted } from './codec.ts';
import type { JournalRecord } from './journal.ts';
import type { FoldedRecord } from './record-text.ts';
import type { Folded } from './snapshot.ts';
import { EMPTY_STATE, type EngineState } from './state.ts';
import { step } from './step.ts';

export const NOTHING_FOLDED: Folded = { state: EMPTY_STATE, sequence: 0 };

export interface FoldRefusal {
  readonly code: 'Gap';
  readonly expected: number;
  readonly actual: number;
}

/** What the records make of a state. One that is missing is never passed over. */
export function fold(
  records: Iterable<FoldedRecord>,
  from: Folded = NOTHING_FOLDED,
): Result<Folded, FoldRefusal> {
  let { state, sequence } = from;
  for (const record of records) {
    const expected = sequence + 1;
    if (record.sequence !== expected) {
      return err({ code: 'Gap', expected, actual: record.sequence });
    }
    state = record.events.reduce(apply, state);
    sequence = expected;
  }
  return ok({ state, sequence });
}

// ------------------------------------------------------------------ decisions

export type Replayed =
  | { readonly kind: 'Same' }
  /** The first event that is another, from 0: as text, null where there is none. */
  | {
      readonly kind: 'Differs';
      readonly at: number;
      readonly recorded: string | null;
      readonly made: string | null;
    };

/** Decides the record's input again, in the state before it. `digest` is SHA-256, as it was then. */
export function replayDecision(
  before: EngineState,
  record: JournalRecord,
  digest: Digest,
): Replayed {
  const { input, at, ms, market } = record;
  const made = step(before, input, { at, ms, market }, digest).events;
  const most = Math.max(made.length, record.events.length);
  for (let n = 0; n < most; n += 1) {
    const [was, is] = [textOf(record.events[n]), textOf(made[n])];
    if (was !== is) return { kind: 'Differs', at: n, recorded: was, made: is };
  }
  return { kind: 'Same' };
}

const textOf = (event: JournalRecord['events'][number] | undefined): string | null =>
  event === undefined ? null : encodeSorted(event);
