/**
 * Coinbase's stream tells how much of an order is filled and not by what: each fill, with its id, its
 * price and its fee, is asked for before the order is passed on. No fill is ever made out of the
 * difference of two sums.
 */
import { type Decimal, greaterThan, lessThan, sum, ZERO } from '@ultrathink/domain/kernel';
import type { OrderReport, VenueFill, VenueOrderId } from '@ultrathink/domain/trading';
import type { Answer } from '../contract/answer.ts';
import type { Report } from '../contract/execution-client.ts';
import type { Timers } from '../line/index.ts';

/** The list of fills may lag behind the stream; after the last of these they are given up. */
const WAITS_MS: readonly number[] = [0, 100, 400, 1_500];

/** States of one order that wait for its fills; of more the oldest are passed over. */
const WAITING_MOST = 32;
const ORDERS_MOST = 10_000;

interface Followed {
  readonly waiting: OrderReport[];
  readonly execIds: Set<string>;
  told: Decimal;
  isServed: boolean;
}

export interface OrderReportsParts {
  readonly timers: Timers;
  readonly fillsOf: (orderId: VenueOrderId) => Promise<Answer<readonly VenueFill[]>>;
  readonly onReport: (report: Report) => void;
  /** What filled this order was not told. */
  readonly onMissing: (report: OrderReport, reason: string) => void;
}

export class OrderReports {
  readonly #parts: OrderReportsParts;
  readonly #orders = new Map<VenueOrderId, Followed>();
  #isClosed = false;

  constructor(parts: OrderReportsParts) {
    this.#parts = parts;
  }

  /** At once where nothing was filled, and each order's states in their order. */
  take(report: OrderReport): void {
    const order = this.#follow(report.orderId);
    order.waiting.push(report);
    if (order.waiting.length > WAITING_MOST) order.waiting.shift();
    if (!order.isServed) void this.#serve(order);
  }

  close(): void {
    this.#isClosed = true;
  }

  #follow(orderId: VenueOrderId): Followed {
    const known = this.#orders.get(orderId);
    if (known !== undefined) return known;
    const order: Followed = { waiting: [], execIds: new Set(), told: ZERO, isServed: false };
    this.#orders.set(orderId, order);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size > ORDERS_MOST && oldest !== undefined) this.#orders.delete(oldest);
    return order;
  }

  async #serve(order: Followed): Promise<void> {
    order.isServed = true;
    for (let next = order.waiting.shift(); next !== undefined; next = order.waiting.shift()) {
      if (greaterThan(next.cumQty, order.told)) await this.#tellFills(order, next);
      this.#tell({ kind: 'Order', report: next });
    }
    order.isServed = false;
  }

  async #tellFills(order: Followed, report: OrderReport): Promise<void> {
    let reason = '';
    for (const waitMs of WAITS_MS) {
      if (waitMs > 0) await this.#passed(waitMs);
      if (this.#isClosed) return;
      const answer = await this.#parts.fillsOf(report.orderId);
      if (answer.kind === 'NoInformation') reason = answer.detail;
      else {
        reason = 'they are not listed';
        this.#tellNew(order, report, answer.value);
        if (!lessThan(order.told, report.cumQty)) return;
      }
    }
    if (!this.#isClosed) this.#parts.onMissing(report, reason);
  }

  #tellNew(order: Followed, { clOrdId }: OrderReport, fills: readonly VenueFill[]): void {
    const fresh = fills.filter(({ execId }) => !order.execIds.has(execId));
    for (const fill of fresh) {
      order.execIds.add(fill.execId);
      this.#tell({ kind: 'Fill', fill: { ...fill, clOrdId } });
    }
    order.told = sum([order.told, ...fresh.map(({ lastQty }) => lastQty)]);
  }

  #tell(report: Report): void {
    if (!this.#isClosed) this.#parts.onReport(report);
  }

  #passed(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.timers.after(ms, resolve);
    });
  }
}
