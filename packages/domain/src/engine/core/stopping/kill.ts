/**
 * Stops: what a person or a breaker does to a level, and the duties of each grade. The state is set
 * first, so nothing new passes the gate from the same decision on; then every cancel leaves at once.
 */
import { mapGet } from '../../../kernel/index.ts';
import {
  KILL_DUTIES,
  type KillGrade,
  kill,
  type LevelState,
  type StateKey,
  type StoppedBy,
} from '../../../risk/index.ts';
import type { Draft } from '../draft.ts';
import { worksStill } from '../placing/remainder.ts';
import type { OrderInMemory } from '../state.ts';
import { remind } from './agenda.ts';
import { askCancelOfChild, askCancelOfParent } from './cancel.ts';
import { stateKeyText, theKey, workingIn } from './scope.ts';

const ACTIVE: LevelState = { grade: null };
/** A stop is looked after this often until nothing of it works any more. */
const STOP_SWEEP_MS = 1_000;

/** `stop|level|scope`: what the agenda calls a stop that is to be looked after. */
export const stopSubject = (key: StateKey): string => `stop|${stateKeyText(key)}`;

export interface Applied {
  /** The stricter of what stood and what was asked for. */
  readonly state: LevelState;
  /** Children whose cancel left with this decision. */
  readonly ordersToCancel: number;
}

/**
 * Stops a level. One that stands is never loosened; asked for again, its cancels are asked for again.
 * A venue key's stop cancels the orders there; a parent that also works elsewhere goes on there.
 */
export function applyKill(
  draft: Draft,
  asked: StateKey,
  grade: KillGrade,
  by: StoppedBy,
  why: string,
): Applied {
  const { at } = draft.moment;
  const key = theKey(asked);
  const stood = mapGet(draft.state.risk.states, stateKeyText(key)) ?? ACTIVE;
  const state = kill(stood, grade, by, at);
  if (state !== stood) draft.add({ type: 'TradingStateSet', at, key, state, why });
  const { cancelsAll } = KILL_DUTIES[grade];
  const ordersToCancel = cancelsAll ? cancelAll(draft, key) : 0;
  if (cancelsAll) lookAgain(draft, key);
  return { state, ordersToCancel };
}

export function lookAgain(draft: Draft, key: StateKey, afterMs = STOP_SWEEP_MS): void {
  remind(draft, stopSubject(key), afterMs);
}

/** @returns how many children were asked to cancel. */
export function cancelAll(draft: Draft, key: StateKey): number {
  const { children, parents } = workingIn(draft.state, key);
  for (const child of children) askCancelOfChild(draft, child);
  for (const parent of key.level === 'venueKey' ? parentsOf(draft, children) : parents) {
    askCancelOfParent(draft, parent);
  }
  return children.length;
}

/** Those that work nowhere but where the cancels went. */
function parentsOf(draft: Draft, children: readonly OrderInMemory[]): readonly OrderInMemory[] {
  const asked = new Set(children.map(({ order }) => order.placement.clOrdId as string));
  const ids = new Set(children.flatMap(({ order }) => order.placement.parentClOrdId ?? []));
  return [...ids].flatMap((id) => {
    const parent = mapGet(draft.state.orders, id);
    if (parent === undefined) return [];
    const others = parent.children.filter((child) => !asked.has(child));
    return worksStill(draft.state, { ...parent, children: others }) ? [] : [parent];
  });
}
