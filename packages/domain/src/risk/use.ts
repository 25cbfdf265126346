/**
 * How much of a limit is used now, without another order: what the check of the same name would measure.
 * Limits of one order, and of how often something is done, have no use between orders.
 */
import {
  absolute,
  add,
  type Decimal,
  divide,
  greatest,
  multiply,
  negate,
  signOf,
  subtract,
  ZERO,
} from '../kernel/index.ts';
import type { LimitKind } from './limits.ts';

/** What one scope has of one asset, and may get by its open orders. */
export interface AssetExposure {
  readonly asset: string;
  readonly position: Decimal;
  readonly workingBuy: Decimal;
  readonly workingSell: Decimal;
  /** Money for one unit; null: not known. */
  readonly price: Decimal | null;
}

/** Money of one scope; null: not known. */
export interface ScopeStanding {
  readonly gross: Decimal | null;
  readonly netLow: Decimal | null;
  readonly netHigh: Decimal | null;
  readonly equity: Decimal | null;
  readonly dayStartEquity: Decimal | null;
  readonly startEquity: Decimal | null;
  readonly peakEquity: Decimal | null;
  readonly valueAtRisk: Decimal | null;
  /** Put in less taken out, today. */
  readonly flowToday: Decimal;
}

export interface LimitUse {
  /** In the unit of the limit; null: a figure it needs is not known. */
  readonly actual: Decimal | null;
  /** The asset that uses most of it, where it is of one. */
  readonly asset: string | null;
}

const RATIO_SCALE = 6;
const UNKNOWN: LimitUse = { actual: null, asset: null };

/** Undefined for a kind that has no use between orders. */
export function useOf(
  kind: LimitKind,
  base: string | null,
  exposures: readonly AssetExposure[],
  money: ScopeStanding | null,
): LimitUse | undefined {
  switch (kind) {
    case 'Position':
      return largest(exposures, base);
    case 'Concentration': {
      const { actual, asset } = largest(exposures, base);
      return { actual: shareOf(actual, money?.equity ?? null), asset };
    }
    case 'GrossExposure':
      return ofMoney(money?.gross ?? null);
    case 'NetExposure':
      return ofMoney(furthest(money));
    case 'ValueAtRisk':
      return ofMoney(money?.valueAtRisk ?? null);
    case 'DailyLoss':
      return ofMoney(lossToday(money));
    case 'DrawdownFromPeak':
      return ofMoney(drawdown(money, money?.peakEquity ?? null));
    case 'DrawdownFromStart':
      return ofMoney(drawdown(money, money?.startEquity ?? null));
    default:
      return undefined;
  }
}

const ofMoney = (actual: Decimal | null): LimitUse => ({ actual, asset: null });

/** The worst that open orders can make of it; one price that is missing leaves the largest unknown. */
function largest(exposures: readonly AssetExposure[], base: string | null): LimitUse {
  let most: LimitUse = { actual: ZERO, asset: base };
  for (const { asset, position, workingBuy, workingSell, price } of exposures) {
    if (base !== null && asset !== base) continue;
    const long = absolute(add(position, workingBuy));
    const short = absolute(subtract(position, workingSell));
    const worst = greatest(absolute(position), greatest(long, short));
    if (signOf(worst) === 0) continue;
    if (price === null) return UNKNOWN;
    const actual = multiply(worst, price);
    if (most.actual === null || signOf(subtract(actual, most.actual)) > 0) most = { actual, asset };
  }
  return most;
}

function furthest(money: ScopeStanding | null): Decimal | null {
  if (money === null || money.netLow === null || money.netHigh === null) return null;
  return greatest(absolute(money.netLow), absolute(money.netHigh));
}

const lossOf = (gain: Decimal): Decimal => (signOf(gain) < 0 ? negate(gain) : ZERO);

/** What was put in or taken out is no gain and no loss. */
function lossToday(money: ScopeStanding | null): Decimal | null {
  if (money === null || money.equity === null || money.dayStartEquity === null) return null;
  return lossOf(subtract(subtract(money.equity, money.flowToday), money.dayStartEquity));
}

function drawdown(money: ScopeStanding | null, from: Decimal | null): Decimal | null {
  if (money === null || money.equity === null || from === null) return null;
  return shareOf(lossOf(subtract(money.equity, from)), from);
}

/** Never told as less than it is. */
function shareOf(part: Decimal | null, whole: Decimal | null): Decimal | null {
  if (part === null || whole === null || signOf(whole) <= 0) return null;
  return divide(part, whole, RATIO_SCALE, 'Up');
}
