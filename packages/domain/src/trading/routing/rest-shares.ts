/**
 * Where an order rests that no one venue may hold whole. The first by preference that can hold all of it
 * has it. Otherwise, of all sets of venues, the one that holds most wins, then the one that gives most
 * to the first by preference, then to the second, and so on: each gets the least it takes, and what is
 * left goes to them in that order, each up to its funds, its cap and its step.
 *
 * Left over is what no venue can hold: of those that have room, none takes so little, or has so fine a step.
 */
import {
  add,
  compare,
  type Decimal,
  equals,
  least,
  lessThan,
  signOf,
  subtract,
  sum,
  ZERO,
} from '../../kernel/index.ts';
import { quantityOnStep } from '../../market-data/index.ts';
import type { Resting } from './rest.ts';

/** So many are tried in all sets, 63 of them; of more, those after these get what is left. */
const MOST_COMPARED = 6;

/** By venue, as they stand in the order of preference. */
type Shares = readonly Decimal[];

/** @param ranked by preference, each with what it may hold of `left`. */
export function sharedOut(ranked: readonly Resting[], left: Decimal): readonly Resting[] {
  const whole = ranked.find(({ quantity }) => equals(quantity, left));
  if (whole !== undefined) return [whole];
  const compared = ranked.slice(0, MOST_COMPARED);
  const orders = ordersOf(compared);
  let best: Shares = compared.map(() => ZERO);
  for (let set = 1; set < 2 ** compared.length; set += 1) {
    for (const order of orders) {
      const found = sharesOf(compared, set, order, left);
      if (found !== null && isBetter(found, best)) best = found;
    }
  }
  return withTheOthers(ranked, best, left);
}

/** By preference; where steps differ also the coarsest first, so that finer ones fill what it leaves. */
function ordersOf(ranked: readonly Resting[]): readonly (readonly number[])[] {
  const byRank = ranked.map((_, n) => n);
  const stepAt = (n: number): Decimal => ranked[n]?.venue.terms.stepSize ?? ZERO;
  if (byRank.every((n) => equals(stepAt(n), stepAt(0)))) return [byRank];
  return [byRank, [...byRank].sort((a, b) => compare(stepAt(b), stepAt(a)) || a - b)];
}

/** Null where the least that each of the set takes is more than there is. */
function sharesOf(
  ranked: readonly Resting[],
  set: number,
  order: readonly number[],
  left: Decimal,
): Shares | null {
  const shares = ranked.map((one, n) => (((set >> n) & 1) === 0 ? ZERO : one.least));
  let rest = subtract(left, sum(shares));
  if (signOf(rest) < 0) return null;
  for (const n of order) {
    const [one, own] = [ranked[n], shares[n] ?? ZERO];
    if (one === undefined || signOf(own) === 0) continue;
    const room = least(subtract(one.quantity, own), rest);
    const more = signOf(room) > 0 ? quantityOnStep(one.venue.terms, room) : ZERO;
    shares[n] = add(own, more);
    rest = subtract(rest, more);
  }
  return shares;
}

function isBetter(a: Shares, b: Shares): boolean {
  const more = compare(sum(a), sum(b));
  if (more !== 0) return more > 0;
  const first = a.findIndex((share, n) => !equals(share, b[n] ?? ZERO));
  return first >= 0 && lessThan(b[first] ?? ZERO, a[first] ?? ZERO);
}

function withTheOthers(ranked: readonly Resting[], shares: Shares, left: Decimal): Resting[] {
  let rest = subtract(left, sum(shares));
  const found: Resting[] = [];
  for (const [n, one] of ranked.entries()) {
    const own = shares[n] ?? quantityOnStep(one.venue.terms, least(one.quantity, rest));
    if (lessThan(own, one.least)) continue;
    if (n >= MOST_COMPARED) rest = subtract(rest, own);
    found.push({ ...one, quantity: own });
  }
  return found;
}
