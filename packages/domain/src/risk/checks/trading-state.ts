/** Whether trading goes on, on every level that the order stands on. */
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import type { OrderToCheck, Subject } from '../facts.ts';
import { effectiveState, letsThrough, type OrderAct, type StateKey } from '../trading-state.ts';

export function stateKeysOf(order: OrderToCheck): readonly StateKey[] {
  const { client, account, strategy, venueKey } = order;
  const keys: StateKey[] = [
    { level: 'firm', scope: 'firm' },
    { level: 'client', scope: client },
    { level: 'account', scope: account },
    { level: 'venueKey', scope: venueKey },
  ];
  if (strategy !== null) keys.push({ level: 'strategy', scope: strategy });
  return keys;
}

/** By its figures, not by what it calls itself: it closes where the position is held. */
function actOf({ order, reach }: Subject): OrderAct {
  if (reach.account?.reduces !== true) return 'New';
  return order.isFlattening ? 'Flattening' : 'NewReducing';
}

export function tradingState(subject: Subject): readonly Check[] {
  const code = 'TradingState';
  const { states } = subject.facts;
  if (states === null) return [cannotTell(code, 'states')];
  const keys = stateKeysOf(subject.order);
  const { state, by } = effectiveState(keys, states);
  const words = { level: by.level, scope: by.scope, grade: by.state?.grade ?? 'None' };
  const act = actOf(subject);
  if (act === 'New' && subject.facts.whole?.isReduceOnly === true) {
    return [checkOf(code, 'Refuse', 'NotAllowed', { actual: state }, { act, rule: 'ReduceOnly' })];
  }
  if (letsThrough(act, keys, states)) {
    const verdict = state === 'Active' ? 'Pass' : 'Near';
    return [checkOf(code, verdict, 'Within', { actual: state }, { ...words, act })];
  }
  if (by.state === null) return [cannotTell(code, 'state', { ...words, act })];
  return [checkOf(code, 'Refuse', 'NotAllowed', { actual: state }, { ...words, act })];
}
