/** What the cost of one order is made of: sums over its fills, and the market at its moments. */
import type { Decimal } from '../kernel/index.ts';
import type { Side } from '../market-data/index.ts';
import type { ExpectedCost } from '../trading/index.ts';

/** Markouts that the engine takes of each fill. */
export const MARKOUTS_MS = [1_000, 5_000, 60_000, 300_000] as const;

/** Sums over those fills of which a mid is known; all in quote asset but for `quantity`. */
export interface Beside {
  readonly quantity: Decimal;
  /** Sum of quantity x price. */
  readonly notional: Decimal;
  /** Sum of quantity x mid when the fill was booked. */
  readonly mids: Decimal;
}

export interface BesideLater extends Beside {
  readonly afterMs: number;
  /** Sum of quantity x mid so long after the fill. */
  readonly later: Decimal;
}

/** What the market traded from the first fill to the last. */
export interface Interval {
  /** In base asset. */
  readonly volume: Decimal;
  /** In quote asset. */
  readonly turnover: Decimal;
}

export interface OrderFacts {
  readonly side: Side;
  readonly orderQty: Decimal;
  readonly isEnded: boolean;
  /** Sums over all fills; `notional` in quote asset. */
  readonly filled: Decimal;
  readonly notional: Decimal;
  /** In quote asset; negative is a rebate. Null: the fee of a fill is not known, or has no price here. */
  readonly fees: Decimal | null;
  /** Mids: when it was decided on, when its first child left, and when it ended. */
  readonly decision: Decimal | null;
  readonly arrival: Decimal | null;
  readonly end: Decimal | null;
  /** Best of all venues when its first child left. */
  readonly bid: Decimal | null;
  readonly ask: Decimal | null;
  readonly atFill: Beside;
  readonly after: readonly BesideLater[];
  /** Null where no minute of it is kept. */
  readonly interval: Interval | null;
  /** Of what its first route was to take at once. */
  readonly expected: ExpectedCost | null;
}
