/** The orders and fills of a paper account: all that work, and of what is over the newest. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId, Side } from '@ultrathink/domain/market-data';
import type { VenueFill } from '@ultrathink/domain/trading';
import { isWorking, isWorse, limitOf, type PaperOrder } from './orders.ts';
import type { PaperLimits, PaperState } from './parts.ts';

export class Records {
  readonly #working = new Map<string, PaperOrder>();
  readonly #ended = new Map<string, PaperOrder>();
  readonly #fills: VenueFill[];
  readonly #limits: PaperLimits;
  #forgotten: PaperState['forgotten'];

  constructor({ orders, fills, forgotten }: PaperState, limits: PaperLimits) {
    this.#limits = limits;
    this.#forgotten = forgotten;
    this.#fills = [...fills];
    for (const order of orders) {
      const kept = isWorking(order) ? this.#working : this.#ended;
      kept.set(order.sent.clOrdId, { ...order });
    }
  }

  get isFull(): boolean {
    return this.#working.size >= this.#limits.workingMost;
  }

  get forgotten(): PaperState['forgotten'] {
    return this.#forgotten;
  }

  find(clOrdId: string): PaperOrder | undefined {
    return this.#working.get(clOrdId) ?? this.#ended.get(clOrdId);
  }

  add(order: PaperOrder): void {
    this.#working.set(order.sent.clOrdId, order);
  }

  end(order: PaperOrder): void {
    this.#working.delete(order.sent.clOrdId);
    this.#ended.set(order.sent.clOrdId, order);
    if (this.#ended.size <= this.#limits.endedMost) return;
    for (const [clOrdId, { at }] of this.#ended) {
      this.#forgotten = { ...this.#forgotten, orders: at };
      this.#ended.delete(clOrdId);
      break;
    }
  }

  addFill(fill: VenueFill): void {
    this.#fills.push(fill);
    if (this.#fills.length <= this.#limits.fillsMost) return;
    const at = this.#fills.shift()?.at ?? null;
    this.#forgotten = { ...this.#forgotten, fills: at };
  }

  all(): PaperOrder[] {
    return [...this.#ended.values(), ...this.#working.values()];
  }

  ended(since: UtcTime): PaperOrder[] {
    return [...this.#ended.values()].filter(({ at }) => at >= since);
  }

  fills(since: UtcTime): VenueFill[] {
    return this.#fills.filter(({ at }) => at >= since);
  }

  working(instrument: InstrumentId | null): PaperOrder[] {
    const orders = [...this.#working.values()];
    return instrument === null ? orders : orders.filter((o) => o.sent.instrument === instrument);
  }

  /** Best price first, then the older: orders are kept as they came. */
  resting(instrument: InstrumentId, side: Side): PaperOrder[] {
    return this.working(instrument)
      .filter((order) => order.sent.side === side && order.place !== null)
      .sort((a, b) => {
        const [x, y] = [limitOf(a), limitOf(b)];
        if (x === null || y === null) return 0;
        return isWorse(side, x, y) ? -1 : isWorse(side, y, x) ? 1 : 0;
      });
  }
}
