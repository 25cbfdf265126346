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
  msBetween,
  subtract,
  toText,
  type UtcTime,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { Level } from '@ultrathink/domain/market-data';

interface Taken {
  readonly shown: Decimal;
  readonly taken: Decimal;
}

export interface TakenLevel extends Taken {
  /** Decimal text. */
  readonly price: string;
}

/** One side of one instrument's book. */
export class Liquidity {
  readonly #taken = new Map<string, Taken>();

  constructor(known: readonly TakenLevel[] = []) {
    for (const { price, shown, taken } of known) this.#taken.set(price, { shown, taken });
  }

  get isUntouched(): boolean {
    return this.#taken.size === 0;
  }

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

  /** What a restart has to know of it. */
  taken(): readonly TakenLevel[] {
    return [...this.#taken].map(([price, { shown, taken }]) => ({ price, shown, taken }));
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

/** A decrease that no trade explained for so long was a cancel. */
const EXPLAINED_WITHIN_MS = 5_000;

/** Where a resting order stands. */
export interface Place {
  /** What has to trade away before it. */
  readonly ahead: Decimal;
  /** What left of that in the book, and may be told once more as a trade: it counts once. */
  readonly unexplained: Decimal;
  /** When the last of it left; null where nothing did. */
  readonly leftAt: UtcTime | null;
}

export const behind = (ahead: Decimal): Place => ({ ahead, unexplained: ZERO, leftAt: null });

/** Decreases count only as far as the level has fallen below what stood before us. */
export function afterLevel(place: Place, shown: Decimal, now: UtcTime): Place {
  if (!lessThan(shown, place.ahead)) return place;
  const left = subtract(place.ahead, shown);
  return { ahead: shown, unexplained: add(unexplainedAt(place, now), left), leftAt: now };
}

/**
 * A trade at our price: what the book already showed to leave is not served again, then the queue
 * ahead is served, then we are. A trade beyond our price has served the whole queue.
 */
export function afterTrade(
  place: Place,
  trade: { volume: Decimal; isBeyond: boolean; leaves: Decimal; now: UtcTime },
): { readonly place: Place; readonly filled: Decimal } {
  const { volume, isBeyond, leaves, now } = trade;
  if (isBeyond) return { place: behind(ZERO), filled: least(leaves, volume) };
  const known = unexplainedAt(place, now);
  const explained = least(known, volume);
  const fresh = subtract(volume, explained);
  const served = least(place.ahead, fresh);
  return {
    place: {
      ahead: subtract(place.ahead, served),
      unexplained: subtract(known, explained),
      leftAt: place.leftAt,
    },
    filled: least(leaves, subtract(fresh, served)),
  };
}

function unexplainedAt({ unexplained, leftAt }: Place, now: UtcTime): Decimal {
  const isOld = leftAt === null || msBetween(leftAt, now) > EXPLAINED_WITHIN_MS;
  return isOld ? ZERO : unexplained;
}
