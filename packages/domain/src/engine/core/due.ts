/** When the shell has to say that time came. */
import { addMs, emptyMap, mapChanges, mapEach, type UtcTime } from '../../kernel/index.ts';
import type { InstrumentId } from '../../market-data/index.ts';
import { isEnded } from '../../trading/index.ts';
import type { EngineState, OrderInMemory } from './state.ts';
import { earlier, nextOfAgenda, remembered } from './stopping/agenda.ts';
import { instrumentToFlatten } from './stopping/holdings.ts';
import { ANSWER_MS, EARLY, QUESTION_MS } from './venue/rules.ts';

export interface NextDue {
  /** By the time of day; null: nothing waits for one. */
  readonly at: UtcTime | null;
  /** By the clock of the run, for what has no proven outcome; null: nothing waits for an answer. */
  readonly ms: number | null;
  /** Whose market that moment needs; null: none. */
  readonly instrument: InstrumentId | null;
}

/**
 * To be asked some times a second: it looks through orders that changed since. What is overdue is due
 * now.
 */
export function nextDue(state: EngineState): NextDue {
  const times = [nextOfAgenda(state), unansweredDue(state.orders), unclaimedDue(state.early)];
  return {
    at: times.reduce((a, b) => (b === null ? a : earlier(a, b)), null),
    ms: nextOfConfirming(state.confirming),
    instrument: state.risk.states.size === 0 ? null : instrumentToFlatten(state),
  };
}

/** A question on its way is waited for so long; what a human has is his. */
function nextOfConfirming(confirming: EngineState['confirming']): number | null {
  let first: number | null = null;
  mapEach(confirming, ({ machine, rule, askedMs, isWithHuman }) => {
    if (isWithHuman) return;
    const humanMs = machine.firstSentMs + rule.humanAfterMs;
    const nextMs = askedMs === null ? machine.notBeforeMs : askedMs + QUESTION_MS;
    const ms = Math.min(nextMs, humanMs);
    if (first === null || ms < first) first = ms;
  });
  return first;
}

/** Orders as they were looked at last, and which of them no venue has answered for, with when they left. */
let seen: EngineState['orders'] = emptyMap();
let unanswered = new Map<string, UtcTime>();

/** When the oldest order that no venue has answered for is in doubt. */
function unansweredDue(orders: EngineState['orders']): UtcTime | null {
  if (orders.size === 0) [seen, unanswered] = [orders, new Map()];
  mapChanges(seen, orders, (clOrdId, memory) => {
    if (memory !== undefined && isUnanswered(memory)) {
      unanswered.set(clOrdId, memory.order.placedAt);
    } else unanswered.delete(clOrdId);
  });
  seen = orders;
  let oldest: UtcTime | null = null;
  for (const placedAt of unanswered.values()) oldest = earlier(oldest, placedAt);
  return oldest === null ? null : addMs(oldest, ANSWER_MS);
}

function isUnanswered({ order, venueAccount }: OrderInMemory): boolean {
  const { isAcknowledged, ordStatus, unconfirmed } = order;
  if (venueAccount === null || isAcknowledged || unconfirmed.New !== undefined) return false;
  return !isEnded(ordStatus);
}

/** When the oldest fill that no order answers to is nobody's. */
const unclaimedDue = remembered((early: EngineState['early']): UtcTime | null => {
  let oldest: UtcTime | null = null;
  mapEach(early, (held) => {
    for (const { heardAt } of held) oldest = earlier(oldest, heardAt);
  });
  return oldest === null ? null : addMs(oldest, EARLY.ageMsMax + 1);
});
