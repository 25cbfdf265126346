/**
 * One instrument's resting orders, by price and then by time. Best prices stand at the end of their
 * array, where most of what comes and goes does so without moving the rest.
 */
import type { Fixed } from '../kernel/fixed.ts';
import { leavesOf, type Mutable, type Order, type Side } from './order.ts';

export interface Level {
  readonly price: Fixed;
  readonly qty: Fixed;
  readonly orders: number;
}

export interface LevelChange {
  readonly side: Side;
  readonly price: Fixed;
  /** What rests there now; zero when the level is gone. */
  readonly qty: Fixed;
}

interface Queue {
  readonly price: Fixed;
  qty: Fixed;
  /** A set keeps the order of insertion, which is time priority, and removes at once. */
  readonly orders: Set<Mutable<Order>>;
}

const NONE: readonly LevelChange[] = [];

export class Book {
  /** Bids rising, asks falling: the best is last. */
  readonly #queues: Readonly<Record<Side, Queue[]>> = { Buy: [], Sell: [] };
  readonly #touched = new Map<string, { side: Side; price: Fixed }>();

  best(side: Side): Fixed | undefined {
    return this.#queues[side].at(-1)?.price;
  }

  /** Of the best price, the one that came first. */
  first(side: Side): Mutable<Order> | undefined {
    const queue = this.#queues[side].at(-1);
    return queue?.orders.values().next().value;
  }

  add(order: Mutable<Order>): void {
    const price = priceOf(order);
    const queues = this.#queues[order.side];
    const at = this.#find(order.side, price);
    let queue = queues[at];
    if (queue?.price !== price) {
      queue = { price, qty: 0n, orders: new Set() };
      queues.splice(at, 0, queue);
    }
    queue.orders.add(order);
    queue.qty += leavesOf(order);
    this.#touch(order.side, price);
  }

  remove(order: Mutable<Order>): void {
    const price = priceOf(order);
    const at = this.#find(order.side, price);
    const queue = this.#queues[order.side][at];
    if (queue?.price !== price || !queue.orders.delete(order)) return;
    queue.qty -= leavesOf(order);
    if (queue.orders.size === 0) this.#queues[order.side].splice(at, 1);
    this.#touch(order.side, price);
  }

  /** Called before `order` has less to fill than the book counts: by a fill, or an amendment. */
  shrink(order: Mutable<Order>, by: Fixed): void {
    const price = priceOf(order);
    const queue = this.#queues[order.side][this.#find(order.side, price)];
    if (queue?.price !== price) return;
    queue.qty -= by;
    this.#touch(order.side, price);
  }

  /** Best first. */
  levels(side: Side, most = Number.POSITIVE_INFINITY): Level[] {
    const queues = this.#queues[side];
    const shown: Level[] = [];
    for (let at = queues.length - 1; at >= 0 && shown.length < most; at -= 1) {
      const queue = queues[at];
      if (queue === undefined) break;
      shown.push({ price: queue.price, qty: queue.qty, orders: queue.orders.size });
    }
    return shown;
  }

  /** Resting orders in the order in which they would trade. */
  *orders(side: Side): Generator<Mutable<Order>> {
    const queues = this.#queues[side];
    for (let at = queues.length - 1; at >= 0; at -= 1) yield* queues[at]?.orders ?? [];
  }

  /** Levels that are different from when this was last asked, as they are now. */
  takeChanges(): readonly LevelChange[] {
    if (this.#touched.size === 0) return NONE;
    const changes = [...this.#touched.values()].map(({ side, price }) => {
      const queue = this.#queues[side][this.#find(side, price)];
      return { side, price, qty: queue?.price === price ? queue.qty : 0n };
    });
    this.#touched.clear();
    return changes;
  }

  #touch(side: Side, price: Fixed): void {
    const key = `${side}${price}`;
    if (!this.#touched.has(key)) this.#touched.set(key, { side, price });
  }

  /** Where the price stands, or would have to. */
  #find(side: Side, price: Fixed): number {
    const queues = this.#queues[side];
    let [low, high] = [0, queues.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = queues[middle]?.price ?? price;
      const isBefore = side === 'Buy' ? found < price : found > price;
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function priceOf({ price, id }: Order): Fixed {
  if (price === null) throw new Error(`Order ${id} rests in the book without a price.`);
  return price;
}
