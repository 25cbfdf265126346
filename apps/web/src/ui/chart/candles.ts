/** One bar of prices as decimal text. `at` is where it begins. */
export interface Candle {
  readonly at: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

export interface OwnFill {
  readonly at: string;
  readonly price: string;
  readonly side: 'Buy' | 'Sell';
  /** As it reads beside the triangle: `1.20`. */
  readonly quantity: string;
}

/** An order of ours that stands in the chart, with the words people know it by. */
export interface OwnLimit {
  readonly price: string;
  readonly words: string;
  /** Not placed yet: it is drawn dashed. */
  readonly isDraft?: boolean;
}

export interface PriceData {
  readonly candles: readonly Candle[];
  readonly fills?: readonly OwnFill[];
  readonly limits?: readonly OwnLimit[];
  /** Decimals of the instrument's tick. */
  readonly decimals: number;
  readonly label: string;
  /** Which bars these are: others are shown from end to end, the same keep the reader’s place. */
  readonly series?: string;
  readonly state?: 'ready' | 'stale' | 'offline';
}

/** The candle a moment falls into: the last one that begins at or before it; -1 before the first. */
export function candleIndex(candles: readonly Candle[], at: string): number {
  const ms = Date.parse(at);
  let low = 0;
  let high = candles.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Date.parse(candles[middle]?.at ?? '') <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
