/**
 * What was known at the moments that an order's cost is measured against: the market and the expected
 * cost when it was decided on, the time to its venue's first answer, and the market when it ended.
 */
import {
  type Decimal,
  greaterThan,
  lessThan,
  mapChanges,
  mapGet,
  msBetween,
  parseDecimal,
  type UtcTime,
} from '../../../kernel/index.ts';
import { type ExpectedCost, expectedCost } from '../../../trading/index.ts';
import { orderOf } from '../apply/orders.ts';
import type { Decided } from '../journal.ts';
import type { MarketSlice } from '../market.ts';
import type { OrderMomentRow } from '../rows.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { type EventOf, type Span, shown, shownOrNull } from './common.ts';

/** An older book or mark says nothing of a moment. */
const MAX_AGE_MS = 5_000;

type Draft = Omit<OrderMomentRow, 'shard' | 'sequence' | 'ordinal'>;

const NOTHING = { bid: null, ask: null, mid: null, ...figures(null), afterMs: null } as const;

/** One per decision that placed something, one per first answer of a venue, one per end of a parent. */
export function momentRows(span: Span): readonly OrderMomentRow[] {
  const rows: OrderMomentRow[] = [];
  const push = (sequence: number, draft: Draft | null) => {
    if (draft === null) return;
    rows.push({ ...draft, shard: span.shard, sequence, ordinal: rows.length });
  };
  for (const decided of span.batch) {
    const { events, sequence } = decided.record;
    const answered = new Set<string>();
    for (const event of events) {
      if (event.type === 'OrderDecided') push(sequence, decidedMoment(decided, event));
      if (event.type !== 'OrderMoved' || answered.has(event.clOrdId)) continue;
      const draft = answerMoment(decided, event);
      if (draft !== null) answered.add(event.clOrdId);
      push(sequence, draft);
    }
  }
  mapChanges(span.before.orders, span.after.orders, (_, entry, last) => {
    if (entry !== undefined) push(span.sequence, endMoment(span.after, entry, last));
  });
  return rows;
}

function decidedMoment(
  { record, after }: Decided,
  { at, decision }: EventOf<'OrderDecided'>,
): Draft | null {
  const entry = orderOf(after, decision.clOrdId);
  if (entry === undefined || decision.verdict === 'Refused') return null;
  const { clOrdId } = decision;
  const expected = decision.receipt === null ? null : expectedCost(decision.receipt);
  return {
    ...NOTHING,
    at,
    clOrdId,
    clientId: entry.client,
    moment: 'Decided',
    ...sightOf(record.market, at),
    ...figures(expected),
  };
}

function figures(expected: ExpectedCost | null) {
  return {
    quantity: shownOrNull(expected?.quantity ?? null),
    notional: shownOrNull(expected?.notional ?? null),
    allIn: shownOrNull(expected?.allIn ?? null),
  };
}

/** The best bid and ask of all fresh books, and the price of the instrument as all venues have it. */
function sightOf(market: MarketSlice | null, at: UtcTime) {
  let bid: Decimal | null = null;
  let ask: Decimal | null = null;
  for (const { book } of market?.venues ?? []) {
    if (book.kind !== 'Good' || msBetween(book.at, at) > MAX_AGE_MS) continue;
    const theirBid = priceOf(book.bids[0]);
    const theirAsk = priceOf(book.asks[0]);
    if (theirBid !== null && (bid === null || greaterThan(theirBid, bid))) bid = theirBid;
    if (theirAsk !== null && (ask === null || lessThan(theirAsk, ask))) ask = theirAsk;
  }
  const mid = shownOrNull(market?.reference ?? null);
  return { bid: shownOrNull(bid), ask: shownOrNull(ask), mid };
}

function priceOf(level: readonly [string, string] | undefined): Decimal | null {
  if (level === undefined) return null;
  const read = parseDecimal(level[0]);
  return read.ok ? read.value : null;
}

/** What a child's venue said of it while it had said nothing yet. What never left has none. */
function answerMoment({ before, after }: Decided, moved: EventOf<'OrderMoved'>): Draft | null {
  const { clOrdId, event } = moved;
  const isAnswer =
    event.kind === 'Accepted' ||
    event.kind === 'Filled' ||
    (event.kind === 'Rejected' && event.rejection.by === 'Venue');
  const last = isAnswer ? orderOf(before, clOrdId) : undefined;
  if (last === undefined || last.order.isAcknowledged) return null;
  const { placement, placedAt } = last.order;
  if (placement.level !== 'Child') return null;
  return {
    ...NOTHING,
    at: event.at,
    clOrdId: placement.clOrdId,
    clientId: orderOf(after, clOrdId)?.client ?? last.client,
    moment: 'Acknowledged',
    afterMs: Math.max(0, msBetween(placedAt, event.at)),
  };
}

/** Only a mark that is young says where the market stood. */
function endMoment(
  after: EngineState,
  { order, client }: OrderInMemory,
  last: OrderInMemory | undefined,
): Draft | null {
  const { placement, endedAt } = order;
  if (placement.level !== 'Parent' || endedAt === null) return null;
  if (last !== undefined && last.order.endedAt !== null) return null;
  const { at } = after.marks;
  const isYoung = at !== null && Math.abs(msBetween(at, endedAt)) <= MAX_AGE_MS;
  const mark = isYoung ? mapGet(after.marks.instruments, placement.instrument) : undefined;
  return {
    ...NOTHING,
    at: endedAt,
    clOrdId: placement.clOrdId,
    clientId: client,
    moment: 'Ended',
    mid: mark === undefined ? null : shown(mark.price),
  };
}
