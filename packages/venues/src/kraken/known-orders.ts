/**
 * What is known of orders, by the venue's id: its messages and its trades do not say whose they are.
 * Bounded: the oldest are forgotten first, and then a question tells again.
 */
import { ZERO } from '@ultrathink/domain/kernel';
import type { ClOrdId, OrderReport, VenueOrder } from '@ultrathink/domain/trading';
import type { KnownOrder } from './parse-executions.ts';

const MOST = 20_000;

export class KnownOrders {
  readonly #byOrderId = new Map<string, KnownOrder>();
  readonly #byClOrdId = new Map<ClOrdId, string>();
  /** Names of changes in place, by what the venue calls the order. */
  readonly #names = new Map<ClOrdId, ClOrdId>();

  get(orderId: string): KnownOrder | undefined {
    return this.#byOrderId.get(orderId);
  }

  orderIdOf(id: ClOrdId): string | undefined {
    return this.#byClOrdId.get(this.nameOf(id));
  }

  /** What the venue calls it: an order that was changed in place keeps the id it came with. */
  nameOf(id: ClOrdId): ClOrdId {
    return this.#names.get(id) ?? id;
  }

  /** A change of `order` was sent under the name `to`. */
  renamed(order: ClOrdId, to: ClOrdId): void {
    if (to !== order) this.#names.set(to, this.nameOf(order));
    const [oldest] = this.#names.keys();
    if (this.#names.size > MOST && oldest !== undefined) this.#names.delete(oldest);
  }

  readonly clOrdIdOf = (orderId: string): ClOrdId | null =>
    this.#byOrderId.get(orderId)?.clOrdId ?? null;

  set(orderId: string, order: KnownOrder): void {
    this.#byOrderId.delete(orderId);
    this.#byOrderId.set(orderId, order);
    if (order.clOrdId !== null) this.#byClOrdId.set(order.clOrdId, orderId);
    const [oldest] = this.#byOrderId.keys();
    if (this.#byOrderId.size > MOST && oldest !== undefined) this.#forget(oldest);
  }

  /** As it was sent; what the stream has told already is newer. */
  placed(orderId: string, { clOrdId, instrument, side, orderQty }: VenueOrder): void {
    if (this.#byOrderId.has(orderId)) return;
    this.set(orderId, { clOrdId, instrument, side, orderQty, cumQty: ZERO, avgPx: null });
  }

  learn(reports: readonly OrderReport[]): void {
    for (const { orderId, clOrdId, instrument, side, orderQty, cumQty, avgPx } of reports) {
      this.set(orderId, { clOrdId, instrument, side, orderQty, cumQty, avgPx });
    }
  }

  #forget(orderId: string): void {
    const id = this.clOrdIdOf(orderId);
    this.#byOrderId.delete(orderId);
    if (id !== null && this.#byClOrdId.get(id) === orderId) this.#byClOrdId.delete(id);
  }
}
