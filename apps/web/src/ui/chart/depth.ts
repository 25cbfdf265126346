import { add, compare, decimal, parseDecimal, toText, ZERO } from '@ultrathink/domain/kernel';

export interface Level {
  readonly price: string;
  readonly quantity: string;
}

export interface DepthPoint extends Level {
  /** What could be traded up to this price, exactly. */
  readonly sum: string;
}

/** Levels from the best price outwards, each with what stands up to it. Unreadable levels are left out. */
export function depthOf(levels: readonly Level[], side: 'bids' | 'asks'): readonly DepthPoint[] {
  const readable = levels.filter(
    ({ price, quantity }) => parseDecimal(price).ok && parseDecimal(quantity).ok,
  );
  const outwards = [...readable].sort((a, b) => {
    const order = compare(decimal(a.price), decimal(b.price));
    return side === 'asks' ? order : -order;
  });
  let sum = ZERO;
  return outwards.map((level) => {
    sum = add(sum, decimal(level.quantity));
    return { ...level, sum: toText(sum) };
  });
}
