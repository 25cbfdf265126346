/** What somebody is about to stop, and how it is said in numbers. */

import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import type { ClientId } from '@ultrathink/domain/kernel';
import type { KillGrade, StateLevel } from '@ultrathink/domain/risk';

export type UnderStop = inferRouterOutputs<AppRouter>['risk']['readUnderStop']['orders'][number];

export interface KillWish {
  readonly level: StateLevel;
  /** Empty until one is chosen; `firm` for the firm. */
  readonly scope: string;
  readonly clientId: ClientId | null;
  /** As people call it, and as it is typed to confirm. */
  readonly name: string;
  readonly grade: KillGrade;
  readonly why: string;
  /** Made to measure how long its cancels take: it cancels for real, and is listed as a drill. */
  readonly isDrill: boolean;
}

export const FIRM_WISH: KillWish = {
  level: 'firm',
  scope: 'firm',
  clientId: null,
  name: 'Firm',
  grade: 'CANCEL_ALL',
  why: '',
  isDrill: false,
};

export const keyOf = ({ level, scope }: KillWish) => ({ level, scope });

const titled = (venue: string) => venue.charAt(0).toUpperCase() + venue.slice(1);

/** Venues in their usual order, with how many orders work at each. */
function byVenue(orders: readonly UnderStop[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { venue } of orders) counts.set(venue, (counts.get(venue) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `14 orders at 3 venues`. */
export function ordersText(orders: readonly UnderStop[]): string {
  if (orders.length === 0) return 'no order';
  return `${many(orders.length, 'order')} at ${many(byVenue(orders).length, 'venue')}`;
}

/** `Binance 6, Coinbase 5, Kraken 3.` */
export function venuesText(orders: readonly UnderStop[]): string {
  const parts = byVenue(orders).map(([venue, count]) => `${titled(venue)} ${count}`);
  return parts.length === 0 ? 'Nothing works there now.' : `${parts.join(', ')}.`;
}

export function effectTitle(grade: KillGrade, orders: readonly UnderStop[]): string {
  switch (grade) {
    case 'REDUCING':
      return 'Only orders that make positions smaller.';
    case 'HALT_NEW':
      return 'Refuses every new order.';
    case 'CANCEL_ALL':
      return `Cancels ${ordersText(orders)}.`;
    case 'FLATTEN':
      return `Cancels ${ordersText(orders)}, then closes positions.`;
  }
}

const worksOn = (orders: readonly UnderStop[]): string =>
  `${titled(ordersText(orders))} ${orders.length > 1 ? 'work' : 'works'} on`;

export function effectText(grade: KillGrade, orders: readonly UnderStop[]): string {
  const goesOn = 'New orders are refused until a second person agrees to resume.';
  switch (grade) {
    case 'REDUCING':
      return `${worksOn(orders)}. What would make a position larger is refused until a second person agrees to resume.`;
    case 'HALT_NEW':
      return `${worksOn(orders)}; nothing is canceled. ${goesOn}`;
    case 'CANCEL_ALL':
      return `Positions stay. ${goesOn}`;
    case 'FLATTEN':
      return `Positions are closed at the market once nothing works. ${goesOn}`;
  }
}

/** Orders whose cancel can't be counted on, each by its name. */
export const inDoubt = (orders: readonly UnderStop[]): readonly UnderStop[] =>
  orders.filter(({ unconfirmedSince, endedAt }) => unconfirmedSince !== null && endedAt === null);

export const orderName = ({ side, leavesQty, instrument, price }: UnderStop): string =>
  `${side} ${leavesQty} ${instrument}${price === null ? '' : ` at ${price}`}`;

export interface VenueCount {
  readonly venue: string;
  readonly done: number;
  readonly all: number;
  /** Of the last one that is done, after the stop; null until one is. */
  readonly lastMs: number | null;
}

/** @param at the moment of the stop */
export function countCancels(orders: readonly UnderStop[], at: string): readonly VenueCount[] {
  const startedMs = Date.parse(at);
  return byVenue(orders).map(([venue, all]) => {
    const ends = orders.flatMap((order) =>
      order.venue === venue && order.endedAt !== null
        ? [Math.max(0, Date.parse(order.endedAt) - startedMs)]
        : [],
    );
    return { venue, all, done: ends.length, lastMs: ends.length === 0 ? null : Math.max(...ends) };
  });
}
