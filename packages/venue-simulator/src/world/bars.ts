/** Bars of one instrument: made from its trades, kept in minutes, added up to what is asked for. */
import type { Fixed } from '../kernel/fixed.ts';
import { least, most, multiply } from '../kernel/fixed.ts';

export interface Bar {
  /** Unix ms at which it begins. */
  readonly at: number;
  readonly open: Fixed;
  readonly high: Fixed;
  readonly low: Fixed;
  readonly close: Fixed;
  /** In base asset. */
  readonly volume: Fixed;
  readonly quoteVolume: Fixed;
  readonly trades: number;
}

const MINUTE_MS = 60_000;
/** A week of minutes. */
const KEPT = 7 * 24 * 60;

export class Bars {
  readonly #minutes: Bar[] = [];

  add(at: number, price: Fixed, qty: Fixed): void {
    const start = at - (at % MINUTE_MS);
    const last = this.#minutes.at(-1);
    const quoteVolume = multiply(price, qty);
    const own = {
      at: start,
      open: price,
      high: price,
      low: price,
      close: price,
      volume: qty,
      quoteVolume,
      trades: 1,
    };
    if (last === undefined || last.at < start) {
      this.#minutes.push(own);
      if (this.#minutes.length > KEPT) this.#minutes.shift();
    } else this.#minutes[this.#minutes.length - 1] = join(last, own);
  }

  /** A minute that is over: for the time before the world began. */
  addMinute(bar: Bar): void {
    this.#minutes.push(bar);
  }

  /** Oldest first, the one that is still open included. `from` included, `to` not. */
  list({ lengthMs, from, to, most: count }: BarRange): Bar[] {
    const bars: Bar[] = [];
    for (const minute of this.#minutes) {
      if (minute.at < from - (from % lengthMs) || minute.at >= to) continue;
      const at = minute.at - (minute.at % lengthMs);
      const last = bars.at(-1);
      if (last?.at === at) bars[bars.length - 1] = { ...join(last, minute), at };
      else bars.push({ ...minute, at });
    }
    return bars.slice(-count);
  }

  last(): Bar | undefined {
    return this.#minutes.at(-1);
  }
}

export interface BarRange {
  readonly lengthMs: number;
  readonly from: number;
  readonly to: number;
  /** The newest so many. */
  readonly most: number;
}

/** One bar over all of them; undefined for none. */
export function wholeOf(bars: readonly Bar[]): Bar | undefined {
  let whole: Bar | undefined;
  for (const bar of bars) whole = whole === undefined ? bar : join(whole, bar);
  return whole;
}

function join(one: Bar, next: Bar): Bar {
  return {
    at: one.at,
    open: one.open,
    high: most(one.high, next.high),
    low: least(one.low, next.low),
    close: next.close,
    volume: one.volume + next.volume,
    quoteVolume: one.quoteVolume + next.quoteVolume,
    trades: one.trades + next.trades,
  };
}
