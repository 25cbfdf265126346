/**
 * Lots: what a position is made of, and what closing a part of it realises.
 *
 * All amounts are of the instrument's quote asset. A lot keeps the whole of what it cost, not a price
 * per unit, so that nothing is lost in a division: a part takes its share of the cost, rounded
 * half-even to 18 decimals, and the last part takes what is left.
 *
 * Which lot is closed first, and where the rule is written down:
 * - Fifo: the oldest (IAS 2 paragraph 27; IRS Publication 550, "Identifying stock or bonds sold").
 * - Lifo: the newest (allowed by US GAAP, ASC 330-10-30, not by IAS 2).
 * - Hifo: the one whose closing gains least: the dearest of bought lots, of shorts the one sold
 *   cheapest (specific identification in IRS Publication 550; rotki, accounting/cost_basis/base.py).
 *   The oldest first of those alike.
 * - AverageCost: one pool, each unit at the pool's average (IAS 2 paragraph 27, weighted average; HMRC
 *   Capital Gains Manual CG51575, the section 104 pool).
 */
import {
  add,
  compare,
  type Decimal,
  divide,
  equals,
  greaterThan,
  invariant,
  least,
  multiply,
  NUMERIC_SCALE,
  negate,
  subtract,
  type UtcTime,
  ZERO,
} from '../kernel/index.ts';

export const LOT_METHODS = ['Fifo', 'Lifo', 'Hifo', 'AverageCost'] as const;
export type LotMethod = (typeof LOT_METHODS)[number];

export interface Lot {
  /** The fill that opened it: an execution id, unique within the position. */
  readonly openedBy: string;
  readonly openedAt: UtcTime;
  /** Above zero, of bought and of short lots alike: the position has the side. */
  readonly quantity: Decimal;
  /** What was paid for it, or got for a short one. */
  readonly cost: Decimal;
}

/** A part of a lot that was closed. */
export interface ClosedLot {
  readonly openedBy: string;
  readonly openedAt: UtcTime;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  /** What was got for it, or paid to buy a short one back. */
  readonly proceeds: Decimal;
  /** Proceeds less cost; cost less proceeds for a short one. */
  readonly realised: Decimal;
}

/** That part of a whole that `quantity` is of `all`, rounded half-even to 18 decimals. */
export function shareOf(whole: Decimal, quantity: Decimal, all: Decimal): Decimal {
  if (equals(quantity, all)) return whole;
  return divide(multiply(whole, quantity), all, NUMERIC_SCALE, 'HalfEven');
}

/** Lots in the order in which they are closed, with one more among them. */
export function withLot(
  lots: readonly Lot[],
  lot: Lot,
  method: LotMethod,
  isLong: boolean,
): readonly Lot[] {
  switch (method) {
    case 'Fifo':
      return [...lots, lot];
    case 'Lifo':
      return [lot, ...lots];
    case 'Hifo': {
      const place = lots.findIndex((other) => closesBefore(lot, other, isLong));
      return lots.toSpliced(place < 0 ? lots.length : place, 0, lot);
    }
    case 'AverageCost': {
      const [pool] = lots;
      return [pool === undefined ? lot : pooled(pool, lot)];
    }
  }
}

/** Compares cost per unit by multiplying crosswise: exact where a quotient would not be. */
function closesBefore(lot: Lot, other: Lot, isLong: boolean): boolean {
  const order = compare(multiply(lot.cost, other.quantity), multiply(other.cost, lot.quantity));
  return isLong ? order > 0 : order < 0;
}

/** A pool bears the name and time of its first fill. */
function pooled(pool: Lot, { quantity, cost }: Lot): Lot {
  return { ...pool, quantity: add(pool.quantity, quantity), cost: add(pool.cost, cost) };
}

export interface Closing {
  readonly lots: readonly Lot[];
  readonly closed: readonly ClosedLot[];
}

/**
 * Closes so much of the lots, from the first on.
 * @param proceeds of the whole quantity; each part has its share, the last one what is left.
 * @throws {InvariantError} when there is less than that: a caller closes no more than the position.
 */
export function closeLots(
  lots: readonly Lot[],
  quantity: Decimal,
  proceeds: Decimal,
  isLong: boolean,
): Closing {
  const closed: ClosedLot[] = [];
  let [restQuantity, restProceeds] = [quantity, proceeds];
  let taken = 0;
  let split: Lot | undefined;
  while (greaterThan(restQuantity, ZERO)) {
    const lot = lots[taken];
    invariant(lot !== undefined, 'More was closed than was open.');
    const part = least(lot.quantity, restQuantity);
    const cost = shareOf(lot.cost, part, lot.quantity);
    const got = shareOf(restProceeds, part, restQuantity);
    closed.push(closedLot(lot, part, cost, got, isLong));
    [restQuantity, restProceeds] = [subtract(restQuantity, part), subtract(restProceeds, got)];
    taken += 1;
    split = greaterThan(lot.quantity, part)
      ? { ...lot, quantity: subtract(lot.quantity, part), cost: subtract(lot.cost, cost) }
      : undefined;
  }
  const rest = lots.slice(taken);
  return { lots: split === undefined ? rest : [split, ...rest], closed };
}

function closedLot(
  { openedBy, openedAt }: Lot,
  quantity: Decimal,
  cost: Decimal,
  proceeds: Decimal,
  isLong: boolean,
): ClosedLot {
  const gain = subtract(proceeds, cost);
  const realised = isLong ? gain : negate(gain);
  return { openedBy, openedAt, quantity, cost, proceeds, realised };
}
