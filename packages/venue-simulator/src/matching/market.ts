/**
 * The matching of one instrument: price, then time. Each call answers with the reports of what it
 * did, in order; orders inside reports are copies, so a report never changes afterwards.
 *
 * A limit order holds what it could have to pay before it meets the book, and its fills are paid from
 * that. A market order never rests: it is paid for fill by fill from what is free.
 */
import { divide, type Fixed, floorTo, least, multiply } from '../kernel/fixed.ts';
import { Book } from './book.ts';
import { hasPrice, hasTrigger, rejectReason } from './checks.ts';
import { type FeeRules, feeOf, mostToPay, withoutFee } from './fees.ts';
import type { Funds } from './funds.ts';
import { BACKGROUND, Holds } from './holds.ts';
import type { Instrument, InstrumentState } from './instrument.ts';
import {
  type EndReason,
  isOpen,
  leavesOf,
  type Mutable,
  type Order,
  type OrderRequest,
  otherSide,
  type RejectReason,
  type Report,
  type Side,
  type TradeSide,
} from './order.ts';

export interface Counters {
  nextOrderId(): number;
  nextTradeId(): number;
}

export interface MarketParts {
  readonly instrument: Instrument;
  readonly funds: Funds;
  readonly fees: FeeRules;
  readonly counters: Counters;
}

export interface Amendment {
  readonly price?: Fixed;
  readonly qty?: Fixed;
  /** Of an order that waits for its trigger. */
  readonly stopPrice?: Fixed;
}

export class Market {
  readonly instrument: Instrument;
  readonly book = new Book();
  state: InstrumentState = 'Trading';
  lastPrice: Fixed | null = null;
  readonly #parts: MarketParts;
  readonly #waiting = new Set<Mutable<Order>>();
  readonly #working = new Map<number, Mutable<Order>>();
  readonly #holds: Holds;

  constructor(parts: MarketParts) {
    this.#parts = parts;
    this.instrument = parts.instrument;
    this.#holds = new Holds(parts);
  }

