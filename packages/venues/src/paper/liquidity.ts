/**
 * What may be taken of a live book by somebody who does not stand in it. What was taken once is
 * remembered per level: as a level falls, what we took goes first (others would have found it gone),
 * what is added to it is new, and a level that vanishes is forgotten.
 */
import {
  add,
  type Decimal,
  greatest,
  isZero,
  least,
  lessThan,
  subtract,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { Level } from '@ultrathink/domain/market-data';

interface Taken {
  readonly shown: Decimal;
  readonly taken: Decimal;
}

/** One side of one instrument's book. */
export class Liquidity {
  readonly #taken = new Map<string, Taken>();

  /** The book as it is now; to be told before anything is taken of it. */
  see(levels: readonly Level[]): void {
    if (this.#taken.size === 0) return;
    const shown = new Map(levels.map(({ price, quantity }) => [toText(price), quantity]));
    for (const [price, known] of this.#taken) {
      const now = shown.get(price);
      const fell = now === undefined ? known.shown : greatest(ZERO, subtract(known.shown, now));
      const taken = greatest(ZERO, subtract(known.taken, fell));
      if (now === undefined || isZero(taken)) this.#taken.delete(price);
      else this.#taken.set(price, { shown: now, taken });
    }
  }

  left({ price, quantity }: Level): Decimal {
    const taken = this.#taken.get(toText(price))?.taken ?? ZERO;
    return greatest(ZERO, subtract(quantity, taken));
  }

  take({ price, quantity }: Level, amount: Decimal): void {
    const taken = this.#taken.get(toText(price))?.taken ?? ZERO;
    this.#taken.set(toText(price), { shown: quantity, taken: add(taken, amount) });
  }
}

/** Where a resting order stands: what has to trade away before it, and what its level showed. */
export interface Place {
  readonly ahead: Decimal;
}

/** Decreases count only as far as the level has fallen below what stood before us. */
export function afterLevel({ ahead }: Place, shown: Decimal): Place {
  return { ahead: least(ahead, shown) };
}

/**
 * A trade at our price, of which `others` of our own orders had a part already: the queue ahead is
 * served first. A trade beyond our price has served the whole queue.
 */
export function afterTrade(
  { ahead }: Place,
  { volume, isBeyond, leaves }: { volume: Decimal; isBeyond: boolean; leaves: Decimal },
): { readonly place: Place; readonly filled: Decimal } {
  const before = isBeyond ? ZERO : ahead;
  if (!lessThan(before, volume))
    return { place: { ahead: subtract(before, volume) }, filled: ZERO };
  return { place: { ahead: ZERO }, filled: least(leaves, subtract(volume, before)) };
}
