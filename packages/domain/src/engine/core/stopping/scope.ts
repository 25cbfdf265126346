/** Which orders a level of the trading state is about. */
import { mapEntries, mapGet, type UtcTime } from '../../../kernel/index.ts';
import type { StateKey } from '../../../risk/index.ts';
import { isEnded } from '../../../trading/index.ts';
import type { EngineState, OrderInMemory } from '../state.ts';

export const stateKeyText = ({ level, scope }: StateKey): string => `${level}|${scope}`;

/** There is one firm: under any other name its stop would stop nothing. */
export const theKey = (asked: StateKey): StateKey =>
  asked.level === 'firm' ? { level: 'firm', scope: 'firm' } : asked;

/** A block is its clients' too: what stops one of them stops it, because no leg can be taken out. */
export function isInScope(
  state: EngineState,
  { level, scope }: StateKey,
  { order, client, strategy, venueAccount, allocation }: OrderInMemory,
): boolean {
  const legs = allocation?.shares ?? [];
  switch (level) {
    case 'firm':
      return true;
    case 'client':
      return client === scope || legs.some((leg) => leg.client === scope);
    case 'account':
      return order.placement.account === scope || legs.some((leg) => leg.account === scope);
    case 'strategy':
      return strategy === scope;
    case 'venueKey':
      return venueAccount !== null && keyOf(state, venueAccount) === scope;
  }
}

function keyOf(state: EngineState, venueAccount: OrderInMemory['venueAccount']): string | null {
  if (venueAccount === null) return null;
  return mapGet(state.config.venueAccounts, venueAccount)?.key ?? null;
}

/** Whether any level that the child stands on was stopped, by whatever grade. */
export function isStopped(state: EngineState, child: OrderInMemory): boolean {
  const whole = withParents(state, child);
  return mapEntries(state.risk.states).some(([name, level]) => {
    const end = name.indexOf('|');
    const key = { level: name.slice(0, end), scope: name.slice(end + 1) } as StateKey;
    return level.grade !== null && isInScope(state, key, whole);
  });
}

/** Every order that has not ended and that the key is about; children before parents, each by id. */
export function workingIn(
  state: EngineState,
  key: StateKey,
): { readonly children: readonly OrderInMemory[]; readonly parents: readonly OrderInMemory[] } {
  const children: OrderInMemory[] = [];
  const parents: OrderInMemory[] = [];
  for (const [, memory] of mapEntries(state.orders)) {
    const { ordStatus, placement } = memory.order;
    if (isEnded(ordStatus)) continue;
    const isChild = placement.level === 'Child';
    if (isInScope(state, key, isChild ? withParents(state, memory) : memory)) {
      (isChild ? children : parents).push(memory);
    }
  }
  return { children, parents };
}

/** When children of the key that worked at the stop ended, as far as memory has them. */
export function endedIn(state: EngineState, key: StateKey, since: UtcTime): readonly UtcTime[] {
  return mapEntries(state.orders).flatMap(([, memory]) => {
    const { placement, placedAt, endedAt } = memory.order;
    if (placement.level !== 'Child' || endedAt === null || endedAt < since) return [];
    if (placedAt > since || !isInScope(state, key, withParents(state, memory))) return [];
    return [endedAt];
  });
}

/** What stands with the parent alone is its children's too. */
function withParents(state: EngineState, child: OrderInMemory): OrderInMemory {
  const { parentClOrdId } = child.order.placement;
  const parent = parentClOrdId === null ? undefined : mapGet(state.orders, parentClOrdId);
  if (parent === undefined) return child;
  return {
    ...child,
    client: child.client ?? parent.client,
    strategy: child.strategy ?? parent.strategy,
    allocation: child.allocation ?? parent.allocation,
  };
}
