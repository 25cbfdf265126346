/**
 * The other people of a market: levels that follow the model's price, and trades that come by. Each
 * step moves only some levels, as real books do, so that depth updates have a believable size.
 */
import { type Fixed, floorTo, fromNumber, most, ONE, toNumber } from '../kernel/fixed.ts';
import type { Random } from '../kernel/random.ts';
import {
  BACKGROUND,
  type Market,
  type Order,
  type OrderRequest,
  type Report,
  type Side,
} from '../matching/index.ts';

export interface LiquidityStyle {
  /** Half of the usual spread, in basis points of the price. */
  readonly halfSpreadBps: number;
  readonly levels: number;
  /** Distance from one level to the next, in basis points; grows outwards by a tenth each. */
  readonly stepBps: number;
  /** Usual notional of the best level in quote asset; each further one has more. */
  readonly levelNotional: number;
  /** Trades of others per minute at average activity. */
  readonly tradesPerMinute: number;
  /** Usual notional of one of them, in quote asset. */
  readonly tradeNotional: number;
}

interface Slot {
  readonly side: Side;
  /** 0 is the best. */
  readonly depth: number;
  orderId: number | undefined;
  /** Of that order, as a float. */
  price: number;
}

/** Sizes vary like a log-normal with this spread. */
const SIZE_SIGMA = 0.6;

const CROSSED_TICKS = 5n;

const NEVER_MATCHED = {
  id: 0,
  status: 'New' as Order['status'],
  cumQty: 0n,
  cumQuote: 0n,
  isTriggered: true,
};

export class Liquidity {
  readonly #market: Market;
  readonly #style: LiquidityStyle;
  readonly #random: Random;
  readonly #slots: readonly Slot[];
  #turn = 0;

  constructor(market: Market, style: LiquidityStyle, random: Random) {
    this.#market = market;
    this.#style = style;
    this.#random = random;
    this.#slots = Array.from({ length: style.levels * 2 }, (_, n) => ({
      side: n % 2 === 0 ? 'Buy' : 'Sell',
      depth: Math.floor(n / 2),
      orderId: undefined,
      price: 0,
    }));
  }

  /** Lays every level anew around this price: at the start, and after a halt. */
  fill(mid: number, at: number): Report[] {
    return this.#slots.flatMap((slot) => this.#replace(slot, mid, at));
  }

  /** Takes every level away and lays them all around another price, at once. */
  move(mid: number, at: number): Report[] {
    const taken = this.#slots.flatMap(({ orderId }) =>
      orderId === undefined ? [] : this.#market.cancel(orderId, 'User', at),
    );
    const printed = this.#market.print(this.#priceOf(mid), at);
    return [...taken, ...printed, ...this.fill(mid, at)];
  }

  /** Puts a bid above the best ask without its being matched. Answers with what takes it away. */
  cross(at: number): () => void {
    const { book, instrument } = this.#market;
    const ask = book.best('Sell');
    if (ask === undefined) return () => {};
    const price = ask + instrument.tickSize * CROSSED_TICKS;
    const qty = this.#qtyOf(this.#style.levelNotional / toNumber(price));
    const request = this.#request('Buy', qty, price, 'GoodTillCancel');
    const bid = { ...request, ...NEVER_MATCHED, createdAt: at, updatedAt: at };
    book.add(bid);
    return () => book.remove(bid);
  }

  /**
   * Lays some levels anew. First goes what stands on the wrong side of the price: nobody leaves an
   * offer below the market for long.
   */
  refresh(mid: number, at: number, slots: number): Report[] {
    const reports: Report[] = [];
    for (const slot of this.#slots) {
      if (this.#isStale(slot, mid)) reports.push(...this.#replace(slot, mid, at));
    }
    for (let n = 0; n < slots; n += 1) {
      const slot = this.#slots[this.#turn % this.#slots.length];
      this.#turn += 1;
      if (slot !== undefined) reports.push(...this.#replace(slot, mid, at));
    }
    return reports;
  }

  /** The trades of others in a span of time; most spans of a second have none or few. */
  trade(elapsedMs: number, activity: number, at: number): Report[] {
    const { tradesPerMinute, tradeNotional } = this.#style;
    const expected = (tradesPerMinute * activity * elapsedMs) / 60_000;
    const reports: Report[] = [];
    for (let left = expected - this.#random.exponential(); left > 0; ) {
      const side: Side = this.#random.unit() < 0.5 ? 'Buy' : 'Sell';
      const best = this.#market.book.best(side === 'Buy' ? 'Sell' : 'Buy');
      left -= this.#random.exponential();
      if (best === undefined) continue;
      const notional = tradeNotional * Math.exp(SIZE_SIGMA * this.#random.normal());
      const qty = this.#qtyOf(notional / toNumber(best));
      reports.push(...this.#market.submit(this.#request(side, qty, best, 'ImmediateOrCancel'), at));
    }
    return reports;
  }

  #isStale({ orderId, side, price }: Slot, mid: number): boolean {
    if (orderId === undefined || (side === 'Buy' ? price < mid : price > mid)) return false;
    return this.#market.working(orderId) !== undefined;
  }

  #replace(slot: Slot, mid: number, at: number): Report[] {
    const reports: Report[] = [];
    if (slot.orderId !== undefined) {
      reports.push(...this.#market.cancel(slot.orderId, 'User', at));
      slot.orderId = undefined;
    }
    const { halfSpreadBps, stepBps, levelNotional } = this.#style;
    const noise = 0.8 + 0.4 * this.#random.unit();
    const outwards = (halfSpreadBps + stepBps * (1.1 ** slot.depth - 1) * 10) * noise;
    const away = outwards / 10_000;
    const price = this.#priceOf(mid * (slot.side === 'Buy' ? 1 - away : 1 + away));
    const notional =
      levelNotional * (1 + 0.35 * slot.depth) * Math.exp(SIZE_SIGMA * this.#random.normal());
    const qty = this.#qtyOf(notional / toNumber(price));
    const request = this.#request(slot.side, qty, price, 'GoodTillCancel');
    const placed = this.#market.submit({ ...request, postOnly: true }, at);
    const [first] = placed;
    if (first?.kind === 'New') {
      slot.orderId = first.order.id;
      slot.price = toNumber(price);
    }
    // Refused because a customer stands there: that is his price then, and ours comes another time.
    else return reports;
    return [...reports, ...placed];
  }

  #priceOf(price: number): Fixed {
    const { tickSize } = this.#market.instrument;
    return most(fromNumber(price, tickSize), tickSize);
  }

  #qtyOf(qty: number): Fixed {
    const { stepSize, minQty } = this.#market.instrument;
    return most(floorTo(fromNumber(qty, ONE / 10n ** 9n), stepSize), most(minQty, stepSize));
  }

  #request(
    side: Side,
    qty: Fixed,
    price: Fixed,
    timeInForce: OrderRequest['timeInForce'],
  ): OrderRequest {
    return {
      owner: BACKGROUND,
      clientId: null,
      instrument: this.#market.instrument.id,
      side,
      type: 'Limit',
      qty,
      quoteQty: null,
      price,
      stopPrice: null,
      timeInForce,
      expiresAt: null,
      postOnly: false,
      selfTrade: 'CancelTaker',
    };
  }
}