  submit(request: OrderRequest, at: number): Report[] {
    const order: Mutable<Order> = {
      ...request,
      id: this.#parts.counters.nextOrderId(),
      createdAt: at,
      updatedAt: at,
      status: hasTrigger(request.type) ? 'Untriggered' : 'New',
      cumQty: 0n,
      cumQuote: 0n,
      isTriggered: !hasTrigger(request.type),
    };
    const reports: Report[] = [];
    const reason = rejectReason(request, this) ?? this.#entryReason(order);
    if (reason !== undefined) return [this.#reject(order, reason, at)];
    if (!this.#holds.take(order)) return [this.#reject(order, 'InsufficientFunds', at)];
    reports.push({ kind: 'New', at, order: { ...order } });
    this.#working.set(order.id, order);
    if (order.status === 'Untriggered') this.#waiting.add(order);
    else this.#enter(order, at, reports);
    this.#fireTriggers(at, reports);
    return reports;
  }

  /** Nothing when the order no longer works here. */
  cancel(id: number, reason: EndReason, at: number): Report[] {
    const reports: Report[] = [];
    const order = this.#working.get(id);
    if (order !== undefined) this.#end(order, 'Canceled', reason, at, reports);
    return reports;
  }

  /** Less at the same price keeps its place; anything else goes to the back of its new queue. */
  amend(
    id: number,
    { price, qty, stopPrice }: Amendment,
    at: number,
  ): Report[] | RejectReason | 'NotOpen' {
    const own = this.#working.get(id);
    if (own === undefined) return 'NotOpen';
    const before = { ...own };
    const moved = own.isTriggered ? null : (stopPrice ?? null);
    const wanted = {
      ...own,
      price: price ?? own.price,
      qty: qty ?? own.qty,
      stopPrice: moved ?? own.stopPrice,
    };
    const reason = rejectReason(wanted, this);
    if (reason !== undefined) return reason;
    if (wanted.qty !== null && wanted.qty <= own.cumQty) return 'QtyTooSmall';
    if (own.postOnly && this.#wouldTrade(wanted)) return 'PostOnlyWouldTrade';
    if (!this.#holds.change(wanted)) return 'InsufficientFunds';
    const keepsPlace =
      wanted.price === own.price && (wanted.qty ?? 0n) <= (own.qty ?? 0n) && own.isTriggered;
    const rests = own.isTriggered;
    if (rests && keepsPlace) this.book.shrink(own, (own.qty ?? 0n) - (wanted.qty ?? 0n));
    else if (rests) this.book.remove(own);
    const { stopPrice: trigger } = wanted;
    Object.assign(own, { price: wanted.price, qty: wanted.qty, stopPrice: trigger, updatedAt: at });
    const reports: Report[] = [{ kind: 'Amended', at, order: { ...own }, before }];
    if (rests && !keepsPlace) this.#enter(own, at, reports);
    this.#fireTriggers(at, reports);
    return reports;
  }

  /** Ends what was good till a time that has come. */
  expire(at: number): Report[] {
    const reports: Report[] = [];
    for (const order of this.workingOrders()) {
      if (order.expiresAt === null || order.expiresAt > at) continue;
      this.#end(order, 'Expired', 'GoodTillDate', at, reports);
    }
    return reports;
  }

  /** A trade elsewhere that moves the price: for the model's own prints, and for triggers. */
  print(price: Fixed, at: number): Report[] {
    this.lastPrice = price;
    const reports: Report[] = [];
    this.#fireTriggers(at, reports);
    return reports;
  }

  working(id: number): Order | undefined {
    return this.#working.get(id);
  }

  /** In the order they came. */
  workingOrders(): readonly Mutable<Order>[] {
    return [...this.#working.values()];
  }

  /** Puts an order back as it was, after a restart; what it holds is held already. */
  restore(order: Order, held: Fixed): void {
    const own: Mutable<Order> = { ...order };
    this.#holds.restore(own, held);
    this.#working.set(own.id, own);
    if (own.status === 'Untriggered') this.#waiting.add(own);
    else this.book.add(own);
  }

  heldBy(order: Order): Fixed {
    return this.#holds.of(order) ?? 0n;
  }

  #reject(order: Mutable<Order>, reason: RejectReason, at: number): Report {
    order.status = 'Rejected';
    return { kind: 'Rejected', at, order: { ...order }, reason };
  }

  /** What depends on the book as it is now. */
  #entryReason(order: Order): RejectReason | undefined {
    if (order.type === 'Market' && this.book.best(otherSide(order.side)) === undefined) {
      return 'NoLiquidity';
    }
    if (hasTrigger(order.type) && this.#isReached(order)) return 'StopWouldTrigger';
    if (order.isTriggered && this.#wouldTrade(order)) {
      if (order.postOnly) return 'PostOnlyWouldTrade';
      if (this.state === 'PostOnly') return 'InstrumentPostOnly';
    }
    if (order.type === 'Market' && !this.#canPayMarket(order)) return 'InsufficientFunds';
    return undefined;
  }

  #wouldTrade({ side, price, type }: OrderRequest): boolean {
    const best = this.book.best(otherSide(side));
    if (best === undefined) return false;
    if (!hasPrice(type)) return true;
    return price !== null && crosses(side, price, best);
  }

  /** Whether a market order could be paid for if it met the whole book as it stands. */
  #canPayMarket(order: Order): boolean {
    const { owner, side, qty, quoteQty } = order;
    if (owner === BACKGROUND) return true;
    const { base, quote } = this.instrument;
    if (side === 'Sell') return this.#parts.funds.of(owner, base).free >= (qty ?? 1n);
    const { free } = this.#parts.funds.of(owner, quote);
    if (quoteQty !== null) return free >= quoteQty;
    let [left, cost] = [qty ?? 0n, 0n];
    for (const level of this.book.levels('Sell')) {
      const taken = least(left, level.qty);
      cost += multiply(level.price, taken);
      left -= taken;
      if (left === 0n) break;
    }
    return free >= mostToPay(this.#parts.fees, owner, cost);
  }

  #enter(order: Mutable<Order>, at: number, reports: Report[]): void {
    const isAllOrNone = order.timeInForce === 'FillOrKill';
    if (isAllOrNone && !this.#couldFill(order)) {
      this.#end(order, 'Expired', 'FillOrKillNotFilled', at, reports);
      return;
    }
    const stopped = this.#match(order, at, reports);
    if (order.status === 'Filled' || !isOpen(order)) return;
    if (stopped !== undefined) this.#end(order, 'Expired', stopped, at, reports);
    else if (!hasPrice(order.type)) this.#end(order, 'Expired', 'LiquidityRanOut', at, reports);
    else if (order.timeInForce === 'ImmediateOrCancel') {
      this.#end(order, 'Expired', 'ImmediateOrCancel', at, reports);
    } else this.book.add(order);
  }

  #couldFill(order: Order): boolean {
    let left = leavesOf(order);
    for (const maker of this.book.orders(otherSide(order.side))) {
      if (hasPrice(order.type) && !crosses(order.side, order.price ?? 0n, maker.price ?? 0n)) break;
      if (maker.owner === order.owner && maker.owner !== BACKGROUND) return false;
      left -= least(left, leavesOf(maker));
      if (left === 0n) return true;
    }
    return false;
  }

  /** Trades for as long as it can. Why it had to stop early, when it had to. */
  #match(order: Mutable<Order>, at: number, reports: Report[]): EndReason | undefined {
    for (;;) {
      const maker = this.book.first(otherSide(order.side));
      if (maker?.price == null) return undefined;
      if (hasPrice(order.type) && !crosses(order.side, order.price ?? 0n, maker.price)) {
        return undefined;
      }
      if (maker.owner === order.owner && maker.owner !== BACKGROUND) {
        const stopped = this.#preventSelfTrade(order, maker, at, reports);
        if (stopped) return 'SelfTrade';
        continue;
      }
      const wanted = this.#wantedAt(order, maker.price);
      if (wanted === 0n) return order.quoteQty === null ? undefined : this.#finish(order, reports);
      const qty = least(wanted, leavesOf(maker));
      if (!this.#canPayFill(order, maker.price, qty)) return 'FundsRanOut';
      this.#trade(order, maker, qty, at, reports);
      if (order.status === 'Filled') return undefined;
    }
  }

  /** An order by its amount is filled when what is left buys no further step. */
  #finish(order: Mutable<Order>, reports: Report[]): EndReason | undefined {
    if (order.cumQty === 0n) return 'LiquidityRanOut';
    order.status = 'Filled';
    this.#working.delete(order.id);
    const last = reports.at(-1);
    // The last trade is the one that filled it: its report says so.
    if (last?.kind === 'Trade') Object.assign(last.taker.order, { status: 'Filled' });
    return undefined;
  }

  #preventSelfTrade(
    taker: Mutable<Order>,
    maker: Mutable<Order>,
    at: number,
    reports: Report[],
  ): boolean {
    if (taker.selfTrade !== 'CancelTaker') this.#end(maker, 'Expired', 'SelfTrade', at, reports);
    return taker.selfTrade !== 'CancelMaker';
  }

