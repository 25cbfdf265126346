/**
 * Indexes over orders that checks read and nothing else changes: what works at each venue, best price
 * first, the last order that says the same, and how many messages left of late on each level. Kept with
 * every event, so that no check looks through all orders.
 */
import {
  type AccountId,
  compare,
  type Decimal,
  emptyList,
  equals,
  firstWhere,
  indexFrom,
  listInsert,
  listRemove,
  mapDelete,
  mapGet,
  mapSet,
  type PersistentMap,
  toEpochMs,
  type UtcTime,
} from '../../kernel/index.ts';
import type { InstrumentId, Side, VenueId } from '../../market-data/index.ts';
import { limitPriceOf, type OpenOrder, stopPriceOf } from '../../risk/index.ts';
import { isEnded, type OrderTerms } from '../../trading/index.ts';
import { orderOf } from './apply/orders.ts';
import type { EngineEvent } from './event.ts';
import type { EngineState, MessageCount, OrderInMemory } from './state.ts';

const TENTH_MS = 100;
const TENTHS = 11;

export const workingKey = (venue: VenueId, instrument: InstrumentId, side: Side): string =>
  `${venue}|${instrument}|${side}`;

/** The state with its indexes as the event left the orders. */
export function indexed(before: EngineState, after: EngineState, event: EngineEvent): EngineState {
  if (event.type === 'ParentPlaced') return withAlike(after, event);
  if (event.type === 'OrderEvicted') return withoutAlike(before, after, event.clOrdId);
  const id = orderIdOf(event);
  if (id === null) return after;
  const [was, is] = [orderOf(before, id), orderOf(after, id)];
  const working = withoutStale(before.working, entryOf(was), entryOf(is));
  const at = messageTime(event);
  const messages = at === null || is === undefined ? after.messages : counted(after, is, at);
  if (working === after.working && messages === after.messages) return after;
  return { ...after, working, messages };
}

function orderIdOf(event: EngineEvent): string | null {
  if (event.type === 'ChildPlaced') return event.placement.clOrdId;
  return 'clOrdId' in event ? event.clOrdId : null;
}

interface Entry {
  readonly key: string;
  readonly open: OpenOrder;
}

function entryOf(memory: OrderInMemory | undefined): Entry | null {
  if (memory === undefined || isEnded(memory.order.ordStatus)) return null;
  const { placement, terms } = memory.order;
  const { clOrdId, account, venue, instrument, side } = placement;
  if (venue === null || placement.level === 'Parent') return null;
  const client = (memory.client ?? 'House') as OpenOrder['client'];
  const open = { clOrdId, client, account, venue, instrument, side, price: limitPriceOf(terms) };
  return { key: workingKey(venue, instrument, side), open };
}

type Working = EngineState['working'];

function withoutStale(working: Working, was: Entry | null, is: Entry | null): Working {
  if (was !== null && is !== null && was.key === is.key && samePrice(was.open, is.open)) {
    return working;
  }
  const left = was === null ? working : removed(working, was);
  return is === null ? left : inserted(left, is);
}

function samePrice(a: OpenOrder, b: OpenOrder): boolean {
  return a.price === null || b.price === null ? a.price === b.price : equals(a.price, b.price);
}

function removed(working: Working, { key, open }: Entry): Working {
  const list = mapGet(working, key);
  if (list === undefined) return working;
  // Nothing that is better is it.
  const from = firstWhere(list, (other) => !isBetter(other, open));
  const at = indexFrom(list, from, ({ clOrdId }) => clOrdId === open.clOrdId);
  const left = listRemove(list, at);
  return left.size === 0 ? mapDelete(working, key) : mapSet(working, key, left);
}

/** After its equals: best first is what any price, then the highest bid or lowest ask. */
function inserted(working: Working, { key, open }: Entry): Working {
  const list = mapGet(working, key) ?? emptyList<OpenOrder>();
  const at = firstWhere(list, (other) => isBetter(open, other));
  return mapSet(working, key, listInsert(list, at, open));
}

