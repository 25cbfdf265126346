/**
 * What trading gained day by day, of flows and prices alone: what was there at a day's end, at its
 * prices, less what was there a day before at that day's. Deposits have no part in it, and no lot is
 * looked at, so it holds whatever the method.
 */
import {
  add,
  type Decimal,
  isZero,
  multiply,
  NUMERIC_SCALE,
  roundTo,
  subtract,
  ZERO,
} from '../kernel/index.ts';

type Amounts = ReadonlyMap<string, Decimal>;

/** A day's flows of assets, and money for one unit of each at its end. */
export interface TradingDay {
  readonly day: string;
  readonly flows: Amounts;
  readonly rates: Amounts;
}

export interface DayGain {
  readonly day: string;
  /** Null: an asset that counts has no price on this day or the one before. */
  readonly gain: Decimal | null;
}

/** Null where an asset of which there is something has no price. */
function worthOfAll(amounts: Amounts, rates: Amounts): Decimal | null {
  let total: Decimal = ZERO;
  for (const [asset, amount] of amounts) {
    if (isZero(amount)) continue;
    const rate = rates.get(asset);
    if (rate === undefined) return null;
    total = add(total, multiply(amount, rate));
  }
  return total;
}

function moved(amounts: Amounts, flows: Amounts, sign: 'In' | 'Out'): Amounts {
  const next = new Map(amounts);
  for (const [asset, amount] of flows) {
    const before = next.get(asset) ?? ZERO;
    next.set(asset, sign === 'In' ? add(before, amount) : subtract(before, amount));
  }
  return next;
}

/** What there was of each asset at the end of each day. */
function endsOf(now: Amounts, days: readonly TradingDay[]): readonly Amounts[] {
  const ends: Amounts[] = [];
  let amounts = now;
  for (const { flows } of days.toReversed()) {
    ends.unshift(amounts);
    amounts = moved(amounts, flows, 'Out');
  }
  return ends;
}

export interface DayWorth {
  readonly day: string;
  /** Null: something that was there has no price of that day. */
  readonly worth: Decimal | null;
  /** Assets that were there and have no price. */
  readonly unpriced: readonly string[];
}

/**
 * What there was at each day's end, at its prices.
 *
 * @param now what there is of each asset at the end of the last day.
 * @param days one after the other, oldest first, with everything that came and went.
 */
export function worthByDay(now: Amounts, days: readonly TradingDay[]): readonly DayWorth[] {
  const ends = endsOf(now, days);
  return days.map(({ day, rates }, at) => {
    const held = ends[at] ?? new Map<string, Decimal>();
    const worth = worthOfAll(held, rates);
    const unpriced = [...held].flatMap(([asset, amount]) =>
      isZero(amount) || rates.has(asset) ? [] : [asset],
    );
    const rounded = worth === null ? null : roundTo(worth, NUMERIC_SCALE, 'HalfEven');
    return { day, worth: rounded, unpriced };
  });
}

/**
 * @param now what trading has moved of each asset until the end of the last day.
 * @param days one after the other, oldest first; the first tells only where the second begins.
 */
export function gainsByDay(now: Amounts, days: readonly TradingDay[]): readonly DayGain[] {
  const ends = endsOf(now, days);
  const values = days.map(({ rates }, at) => worthOfAll(ends[at] ?? new Map(), rates));
  return days.slice(1).map(({ day }, at) => {
    const [before, after] = [values[at] ?? null, values[at + 1] ?? null];
    if (before === null || after === null) return { day, gain: null };
    return { day, gain: roundTo(subtract(after, before), NUMERIC_SCALE, 'HalfEven') };
  });
}
