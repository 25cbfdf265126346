/**
 * A venue: instruments, customers' funds, and every order and trade by its number. Time comes in with
 * each call, so the same calls give the same venue again.
 */
import { type Fixed, floorTo, least, most } from '../kernel/fixed.ts';
import type { FeeRules } from './fees.ts';
import { Funds } from './funds.ts';
import { BACKGROUND } from './holds.ts';
import type { Instrument } from './instrument.ts';
import { fillLate } from './late-fill.ts';
import { type Amendment, Market } from './market.ts';
import {
  type EndReason,
  isOpen,
  leavesOf,
  type Order,
  type OrderRequest,
  type RejectReason,
  type Report,
} from './order.ts';

export interface VenueParts {
  readonly instruments: readonly Instrument[];
  readonly fees: FeeRules;
}

export type CancelAnswer = Report[] | 'UnknownOrder' | 'NotOpen' | 'Halted';

/** Closed orders and trades kept per customer; the oldest are forgotten first. */
const KEPT = 20_000;

export interface CustomerTrade {
  readonly tradeId: number;
  readonly at: number;
  readonly instrument: string;
  readonly price: Fixed;
  readonly qty: Fixed;
  readonly isMaker: boolean;
  readonly order: Order;
  readonly fee: Fixed;
  readonly feeAsset: string;
}

export class Venue {
  readonly funds = new Funds();
  readonly #markets = new Map<string, Market>();
  /** As each stands now, open and closed, in the order they came. */
  readonly #orders = new Map<string, Map<number, Order>>();
  readonly #trades = new Map<string, CustomerTrade[]>();
  readonly #fees: FeeRules;
  #orderId = 0;
  #tradeId = 0;

  constructor({ instruments, fees }: VenueParts) {
    this.#fees = fees;
    const counters = {
      nextOrderId: () => ++this.#orderId,
      nextTradeId: () => ++this.#tradeId,
    };
    for (const instrument of instruments) {
      const parts = { instrument, funds: this.funds, fees, counters };
      this.#markets.set(instrument.id, new Market(parts));
    }
  }

  market(instrument: string): Market | undefined {
    return this.#markets.get(instrument);
  }

  markets(): Iterable<Market> {
    return this.#markets.values();
  }

