import {
  type Decided,
  type EngineState,
  JOURNAL_VERSION,
  type JournalRecord,
  type Moment,
  type SteppedLean,
} from '@ultrathink/domain/engine/core';

/** One input with what it was judged by and what came of it. */
export function recordOf(
  place: Pick<JournalRecord, 'sequence' | 'epoch'>,
  before: EngineState,
  input: JournalRecord['input'],
  { at, ms }: Moment,
  { market, events, state: after, effects }: SteppedLean,
): Decided {
  const record = { ...place, at, ms, version: JOURNAL_VERSION, input, market, events };
  return { record, before, after, effects };
}
