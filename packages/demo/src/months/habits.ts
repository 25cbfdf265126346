/** Clients of those months: what each of them trades, how much of it, and what they write. */
import type { OrderWish } from '@ultrathink/domain/engine/core';
import {
  type AccountId,
  type ClientId,
  decimal,
  type PersonId,
  type Quantity,
} from '@ultrathink/domain/kernel';
import type { Side } from '@ultrathink/domain/market-data';
import type { Random } from '@ultrathink/venue-simulator/past';

export interface PastClient {
  readonly id: ClientId;
  readonly name: string;
  readonly accounts: readonly AccountId[];
  /** Who asks in its accounts. */
  readonly traders: readonly PersonId[];
}

export interface Habit {
  /** Of all orders, this client's part among the others'. */
  readonly weight: number;
  /** US dollars, in the middle. */
  readonly size: number;
  /** Of what it has, about so much in coins. */
  readonly share: number;
  readonly quotes: readonly string[];
  readonly isPlain?: boolean;
}

/** By name, as the cast has them: many small orders or few large ones, as the tier has it. */
const HABITS: Readonly<Record<string, Habit>> = {
  'Northgate Pension Trust': { weight: 12, size: 24_000, share: 0.3, quotes: ['EUR', 'USDT'] },
  'Halden Capital Partners': { weight: 16, size: 17_000, share: 0.4, quotes: ['USD', 'USDT'] },
  'Tamar Sovereign Reserve': { weight: 6, size: 32_000, share: 0.25, quotes: ['USD', 'EUR'] },
  'Ostrava Mutual Insurance': { weight: 7, size: 9_000, share: 0.28, quotes: ['EUR'] },
  'Kestrel Prime Services': { weight: 20, size: 7_000, share: 0.38, quotes: ['USDT', 'USD'] },
  'Vantor Family Office': { weight: 7, size: 5_000, share: 0.45, quotes: ['EUR', 'USD'] },
  'Bancaria Adriatica': { weight: 7, size: 5_500, share: 0.3, quotes: ['EUR'] },
  'Sable Ridge Market Making': { weight: 18, size: 2_600, share: 0.35, quotes: ['USDT'] },
  'Port Albion University Endowment': { weight: 4, size: 4_000, share: 0.3, quotes: ['USD'] },
  'Rosamund Elmsworth': { weight: 3, size: 650, share: 0.4, quotes: ['EUR'], isPlain: true },
};

export const COINS = ['BTC', 'BTC', 'BTC', 'ETH', 'ETH', 'SOL'] as const;
/** What people write: no more places than these. */
const QTY_PLACES: Readonly<Record<string, number>> = { BTC: 4, ETH: 3, SOL: 2, DOGE: 0 };
export const PRICE_PLACES: Readonly<Record<string, number>> = { BTC: 1, ETH: 2, SOL: 2, DOGE: 5 };
/** What an account has, as its trader sees it. */
export interface Purse {
  /** Of one asset, whole. */
  readonly has: (account: AccountId, asset: string) => number;
  readonly usd: (asset: string) => number;
  readonly mid: (instrument: string) => number;
  /** What an asset is worth some hours later, against now: what whoever is good at it had a feeling of. */
  readonly ahead: (asset: string) => number;
}

export interface Wanted {
  readonly wish: OrderWish;
  readonly person: PersonId;
  /** Somebody takes it back later, where it still works. */
  readonly patienceMs: number;
}

export const up = (side: Side) => (side === 'Buy' ? 1 : -1);

export function picked<T>(random: Random, all: readonly T[], weightOf: (one: T) => number): T {
  let left = random.unit() * all.reduce((sum, one) => sum + weightOf(one), 0);
  for (const one of all) {
    left -= weightOf(one);
    if (left < 0) return one;
  }
  const last = all.at(-1);
  if (last === undefined) throw new Error('There is nothing to pick from.');
  return last;
}

export const habitOf = ({ name }: PastClient): Habit => {
  const habit = HABITS[name];
  if (habit === undefined) throw new Error(`Nobody knows the habits of ${name}.`);
  return habit;
};

/** Round figures, as people ask for: two or three digits that say something. */
export function quantityOf(random: Random, coin: string, quantity: number): Quantity {
  const places = QTY_PLACES[coin] ?? 2;
  const digits = 2 + random.whole(2);
  const rounded = Number(quantity.toPrecision(digits));
  return decimal(Math.max(10 ** -places, rounded).toFixed(places)) as Quantity;
}
