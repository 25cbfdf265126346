/** A block as it is being written: what it lacks, and what is sent of it. Pure. */
import type { inferRouterInputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { decimal, equals, parseDecimal, signOf, sum } from '@ultrathink/domain/kernel';
import {
  type Draft,
  emptyDraft,
  missingOf,
  needsPrice,
  needsStop,
  wishOf as orderOf,
} from '../ticket/draft.ts';

export type BlockWish = Omit<
  inferRouterInputs<AppRouter>['trading']['placeBlock'],
  'idempotencyKey'
>;

export interface LegDraft {
  readonly id: number;
  readonly account: string | null;
  readonly weight: string;
}

export interface BlockDraft {
  readonly house: string | null;
  /** As a ticket writes it; its instrument is empty until one is chosen. */
  readonly order: Draft;
  readonly method: BlockWish['method'];
  readonly legs: readonly LegDraft[];
}

export const emptyBlock = (house: string | null, order: Draft = emptyDraft('')): BlockDraft => ({
  house,
  order,
  method: 'ProRata',
  legs: [
    { id: 0, account: null, weight: '1' },
    { id: 1, account: null, weight: '1' },
  ],
});

/** As it was sent from this tab, where its answer is not known yet. */
export function draftOf({ house, method, legs, terms, ...wish }: BlockWish): BlockDraft {
  return {
    house,
    order: {
      ...emptyDraft(wish.instrument, wish.side),
      ordType: terms.ordType,
      orderQty: wish.orderQty,
      price: 'price' in terms ? terms.price : null,
      stopPx: 'stopPx' in terms ? terms.stopPx : null,
      timeInForce: wish.timeInForce,
      expireTime: wish.expireTime,
      isPostOnly: wish.isPostOnly,
    },
    method,
    legs: legs.map(({ account, weight }, id) => ({ id, account, weight })),
  };
}

const isAmount = (text: string | null): boolean => {
  const read = parseDecimal(text?.trim() ?? '');
  return read.ok && signOf(read.value) > 0;
};

/** The first thing that is missing, in a sentence; null: nothing. */
export function draftProblem({ house, order, method, legs }: BlockDraft): string | null {
  if (house === null || order.instrument === '') return 'Choose what is traded.';
  const missing = missingOf(order, house);
  if (missing !== null) return `It still needs ${missing}.`;
  const figures = [
    order.orderQty,
    ...(needsPrice(order.ordType) ? [order.price] : []),
    ...(needsStop(order.ordType) ? [order.stopPx] : []),
  ];
  if (!figures.every(isAmount)) return 'Quantity and prices are above zero.';
  return legsProblem(legs, method, order.orderQty ?? '0');
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
export function wishOf(draft: BlockDraft): BlockWish | null {
  const { house, order, method, legs } = draft;
  const wish = draftProblem(draft) === null ? orderOf(order, house) : null;
  if (wish === null) return null;
  const { instrument, side, orderQty, terms, timeInForce, expireTime, isPostOnly } = wish;
  return {
    house,
    ...{ instrument, side, orderQty, terms, timeInForce, expireTime, isPostOnly },
    method,
    legs: legs.map(({ account, weight }) => ({ account, weight: weight.trim() })),
  } as BlockWish;
}