  submit(request: OrderRequest, at: number): Report[] {
    const market = this.#markets.get(request.instrument);
    if (market === undefined) {
      const order = unplaced(request, ++this.#orderId, at);
      return this.#note([{ kind: 'Rejected', at, order, reason: 'UnknownInstrument' }]);
    }
    return this.#note(market.submit(request, at));
  }

  cancel(owner: string, id: number, at: number, reason: EndReason = 'User'): CancelAnswer {
    const found = this.#working(owner, id);
    if (typeof found === 'string') return found;
    return this.#note(found.cancel(id, reason, at));
  }

  amend(
    owner: string,
    id: number,
    amendment: Amendment,
    at: number,
  ): CancelAnswer | { readonly refused: RejectReason } {
    const found = this.#working(owner, id);
    if (typeof found === 'string') return found;
    const answer = found.amend(id, amendment, at);
    if (answer === 'NotOpen') return answer;
    return typeof answer === 'string' ? { refused: answer } : this.#note(answer);
  }

  cancelAll(owner: string, at: number, filter: { instrument?: string; reason?: EndReason } = {}) {
    const { instrument, reason = 'User' } = filter;
    const reports: Report[] = [];
    for (const order of this.openOrders(owner)) {
      if (instrument !== undefined && order.instrument !== instrument) continue;
      const answer = this.cancel(owner, order.id, at, reason);
      if (typeof answer !== 'string') reports.push(...answer);
    }
    return reports;
  }

  /** Fills this share of what a canceled order had left; nothing when it can't be paid any more. */
  fillLate({ owner, id }: Order, share: number, at: number): Report[] {
    const order = this.order(owner, id);
    const market = order && this.#markets.get(order.instrument);
    if (market === undefined || order?.status !== 'Canceled') return [];
    const { instrument } = market;
    const leaves = leavesOf(order);
    const part = (leaves * BigInt(Math.round(share * 1000))) / 1000n;
    const qty = least(leaves, most(floorTo(part, instrument.stepSize), instrument.stepSize));
    const price = order.price ?? market.lastPrice;
    if (qty === 0n || price === null) return [];
    this.#tradeId += 1;
    const { funds } = this;
    const tradeId = this.#tradeId;
    const report = fillLate({
      instrument,
      funds,
      fees: this.#fees,
      order,
      qty,
      price,
      tradeId,
      at,
    });
    return report === undefined ? [] : this.#note([report]);
  }

  /** Ends what time has ended, everywhere. */
  expire(at: number): Report[] {
    return this.#note([...this.#markets.values()].flatMap((market) => market.expire(at)));
  }

  /** The market model's own orders and prints go through here too: somebody may rest in their way. */
  background(reports: Report[]): Report[] {
    return this.#note(reports);
  }

  order(owner: string, id: number): Order | undefined {
    return this.#orders.get(owner)?.get(id);
  }

  orders(owner: string): Iterable<Order> {
    return this.#orders.get(owner)?.values() ?? [];
  }

  openOrders(owner: string): Order[] {
    return [...this.orders(owner)].filter(isOpen);
  }

  /** Oldest first. */
  trades(owner: string): readonly CustomerTrade[] {
    return this.#trades.get(owner) ?? [];
  }

  /** Everything of customers, to be given to `restore` of a fresh venue with the same instruments. */
  keep() {
    const orders = [...this.#orders.values()].flatMap((own) =>
      [...own.values()].map((order) => {
        const market = this.#markets.get(order.instrument);
        return { order, held: isOpen(order) ? (market?.heldBy(order) ?? 0n) : null };
      }),
    );
    const trades = [...this.#trades].flatMap(([owner, own]) =>
      own.map((trade) => ({ owner, trade })),
    );
    return {
      orderId: this.#orderId,
      tradeId: this.#tradeId,
      funds: this.funds.entries(),
      orders,
      trades,
    };
  }

  restore(kept: ReturnType<Venue['keep']>): void {
    this.#orderId = kept.orderId;
    this.#tradeId = kept.tradeId;
    this.funds.restore(kept.funds);
    for (const { order, held } of kept.orders) {
      this.#keep(order);
      if (held !== null) this.#markets.get(order.instrument)?.restore(order, held);
    }
    for (const { owner, trade } of kept.trades) {
      const own = this.#trades.get(owner) ?? [];
      own.push(trade);
      this.#trades.set(owner, own);
    }
  }

  #working(owner: string, id: number): Market | 'UnknownOrder' | 'NotOpen' | 'Halted' {
    const known = this.order(owner, id);
    const market = known && this.#markets.get(known.instrument);
    if (known === undefined || market === undefined) return 'UnknownOrder';
    if (!isOpen(known)) return 'NotOpen';
    return market.state === 'Halted' ? 'Halted' : market;
  }

  #note(reports: Report[]): Report[] {
    for (const report of reports) {
      if (report.kind !== 'Trade') {
        this.#keep(report.order);
        continue;
      }
      for (const side of [report.maker, report.taker]) {
        if (side.order.owner === BACKGROUND) continue;
        this.#keep(side.order);
        const { tradeId, at, instrument, price, qty } = report;
        const isMaker = side === report.maker;
        const trade = { tradeId, at, instrument, price, qty, isMaker, ...side };
        const trades = this.#trades.get(side.order.owner) ?? [];
        trades.push(trade);
        if (trades.length > KEPT) trades.splice(0, trades.length - KEPT);
        this.#trades.set(side.order.owner, trades);
      }
    }
    return reports;
  }

  #keep(order: Order): void {
    if (order.owner === BACKGROUND) return;
    const orders = this.#orders.get(order.owner) ?? new Map<number, Order>();
    orders.set(order.id, order);
    this.#orders.set(order.owner, orders);
    if (orders.size <= KEPT) return;
    const oldest = [...orders.values()].find((kept) => !isOpen(kept));
    if (oldest !== undefined) orders.delete(oldest.id);
  }
}

function unplaced(request: OrderRequest, id: number, at: number): Order {
  return {
    ...request,
    id,
    createdAt: at,
    updatedAt: at,
    status: 'Rejected',
    cumQty: 0n,
    cumQuote: 0n,
    isTriggered: false,
  };
}
