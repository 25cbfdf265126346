/**
 * Costs of many orders. An average over orders is weighted by their money, each in the same currency: what
 * a figure says of nothing it leaves out, and says of how many orders it speaks.
 */
import { add, type Decimal, divide, multiply, signOf, ZERO } from '../kernel/index.ts';
import { BPS_SCALE } from './bps.ts';
import type { OrderCosts } from './costs.ts';

export interface Weighed {
  readonly costs: OrderCosts;
  /** Money of one unit of the order's quote asset; null: not known, and the order has no weight. */
  readonly rate: Decimal | null;
}

/** A mean by money; null where no order has it. */
export interface Mean {
  readonly bps: Decimal | null;
  /** Orders that it speaks of. */
  readonly orders: number;
}

export interface CostTotals {
  readonly orders: number;
  /** Orders of which nothing says what their quote asset is worth. */
  readonly unweighed: number;
  /** Money: what was traded, at the mid when it left. */
  readonly traded: Decimal;
  readonly shortfall: Mean;
  readonly execution: Mean;
  readonly delay: Mean;
  readonly fees: Mean;
  readonly effective: Mean;
  readonly quoted: Mean;
  readonly vwap: Mean;
  /** In the order of `MARKOUTS_MS`, as far as they are taken. */
  readonly markouts: readonly (Mean & { readonly afterMs: number })[];
}

type Figure = (costs: OrderCosts) => Decimal | null;

const byPaper: Figure = ({ shortfall }) => shortfall.paper;
const byTraded: Figure = ({ shortfall }) => shortfall.traded;

export function totalsOf(items: readonly Weighed[], markoutsMs: readonly number[]): CostTotals {
  const mean = (figure: Figure, weight: Figure = byTraded) => meanOf(items, figure, weight);
  return {
    orders: items.length,
    unweighed: items.filter(({ rate }) => rate === null).length,
    traded: items.reduce((total, item) => add(total, weightOf(item, byTraded) ?? ZERO), ZERO),
    shortfall: mean(({ inBps }) => inBps.beforeFees, byPaper),
    execution: mean(({ inBps }) => inBps.execution),
    delay: mean(({ inBps }) => inBps.delay),
    fees: mean(({ inBps }) => inBps.fees),
    effective: mean(({ effectiveBps }) => effectiveBps),
    quoted: mean(({ quotedBps }) => quotedBps),
    vwap: mean(({ vwapBps }) => vwapBps),
    markouts: markoutsMs.map((afterMs) => ({
      afterMs,
      ...mean(({ markouts }) => markouts.find((one) => one.afterMs === afterMs)?.bps ?? null),
    })),
  };
}

function weightOf({ costs, rate }: Weighed, weight: Figure): Decimal | null {
  const amount = weight(costs);
  return rate === null || amount === null ? null : multiply(rate, amount);
}

function meanOf(items: readonly Weighed[], figure: Figure, weight: Figure): Mean {
  let whole = ZERO;
  let sum = ZERO;
  let orders = 0;
  for (const item of items) {
    const value = figure(item.costs);
    const weighs = weightOf(item, weight);
    if (value === null || weighs === null || signOf(weighs) <= 0) continue;
    whole = add(whole, weighs);
    sum = add(sum, multiply(value, weighs));
    orders += 1;
  }
  return { bps: orders === 0 ? null : divide(sum, whole, BPS_SCALE, 'HalfEven'), orders };
}
