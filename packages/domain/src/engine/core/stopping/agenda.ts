/** What is due: of the agenda, and of the looks at the mid that no quote came for. */
import {
  addMs,
  compareTimes,
  firstWhere,
  listFirst,
  listItems,
  mapEach,
  mapEntries,
  mapGet,
  type UtcTime,
} from '../../../kernel/index.ts';
import type { InstrumentId } from '../../../market-data/index.ts';
import type { Draft } from '../draft.ts';
import type { AgendaItem } from '../event.ts';
import type { EngineState, MarkoutWanted } from '../state.ts';

/** A mid that nobody told by then was not there. */
const MARKOUT_GRACE_MS = 2_000;
/** One input takes no more than so many items; the next one takes the rest. */
export const MOST_AT_ONCE = 1_000;

/** Within the next so many milliseconds the same subject is not put down twice. */
export function remind(draft: Draft, subject: string, afterMs: number): void {
  const { at } = draft.moment;
  if (isReminded(draft.state, subject, at, afterMs)) return;
  draft.add({ type: 'AgendaSet', item: { due: addMs(at, afterMs), kind: 'Recheck', subject } });
}

function isReminded(state: EngineState, subject: string, at: UtcTime, afterMs: number): boolean {
  let found = false;
  for (let ms = 0; ms <= afterMs + 1_000 && !found; ms += 1_000) {
    const items = mapGet(state.agenda, addMs(at, ms).slice(0, 19));
    if (items === undefined) continue;
    mapEach(items, (item) => {
      found ||= item.kind === 'Recheck' && item.subject === subject;
    });
  }
  return found;
}

/** In the order of their time, then of their names. */
export function dueItems(state: EngineState, at: UtcTime): readonly AgendaItem[] {
  const now = at.slice(0, 19);
  const seconds: string[] = [];
  mapEach(state.agenda, (_, second) => {
    if (second <= now) seconds.push(second);
  });
  const items: AgendaItem[] = [];
  for (const second of seconds.sort()) {
    const bucket = mapGet(state.agenda, second);
    for (const [, item] of bucket === undefined ? [] : mapEntries(bucket)) {
      if (compareTimes(item.due, at) <= 0) items.push(item);
    }
    if (items.length >= MOST_AT_ONCE) break;
  }
  return items.slice(0, MOST_AT_ONCE);
}

export interface OverdueMarkout extends MarkoutWanted {
  readonly instrument: InstrumentId;
}

export function overdueMarkouts(state: EngineState, at: UtcTime): readonly OverdueMarkout[] {
  const before = addMs(at, -MARKOUT_GRACE_MS);
  return mapEntries(state.watching.markouts).flatMap(([instrument, wanted]) =>
    listItems(
      wanted,
      firstWhere(wanted, ({ due }) => compareTimes(due, before) >= 0),
    ).map((markout) => ({ ...markout, instrument })),
  );
}

export const earlier = (a: UtcTime | null, b: UtcTime): UtcTime =>
  a === null || compareTimes(b, a) < 0 ? b : a;

function firstOfAgenda(agenda: EngineState['agenda']): UtcTime | null {
  let second: string | null = null;
  mapEach(agenda, (_, key) => {
    if (second === null || key < second) second = key;
  });
  const bucket = second === null ? undefined : mapGet(agenda, second);
  let first: UtcTime | null = null;
  if (bucket !== undefined) {
    mapEach(bucket, ({ due }) => {
      first = earlier(first, due);
    });
  }
  return first;
}

function firstOfMarkouts(markouts: EngineState['watching']['markouts']): UtcTime | null {
  let first: UtcTime | null = null;
  mapEach(markouts, (wanted) => {
    const next = listFirst(wanted);
    // One past the grace: at it, a quote may still tell the mid.
    if (next !== undefined) first = earlier(first, addMs(next.due, MARKOUT_GRACE_MS + 1));
  });
  return first;
}

/** The same map has the same answer, and most inputs change neither. */
export function remembered<K extends object>(find: (key: K) => UtcTime | null) {
  const known = new WeakMap<K, UtcTime | null>();
  return (key: K): UtcTime | null => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(key);
    known.set(key, found);
    return found;
  };
}

const agendaDue = remembered(firstOfAgenda);
const markoutsDue = remembered(firstOfMarkouts);

/** When time alone next makes something necessary; null: nothing waits for it. */
export function nextOfAgenda({ agenda, watching }: EngineState): UtcTime | null {
  const [a, b] = [agendaDue(agenda), markoutsDue(watching.markouts)];
  return a !== null && b !== null ? earlier(a, b) : (a ?? b);
}
