/**
 * A position: the signed quantity of one account in one instrument, the lots it is made of, and what
 * was gained. Fills open and close it; one that does both closes all there was and opens the rest on
 * the other side.
 *
 * Whatever the method, after every fill and at any mark, exactly:
 *
 *   realised + unrealised - fees apart = cash + quantity x mark
 *
 * where cash is what sales brought less what purchases and all fees took. It follows from each unit
 * being bought once and sold once: what it brought less what it took is realised when both have
 * happened, and until then the mark stands in for the one that is missing.
 *
 * Fees count either into cost, as tax authorities have it (IRS Publication 551, "Stocks and bonds":
 * cost includes commissions; sales are net of them), or apart, as desks have it (realised is gross).
 * A fee in another currency comes in already valued in the quote asset; a rebate is negative.
 */
import {
  type AccountId,
  absolute,
  add,
  type Decimal,
  divide,
  err,
  greaterThan,
  isZero,
  least,
  multiply,
  NUMERIC_SCALE,
  negate,
  ok,
  type Price,
  type Quantity,
  type Result,
  roundTo,
  signOf,
  subtract,
  sum,
  type UtcTime,
  ZERO,
} from '../kernel/index.ts';
import type { InstrumentId, Side } from '../market-data/index.ts';
import {
  type ClosedLot,
  type Closing,
  closeLots,
  type Lot,
  type LotMethod,
  shareOf,
  withLot,
} from './lots.ts';

export type FeeTreatment = 'IntoCost' | 'Apart';

export interface PositionRule {
  readonly method: LotMethod;
  readonly fees: FeeTreatment;
}

export interface Position {
  readonly account: AccountId;
  readonly instrument: InstrumentId;
  readonly rule: PositionRule;
  /** Of the base asset; below zero it is short. */
  readonly quantity: Decimal;
  /** In the order in which they will be closed. */
  readonly lots: readonly Lot[];
  readonly realised: Decimal;
  /** What was paid in fees that are not part of cost. */
  readonly feesApart: Decimal;
  /** What sales brought less what purchases and all fees took. */
  readonly cash: Decimal;
}

export interface PositionFill {
  readonly execId: string;
  readonly at: UtcTime;
  readonly side: Side;
  readonly lastQty: Quantity;
  readonly lastPx: Price;
  /**
   * In quote asset, where it was booked with another than quantity times price: an account's part of
   * a block. Null: quantity times price, rounded half-even to 18 decimals, as the ledger has it.
   */
  readonly notional: Decimal | null;
  /** In quote asset, at the mark of that moment; negative is a rebate. */
  readonly feeInQuote: Decimal;
  /** What takes back an earlier fill closes the lots of these names before all others. */
  readonly closes?: readonly string[];
}

export type PositionRefusal =
  | { readonly code: 'NotTraded' }
  | { readonly code: 'TooManyLots'; readonly limit: number; readonly actual: number };

/** Beyond it a position's lots are no record that anybody reads: it should be kept at average cost. */
export const MAX_OPEN_LOTS = 100_000;

export function openPosition(
  account: AccountId,
  instrument: InstrumentId,
  rule: PositionRule,
): Position {
  const none = { quantity: ZERO, lots: [], realised: ZERO, feesApart: ZERO, cash: ZERO };
  return { account, instrument, rule, ...none };
}

export interface PositionChange {
  readonly position: Position;
  /** What the fill closed, lot by lot. */
  readonly closed: readonly ClosedLot[];
}

export function applyFill(
  position: Position,
  fill: PositionFill,
): Result<PositionChange, PositionRefusal> {
  const { lastQty, side, feeInQuote } = fill;
  const { quantity, rule } = position;
  if (signOf(lastQty) <= 0) return err({ code: 'NotTraded' });
  const notional =
    fill.notional ?? roundTo(multiply(lastQty, fill.lastPx), NUMERIC_SCALE, 'HalfEven');
  const costs = rule.fees === 'IntoCost' ? feeInQuote : ZERO;
  // What is paid for a purchase with its fee; what a sale brings without it.
  const total = side === 'Buy' ? add(notional, costs) : subtract(notional, costs);
  const signed = side === 'Buy' ? lastQty : negate(lastQty);
  const isOpposite = signOf(quantity) * signOf(signed) < 0;
  const closing = isOpposite ? least(lastQty, absolute(quantity)) : ZERO;
  const closedTotal = isZero(closing) ? ZERO : shareOf(total, closing, lastQty);
  const { lots: left, closed } = closeNamed(position, fill, closing, closedTotal);
  const opening = subtract(lastQty, closing);
  const lots = greaterThan(opening, ZERO)
    ? withLot(left, lotOf(fill, opening, subtract(total, closedTotal)), rule.method, side === 'Buy')
    : left;
  if (lots.length > MAX_OPEN_LOTS) {
    return err({ code: 'TooManyLots', limit: MAX_OPEN_LOTS, actual: lots.length });
  }
  const moved = side === 'Buy' ? negate(notional) : notional;
  return ok({
    position: {
      ...position,
      quantity: add(quantity, signed),
      lots,
      realised: add(position.realised, sum(closed.map(({ realised }) => realised))),
      feesApart: add(position.feesApart, subtract(feeInQuote, costs)),
      cash: subtract(add(position.cash, moved), feeInQuote),
    },
    closed,
  });
}

