/** What of orders in memory may yet be traded, and at which scopes it counts. */
import {
  type Decimal,
  divide,
  greatest,
  isZero,
  mapGet,
  multiply,
  NUMERIC_SCALE,
  negate,
  subtract,
  sum,
  ZERO,
} from '../../../kernel/index.ts';
import type { LimitLevel } from '../../../risk/index.ts';
import { isEnded, missingQtyOf, type OrderState } from '../../../trading/index.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { baseOf, FIRM, type Figures } from './figures.ts';

type Orders = EngineState['orders'];

/**
 * What one order may yet trade by itself: while a change is open the larger of both quantities, and
 * after its end what the venue told and we have no fill for.
 */
export function openQtyOf(order: OrderState): Decimal {
  const { ordStatus, orderQty, replacing, cumQty } = order;
  if (isEnded(ordStatus)) return missingQtyOf(order);
  const most = replacing === null ? orderQty : greatest(orderQty, replacing.orderQty);
  return greatest(subtract(most, cumQty), ZERO);
}

export function childrenOf(orders: Orders, { children }: OrderInMemory): readonly OrderState[] {
  return children.flatMap((id) => mapGet(orders, id)?.order ?? []);
}

/** Of a parent its own leaves, or more where its children may still trade more. */
export function workingQtyOf(orders: Orders, entry: OrderInMemory): Decimal {
  const own = openQtyOf(entry.order);
  if (entry.children.length === 0) return own;
  return greatest(own, sum(childrenOf(orders, entry).map(openQtyOf)));
}

interface Stake {
  readonly level: LimitLevel;
  readonly scope: string;
  readonly quantity: Decimal;
}

/** A child of a parent counts at its venue alone: everywhere else its parent does. */
function stakesOf(entry: OrderInMemory, quantity: Decimal): readonly Stake[] {
  if (isZero(quantity)) return [];
  const { placement } = entry.order;
  const stakes: Stake[] = [];
  if (placement.venue !== null) stakes.push({ level: 'venue', scope: placement.venue, quantity });
  if (placement.parentClOrdId !== null) return stakes;
  stakes.push({ level: 'firm', scope: FIRM, quantity });
  stakes.push({ level: 'instrument', scope: placement.instrument, quantity });
  if (entry.strategy !== null) stakes.push({ level: 'strategy', scope: entry.strategy, quantity });
  stakes.push(...holderStakes(entry, quantity));
  return stakes;
}

function holderStakes(entry: OrderInMemory, quantity: Decimal): readonly Stake[] {
  const { allocation, client } = entry;
  const { account } = entry.order.placement;
  if (allocation === null) return accountStakes(client, account, quantity);
  const { legs } = allocation.pre;
  const whole = sum(legs.map(({ weight }) => weight));
  return legs.flatMap((leg) => {
    const share = divide(multiply(quantity, leg.weight), whole, NUMERIC_SCALE, 'Up');
    return accountStakes(leg.client, leg.account, share);
  });
}

function accountStakes(
  client: string | null,
  account: string,
  quantity: Decimal,
): readonly Stake[] {
  const own: Stake = { level: 'account', scope: account, quantity };
  return client === null ? [own] : [{ level: 'client', scope: client, quantity }, own];
}

function move(figures: Figures, entry: OrderInMemory, quantity: Decimal, isOut: boolean): void {
  const { instrument, side } = entry.order.placement;
  const asset = baseOf(instrument);
  for (const stake of stakesOf(entry, quantity)) {
    const change = isOut ? negate(stake.quantity) : stake.quantity;
    figures.move(
      stake.level,
      stake.scope,
      asset,
      side === 'Buy' ? { workingBuy: change } : { workingSell: change },
    );
  }
}

/** Puts what an order was before out of the figures, and what it is now in. */
export function restake(
  figures: Figures,
  before: { readonly orders: Orders; readonly entry: OrderInMemory | undefined },
  after: { readonly orders: Orders; readonly entry: OrderInMemory | undefined },
): void {
  const was = before.entry === undefined ? ZERO : workingQtyOf(before.orders, before.entry);
  const is = after.entry === undefined ? ZERO : workingQtyOf(after.orders, after.entry);
  const isSealed = before.entry?.allocation?.pre !== after.entry?.allocation?.pre;
  if (!isSealed && before.entry !== undefined) {
    const change = subtract(is, was);
    const hasShares = before.entry.allocation !== null;
    if (isZero(change)) return;
    // Shares are rounded each time, so they are taken out whole; everything else moves by what changed.
    if (!hasShares) {
      move(figures, before.entry, change, false);
      return;
    }
  }
  if (before.entry !== undefined) move(figures, before.entry, was, true);
  if (after.entry !== undefined) move(figures, after.entry, is, false);
}
