/** Our books against the venue's. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { recheckLater } from '../venue/later.ts';
import { alert } from '../venue/orders.ts';
import { compare } from '../venue/reconcile.ts';

export function onSnapshotTaken(
  draft: Draft,
  { venueAccount, snapshot }: Extract<Input, { kind: 'SnapshotTaken' }>,
): void {
  compare(draft, venueAccount, snapshot);
}

/** No information: nothing is opened, closed or healed by it, and it is asked for again. */
export function onSnapshotFailed(
  draft: Draft,
  { venueAccount }: Extract<Input, { kind: 'SnapshotFailed' }>,
): void {
  alert(draft, 'SnapshotFailed', 'Warning', { venueAccount, subject: venueAccount });
  recheckLater(draft, venueAccount);
}
