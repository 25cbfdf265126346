/**
 * After the fills: what the order came to, beside what each venue alone and the best prices without a
 * look at fees would have cost by the book of the decision. For reading; nothing is decided by it.
 */
import {
  add,
  type Decimal,
  divide,
  multiply,
  signOf,
  subtract,
  sum,
  ZERO,
} from '../../kernel/index.ts';
import type { Alternative } from './alternative.ts';
import type { RoutingInput } from './inputs.ts';
import type { Got } from './receipt.ts';
import { laddersOf } from './route.ts';
import { Splitter } from './split.ts';
import { bpsOf } from './verdict.ts';

export interface TradedFill {
  readonly lastQty: Decimal;
  readonly lastPx: Decimal;
  /** Negative is a rebate; null where the venue has not told it. */
  readonly fee: { readonly amount: Decimal; readonly asset: string } | null;
}

/** What fills come to in quote asset. Null while a fee is not told, or is in a third asset: not known. */
export function gotOf(fills: readonly TradedFill[], base: string, quote: string): Got | null {
  const fees: Decimal[] = [];
  for (const { fee, lastPx } of fills) {
    if (fee === null || (fee.asset !== quote && fee.asset !== base)) return null;
    fees.push(fee.asset === quote ? fee.amount : multiply(fee.amount, lastPx));
  }
  return {
    quantity: sum(fills.map(({ lastQty }) => lastQty)),
    notional: sum(fills.map(({ lastQty, lastPx }) => multiply(lastQty, lastPx))),
    fees: sum(fees),
  };
}

export interface AfterFills {
  readonly name: Alternative['name'] | { readonly kind: 'Routed' };
  /** What it could have traded of what was got. */
  readonly quantity: Decimal;
  /** Averages in quote asset, rounded to 18 decimals; null where it could have traded nothing. */
  readonly avgPx: Decimal | null;
  readonly allInPx: Decimal | null;
  /** Against what was got: positive is dearer. */
  readonly dearerBps: Decimal | null;
  /** For all that was got, in quote asset; null where it could not have traded all of it. */
  readonly dearer: Decimal | null;
}

const SCALE = 18;
const perUnit = (amount: Decimal, quantity: Decimal): Decimal | null =>
  signOf(quantity) > 0 ? divide(amount, quantity, SCALE, 'HalfEven') : null;

/** What was got first, then each venue by name, then the best prices. */
export function afterFills(input: RoutingInput, got: Got): readonly AfterFills[] {
  const { side } = input;
  const allIn = add(got.notional, side === 'Buy' ? got.fees : subtract(ZERO, got.fees));
  const ours = perUnit(allIn, got.quantity);
  const { ladders } = laddersOf(input);
  const routed: AfterFills = {
    name: { kind: 'Routed' },
    quantity: got.quantity,
    avgPx: perUnit(got.notional, got.quantity),
    allInPx: ours,
    dearerBps: null,
    dearer: null,
  };
  if (ours === null) return [routed];
  const told = (name: Alternative['name'], parts: readonly Cost[]): AfterFills => {
    const quantity = sum(parts.map((part) => part.quantity));
    const theirs = perUnit(sum(parts.map((part) => part.allIn)), quantity);
    const each = theirs === null ? null : worse(side, theirs, ours);
    const isWhole = signOf(subtract(got.quantity, quantity)) === 0;
    return {
      name,
      quantity,
      avgPx: perUnit(sum(parts.map((part) => part.notional)), quantity),
      allInPx: theirs,
      dearerBps: each === null ? null : bpsOf(each, ours),
      dearer: each === null || !isWhole ? null : multiply(each, got.quantity),
    };
  };
  const alone = new Splitter(side, ladders, got.quantity);
  const naive = new Splitter(side, ladders, got.quantity, 'price');
  return [
    routed,
    ...ladders.map(({ venue }, n) =>
      told(
        { kind: 'Only', venue },
        alone.only(n).parts.map(({ cost }) => cost),
      ),
    ),
    told(
      { kind: 'BestPrice' },
      naive.best().parts.map(({ cost }) => cost),
    ),
  ];
}

interface Cost {
  readonly quantity: Decimal;
  readonly notional: Decimal;
  readonly allIn: Decimal;
}

const worse = (side: RoutingInput['side'], theirs: Decimal, ours: Decimal): Decimal =>
  side === 'Buy' ? subtract(theirs, ours) : subtract(ours, theirs);