  #wantedAt(order: Order, price: Fixed): Fixed {
    if (order.qty !== null) return leavesOf(order);
    const left = (order.quoteQty ?? 0n) - order.cumQuote;
    const forTrade = order.side === 'Buy' ? withoutFee(this.#parts.fees, order.owner, left) : left;
    return floorTo(divide(forTrade, price), this.instrument.stepSize);
  }

  #canPayFill(order: Order, price: Fixed, qty: Fixed): boolean {
    if (order.owner === BACKGROUND || hasPrice(order.type)) return true;
    const { funds, fees } = this.#parts;
    const { base, quote } = this.instrument;
    if (order.side === 'Sell') return funds.of(order.owner, base).free >= qty;
    const cost = mostToPay(fees, order.owner, multiply(price, qty));
    return funds.of(order.owner, quote).free >= cost;
  }

  #trade(
    taker: Mutable<Order>,
    maker: Mutable<Order>,
    qty: Fixed,
    at: number,
    reports: Report[],
  ): void {
    const price = maker.price ?? 0n;
    this.book.shrink(maker, qty);
    const makerSide = this.#fill(maker, { price, qty, at, isMaker: true });
    const takerSide = this.#fill(taker, { price, qty, at, isMaker: false });
    this.lastPrice = price;
    reports.push({
      kind: 'Trade',
      at,
      tradeId: this.#parts.counters.nextTradeId(),
      instrument: this.instrument.id,
      price,
      qty,
      takerSide: taker.side,
      maker: makerSide,
      taker: takerSide,
    });
    if (maker.status === 'Filled') {
      this.book.remove(maker);
      this.#working.delete(maker.id);
    }
    if (taker.status === 'Filled') this.#working.delete(taker.id);
  }

  #fill(
    order: Mutable<Order>,
    fill: { price: Fixed; qty: Fixed; at: number; isMaker: boolean },
  ): TradeSide {
    const { price, qty, at, isMaker } = fill;
    const { fees } = this.#parts;
    const rates = fees.rates(order.owner);
    const rate = isMaker ? rates.maker : rates.taker;
    const fee = feeOf(fees, this.instrument, { side: order.side, qty, price, rate });
    order.cumQty += qty;
    order.cumQuote += multiply(price, qty);
    order.updatedAt = at;
    order.status = order.qty === order.cumQty ? 'Filled' : 'PartiallyFilled';
    this.#holds.settle(order, { price, qty, fee });
    return { order: { ...order }, fee: fee.amount, feeAsset: fee.asset };
  }

  #end(
    order: Mutable<Order>,
    kind: 'Canceled' | 'Expired',
    reason: EndReason,
    at: number,
    reports: Report[],
  ): void {
    if (!this.#waiting.delete(order) && hasPrice(order.type)) this.book.remove(order);
    this.#working.delete(order.id);
    this.#holds.release(order);
    order.status = kind;
    order.updatedAt = at;
    reports.push({ kind, at, order: { ...order }, reason });
  }

  #isReached({ type, side, stopPrice }: Order): boolean {
    if (this.lastPrice === null || stopPrice === null) return false;
    const isStop = type === 'Stop' || type === 'StopLimit';
    const whenRising = isStop === (side === 'Buy');
    return whenRising ? this.lastPrice >= stopPrice : this.lastPrice <= stopPrice;
  }

  /** Each trade may reach further triggers; those reached together go in the order they came. */
  #fireTriggers(at: number, reports: Report[]): void {
    for (;;) {
      const reached = [...this.#waiting].find((order) => this.#isReached(order));
      if (reached === undefined) return;
      this.#waiting.delete(reached);
      reached.isTriggered = true;
      reached.status = 'New';
      reached.updatedAt = at;
      // A market order is paid for from what is free, so what waited for it is freed.
      if (!hasPrice(reached.type)) this.#holds.release(reached);
      reports.push({ kind: 'Triggered', at, order: { ...reached } });
      this.#enter(reached, at, reports);
    }
  }
}

function crosses(side: Side, price: Fixed, best: Fixed): boolean {
  return side === 'Buy' ? price >= best : price <= best;
}
