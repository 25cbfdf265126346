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
 */
import {
  add,
  compare,
  type Decimal,
  greaterThan,
  least,
  lessThan,
  signOf,
  subtract,
  sum,
  ZERO,
} from '../../../kernel/index.ts';
import { quantityOnStep, type Side, termsRefusals } from '../../../market-data/index.ts';
import { betterCost, type Cost, costOf, type Ladder, mostAt, type Rung, seedOf } from './ladder.ts';

/** More ladders than these are not compared: 64 sets are, and the router says which it left out. */
export const MOST_COMPARED = 6;

export interface Part {
  readonly ladder: Ladder;
  readonly cost: Cost;
}

export interface Split {
  readonly parts: readonly Part[];
  readonly quantity: Decimal;
  readonly ranked: Decimal;
}

const NONE: Split = { parts: [], quantity: ZERO, ranked: ZERO };

interface Place {
  readonly ladder: Ladder;
  readonly rung: Rung;
}

/** Every rung of every ladder, cheapest first; of equal ones the larger, then the name. */
function placesOf(side: Side, ladders: readonly Ladder[]): readonly Place[] {
  return ladders
    .flatMap((ladder) => ladder.rungs.map((rung) => ({ ladder, rung })))
    .sort(
      (a, b) =>
        betterCost(side, a.rung.ranked, b.rung.ranked) ||
        compare(b.rung.quantity, a.rung.quantity) ||
        (a.ladder.venue < b.ladder.venue ? -1 : 1),
    );
}

/** The best split over exactly these venues; undefined where one of them would take no such part. */
function splitOver(
  ladders: readonly Ladder[],
  places: readonly Place[],
  quantity: Decimal,
): Split | undefined {
  const given = new Map<Ladder, Decimal>();
  for (const ladder of ladders) {
    const seed = seedOf(ladder);
    if (seed === undefined) return undefined;
    given.set(ladder, seed);
  }
  let left = subtract(quantity, sum([...given.values()]));
  if (signOf(left) < 0) return undefined;
  for (const { ladder, rung } of places) {
    if (signOf(left) === 0) break;
    const has = given.get(ladder);
    if (has === undefined) continue;
    // A rung is for those that took all before it: the child's price is the last one it reaches.
    const before = quantityOnStep(ladder.terms, subtract(rung.depth, rung.quantity));
    if (lessThan(has, before)) continue;
    const upTo = least(rung.depth, mostAt(ladder, rung.price, ladder.takerRate));
    const taken = quantityOnStep(ladder.terms, least(left, subtract(upTo, has)));
    if (signOf(taken) <= 0) continue;
    given.set(ladder, add(has, taken));
    left = subtract(left, taken);
  }
  const parts = ladders.map((ladder) => ({
    ladder,
    cost: costOf(ladder.rungs, given.get(ladder) ?? ZERO),
  }));
  return parts.every(isTakeable)
    ? {
        parts,
        quantity: subtract(quantity, left),
        ranked: sum(parts.map(({ cost }) => cost.ranked)),
      }
    : undefined;
}

/** Last look: the venue's terms, and what may be spent and entrusted, at the child's own price. */
function isTakeable({ ladder, cost: { quantity, price } }: Part): boolean {
  if (price === null) return false;
  return (
    termsRefusals(ladder.terms, { quantity, price }).length === 0 &&
    !greaterThan(quantity, mostAt(ladder, price, ladder.takerRate))
  );
}

function isBetter(side: Side, a: Split, b: Split): boolean {
  const more = compare(a.quantity, b.quantity);
  if (more !== 0) return more > 0;
  const dearer = betterCost(side, a.ranked, b.ranked);
  return dearer !== 0 ? dearer < 0 : a.parts.length < b.parts.length;
}

/**
 * @param ladders in the order of their names, at most `MOST_COMPARED`.
 * @param most venues at once; 1 for an order that is filled whole or not at all.
 */
export function bestSplit(
  side: Side,
  ladders: readonly Ladder[],
  quantity: Decimal,
  most: number = ladders.length,
): Split {
  const places = placesOf(side, ladders);
  let best = NONE;
  for (let set = 1; set < 2 ** ladders.length; set += 1) {
    const chosen = ladders.filter((_, n) => (set >> n) % 2 === 1);
    if (chosen.length > most) continue;
    const split = splitOver(chosen, places, quantity);
    if (split !== undefined && isBetter(side, split, best)) best = split;
  }
  return best;
}

/** Whether all of it was placed. */
export const isWhole = ({ quantity }: Split, wanted: Decimal): boolean =>
  !lessThan(quantity, wanted);
