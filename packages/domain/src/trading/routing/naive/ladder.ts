/**
 * One venue's side of the book as an order would take it, best first, with what bounds an order
 * there. A child takes a first part of it: its price is the worst one taken, and it never asks for
 * more than what may be spent and entrusted at that price.
 */
import {
  add,
  type Decimal,
  divide,
  greaterThan,
  greatest,
  isZero,
  least,
  lessThan,
  multiply,
  ONE,
  type Price,
  signOf,
  subtract,
  ZERO,
} from '../../../kernel/index.ts';
import {
  allInPrice,
  quantityOnStep,
  type Side,
  type TradingTerms,
  type VenueId,
} from '../../../market-data/index.ts';

export interface Rung {
  readonly price: Price;
  readonly quantity: Decimal;
  /** Of all rungs up to this one, it included. */
  readonly depth: Decimal;
  /** Per unit, with the fee. */
  readonly allIn: Decimal;
  /** Per unit, with fee and penalty: what venues are compared by. */
  readonly ranked: Decimal;
}

export interface Ladder {
  readonly venue: VenueId;
  readonly side: Side;
  readonly terms: TradingTerms;
  readonly takerRate: Decimal;
  readonly free: Decimal;
  readonly capLeft: Decimal;
  readonly rungs: readonly Rung[];
}

/** Largest quantity on a step that funds, counterparty cap and the venue's maximum allow at a price. */
export function mostAt(
  { side, terms, free, capLeft }: Omit<Ladder, 'rungs' | 'venue' | 'takerRate'>,
  price: Decimal,
  rate: Decimal,
): Decimal {
  if (isZero(price)) return ZERO;
  const SCALE = 18;
  // A rebate is not there when the funds are locked.
  const perUnit = multiply(price, add(ONE, greatest(rate, ZERO)));
  const byFunds = side === 'Buy' ? divide(greatest(free, ZERO), perUnit, SCALE, 'Down') : free;
  const byCap = divide(greatest(capLeft, ZERO), price, SCALE, 'Down');
  const most = greatest(least(byFunds, byCap), ZERO);
  return quantityOnStep(terms, terms.maxQty === null ? most : least(most, terms.maxQty));
}

/** The least quantity on a step that the venue takes at a price. */
export function leastAt({ stepSize, minQty, minNotional }: TradingTerms, price: Decimal): Decimal {
  const forNotional =
    minNotional === null || isZero(price) ? ZERO : divide(minNotional, price, 18, 'Ceiling');
  const least = greatest(greatest(minQty, forNotional), stepSize);
  return multiply(divide(least, stepSize, 0, 'Ceiling'), stepSize);
}

/** The smallest order the venue would take of this ladder; undefined where it would take none. */
export function seedOf(ladder: Ladder): Decimal | undefined {
  const { stepSize } = ladder.terms;
  for (const { price, quantity, depth } of ladder.rungs) {
    const before = quantityOnStep(ladder.terms, subtract(depth, quantity));
    // Less would not reach this rung, and the rungs before it were not enough.
    const needed = greatest(leastAt(ladder.terms, price), add(before, stepSize));
    if (greaterThan(needed, depth)) continue;
    // A later rung needs more funds to buy, and more quantity to sell.
    return greaterThan(needed, mostAt(ladder, price, ladder.takerRate)) ? undefined : needed;
  }
  return undefined;
}

export interface Cost {
  readonly quantity: Decimal;
  /** In quote asset: without fees, and with them. */
  readonly notional: Decimal;
  readonly allIn: Decimal;
  readonly ranked: Decimal;
  /** The worst price taken; null when nothing was. */
  readonly price: Price | null;
}

const NOTHING: Cost = { quantity: ZERO, notional: ZERO, allIn: ZERO, ranked: ZERO, price: null };

/** What taking so much of these rungs costs; less where they are too thin. */
export function costOf(rungs: readonly Rung[], quantity: Decimal): Cost {
  let cost = NOTHING;
  for (const rung of rungs) {
    const taken = least(rung.quantity, subtract(quantity, cost.quantity));
    if (signOf(taken) <= 0) break;
    cost = {
      quantity: add(cost.quantity, taken),
      notional: add(cost.notional, multiply(taken, rung.price)),
      allIn: add(cost.allIn, multiply(taken, rung.allIn)),
      ranked: add(cost.ranked, multiply(taken, rung.ranked)),
      price: rung.price,
    };
  }
  return cost;
}

/** Costs that are lower to pay, or higher to get, are better: negative when `a` is. */
export function betterCost(side: Side, a: Decimal, b: Decimal): number {
  if (lessThan(a, b)) return side === 'Buy' ? -1 : 1;
  if (lessThan(b, a)) return side === 'Buy' ? 1 : -1;
  return 0;
}

/** Rungs of raw levels, best first; those beyond the limit are left out. */
export function rungsOf(
  side: Side,
  levels: readonly { readonly price: Price; readonly quantity: Decimal }[],
  rates: { readonly taker: Decimal; readonly penalty: Decimal },
  limit: { readonly price: Price | null; readonly counts: 'Price' | 'AllIn' },
): readonly Rung[] {
  let depth = ZERO;
  const rungs: Rung[] = [];
  for (const { price, quantity } of levels) {
    const allIn = allInPrice(side, price, rates.taker);
    const judged = limit.counts === 'Price' ? price : allIn;
    if (limit.price !== null && betterCost(side, limit.price, judged) < 0) break;
    depth = add(depth, quantity);
    const ranked = allInPrice(side, price, add(rates.taker, rates.penalty));
    rungs.push({ price, quantity, depth, allIn, ranked });
  }
  return rungs;
}
