/**
 * Orders of one paper account against live books, pessimistic: who takes walks the book and never
 * takes the same twice; who rests is filled by trades alone, after all that stood before it; who would
 * meet an order of the same account is ended instead. Time, ids and the market come in.
 */
import {
  type Asset,
  add,
  type Decimal,
  decimal,
  greaterThan,
  greatest,
  isZero,
  least,
  lessThan,
  multiply,
  NUMERIC_SCALE,
  negate,
  ONE,
  roundTo,
  subtract,
  type UtcTime,
  ZERO,
} from '@ultrathink/domain/kernel';
import {
  type Book,
  type Instrument,
  type InstrumentId,
  type Level,
  otherSide,
  type Side,
} from '@ultrathink/domain/market-data';
import type {
  OrderReport,
  VenueBalance,
  VenueFill,
  VenueOrder,
  VenueOrdStatus,
} from '@ultrathink/domain/trading';
import type { RejectReason } from '../contract/answer.ts';
import type { Report } from '../contract/execution-client.ts';
import type { MarketTrade } from '../contract/market-data-client.ts';
import { Funds } from './funds.ts';
import { afterLevel, afterTrade, Liquidity } from './liquidity.ts';
import {
  endsAt,
  isWorking,
  isWorse,
  leavesOf,
  limitOf,
  type PaperOrder,
  reportOf,
  shownAt,
} from './orders.ts';

/** Shares of the notional, paid in quote asset. */
export interface PaperRates {
  readonly maker: Decimal;
  readonly taker: Decimal;
}

export interface PaperMarket {
  readonly instrument: (id: InstrumentId) => Instrument;
  /** Undefined while there is no good one. */
  readonly book: (id: InstrumentId) => Book | undefined;
  readonly rates: (id: InstrumentId) => PaperRates;
}

/** Everything that a restart has to find again; decimals are their plain text in JSON. */
export interface PaperState {
  readonly balances: readonly VenueBalance[];
  readonly orders: readonly Readonly<PaperOrder>[];
  readonly fills: readonly VenueFill[];
}

export interface MatchingParts {
  readonly market: PaperMarket;
  readonly now: () => UtcTime;
  readonly nextId: () => string;
  readonly state: PaperState;
  readonly tell: (report: Report) => void;
}

export type Placing =
  | {
      readonly kind: 'Placed';
      readonly order: OrderReport;
      readonly fills: readonly VenueFill[];
    }
  | { readonly kind: 'Refused'; readonly reason: RejectReason };

/** Books deeper than this are not looked at. */
const LEVELS_MOST = 1000;

export class Matching {
  readonly #parts: MatchingParts;
  readonly #funds: Funds;
  readonly #orders = new Map<string, PaperOrder>();
  readonly #fills: VenueFill[];
  readonly #sides = new Map<string, Liquidity>();
  readonly #last = new Map<InstrumentId, Decimal>();

  constructor(parts: MatchingParts) {
    this.#parts = parts;
    this.#funds = new Funds(parts.state.balances);
    for (const order of parts.state.orders) this.#orders.set(order.sent.clOrdId, { ...order });
    this.#fills = [...parts.state.fills];
  }

