/**
 * What a quote makes necessary: run for each one, so it does nothing while nothing is due. What it
 * finds becomes an input; it changes nothing itself, and finds the same again until that was decided.
 *
 * Stops and if-touched are judged by the last trade while it is young enough, else by the instrument's
 * reference price as all venues have it; where there is neither, the order is blind and that is told
 * once. A market that has gone quiet calls nothing: the shell also calls this for each instrument of
 * `watchedInstruments` on a timer.
 */
import {
  firstWhere,
  greaterThan,
  lessThan,
  listFirst,
  listItems,
  mapEach,
  mapGet,
  type PersistentList,
  type Price,
  toEpochMs,
  type UtcTime,
} from '../../kernel/index.ts';
import type { InstrumentId } from '../../market-data/index.ts';
import type { ClOrdId } from '../../trading/index.ts';
import type { WatchFinding } from './input.ts';
import type { MarketSlice } from './market.ts';
import type { EngineState, MarkoutWanted, Waiting, WaitingOrder } from './state.ts';

/** A trade that is older says nothing about a trigger. */
export const TRIGGER_AGE_MS = 5_000;

const NOTHING: readonly WatchFinding[] = [];

export function watch(
  { watching }: EngineState,
  slice: MarketSlice,
  at: UtcTime,
): readonly WatchFinding[] {
  const waiting = mapGet(watching.waiting, slice.instrument);
  const markouts = mapGet(watching.markouts, slice.instrument);
  const reached = waiting === undefined ? NOTHING : triggers(waiting, slice, at);
  if (markouts === undefined) return reached;
  const next = listFirst(markouts);
  if (next === undefined || next.due > at) return reached;
  const due = looks(markouts, slice, at);
  return reached.length === 0 ? due : [...reached, ...due];
}

/** What is waited for anywhere, in no order. */
export function watchedInstruments({ watching }: EngineState): readonly InstrumentId[] {
  const found = new Set<InstrumentId>();
  mapEach(watching.waiting, (_, instrument) => found.add(instrument));
  mapEach(watching.markouts, (_, instrument) => found.add(instrument));
  return [...found];
}

function priceOf({ lastTrade, reference }: MarketSlice, at: UtcTime): Price | null {
  if (lastTrade === null) return reference;
  const ageMs = toEpochMs(at) - toEpochMs(lastTrade.at);
  return ageMs <= TRIGGER_AGE_MS ? lastTrade.price : reference;
}

function triggers(waiting: Waiting, slice: MarketSlice, at: UtcTime): readonly WatchFinding[] {
  const price = priceOf(slice, at);
  const { above, below, blind, orders } = waiting;
  if (price === null) return blind === orders.length ? NOTHING : sights(orders, 'TriggerBlind');
  const isReached =
    (above !== null && !lessThan(price, above)) || (below !== null && !greaterThan(price, below));
  if (!isReached) return blind === 0 ? NOTHING : sights(orders, 'TriggerSeen');
  const seen = blind === 0 ? NOTHING : sights(orders, 'TriggerSeen');
  return [...seen, ...orders.filter((order) => reaches(order, price)).map(found(price))];
}

const reaches = ({ waitsAbove, stopPx }: WaitingOrder, price: Price): boolean =>
  waitsAbove ? !lessThan(price, stopPx) : !greaterThan(price, stopPx);

const found =
  (price: Price) =>
  ({ clOrdId }: WaitingOrder): WatchFinding => ({
    kind: 'TriggerReached',
    clOrdId: clOrdId as ClOrdId,
    price,
  });

function sights(
  orders: readonly WaitingOrder[],
  kind: 'TriggerBlind' | 'TriggerSeen',
): readonly WatchFinding[] {
  const isNew = ({ isBlind }: WaitingOrder) => isBlind === (kind === 'TriggerSeen');
  return orders.filter(isNew).map(({ clOrdId }) => ({ kind, clOrdId: clOrdId as ClOrdId }));
}

/** One quote answers all that are due; more than these are answered by the next one. */
const MOST_LOOKS = 500;

/** Without a price it is looked for again, and told as missing when its time is over. */
function looks(
  markouts: PersistentList<MarkoutWanted>,
  { instrument, reference }: MarketSlice,
  at: UtcTime,
): readonly WatchFinding[] {
  if (reference === null) return NOTHING;
  const due = firstWhere(markouts, (one) => one.due > at);
  const found = listItems(markouts, Math.min(due, MOST_LOOKS)).map(
    ({ execId, venueAccount, afterMs }) => ({ execId, venueAccount, afterMs }),
  );
  return [{ kind: 'MarkoutsDue', instrument, mid: reference, looks: found }];
}
