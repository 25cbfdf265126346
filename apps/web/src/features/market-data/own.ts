/** Our own in a market, as the chart and the ladder draw it. Pure. */
import { add, decimal, toText } from '@ultrathink/domain/kernel';
import { type Candle, candleIndex, type OwnFill, type OwnLimit } from '@/ui/chart/candles.ts';
import type { OwnLevel } from './ladder.ts';

export interface OwnInMarket {
  /** Orders that rest, with what is left of them. */
  readonly levels: readonly OwnLevel[];
  readonly fills: readonly OwnFill[];
  /** The order that is being written, where it has a limit. */
  readonly draft: { readonly price: string; readonly words: string } | null;
}

export const NOTHING_OWN: OwnInMarket = { levels: [], fills: [], draft: null };

/** A chart with more lines than these is read by nobody. */
const MOST_LIMITS = 8;

/** One triangle for each candle and side, with the sum of what was traded in it. */
export function fillsByCandle(
  fills: readonly OwnFill[],
  candles: readonly Candle[],
): readonly OwnFill[] {
  const sums = new Map<string, OwnFill>();
  for (const fill of fills) {
    const candle = candles[candleIndex(candles, fill.at)];
    if (candle === undefined) continue;
    const key = `${candle.at} ${fill.side}`;
    const before = sums.get(key)?.quantity ?? '0';
    const quantity = toText(add(decimal(before), decimal(fill.quantity)));
    sums.set(key, { ...fill, at: candle.at, quantity });
  }
  return [...sums.values()];
}

/** A line for each price at which something rests, and a dashed one for the draft. */
export function limitsOf({ levels, draft }: OwnInMarket): readonly OwnLimit[] {
  const sums = new Map<string, OwnLevel>();
  for (const level of levels) {
    const key = `${level.side} ${level.price}`;
    const before = sums.get(key)?.quantity ?? '0';
    const quantity = toText(add(decimal(before), decimal(level.quantity)));
    sums.set(key, { ...level, quantity });
  }
  const resting = [...sums.values()]
    .slice(0, MOST_LIMITS)
    .map(({ side, price, quantity }) => ({ price, words: `Limit · ${side} ${quantity}` }));
  return draft === null ? resting : [...resting, { ...draft, isDraft: true }];
}
