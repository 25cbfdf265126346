/** What each strategy traded of an instrument in a span, and what it gained by it. Pure. */
import {
  type Decimal,
  decimal,
  multiply,
  NUMERIC_SCALE,
  roundTo,
  sum,
  toText,
} from '@ultrathink/domain/kernel';
import type { Marks } from './marks.ts';
import type { TradedRow } from './model.ts';

/** Amounts as text; money is null where an asset has no price. */
export interface StrategyRow {
  readonly id: string;
  /** Null of orders by hand. */
  readonly strategy: string | null;
  readonly instrument: string;
  readonly fills: number;
  /** In base asset. */
  readonly bought: string;
  readonly sold: string;
  /** What the ledger booked, charges counted: of the base asset, and of the quote asset. */
  readonly net: string;
  readonly cash: string;
  readonly charges: string | null;
  /** cash x quote + net x base, at the prices of now. */
  readonly gain: string | null;
}

const added = (texts: readonly string[]): Decimal => sum(texts.map((text) => decimal(text)));

/** By strategy, those by hand last, then instrument. */
export function strategyRows(traded: readonly TradedRow[], marks: Marks): readonly StrategyRow[] {
  const groups = Map.groupBy(traded, (row) => `${row.strategy ?? ''} ${row.instrument}`);
  return [...groups]
    .map(([id, all]) => strategyRow(id, all, marks))
    .toSorted(
      (a, b) => Number(a.strategy === null) - Number(b.strategy === null) || (a.id < b.id ? -1 : 1),
    );
}

function strategyRow(id: string, all: readonly TradedRow[], marks: Marks): StrategyRow {
  const [{ strategy, instrument } = { strategy: null, instrument: '' }] = all;
  const [base = '', quote = ''] = instrument.split('/');
  const amounts = all.flatMap((row) => row.amounts);
  const of = (asset: string) =>
    added(amounts.filter((one) => one.asset === asset).map(({ moved }) => moved));
  const worth = (what: 'moved' | 'charged'): string | null => {
    const parts = amounts.map((one) => {
      const amount = decimal(one[what]);
      const rate = marks.rateOf(one.asset);
      return rate === null ? null : multiply(amount, rate);
    });
    const known = parts.filter((part) => part !== null);
    if (known.length < parts.length) return null;
    return toText(roundTo(sum(known), NUMERIC_SCALE, 'HalfEven'));
  };
  return {
    ...{ id, strategy, instrument },
    fills: all.reduce((count, { fills }) => count + fills, 0),
    bought: toText(added(all.map(({ bought }) => bought))),
    sold: toText(added(all.map(({ sold }) => sold))),
    net: toText(of(base)),
    cash: toText(of(quote)),
    charges: worth('charged'),
    gain: worth('moved'),
  };
}
