/** What the engine reads of itself: after each decision, and once a second at the marks. */
import {
  type Asset,
  absolute,
  add,
  type Decimal,
  decimal,
  divide,
  greatest,
  mapEach,
  mapEntries,
  mapGet,
  multiply,
  signOf,
  subtract,
  ZERO,
} from '../../../kernel/index.ts';
import { sums } from '../../../ledger/index.ts';
import type { VenueAccountId, VenueKeyId } from '../../../market-data/index.ts';
import type { Draft } from '../draft.ts';
import type { EngineEvent } from '../event.ts';
import type { Input } from '../input.ts';
import type { EngineState, ScopeMoney } from '../state.ts';
import { readBreaker } from './breakers.ts';

/** Decimals of a share of the peak. */
const SHARE_SCALE = 8;

function keyAt(state: EngineState, venueAccount: VenueAccountId | null): VenueKeyId | null {
  if (venueAccount === null) return null;
  return mapGet(state.config.venueAccounts, venueAccount)?.key ?? null;
}

function keyOfOrder(state: EngineState, clOrdId: string): VenueKeyId | null {
  return keyAt(state, mapGet(state.orders, clOrdId)?.venueAccount ?? null);
}

/** Readings of what this decision did. */
export function readAfter(draft: Draft, input: Input): void {
  const decided = draft.events.length;
  if (decided > 0) {
    readRefusals(draft, draft.events);
    readUnconfirmed(draft, draft.events.slice(0, decided));
  }
  if (input.kind === 'Sent' && input.roundTripMs !== null) {
    const key = keyOfOrder(draft.state, input.clOrdId);
    if (key !== null) readBreaker(draft, 'Latency', key, wholeOf(input.roundTripMs));
  }
}

const wholeOf = (count: number): Decimal => decimal(String(Math.max(0, Math.round(count))));

const isRefusal = (event: EngineEvent): event is Extract<EngineEvent, { type: 'OrderMoved' }> =>
  event.type === 'OrderMoved' &&
  event.event.kind === 'Rejected' &&
  event.event.rejection.by === 'Venue';

function readRefusals(draft: Draft, events: readonly EngineEvent[]): void {
  const byKey = new Map<VenueKeyId, number>();
  for (const event of events) {
    if (!isRefusal(event)) continue;
    const key = keyOfOrder(draft.state, event.clOrdId);
    if (key !== null) byKey.set(key, (byKey.get(key) ?? 0) + 1);
  }
  for (const [key, count] of byKey) readBreaker(draft, 'RejectBurst', key, wholeOf(count));
}

function readUnconfirmed(draft: Draft, events: readonly EngineEvent[]): void {
  const keys = new Set<VenueKeyId>();
  for (const event of events) {
    if (event.type !== 'ConfirmingStarted' && event.type !== 'ConfirmingEnded') continue;
    const key = keyOfOrder(draft.state, event.clOrdId);
    if (key !== null) keys.add(key);
  }
  for (const key of keys) {
    readBreaker(draft, 'UnconfirmedOrders', key, wholeOf(unconfirmedAt(draft.state, key)));
  }
}

function unconfirmedAt(state: EngineState, key: VenueKeyId): number {
  let count = 0;
  mapEach(state.confirming, (_, name) => {
    const order = name.slice(0, name.indexOf('|'));
    if (keyOfOrder(state, order) === key) count += 1;
  });
  return count;
}

/** Once a second: gains and peaks of clients by the new marks, and whether the books add up. */
export function readAtMarks(draft: Draft): void {
  const { state } = draft;
  for (const [name, money] of mapEntries(state.risk.money)) {
    if (!name.startsWith('client|')) continue;
    const client = name.slice('client|'.length);
    readBreaker(draft, 'Loss', client, lossOf(money));
    readBreaker(draft, 'Drawdown', client, drawdownOf(money));
  }
  readBreaker(draft, 'LedgerImbalance', 'firm', imbalanceOf(state));
}

function lossOf({ equity, dayStartEquity, flowToday }: ScopeMoney): Decimal | null {
  if (equity === null || dayStartEquity === null) return null;
  return greatest(subtract(add(dayStartEquity, flowToday), equity), ZERO);
}

/** A client that never had anything has lost nothing of it. */
function drawdownOf({ equity, peakEquity }: ScopeMoney): Decimal | null {
  if (equity === null || peakEquity === null) return null;
  if (signOf(peakEquity) <= 0) return signOf(equity) < 0 ? null : ZERO;
  const fall = greatest(subtract(peakEquity, equity), ZERO);
  return divide(fall, peakEquity, SHARE_SCALE, 'Up');
}

/** The largest amount of any asset that does not balance, in money where its value is known. */
function imbalanceOf({ ledger, marks }: EngineState): Decimal {
  let worst = ZERO;
  for (const [asset, total] of sums(ledger)) {
    if (signOf(total) === 0) continue;
    const value = mapGet(marks.values, asset as Asset);
    const amount = absolute(total);
    worst = greatest(worst, value === undefined ? amount : multiply(amount, value));
  }
  return worst;
}
