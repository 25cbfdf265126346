/**
 * The same matching, written to be read and not to be fast: a list of resting orders, sorted anew for
 * each order. Tests hold the real one against it.
 */
import { least } from '../src/kernel/fixed.ts';
import type { Side } from '../src/matching/order.ts';

export interface NaiveOrder {
  readonly id: number;
  readonly side: Side;
  /** null: at any price. */
  readonly price: bigint | null;
  readonly leaves: bigint;
  readonly rests: boolean;
}

export interface NaiveTrade {
  readonly maker: number;
  readonly taker: number;
  readonly price: bigint;
  readonly qty: bigint;
}

export class NaiveMarket {
  #resting: (NaiveOrder & { leaves: bigint; price: bigint })[] = [];

  submit(order: NaiveOrder): NaiveTrade[] {
    const trades: NaiveTrade[] = [];
    let { leaves } = order;
    const makers = this.#resting
      .filter((maker) => maker.side !== order.side && meets(order, maker.price))
      .sort((a, b) => betterFirst(a, b) || a.id - b.id);
    for (const maker of makers) {
      if (leaves === 0n) break;
      const qty = least(leaves, maker.leaves);
      leaves -= qty;
      maker.leaves -= qty;
      trades.push({ maker: maker.id, taker: order.id, price: maker.price, qty });
    }
    this.#resting = this.#resting.filter((maker) => maker.leaves > 0n);
    if (order.rests && order.price !== null && leaves > 0n) {
      this.#resting.push({ ...order, price: order.price, leaves });
    }
    return trades;
  }

  cancel(id: number): boolean {
    const before = this.#resting.length;
    this.#resting = this.#resting.filter((order) => order.id !== id);
    return this.#resting.length < before;
  }

  levels(side: Side): [bigint, bigint][] {
    const sums = new Map<bigint, bigint>();
    const own = this.#resting.filter((order) => order.side === side).sort(betterFirst);
    for (const { price, leaves } of own) sums.set(price, (sums.get(price) ?? 0n) + leaves);
    return [...sums];
  }
}

function meets({ side, price }: NaiveOrder, other: bigint): boolean {
  if (price === null) return true;
  return side === 'Buy' ? other <= price : other >= price;
}

function betterFirst(a: { side: Side; price: bigint }, b: { side: Side; price: bigint }): number {
  if (a.price === b.price) return 0;
  const isLower = a.price < b.price;
  return isLower === (a.side === 'Sell') ? -1 : 1;
}
