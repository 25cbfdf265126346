/**
 * One venue's side of the book as an order would take it, best first, with what bounds an order
 * there. A child takes a first part of it: its price is the worst one taken, and it never asks for
 * more than what may be spent and entrusted at that price.
 *
 * Rungs are made as they are reached: of twenty levels an order mostly takes a few.
 */
import {
  add,
  type Decimal,
  divide,
  equals,
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
} from '../../kernel/index.ts';
import {
  quantityOnStep,
  type Side,
  type TradingTerms,
  type VenueId,
} from '../../market-data/index.ts';
import type { Levels } from './sight.ts';

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

/** What bounds one order at one venue. */
export interface Means {
  readonly side: Side;
  readonly terms: TradingTerms;
  readonly free: Decimal;
  readonly capLeft: Decimal;
}

/** Largest quantity on a step that funds, counterparty cap and the venue's maximum allow at a price. */
export function mostAt(
  { side, terms, free, capLeft }: Means,
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

/** Whether a quantity of at most 18 decimals is no more than `mostAt`, by products alone. */
export function isAllowed(
  { side, terms: { maxQty }, free, capLeft }: Means,
  price: Decimal,
  rate: Decimal,
  quantity: Decimal,
): boolean {
  if (signOf(quantity) <= 0) return true;
  if (isZero(price) || (maxQty !== null && greaterThan(quantity, maxQty))) return false;
  const notional = multiply(quantity, price);
  if (greaterThan(notional, capLeft)) return false;
  const isRebate = signOf(rate) <= 0;
  const cost = side === 'Buy' && !isRebate ? multiply(notional, add(ONE, rate)) : notional;
  return !greaterThan(side === 'Buy' ? cost : quantity, free);
}

/** The least quantity on a step that the venue takes at a price. */
export function leastAt({ stepSize, minQty, minNotional }: TradingTerms, price: Decimal): Decimal {
  const forNotional =
    minNotional === null || isZero(price) ? ZERO : divide(minNotional, price, 18, 'Ceiling');
  const least = greatest(greatest(minQty, forNotional), stepSize);
  return multiply(divide(least, stepSize, 0, 'Ceiling'), stepSize);
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

export interface LadderInput extends Means {
  readonly venue: VenueId;
  readonly levels: Levels;
  /** Levels that are looked at. */
  readonly most: number;
  readonly takerRate: Decimal;
  readonly penalty: Decimal;
  readonly limit: { readonly price: Price | null; readonly counts: 'Price' | 'AllIn' };
}

/** What a price comes to, per unit: a share of it, since fees and penalties are. */
const shareOf = (side: Side, rate: Decimal): Decimal =>
  side === 'Buy' ? add(ONE, rate) : subtract(ONE, rate);

export class Ladder implements Means {
  readonly venue: VenueId;
  readonly side: Side;
  readonly terms: TradingTerms;
  readonly takerRate: Decimal;
  readonly free: Decimal;
  readonly capLeft: Decimal;
  /** Worse prices rank worse: not so where fees and penalties eat all that a sale brings. */
  readonly isSteady: boolean;
  readonly #input: LadderInput;
  readonly #allInShare: Decimal;
  readonly #rankedShare: Decimal;
  readonly #rungs: Rung[] = [];
  readonly #befores: Decimal[] = [];
  readonly #upTos: Decimal[] = [];
  readonly #onTicks: boolean[] = [];
  /** Without fees, of all rungs up to one. */
  readonly #notionals: Decimal[] = [];
  #isWhole = false;
  #least: { readonly rung: Rung; readonly quantity: Decimal } | null = null;
  #seed: Reach | null | undefined;

  constructor(input: LadderInput) {
    this.venue = input.venue;
    this.side = input.side;
    this.terms = input.terms;
    this.takerRate = input.takerRate;
    this.free = input.free;
    this.capLeft = input.capLeft;
    this.#input = input;
    this.#allInShare = shareOf(input.side, input.takerRate);
    this.#rankedShare = shareOf(input.side, add(input.takerRate, input.penalty));
    this.isSteady = signOf(this.#rankedShare) > 0;
  }

  /** Undefined beyond the last level, the limit or the depth that is looked at. */
  at(index: number): Rung | undefined {
    while (!this.#isWhole && this.#rungs.length <= index) this.#next();
    return this.#rungs[index];
  }

  get rungs(): readonly Rung[] {
    while (!this.#isWhole) this.#next();
    return this.#rungs;
  }

  #next(): void {
    const { side, levels, most, limit } = this.#input;
    const at = this.#rungs.length;
    const level = at < most ? levels.at(at) : undefined;
    this.#isWhole = level === undefined;
    if (level === undefined) return;
    const { price, quantity } = level;
    const allIn = multiply(price, this.#allInShare);
    const judged = limit.counts === 'Price' ? price : allIn;
    if (limit.price !== null && betterCost(side, limit.price, judged) < 0) {
      this.#isWhole = true;
      return;
    }
    const before = this.#rungs[at - 1]?.depth ?? ZERO;
    this.#rungs.push({
      price,
      quantity,
      depth: add(before, quantity),
      allIn,
      ranked: multiply(price, this.#rankedShare),
    });
  }

  /** On a step: what an order has that took all before this rung. */
  beforeAt(index: number): Decimal {
    const known = this.#befores[index];
    if (known !== undefined) return known;
    const before =
      index === 0 ? ZERO : quantityOnStep(this.terms, this.at(index - 1)?.depth ?? ZERO);
    this.#befores[index] = before;
    return before;
  }

  /** On a step: what an order can have that takes up to this rung, by its depth and our means. */
  upToAt(index: number, { price, depth }: Rung): Decimal {
    const known = this.#upTos[index];
    if (known !== undefined) return known;
    const whole = quantityOnStep(this.terms, depth);
    const isAll = isAllowed(this, price, this.takerRate, whole);
    const upTo = isAll ? whole : least(whole, mostAt(this, price, this.takerRate));
    this.#upTos[index] = upTo;
    return upTo;
  }

  /** What the venue takes at the least, at a rung's price: asked for the same one mostly. */
  leastAt(rung: Rung): Decimal {
    if (this.#least?.rung !== rung) {
      this.#least = { rung, quantity: leastAt(this.terms, rung.price) };
    }
    return this.#least.quantity;
  }

  isOnTick(index: number, { price }: Rung): boolean {
    const known = this.#onTicks[index];
    if (known !== undefined) return known;
    const { tickSize } = this.terms;
    const isOn =
      isZero(tickSize) || equals(multiply(divide(price, tickSize, 0, 'Down'), tickSize), price);
    this.#onTicks[index] = isOn;
    return isOn;
  }

  /**
   * What a quantity costs that reaches this rung and no further. Fees and penalties are shares of the
   * notional, so the sum times the share is the sum of what each rung costs, exactly.
   */
  costOf({ quantity, index }: Reach): Cost {
    const notional = this.notionalOf({ quantity, index });
    return {
      quantity,
      notional,
      allIn: multiply(notional, this.#allInShare),
      ranked: multiply(notional, this.#rankedShare),
      price: this.at(index)?.price ?? null,
    };
  }

  notionalOf({ quantity, index }: Reach): Decimal {
    const rung = this.at(index);
    if (rung === undefined) return ZERO;
    const rest = multiply(subtract(quantity, subtract(rung.depth, rung.quantity)), rung.price);
    return index === 0 ? rest : add(this.#notionalTo(index - 1), rest);
  }

  #notionalTo(index: number): Decimal {
    const sums = this.#notionals;
    for (let next = sums.length; next <= index; next += 1) {
      const rung = this.at(next);
      const own = rung === undefined ? ZERO : multiply(rung.quantity, rung.price);
      sums.push(next === 0 ? own : add(sums[next - 1] ?? ZERO, own));
    }
    return sums[index] ?? ZERO;
  }

  rankedOf(notional: Decimal): Decimal {
    return multiply(notional, this.#rankedShare);
  }

  /** The smallest order the venue would take, and the rung it reaches; null where it takes none. */
  seed(): Reach | null {
    if (this.#seed === undefined) this.#seed = this.#findSeed();
    return this.#seed;
  }

  #findSeed(): Reach | null {
    for (let index = 0; ; index += 1) {
      const rung = this.at(index);
      if (rung === undefined) return null;
      // Less would not reach this rung, and the rungs before it were not enough.
      const reach = add(this.beforeAt(index), this.terms.stepSize);
      const needed = greatest(this.leastAt(rung), reach);
      if (greaterThan(needed, rung.depth)) continue;
      // A later rung needs more funds to buy, and more quantity to sell.
      return isAllowed(this, rung.price, this.takerRate, needed)
        ? { quantity: needed, index }
        : null;
    }
  }
}

/** Of what an order has of a ladder, the last rung it reaches. */
export interface Reach {
  readonly quantity: Decimal;
  readonly index: number;
}
