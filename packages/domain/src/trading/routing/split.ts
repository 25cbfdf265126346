/**
 * How a quantity is divided among ladders. For every set of venues: each gets the least it takes, and
 * the rest goes step by step to the cheapest rung that has room. Of all sets the one that trades most
 * wins, then the one that costs least, then the one of fewest venues, then the order of names.
 *
 * Each venue alone is one of the sets, so the split is never dearer than the best of them. With one
 * step for all venues it is the best division there is: costs per venue never fall with quantity.
 *
 * Remainder: quantities are rounded down to each venue's step; what no venue's step or minimum can
 * hold is left over, never rounded up.
 *
 * The rungs are put in order once for all sets, as far as they are reached, and a set's cost comes
 * from sums kept per rung.
 */
import {
  add,
  compare,
  type Decimal,
  lessThan,
  multiply,
  signOf,
  subtract,
  ZERO,
} from '../../kernel/index.ts';
import { quantityOnStep, type Side } from '../../market-data/index.ts';
import { betterCost, type Cost, isAllowed, type Ladder, type Reach, type Rung } from './ladder.ts';

/** More ladders than these are not compared: 64 sets are, and the router says which it left out. */
export const MOST_COMPARED = 6;

export interface Part {
  readonly ladder: Ladder;
  readonly cost: Cost;
}

export interface Split {
  readonly parts: readonly Part[];
  readonly quantity: Decimal;
}

export const NO_SPLIT: Split = { parts: [], quantity: ZERO };

/** What venues are compared by: with fee and penalty, or the price alone. */
export type RankedBy = 'ranked' | 'price';

interface Place {
  readonly ladder: number;
  readonly index: number;
  readonly rung: Rung;
}

interface Division {
  /** By ladder; undefined for those that are not of the set. */
  readonly given: readonly (Reach | undefined)[];
  readonly venues: number;
  readonly quantity: Decimal;
  readonly ranked: Decimal;
}

const bitsOf = (set: number): number => {
  let bits = 0;
  for (let left = set; left > 0; left >>= 1) bits += left & 1;
  return bits;
};

/** A quantity of one order over some ladders, however many sets of them are asked about. */
export class Splitter {
  readonly #side: Side;
  readonly #ladders: readonly Ladder[];
  readonly #quantity: Decimal;
  readonly #by: RankedBy;
  readonly #places: Place[] = [];
  /** By ladder: the rung that comes next into the order. */
  readonly #heads: number[];
  readonly #sets = new Map<number, Division | null>();

  /** @param ladders in the order of their names, at most `MOST_COMPARED`. */
  constructor(side: Side, ladders: readonly Ladder[], quantity: Decimal, by: RankedBy = 'ranked') {
    this.#side = side;
    this.#ladders = ladders;
    this.#quantity = quantity;
    this.#by = by;
    this.#heads = ladders.map(() => 0);
    const isSteady = by === 'price' || ladders.every((ladder) => ladder.isSteady);
    if (!isSteady) this.#sortAll();
  }