/** What is left stands in its order, whichever lots were closed first. */
function closeNamed(
  { lots, quantity }: Position,
  { closes = [] }: PositionFill,
  closing: Decimal,
  proceeds: Decimal,
): Closing {
  const isLong = signOf(quantity) > 0;
  if (closes.length === 0) return closeLots(lots, closing, proceeds, isLong);
  const names = new Set(closes);
  const isNamed = ({ openedBy }: Lot) => names.has(openedBy);
  const order = [...lots.filter(isNamed), ...lots.filter((lot) => !isNamed(lot))];
  const { lots: left, closed } = closeLots(order, closing, proceeds, isLong);
  const places = new Map(lots.map(({ openedBy }, place) => [openedBy, place]));
  const placeOf = ({ openedBy }: Lot) => places.get(openedBy) ?? 0;
  return { lots: left.toSorted((a, b) => placeOf(a) - placeOf(b)), closed };
}

/**
 * The position after a fee that was told when its fill was booked already: into the lot which that fill
 * opened, as if it had been known, and where the lot is closed into what was realised.
 */
export function applyLateFee(
  position: Position,
  { execId, side }: Pick<PositionFill, 'execId' | 'side'>,
  feeInQuote: Decimal,
): Position {
  const { rule, lots, quantity } = position;
  const cash = subtract(position.cash, feeInQuote);
  if (rule.fees === 'Apart') {
    return { ...position, feesApart: add(position.feesApart, feeInQuote), cash };
  }
  const isLong = signOf(quantity) > 0;
  const isOpening = !isZero(quantity) && isLong === (side === 'Buy');
  // A pool bears the name of its first fill, and is what all of them opened.
  const isPool = rule.method === 'AverageCost';
  const place = isOpening ? lots.findIndex((lot) => isPool || lot.openedBy === execId) : -1;
  const lot = lots[place];
  if (lot === undefined) {
    return { ...position, realised: subtract(position.realised, feeInQuote), cash };
  }
  const cost = isLong ? add(lot.cost, feeInQuote) : subtract(lot.cost, feeInQuote);
  const changed = { ...lot, cost };
  const others = lots.toSpliced(place, 1);
  // The dearest is closed first: with its fee it may stand elsewhere.
  const sorted =
    rule.method === 'Hifo'
      ? withLot(others, changed, 'Hifo', isLong)
      : others.toSpliced(place, 0, changed);
  return { ...position, lots: sorted, cash };
}

function lotOf({ execId, at }: PositionFill, quantity: Decimal, cost: Decimal): Lot {
  return { openedBy: execId, openedAt: at, quantity, cost };
}

/** What the open lots cost; of a short position what they brought. */
export function costOf({ lots }: Position): Decimal {
  return sum(lots.map(({ cost }) => cost));
}

/** Cost per unit of what is open, rounded half-even to `scale`; null when nothing is. */
export function averageCostOf(position: Position, scale: number): Decimal | null {
  if (isZero(position.quantity)) return null;
  return divide(costOf(position), absolute(position.quantity), scale, 'HalfEven');
}

/** Quantity times mark: what closing all of it now would bring, below zero what it would take. */
export function marketValueOf({ quantity }: Position, mark: Price): Decimal {
  return multiply(quantity, mark);
}

/** What closing all of it at the mark would realise: value less cost, or what a short brought. */
export function unrealisedOf(position: Position, mark: Price): Decimal {
  const cost = costOf(position);
  const value = marketValueOf(position, mark);
  return signOf(position.quantity) < 0 ? add(value, cost) : subtract(value, cost);
}

/** Everything gained so far, with all fees, at the mark. */
export function totalGainOf(position: Position, mark: Price): Decimal {
  const gross = add(position.realised, unrealisedOf(position, mark));
  return subtract(gross, position.feesApart);
}
