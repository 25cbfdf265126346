/** What is remembered for a while: sizes and messages of accounts, commands, the agenda, stops. */
import {
  type AccountId,
  emptyMap,
  mapDelete,
  mapGet,
  mapSet,
  msBetween,
  type UtcTime,
} from '../../../kernel/index.ts';
import type { OrderPlacement } from '../../../trading/index.ts';
import type { AgendaItem, EngineEvent } from '../event.ts';
import type { EngineState, RiskMemory, SentMemory } from '../state.ts';

type EventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: Type }>;

const SIZES_KEPT = 50;
const SENT_KEPT = 1000;
const SENT_KEPT_MS = 60_000;

const withRisk = (state: EngineState, risk: Partial<RiskMemory>): EngineState => ({
  ...state,
  risk: { ...state.risk, ...risk },
});

/** The last orders' sizes, oldest first. */
export function withSize(
  state: EngineState,
  { account, instrument, orderQty }: OrderPlacement,
): EngineState {
  const key = `${account}|${instrument}`;
  const before = mapGet(state.risk.sizes, key) ?? [];
  const kept = before.length < SIZES_KEPT ? before : before.slice(1 - SIZES_KEPT);
  return withRisk(state, { sizes: mapSet(state.risk.sizes, key, [...kept, orderQty]) });
}

export function withSent(state: EngineState, account: AccountId, sent: SentMemory): EngineState {
  const before = mapGet(state.risk.sent, account) ?? [];
  const kept = recent(before, sent.at).slice(1 - SENT_KEPT);
  return withRisk(state, { sent: mapSet(state.risk.sent, account, [...kept, sent]) });
}

function recent(all: readonly SentMemory[], at: UtcTime): readonly SentMemory[] {
  const first = all.findIndex((sent) => msBetween(sent.at, at) <= SENT_KEPT_MS);
  if (first === 0) return all;
  return first < 0 ? [] : all.slice(first);
}

export function onCommandTaken(state: EngineState, event: EventOf<'CommandTaken'>): EngineState {
  const { at, commandId, inputHash } = event;
  const key = `${event.person}|${event.idempotencyKey}`;
  return { ...state, commands: mapSet(state.commands, key, { at, commandId, inputHash }) };
}

export const agendaSecond = (due: UtcTime): string => due.slice(0, 19);

/** An item set twice is one. */
export const agendaKey = ({ due, kind, subject }: AgendaItem): string =>
  `${due}|${kind}|${subject}`;

export function onAgendaSet(state: EngineState, { item }: EventOf<'AgendaSet'>): EngineState {
  const second = agendaSecond(item.due);
  const items = mapGet(state.agenda, second) ?? emptyMap<string, AgendaItem>();
  return { ...state, agenda: mapSet(state.agenda, second, mapSet(items, agendaKey(item), item)) };
}

export function onAgendaDone(state: EngineState, { items }: EventOf<'AgendaDone'>): EngineState {
  let { agenda } = state;
  for (const item of items) {
    const second = agendaSecond(item.due);
    const before = mapGet(agenda, second) ?? emptyMap<string, AgendaItem>();
    const left = mapDelete(before, agendaKey(item));
    agenda = left.size === 0 ? mapDelete(agenda, second) : mapSet(agenda, second, left);
  }
  return { ...state, agenda };
}

/** A level that nobody stops is not kept. */
export function onTradingStateSet(
  state: EngineState,
  { key, state: level }: EventOf<'TradingStateSet'>,
): EngineState {
  const name = `${key.level}|${key.scope}`;
  const { states } = state.risk;
  return withRisk(state, {
    states: level.grade === null ? mapDelete(states, name) : mapSet(states, name, level),
  });
}

export function onBreakerRead(
  state: EngineState,
  { key, breaker, state: after }: EventOf<'BreakerRead'>,
): EngineState {
  const breakers = mapSet(state.risk.breakers, `${breaker}|${key.scope}`, after);
  return withRisk(state, { breakers });
}

export function onThrottled(
  state: EngineState,
  { key, repeats, isOff }: EventOf<'Throttled'>,
): EngineState {
  return withRisk(state, { throttles: mapSet(state.risk.throttles, key, { repeats, isOff }) });
}
