/** What the journal would not keep. */
import { mapGet } from '../../../kernel/index.ts';
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { recheckLater } from '../venue/later.ts';
import { alert, childOf } from '../venue/orders.ts';

/** Seldom enough that what is refused again costs nothing. */
const COMPARED_AFTER_MS = 30_000;

/**
 * Nothing of it is true here. A decision of people has had its turn and is refused. An account at a venue
 * that told it takes no new order until it agrees with our books; that may be never, and people are told.
 */
export function onDropped(draft: Draft, input: Extract<Input, { kind: 'Dropped' }>): void {
  const { what, control, clOrdId, why } = input;
  const { at } = draft.moment;
  const child = clOrdId === null ? undefined : childOf(draft.state, clOrdId);
  const venueAccount = input.venueAccount ?? child?.venueAccount ?? null;
  const subject = clOrdId ?? venueAccount ?? String(control?.sequence ?? what);
  draft.add({ type: 'InputDropped', at, what, subject, why });
  if (control !== null && control.sequence === draft.state.controlSequence + 1) {
    draft.add({ type: 'ControlRefused', at, control, why: 'NotKept' });
  }
  if (venueAccount !== null && mapGet(draft.state.config.venueAccounts, venueAccount)) {
    const closed = 'What it told could not be kept.';
    draft.add({ type: 'VenueAccountReconciling', at, venueAccount, why: closed });
    recheckLater(draft, venueAccount, COMPARED_AFTER_MS);
  }
  alert(draft, 'InputNotKept', 'Critical', { venueAccount, subject: `${what} ${subject}` });
}
