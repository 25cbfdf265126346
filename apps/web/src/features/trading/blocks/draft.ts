/** A block as it is being written: what it lacks, and what is sent of it. Pure. */
import type { inferRouterInputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { decimal, equals, parseDecimal, signOf, sum } from '@ultrathink/domain/kernel';

export type BlockWish = Omit<
  inferRouterInputs<AppRouter>['trading']['placeBlock'],
  'idempotencyKey'
>;
type Input = BlockWish;

export interface LegDraft {
  readonly id: number;
  readonly account: string | null;
  readonly weight: string;
}

export interface BlockDraft {
  readonly house: string | null;
  readonly instrument: string | null;
  readonly side: 'Buy' | 'Sell';
  readonly orderQty: string;
  readonly price: string;
  readonly method: Input['method'];
  readonly legs: readonly LegDraft[];
}

const isAmount = (text: string): boolean => {
  const read = parseDecimal(text.trim());
  return read.ok && signOf(read.value) > 0;
};

/** The first thing that is missing, in a sentence; null: nothing. */
export function draftProblem(draft: BlockDraft): string | null {
  const { house, instrument, orderQty, price, method, legs } = draft;
  if (house === null || instrument === null) return 'Choose what is traded.';
  if (!isAmount(orderQty) || !isAmount(price)) return 'Quantity and price are above zero.';
  return legsProblem(legs, method, orderQty);
}

/** The same of the accounts and their weights alone. */
export function legsProblem(
  legs: readonly LegDraft[],
  method: BlockDraft['method'],
  orderQty: string,
): string | null {
  const accounts = legs.map(({ account }) => account);
  if (accounts.includes(null)) return 'Choose an account in each row.';
  if (new Set(accounts).size < accounts.length) return 'An account stands in one row alone.';
  if (!legs.every(({ weight }) => isAmount(weight))) return 'Every weight is above zero.';
  const whole = method === 'Fixed' ? decimal(orderQty.trim()) : decimal('100');
  const total = sum(legs.map(({ weight }) => decimal(weight.trim())));
  if (method === 'ProRata' || equals(whole, total)) return null;
  return `The weights add up to ${String(total)}, not to ${String(whole)}.`;
}

/** Null while something is missing. The server judges all of it again. */
export function wishOf(draft: BlockDraft): Input | null {
  if (draftProblem(draft) !== null) return null;
  const { house, instrument, side, orderQty, price, method, legs } = draft;
  return {
    house,
    instrument,
    side,
    orderQty: orderQty.trim(),
    terms: { ordType: 'Limit', price: price.trim() },
    timeInForce: 'GoodTillCancel',
    expireTime: null,
    isPostOnly: false,
    method,
    legs: legs.map(({ account, weight }) => ({ account, weight: weight.trim() })),
  } as Input;
}