  /** @param most venues at once; 1 for an order that is filled whole or not at all. */
  best(most: number = this.#ladders.length): Split {
    let best: Division | null = null;
    for (let set = 1; set < 2 ** this.#ladders.length; set += 1) {
      if (bitsOf(set) > most) continue;
      const found = this.#division(set);
      if (found !== null && (best === null || this.#isBetter(found, best))) best = found;
    }
    return best === null ? NO_SPLIT : this.#splitOf(best);
  }

  /** All of it at one venue, as far as that goes. */
  only(ladder: number): Split {
    const found = this.#division(1 << ladder);
    return found === null ? NO_SPLIT : this.#splitOf(found);
  }

  #splitOf({ given, quantity }: Division): Split {
    const parts = this.#ladders.flatMap((ladder, n): Part[] => {
      const own = given[n];
      return own === undefined ? [] : [{ ladder, cost: ladder.costOf(own) }];
    });
    return { parts, quantity };
  }

  #isBetter(a: Division, b: Division): boolean {
    const more = compare(a.quantity, b.quantity);
    if (more !== 0) return more > 0;
    const dearer = betterCost(this.#side, a.ranked, b.ranked);
    return dearer !== 0 ? dearer < 0 : a.venues < b.venues;
  }

  #division(set: number): Division | null {
    const known = this.#sets.get(set);
    if (known !== undefined) return known;
    const made = this.#divide(set);
    this.#sets.set(set, made);
    return made;
  }

  /** The best split over exactly these venues; null where one of them would take no such part. */
  #divide(set: number): Division | null {
    const given: (Reach | undefined)[] = [];
    let left = this.#quantity;
    for (let n = 0; n < this.#ladders.length; n += 1) {
      if (((set >> n) & 1) === 0) continue;
      const seed = this.#ladders[n]?.seed() ?? null;
      if (seed === null) return null;
      given[n] = seed;
      left = subtract(left, seed.quantity);
    }
    if (signOf(left) < 0) return null;
    left = this.#share(given, left);
    let [venues, ranked] = [0, ZERO];
    for (let n = 0; n < given.length; n += 1) {
      const own = given[n];
      const ladder = this.#ladders[n];
      if (own === undefined || ladder === undefined) continue;
      if (!isTakeable(ladder, own)) return null;
      venues += 1;
      const notional = ladder.notionalOf(own);
      ranked = add(ranked, this.#by === 'price' ? notional : ladder.rankedOf(notional));
    }
    return { given, venues, quantity: subtract(this.#quantity, left), ranked };
  }

  /** Place by place, the cheapest first. @returns what is left over. */
  #share(given: (Reach | undefined)[], quantity: Decimal): Decimal {
    let left = quantity;
    for (let at = 0; signOf(left) !== 0; at += 1) {
      const place = this.#place(at);
      if (place === undefined) break;
      const has = given[place.ladder];
      const ladder = this.#ladders[place.ladder];
      if (has === undefined || ladder === undefined) continue;
      const { index, rung } = place;
      // A rung is for those that took all before it: the child's price is the last one it reaches.
      if (lessThan(has.quantity, ladder.beforeAt(index))) continue;
      const room = subtract(ladder.upToAt(index, rung), has.quantity);
      if (signOf(room) <= 0) continue;
      const taken = lessThan(left, room) ? quantityOnStep(ladder.terms, left) : room;
      if (signOf(taken) <= 0) continue;
      given[place.ladder] = { quantity: add(has.quantity, taken), index };
      left = subtract(left, taken);
    }
    return left;
  }

  /** Of every rung of every ladder, cheapest first; of equal ones the larger, then the name. */
  #place(at: number): Place | undefined {
    while (this.#places.length <= at) {
      const next = this.#nextPlace();
      if (next === undefined) return undefined;
      this.#places.push(next);
      this.#heads[next.ladder] = next.index + 1;
    }
    return this.#places[at];
  }

  /** Rungs of one ladder are in order, so the best of all is the best of those that come next. */
  #nextPlace(): Place | undefined {
    let best: Place | undefined;
    for (let n = 0; n < this.#ladders.length; n += 1) {
      const index = this.#heads[n] ?? 0;
      const rung = this.#ladders[n]?.at(index);
      if (rung === undefined) continue;
      const place = { ladder: n, index, rung };
      if (best === undefined || this.#comesFirst(place, best) < 0) best = place;
    }
    return best;
  }

  #comesFirst(a: Place, b: Place): number {
    return (
      betterCost(this.#side, a.rung[this.#by], b.rung[this.#by]) ||
      compare(b.rung.quantity, a.rung.quantity) ||
      a.ladder - b.ladder
    );
  }

  #sortAll(): void {
    this.#ladders.forEach(({ rungs }, ladder) => {
      rungs.forEach((rung, index) => {
        this.#places.push({ ladder, index, rung });
      });
      this.#heads[ladder] = rungs.length;
    });
    this.#places.sort((a, b) => this.#comesFirst(a, b));
  }
}

/**
 * Last look: the venue's terms, and what may be spent and entrusted, at the child's own price. The
 * quantity is on a step already.
 */
function isTakeable(ladder: Ladder, { quantity, index }: Reach): boolean {
  const rung = ladder.at(index);
  if (rung === undefined || signOf(quantity) <= 0) return false;
  const { minQty, maxQty, minNotional } = ladder.terms;
  const { price } = rung;
  return (
    !lessThan(quantity, minQty) &&
    (maxQty === null || !lessThan(maxQty, quantity)) &&
    (minNotional === null || !lessThan(multiply(quantity, price), minNotional)) &&
    ladder.isOnTick(index, rung) &&
    isAllowed(ladder, price, ladder.takerRate, quantity)
  );
}

/** Whether all of it was placed. */
export const isWhole = ({ quantity }: Split, wanted: Decimal): boolean =>
  !lessThan(quantity, wanted);