  state(): PaperState {
    const orders = [...this.#orders.values()].map((order) => ({ ...order }));
    return { balances: this.#funds.all(), orders, fills: [...this.#fills] };
  }

  balances(): readonly VenueBalance[] {
    return this.#funds.all();
  }

  fills(since: UtcTime): readonly VenueFill[] {
    return this.#fills.filter(({ at }) => at >= since);
  }

  reports(isOpen: boolean): readonly OrderReport[] {
    return [...this.#orders.values()].filter((one) => isWorking(one) === isOpen).map(reportOf);
  }

  find(clOrdId: string): OrderReport | null {
    const order = this.#orders.get(clOrdId);
    return order === undefined ? null : reportOf(order);
  }

  place(sent: VenueOrder): Placing {
    const refused = this.#refusal(sent);
    if (refused !== null) return { kind: 'Refused', reason: refused };
    const order: PaperOrder = {
      sent,
      orderId: this.#parts.nextId(),
      status: 'New',
      cumQty: ZERO,
      notional: ZERO,
      held: ZERO,
      isTriggered: !('stopPx' in sent.terms),
      place: null,
      placedAt: this.#parts.now(),
      at: this.#parts.now(),
      text: null,
    };
    if (!this.#hold(order)) return { kind: 'Refused', reason: 'InsufficientFunds' };
    this.#orders.set(sent.clOrdId, order);
    this.#tell(order);
    const before = this.#fills.length;
    if (order.isTriggered) this.#enter(order);
    else this.#trigger(order);
    return { kind: 'Placed', order: reportOf(order), fills: this.#fills.slice(before) };
  }

  /** Null where there is no such working order. */
  cancel(clOrdId: string): OrderReport | null {
    const order = this.#orders.get(clOrdId);
    if (order === undefined || !isWorking(order)) return null;
    this.#end(order, 'Canceled', null);
    return reportOf(order);
  }

  cancelAll(instrument: InstrumentId | null): void {
    for (const { sent } of this.#working(instrument)) this.cancel(sent.clOrdId);
  }

  onBook(instrument: InstrumentId): void {
    const book = this.#parts.market.book(instrument);
    if (book === undefined) return;
    for (const side of ['Buy', 'Sell'] as const) {
      const levels = book.levels(side, LEVELS_MOST);
      this.#side(instrument, side).see(levels);
      for (const order of this.#resting(instrument, side)) {
        order.place = afterLevel(order.place ?? { ahead: ZERO }, shownAt(levels, limitOf(order)));
      }
    }
  }

  onTrade({ instrument, price, quantity, side }: MarketTrade): void {
    this.#last.set(instrument, price);
    let volume: Decimal = quantity;
    // Who took by selling met those who rest to buy.
    for (const order of this.#resting(instrument, otherSide(side))) {
      const limit = limitOf(order);
      if (isZero(volume) || limit === null || isWorse(order.sent.side, price, limit)) continue;
      const isBeyond = isWorse(order.sent.side, limit, price);
      const leaves = leavesOf(order);
      const part = afterTrade(order.place ?? { ahead: ZERO }, { volume, isBeyond, leaves });
      order.place = part.place;
      if (isZero(part.filled)) continue;
      volume = subtract(volume, part.filled);
      this.#fill(order, limit, part.filled, true);
      this.#settle(order);
    }
    for (const order of this.#working(instrument)) if (!order.isTriggered) this.#trigger(order);
  }

  /** Ends what is past its time. */
  onTime(): void {
    const now = this.#parts.now();
    for (const order of this.#working(null)) {
      const ends = endsAt(order);
      if (ends !== null && ends <= now) this.#end(order, 'Expired', null);
    }
  }

  #refusal(sent: VenueOrder): RejectReason | null {
    const { instrument, side, terms } = sent;
    const book = this.#parts.market.book(instrument);
    if (book === undefined) return 'MarketClosed';
    const other = otherSide(side);
    const best = book.best(other)?.price ?? null;
    if (!sent.isPostOnly || terms.ordType !== 'Limit') return null;
    const own = this.#ownBest(instrument, other);
    const meets = [best, own].some((price) => price !== null && !isWorse(side, price, terms.price));
    return meets ? 'WouldTake' : null;
  }

  /** What it may need at most is held at once; a market order is held for when it is walked. */
  #hold(order: PaperOrder): boolean {
    const { sent } = order;
    const asset = this.#heldAsset(sent);
    const needed = this.#needed(sent);
    if (needed === null || !this.#funds.hold(asset, needed)) return false;
    order.held = needed;
    return true;
  }

  #needed({ instrument, side, orderQty, terms }: VenueOrder): Decimal | null {
    if (side === 'Sell') return orderQty;
    const { maker, taker } = this.#parts.market.rates(instrument);
    const rate = add(ONE, greatest(greatest(maker, taker), ZERO));
    if ('price' in terms) return multiply(multiply(orderQty, terms.price), rate);
    if ('stopPx' in terms) return multiply(multiply(orderQty, terms.stopPx), rate);
    let [left, cost] = [orderQty as Decimal, ZERO];
    for (const { level, free } of this.#offers(instrument, 'Sell')) {
      const part = least(left, free);
      cost = add(cost, multiply(part, level.price));
      left = subtract(left, part);
    }
    // Each fill's fee is rounded up by itself.
    return roundTo(add(multiply(cost, rate), decimal('0.000001')), NUMERIC_SCALE, 'Ceiling');
  }

  #heldAsset({ instrument, side }: VenueOrder): Asset {
    const { base, quote } = this.#parts.market.instrument(instrument);
    return side === 'Buy' ? quote : base;
  }

  #offers(instrument: InstrumentId, side: Side): { level: Level; free: Decimal }[] {
    const levels = this.#parts.market.book(instrument)?.levels(side, LEVELS_MOST) ?? [];
    const liquidity = this.#side(instrument, side);
    liquidity.see(levels);
    return levels.map((level) => ({ level, free: liquidity.left(level) }));
  }

  #trigger(order: PaperOrder): void {
    const { terms, side, instrument } = order.sent;
    const last = this.#last.get(instrument);
    if (last === undefined || !('stopPx' in terms)) return;
    const isStop = terms.ordType === 'Stop' || terms.ordType === 'StopLimit';
    const isUp = (side === 'Buy') === isStop;
    if (isUp ? lessThan(last, terms.stopPx) : greaterThan(last, terms.stopPx)) return;
    order.isTriggered = true;
    this.#enter(order);
  }

  /** Takes what it may, then rests or ends. */
  #enter(order: PaperOrder): void {
    const { sent } = order;
    const limit = limitOf(order);
    const own = this.#ownBest(sent.instrument, otherSide(sent.side));
    const offers = this.#offers(sent.instrument, otherSide(sent.side)).filter(
      ({ level: { price } }) =>
        (limit === null || !isWorse(sent.side, price, limit)) &&
        (own === null || isWorse(sent.side, own, price)),
    );
    const isAllOrNone = sent.timeInForce === 'FillOrKill';
    const there = offers.reduce<Decimal>((all, { free }) => add(all, free), ZERO);
    if (isAllOrNone && lessThan(there, sent.orderQty)) {
      this.#end(order, 'Expired', null);
      return;
    }
    for (const { level, free } of offers) {
      const part = this.#affordable(order, level.price, least(leavesOf(order), free));
      if (isZero(part)) continue;
      this.#side(sent.instrument, otherSide(sent.side)).take(level, part);
      this.#fill(order, level.price, part, false);
    }
    const meetsOwn = own !== null && limit !== null && !isWorse(sent.side, own, limit);
    const rests = limit !== null && !meetsOwn && sent.timeInForce !== 'ImmediateOrCancel';
    if (!isZero(leavesOf(order)) && !rests) {
      this.#end(order, 'Expired', meetsOwn ? 'SelfTrade' : null);
      return;
    }
    const levels = this.#parts.market.book(sent.instrument)?.levels(sent.side, LEVELS_MOST) ?? [];
    order.place = { ahead: shownAt(levels, limit) };
    if (!isZero(order.cumQty)) this.#settle(order);
  }

