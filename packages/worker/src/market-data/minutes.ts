/**
 * The minutes of one instrument at one venue, made of the trades that were heard.
 *
 * Invariant: a minute counts as whole only when the stream was there from before its beginning until
 * its end; of every other minute the venue is asked for its own bar.
 */
import { addMs, compareTimes, type UtcTime } from '@ultrathink/domain/kernel';
import { type Candle, opensAtOf, withTrade } from '@ultrathink/domain/market-data';
import type { MarketTrade } from '@ultrathink/venues';

export const MINUTE_MS = 60_000;
/** What is kept in memory for whoever asks for the newest bars. */
const KEPT_MINUTES = 10;

export class Minutes {
  /** Oldest first, the open one last. */
  readonly #candles: Candle[] = [];
  /** Trades are whole from this minute on; null while something may be missed. */
  #sureFrom: UtcTime | null = null;
  /** Everything before is in the store, or was never traded. */
  #keptTo: UtcTime;

  constructor(keptTo: UtcTime) {
    this.#keptTo = keptTo;
  }

  get keptTo(): UtcTime {
    return this.#keptTo;
  }

  recent(): readonly Candle[] {
    return this.#candles;
  }

  /** The stream is there, and was not before. */
  open(at: UtcTime): void {
    this.#sureFrom ??= addMs(opensAtOf(at, '1m'), MINUTE_MS);
  }

  /** Trades may be missed from now on. */
  lose(): void {
    this.#sureFrom = null;
  }

  hear(trade: Pick<MarketTrade, 'at' | 'price' | 'quantity'>): void {
    const opensAt = opensAtOf(trade.at, '1m');
    const place = this.#candles.findLastIndex((candle) => candle.opensAt <= opensAt);
    const known = this.#candles[place];
    const candle = withTrade(known, trade, '1m');
    if (known?.opensAt === opensAt) this.#candles[place] = candle;
    else this.#candles.splice(place + 1, 0, candle);
    if (this.#candles.length > KEPT_MINUTES) this.#candles.shift();
  }

  /** Minutes that ended before `end` and are whole; null where the venue has to be asked for them. */
  closed(end: UtcTime): readonly Candle[] | null {
    const isWhole = this.#sureFrom !== null && compareTimes(this.#sureFrom, this.#keptTo) <= 0;
    // What is older than the oldest that is remembered was forgotten before it was kept.
    const reach = addMs(end, -(KEPT_MINUTES - 1) * MINUTE_MS);
    if (!isWhole || compareTimes(this.#keptTo, reach) < 0) return null;
    return this.#candles.filter(({ opensAt }) => opensAt >= this.#keptTo && opensAt < end);
  }

  /** Everything before `end` is in the store now. */
  keep(end: UtcTime): void {
    if (compareTimes(end, this.#keptTo) > 0) this.#keptTo = end;
  }
}
