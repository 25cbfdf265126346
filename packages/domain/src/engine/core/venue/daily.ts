/**
 * The comparison of each day, at a fixed time (UTC): the whole day of every account at a venue, once more,
 * whatever was compared in between. What it came to is kept, with that it was made.
 */
import { addMs, fromEpochMs, isZero, mapEntries, toEpochMs } from '../../../kernel/index.ts';
import { sums } from '../../../ledger/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import type { Draft } from '../draft.ts';
import type { VenueSnapshot } from '../input.ts';
import { breaksAt } from './breaks.ts';

export const DAILY_SUBJECT = 'daily';

const DAY_MS = 86_400_000;
/** 01:30: venues have closed their day, and nobody's day begins yet. */
const TIME_OF_DAY_MS = 90 * 60_000;
/** An hour more than the day: what venues list late. */
const COVERED_MS = 25 * 3_600_000;

/** Once, however often a run begins: one that was missed is made as soon as there is a run. */
export function compareDaily(draft: Draft): void {
  const isSet = mapEntries(draft.state.agenda).some(([, items]) =>
    mapEntries(items).some(([, { subject }]) => subject === DAILY_SUBJECT),
  );
  if (!isSet) setNext(draft);
}

function setNext(draft: Draft): void {
  const ms = toEpochMs(draft.moment.at);
  const day = Math.floor((ms - TIME_OF_DAY_MS) / DAY_MS) + 1;
  const due = fromEpochMs(day * DAY_MS + TIME_OF_DAY_MS);
  const item = { due, kind: 'Recheck', subject: DAILY_SUBJECT } as const;
  draft.add({ type: 'AgendaSet', item });
}

export function takeDaily(draft: Draft): void {
  setNext(draft);
  const since = addMs(draft.moment.at, -COVERED_MS);
  for (const [venueAccount, { key }] of mapEntries(draft.state.config.venueAccounts)) {
    if (key === null) continue;
    draft.perform({ kind: 'TakeSnapshot', venueAccount, why: 'Daily', since });
  }
}

export function keepDaily(
  draft: Draft,
  venueAccount: VenueAccountId,
  { openOrders, closedOrders, fills, balances, since }: VenueSnapshot,
): void {
  const isBalanced = [...sums(draft.state.ledger).values()].every(isZero);
  draft.add({
    type: 'DayCompared',
    at: draft.moment.at,
    venueAccount,
    since,
    orders: openOrders.length + closedOrders.length,
    fills: fills.length,
    assets: balances.length,
    breaks: breaksAt(draft.state, venueAccount).length,
    isBalanced,
  });
}
