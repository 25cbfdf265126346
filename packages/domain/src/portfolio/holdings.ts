/** What somebody has, valued: balances by asset in one money. */
import {
  add,
  type Decimal,
  divide,
  isZero,
  multiply,
  NUMERIC_SCALE,
  roundTo,
  signOf,
  subtract,
  ZERO,
} from '../kernel/index.ts';

export interface HeldAmount {
  readonly asset: string;
  /** Below zero is owed. */
  readonly balance: Decimal;
  /** Part of it that is reserved for working orders. */
  readonly held: Decimal;
}

export interface Holding {
  readonly asset: string;
  readonly quantity: Decimal;
  readonly held: Decimal;
  /** Money for one unit; null: nothing says it. */
  readonly price: Decimal | null;
  readonly value: Decimal | null;
  /** Of the whole; null where that is not known, or is not above zero. */
  readonly share: Decimal | null;
}

export interface Holdings {
  /** By value, largest first; what has none comes last. */
  readonly holdings: readonly Holding[];
  /** Null as soon as one asset that is held has no price: a part is not the whole. */
  readonly total: Decimal | null;
  /** Of what has a price. */
  readonly valued: Decimal;
}

const SHARE_SCALE = 6;

export function holdingsOf(
  amounts: readonly HeldAmount[],
  rates: ReadonlyMap<string, Decimal>,
): Holdings {
  const sums = new Map<string, HeldAmount>();
  for (const { asset, balance, held } of amounts) {
    const known = sums.get(asset) ?? { asset, balance: ZERO, held: ZERO };
    sums.set(asset, { asset, balance: add(known.balance, balance), held: add(known.held, held) });
  }
  const all = [...sums.values()].filter(({ balance, held }) => !isZero(balance) || !isZero(held));
  const priced = all.map(({ asset, balance, held }) => {
    const price = rates.get(asset) ?? null;
    const value =
      price === null ? null : roundTo(multiply(balance, price), NUMERIC_SCALE, 'HalfEven');
    return { asset, quantity: balance, held, price, value };
  });
  const valued = priced.reduce((total, { value }) => add(total, value ?? ZERO), ZERO);
  const total = priced.some(({ value }) => value === null) ? null : valued;
  return {
    holdings: priced
      .map((one) => ({ ...one, share: shareOf(one.value, total) }))
      .sort((a, b) => byValue(a, b)),
    total,
    valued,
  };
}

function byValue(a: Holding, b: Holding): number {
  if (a.value === null || b.value === null) {
    if (a.value !== b.value) return a.value === null ? 1 : -1;
    return a.asset < b.asset ? -1 : 1;
  }
  const apart = signOf(subtract(b.value, a.value));
  if (apart !== 0) return apart;
  return a.asset < b.asset ? -1 : 1;
}

function shareOf(value: Decimal | null, total: Decimal | null): Decimal | null {
  if (value === null || total === null || signOf(total) <= 0) return null;
  return divide(value, total, SHARE_SCALE, 'HalfEven');
}
