/** Our books against the venue's. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { keepDaily } from '../venue/daily.ts';
import { recheckLater } from '../venue/later.ts';
import { alert } from '../venue/orders.ts';
import { compare } from '../venue/reconcile.ts';

export function onSnapshotTaken(
  draft: Draft,
  { venueAccount, snapshot, why, owners }: Extract<Input, { kind: 'SnapshotTaken' }>,
): void {
  compare(draft, venueAccount, snapshot, owners);
  if (why === 'Daily') keepDaily(draft, venueAccount, snapshot);
}

/** A run begins before its lines to venues are there: so long that is no news. */
const STARTING_MS = 30_000;

/** No information: nothing is opened, closed or healed by it, and it is asked for again. */
export function onSnapshotFailed(
  draft: Draft,
  { venueAccount }: Extract<Input, { kind: 'SnapshotFailed' }>,
): void {
  const isStarting = draft.moment.ms - (draft.state.run?.startedMs ?? 0) < STARTING_MS;
  if (!isStarting)
    alert(draft, 'SnapshotFailed', 'Warning', { venueAccount, subject: venueAccount });
  recheckLater(draft, venueAccount);
}
