/**
 * The venue's ids of our orders: it cancels and changes by its own ids alone, and its list of fills does
 * not say whose they are. Bounded: the oldest are forgotten first, and then a question tells again.
 */
import type { ClOrdId, OrderReport, VenueOrderId } from '@ultrathink/domain/trading';

const MOST = 20_000;

export class KnownOrders {
  readonly #byClOrdId = new Map<ClOrdId, VenueOrderId>();
  readonly #byOrderId = new Map<VenueOrderId, ClOrdId>();

  orderIdOf(id: ClOrdId): VenueOrderId | null {
    return this.#byClOrdId.get(id) ?? null;
  }

  readonly clOrdIdOf = (orderId: VenueOrderId): ClOrdId | null =>
    this.#byOrderId.get(orderId) ?? null;

  set(id: ClOrdId, orderId: VenueOrderId): void {
    this.#byClOrdId.delete(id);
    this.#byClOrdId.set(id, orderId);
    this.#byOrderId.set(orderId, id);
    const [oldest] = this.#byClOrdId;
    if (this.#byClOrdId.size <= MOST || oldest === undefined) return;
    this.#byClOrdId.delete(oldest[0]);
    this.#byOrderId.delete(oldest[1]);
  }

  learn(reports: readonly OrderReport[]): void {
    for (const { clOrdId, orderId } of reports) if (clOrdId !== null) this.set(clOrdId, orderId);
  }
}