  /** A triggered market order may find prices beyond what was held for it. */
  #affordable(order: PaperOrder, price: Decimal, part: Decimal): Decimal {
    const { side, instrument } = order.sent;
    if (side === 'Sell' || limitOf(order) !== null || isZero(part)) return part;
    const { quote } = this.#parts.market.instrument(instrument);
    const { taker } = this.#parts.market.rates(instrument);
    const funds = subtract(
      add(order.held, this.#funds.free(quote)),
      decimal('0.000000000000000001'),
    );
    const each = multiply(price, add(ONE, greatest(taker, ZERO)));
    return !greaterThan(multiply(each, part), funds) ? part : ZERO;
  }

  #fill(order: PaperOrder, price: Decimal, part: Decimal, isMaker: boolean): void {
    const { instrument, side, clOrdId } = order.sent;
    const { base, quote } = this.#parts.market.instrument(instrument);
    const { maker, taker } = this.#parts.market.rates(instrument);
    const notional = multiply(part, price);
    const fee = roundTo(multiply(notional, isMaker ? maker : taker), NUMERIC_SCALE, 'Ceiling');
    order.cumQty = add(order.cumQty, part);
    order.notional = add(order.notional, notional);
    const paid = side === 'Buy' ? add(notional, fee) : part;
    const freed = least(order.held, paid);
    this.#funds.release(this.#heldAsset(order.sent), freed);
    order.held = subtract(order.held, freed);
    this.#funds.move(base, side === 'Buy' ? part : negate(part));
    this.#funds.move(quote, side === 'Buy' ? negate(paid) : subtract(notional, fee));
    const fill: VenueFill = {
      execId: this.#parts.nextId(),
      orderId: order.orderId,
      clOrdId,
      instrument,
      side,
      lastQty: part as VenueFill['lastQty'],
      lastPx: price as VenueFill['lastPx'],
      fee: { amount: fee, asset: quote },
      isMaker,
      at: this.#parts.now(),
    };
    this.#fills.push(fill);
    this.#parts.tell({ kind: 'Fill', fill });
  }

  #settle(order: PaperOrder): void {
    if (isZero(leavesOf(order))) {
      this.#end(order, 'Filled', null);
      return;
    }
    order.status = 'PartiallyFilled';
    this.#tell(order);
  }

  #end(order: PaperOrder, status: VenueOrdStatus, text: string | null): void {
    this.#funds.release(this.#heldAsset(order.sent), order.held);
    order.held = ZERO;
    order.status = status;
    order.place = null;
    order.text = text;
    this.#tell(order);
  }

  #tell(order: PaperOrder): void {
    order.at = this.#parts.now();
    const { base, quote } = this.#parts.market.instrument(order.sent.instrument);
    this.#parts.tell({ kind: 'Order', report: reportOf(order) });
    for (const asset of [base, quote]) {
      this.#parts.tell({ kind: 'Balance', balance: this.#funds.of(asset) });
    }
  }

  #working(instrument: InstrumentId | null): PaperOrder[] {
    const orders = [...this.#orders.values()].filter(isWorking);
    return instrument === null ? orders : orders.filter((o) => o.sent.instrument === instrument);
  }

  /** Best price first, then the older: orders are kept as they came. */
  #resting(instrument: InstrumentId, side: Side): PaperOrder[] {
    return this.#working(instrument)
      .filter((order) => order.sent.side === side && order.place !== null)
      .sort((a, b) => {
        const [x, y] = [limitOf(a) ?? ZERO, limitOf(b) ?? ZERO];
        return isWorse(side, x, y) ? -1 : isWorse(side, y, x) ? 1 : 0;
      });
  }

  #ownBest(instrument: InstrumentId, side: Side): Decimal | null {
    const [best] = this.#resting(instrument, side);
    return best === undefined ? null : limitOf(best);
  }

  #side(instrument: InstrumentId, side: Side): Liquidity {
    const key = `${instrument} ${side}`;
    const known = this.#sides.get(key) ?? new Liquidity();
    this.#sides.set(key, known);
    return known;
  }
}
