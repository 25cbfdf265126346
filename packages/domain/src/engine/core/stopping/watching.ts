/** What `watch` looks at, kept with each event, so that a quote costs nothing while nothing is due. */
import {
  addMs,
  compareTimes,
  emptyList,
  equals,
  firstWhere,
  greatest,
  indexFrom,
  least,
  listInsert,
  listRemove,
  mapDelete,
  mapGet,
  mapSet,
  type PersistentList,
  type Price,
} from '../../../kernel/index.ts';
import { isEnded } from '../../../trading/index.ts';
import type { EngineEvent } from '../event.ts';
import type { MarkoutWanted, OrderInMemory, Waiting, WaitingOrder, Watching } from '../state.ts';

/** After a fill the mid is looked at so much later. */
export const MARKOUTS_MS = [1_000, 5_000, 60_000, 300_000] as const;

/** A trigger that only we watch and that has not been reached; one that a venue holds is its own. */
function waitingOf({ order, protection }: OrderInMemory): Omit<WaitingOrder, 'isBlind'> | null {
  const { terms, placement, triggeredAt, ordStatus, isCancelAsked } = order;
  if (!('stopPx' in terms) || placement.level !== 'Parent' || triggeredAt !== null) return null;
  if (isEnded(ordStatus) || isCancelAsked) return null;
  if (protection === 'NATIVE_STOP' || protection === 'NATIVE_OCO') return null;
  const isStop = terms.ordType === 'Stop' || terms.ordType === 'StopLimit';
  const waitsAbove = isStop === (placement.side === 'Buy');
  return { clOrdId: placement.clOrdId, stopPx: terms.stopPx, waitsAbove };
}

export const isWaiting = (memory: OrderInMemory): boolean => waitingOf(memory) !== null;

function nearest(
  orders: readonly WaitingOrder[],
  isAbove: boolean,
  pick: typeof least,
): Price | null {
  let found: Price | null = null;
  for (const { waitsAbove, stopPx } of orders) {
    if (waitsAbove !== isAbove) continue;
    found = found === null ? stopPx : (pick(found, stopPx) as Price);
  }
  return found;
}

function waitingFor(orders: readonly WaitingOrder[]): Waiting {
  return {
    orders,
    above: nearest(orders, true, least),
    below: nearest(orders, false, greatest),
    blind: orders.filter(({ isBlind }) => isBlind).length,
  };
}

function withOrders(
  watching: Watching,
  instrument: OrderInMemory['order']['placement']['instrument'],
  orders: readonly WaitingOrder[],
): Watching {
  const { waiting } = watching;
  const next =
    orders.length === 0
      ? mapDelete(waiting, instrument)
      : mapSet(waiting, instrument, waitingFor(orders));
  return { ...watching, waiting: next };
}

type Wait = ReturnType<typeof waitingOf>;

/** By value: a price that was read back from the journal is another object. */
function isSameWait(was: Wait, is: Wait): boolean {
  if (was === null || is === null) return was === is;
  return was.clOrdId === is.clOrdId && equals(was.stopPx, is.stopPx);
}

/** After an order came into memory, changed there, or left it. */
export function withOrderWatched(
  watching: Watching,
  before: OrderInMemory | undefined,
  after: OrderInMemory | undefined,
): Watching {
  const was = before === undefined ? null : waitingOf(before);
  const is = after === undefined ? null : waitingOf(after);
  if (isSameWait(was, is)) return watching;
  const instrument = (after ?? before)?.order.placement.instrument;
  if (instrument === undefined) return watching;
  const orders = mapGet(watching.waiting, instrument)?.orders ?? [];
  const id = (is ?? was)?.clOrdId;
  const known = orders.find(({ clOrdId }) => clOrdId === id);
  const others = orders.filter(({ clOrdId }) => clOrdId !== id);
  const next = is === null ? [] : [{ ...is, isBlind: known?.isBlind ?? false }];
  return withOrders(watching, instrument, [...others, ...next]);
}

export function withTriggerSight(
  watching: Watching,
  memory: OrderInMemory | undefined,
  { isBlind }: Extract<EngineEvent, { type: 'TriggerSight' }>,
): Watching {
  if (memory === undefined) return watching;
  const { instrument, clOrdId: id } = memory.order.placement;
  const orders = mapGet(watching.waiting, instrument)?.orders ?? [];
  if (!orders.some(({ clOrdId }) => clOrdId === id)) return watching;
  const next = orders.map((order) => (order.clOrdId === id ? { ...order, isBlind } : order));
  return withOrders(watching, instrument, next);
}

export function withMarkoutsWanted(
  watching: Watching,
  { at, venueAccount, fill }: Extract<EngineEvent, { type: 'FillBooked' }>,
): Watching {
  const { instrument, execId } = fill;
  let all = mapGet(watching.markouts, instrument) ?? emptyList<MarkoutWanted>();
  for (const afterMs of MARKOUTS_MS) {
    const due = addMs(at, afterMs);
    const place = firstWhere(all, (other) => compareTimes(other.due, due) > 0);
    all = listInsert(all, place, { due, venueAccount, execId, afterMs });
  }
  return { ...watching, markouts: mapSet(watching.markouts, instrument, all) };
}

export type Look = Pick<MarkoutWanted, 'venueAccount' | 'execId' | 'afterMs'>;

/** Where it stands; -1 where nobody wants it. What is taken is mostly the first that is due. */
export function lookAt(wanted: PersistentList<MarkoutWanted>, look: Look): number {
  const { venueAccount, execId, afterMs } = look;
  return indexFrom(
    wanted,
    0,
    (one) => one.execId === execId && one.afterMs === afterMs && one.venueAccount === venueAccount,
  );
}

export function withMarkoutTaken(
  watching: Watching,
  taken: Extract<EngineEvent, { type: 'MarkoutTaken' }>,
): Watching {
  const { instrument } = taken;
  const { markouts } = watching;
  const wanted = mapGet(markouts, instrument);
  if (wanted === undefined) return watching;
  const left = listRemove(wanted, lookAt(wanted, taken));
  const next =
    left.size === 0 ? mapDelete(markouts, instrument) : mapSet(markouts, instrument, left);
  return { ...watching, markouts: next };
}