function isBetter(a: OpenOrder, b: OpenOrder): boolean {
  if (a.price === null || b.price === null) return a.price === null && b.price !== null;
  const order = compare(a.price, b.price);
  return a.side === 'Buy' ? order > 0 : order < 0;
}

// ------------------------------------------------------------------ repeats

/** All that an order says: two with the same are one sent twice, if they come close to each other. */
export function alikeKey(order: {
  readonly account: AccountId;
  readonly instrument: InstrumentId;
  readonly side: Side;
  readonly orderQty: Decimal;
  readonly terms: OrderTerms;
}): string {
  const { account, instrument, side, orderQty, terms } = order;
  const prices = `${limitPriceOf(terms) ?? ''}|${stopPriceOf(terms) ?? ''}`;
  return `${account}|${instrument}|${side}|${orderQty}|${terms.ordType}|${prices}`;
}

/** The last one that says the same; it is forgotten with the order. */
function withAlike(
  state: EngineState,
  { placement, at }: Extract<EngineEvent, { readonly type: 'ParentPlaced' }>,
): EngineState {
  const { clOrdId } = placement;
  return { ...state, alike: mapSet(state.alike, alikeKey(placement), { at, clOrdId }) };
}

function withoutAlike(before: EngineState, after: EngineState, clOrdId: string): EngineState {
  const gone = mapGet(before.orders, clOrdId);
  const isGone = gone !== undefined && mapGet(after.orders, clOrdId) === undefined;
  if (!isGone) return after;
  const key = alikeKey(gone.order.placement);
  const isLast = mapGet(after.alike, key)?.clOrdId === clOrdId;
  return isLast ? { ...after, alike: mapDelete(after.alike, key) } : after;
}

// ------------------------------------------------------------------ messages

/** When something of ours left for a venue because of this event; null: nothing did. */
function messageTime(event: EngineEvent): UtcTime | null {
  if (event.type === 'ChildPlaced') return event.at;
  if (event.type !== 'OrderMoved') return null;
  const { kind, at } = event.event;
  return kind === 'CancelAsked' || kind === 'ReplaceAsked' ? at : null;
}

function counted(state: EngineState, { order, client, strategy }: OrderInMemory, at: UtcTime) {
  const { account, venue, instrument, level } = order.placement;
  if (level === 'Parent') return state.messages;
  const keys = ['firm|firm', `client|${client ?? 'House'}`, `account|${account}`];
  keys.push(`instrument|${instrument}`);
  if (venue !== null) keys.push(`venue|${venue}`);
  if (strategy !== null) keys.push(`strategy|${strategy}`);
  return keys.reduce((all, key) => mapSet(all, key, oneMore(mapGet(all, key), at)), state.messages);
}

function oneMore(before: MessageCount | undefined, at: UtcTime): MessageCount {
  const tenth = tenthOf(at);
  const counts = shifted(before, tenth);
  counts[0] = (counts[0] ?? 0) + 1;
  return { tenth: Math.max(tenth, before?.tenth ?? 0), counts };
}

const tenthOf = (at: UtcTime): number => Math.floor(toEpochMs(at) / TENTH_MS);

/** Tenths that have passed since; a clock that was set back counts everything as new. */
const passedSince = (before: MessageCount, tenth: number): number =>
  Math.max(tenth - before.tenth, 0);

/** As they are at that tenth. */
function shifted(before: MessageCount | undefined, tenth: number): number[] {
  const counts: number[] = [];
  const passed = before === undefined ? TENTHS : passedSince(before, tenth);
  for (let n = 0; n < TENTHS; n += 1) {
    counts.push(n < passed ? 0 : (before?.counts[n - passed] ?? 0));
  }
  return counts;
}

/** Messages within the last second, rounded up to tenths. */
export function messagesAt(
  messages: PersistentMap<string, MessageCount>,
  key: string,
  at: UtcTime,
): number {
  const known = mapGet(messages, key);
  if (known === undefined) return 0;
  const still = TENTHS - passedSince(known, tenthOf(at));
  let all = 0;
  for (let n = 0; n < still; n += 1) all += known.counts[n] ?? 0;
  return all;
}
