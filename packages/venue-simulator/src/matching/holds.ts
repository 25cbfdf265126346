/**
 * What working orders hold, and how their fills are paid. A limit order holds the most it could have
 * to pay; what a better price or a lower fee leaves over goes back with each fill.
 */
import { type Fixed, multiply } from '../kernel/fixed.ts';
import { type Fee, type FeeRules, mostToPay } from './fees.ts';
import type { Funds } from './funds.ts';
import type { Instrument } from './instrument.ts';
import { leavesOf, type Order } from './order.ts';

/** Owns what the market model rests in the book: it pays nothing and is never out of funds. */
export const BACKGROUND = 'background';

interface Parts {
  readonly instrument: Instrument;
  readonly funds: Funds;
  readonly fees: FeeRules;
}

export class Holds {
  readonly #parts: Parts;
  readonly #held = new Map<number, Fixed>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Undefined for an order that doesn't work here. */
  of(order: Order): Fixed | undefined {
    return this.#held.get(order.id);
  }

  /** False when its owner has too little; nothing is held then. */
  take(order: Order): boolean {
    if (order.type === 'Market') return true;
    const needed = order.owner === BACKGROUND ? 0n : this.#needed(order);
    if (needed > 0n && !this.#parts.funds.hold(order.owner, this.#assetOf(order), needed)) {
      return false;
    }
    this.#held.set(order.id, needed);
    return true;
  }

  /** Holds what the order needs as it is wanted now. False when that is too much. */
  change(wanted: Order): boolean {
    if (wanted.owner === BACKGROUND) return true;
    const { funds } = this.#parts;
    const held = this.#held.get(wanted.id) ?? 0n;
    const needed = this.#needed(wanted);
    const asset = this.#assetOf(wanted);
    if (needed > held && !funds.hold(wanted.owner, asset, needed - held)) return false;
    if (needed < held) funds.release(wanted.owner, asset, held - needed);
    this.#held.set(wanted.id, needed);
    return true;
  }

  release(order: Order): void {
    const held = this.#held.get(order.id);
    this.#held.delete(order.id);
    if (held === undefined || held === 0n || order.owner === BACKGROUND) return;
    this.#parts.funds.release(order.owner, this.#assetOf(order), held);
  }

  /** After a restart: the balances know of it already. */
  restore(order: Order, held: Fixed): void {
    this.#held.set(order.id, held);
  }

  /** Pays one fill of an order whose quantities already count it. */
  settle(
    order: Order,
    fill: { readonly price: Fixed; readonly qty: Fixed; readonly fee: Fee },
  ): void {
    const { owner, side } = order;
    if (owner === BACKGROUND) {
      if (order.status === 'Filled') this.#held.delete(order.id);
      return;
    }
    const { base, quote } = this.#parts.instrument;
    const { funds } = this.#parts;
    const { qty, fee } = fill;
    const notional = multiply(fill.price, qty);
    const [given, gives] = side === 'Buy' ? [quote, notional] : [base, qty];
    const [gotten, gets] = side === 'Buy' ? [base, qty] : [quote, notional];
    const paid = gives + (fee.asset === given ? fee.amount : 0n);
    this.#pay(order, given, paid);
    funds.move(owner, gotten, gets - (fee.asset === gotten ? fee.amount : 0n));
  }

  #pay(order: Order, asset: string, paid: Fixed): void {
    const { funds } = this.#parts;
    const held = this.#held.get(order.id);
    if (held === undefined) {
      funds.move(order.owner, asset, -paid);
      return;
    }
    const isFilled = order.status === 'Filled';
    const needed = isFilled ? 0n : this.#needed(order);
    funds.spend(order.owner, asset, paid);
    funds.release(order.owner, asset, held - paid - needed);
    if (isFilled) this.#held.delete(order.id);
    else this.#held.set(order.id, needed);
  }

  #needed(order: Order): Fixed {
    const leaves = leavesOf(order);
    if (order.side === 'Sell') return leaves;
    const price = order.price ?? order.stopPrice ?? 0n;
    return mostToPay(this.#parts.fees, order.owner, multiply(price, leaves));
  }

  #assetOf(order: Order): string {
    const { base, quote } = this.#parts.instrument;
    return order.side === 'Buy' ? quote : base;
  }
}
