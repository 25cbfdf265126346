/** What was told once, as its journal would have handed it to its tables. */
import { apply } from '../apply.ts';
import type { tellGolden } from '../golden/tell.ts';
import type { Decided } from '../journal.ts';
import { EMPTY_STATE } from '../state.ts';
import type { Span } from './common.ts';

/** Every record with the states around it. */
export function decidedOf({ records }: ReturnType<typeof tellGolden>): readonly Decided[] {
  let state = EMPTY_STATE;
  return records.map((record) => {
    const before = state;
    state = record.events.reduce(apply, state);
    return { record, before, after: state, effects: [] };
  });
}

/** As written in batches of this size. */
export function spansOf(all: readonly Decided[], size: number): readonly Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < all.length; from += size) {
    const batch = all.slice(from, from + size);
    const [first, last] = [batch[0], batch.at(-1)];
    if (first === undefined || last === undefined) break;
    const { sequence, at } = last.record;
    spans.push({ shard: 0, batch, before: first.before, after: last.after, sequence, at });
  }
  return spans;
}
