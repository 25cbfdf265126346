/**
 * Orders of one paper account against live books, pessimistic: who takes walks the book and never
 * takes the same twice; who rests is filled by trades alone, after all that stood before it; who would
 * meet an order of the same account is ended instead. Time, ids and the market come in.
 *
 * Without a trade nothing that rests is filled, not even where the other side's quotes reach its price:
 * who quoted there did so without meeting us. Nothing is triggered, taken or placed without a book.
 */
import {
  type Asset,
  add,
  type Decimal,
  divide,
  fromEpochMs,
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
  type InstrumentId,
  type Level,
  otherSide,
  quantityOnStep,
  type Side,
} from '@ultrathink/domain/market-data';
import type {
  OrderReport,
  VenueBalance,
  VenueFill,
  VenueOrder,
  VenueOrderId,
  VenueOrdStatus,
} from '@ultrathink/domain/trading';
import type { RejectReason } from '../contract/answer.ts';
import type { MarketTrade } from '../contract/market-data-client.ts';
import { Funds } from './funds.ts';
import { afterLevel, afterTrade, behind, Liquidity } from './liquidity.ts';
import {
  endsAt,
  isWorking,
  isWorse,
  leavesOf,
  limitOf,
  newOrder,
  type PaperOrder,
  reportOf,
  shownAt,
} from './orders.ts';
import type { MatchingParts, PaperState, Placing } from './parts.ts';
import { Records } from './records.ts';

/** Books deeper than this are not looked at. */
const LEVELS_MOST = 1000;

const BEGINNING = fromEpochMs(0);

interface Offer {
  readonly level: Level;
  readonly free: Decimal;
}

export class Matching {
  readonly #parts: MatchingParts;
  readonly #funds: Funds;
  readonly #records: Records;
  readonly #sides = new Map<string, Liquidity>();
  readonly #last = new Map<InstrumentId, Decimal>();

  constructor(parts: MatchingParts) {
    const { state, limits } = parts;
    this.#parts = parts;
    this.#funds = new Funds(state.balances);
    this.#records = new Records(state, limits);
    for (const { instrument, side } of state.taken) {
      const own = state.taken.filter((o) => o.instrument === instrument && o.side === side);
      this.#sides.set(`${instrument} ${side}`, new Liquidity(own));
    }
    for (const { instrument, price } of state.last) this.#last.set(instrument, price);
  }

  state(): Omit<PaperState, 'deadManAt'> {
    return {
      balances: this.#funds.all(),
      orders: this.#records.all().map((order) => ({ ...order })),
      fills: this.#records.fills(BEGINNING),
      taken: [...this.#sides].flatMap(([key, liquidity]) => {
        const [instrument, side] = key.split(' ') as [InstrumentId, Side];
        return liquidity.taken().map((level) => ({ instrument, side, ...level }));
      }),
      last: [...this.#last].map(([instrument, price]) => ({ instrument, price })),
      forgotten: this.#records.forgotten,
    };
  }

  balances(): readonly VenueBalance[] {
    return this.#funds.all();
  }

  get records(): Pick<Records, 'working' | 'ended' | 'fills' | 'forgotten'> {
    return this.#records;
  }

  find(clOrdId: string): OrderReport | null {
    const order = this.#records.find(clOrdId);
    return order === undefined ? null : reportOf(order);
  }

  place(sent: VenueOrder): Placing {
    if (this.#records.find(sent.clOrdId) !== undefined) return { kind: 'Exists' };
    const now = this.#parts.now();
    const order = newOrder(sent, this.#parts.nextId(), now);
    const refused = this.#refusal(order, now);
    if (refused !== null) return { kind: 'Refused', reason: refused };
    if (!this.#hold(order)) return { kind: 'Refused', reason: 'InsufficientFunds' };
    this.#records.add(order);
    this.#tell(order);
    const fills = order.isTriggered ? this.#enter(order) : this.#trigger(order);
    return { kind: 'Placed', order: reportOf(order), fills };
  }

  /** Null where there is no such working order. */
  cancel(clOrdId: string, orderId: VenueOrderId | null): OrderReport | null {
    const order = this.#records.find(clOrdId);
    if (order === undefined || !isWorking(order)) return null;
    if (orderId !== null && orderId !== order.orderId) return null;
    this.#end(order, 'Canceled', null);
    return reportOf(order);
  }

  cancelAll(instrument: InstrumentId | null): void {
    for (const order of this.#records.working(instrument)) this.#end(order, 'Canceled', null);
  }

  onBook(instrument: InstrumentId): void {
    const book = this.#parts.market.book(instrument);
    if (book === undefined) return;
    const now = this.#parts.now();
    for (const side of ['Buy', 'Sell'] as const) {
      const liquidity = this.#side(instrument, side);
      const resting = this.#records.resting(instrument, side);
      // Reading levels costs more than the rest of it.
      if (liquidity.isUntouched && resting.length === 0) continue;
      const levels = book.levels(side, LEVELS_MOST);
      liquidity.see(levels);
      for (const order of resting) {
        const shown = shownAt(levels, limitOf(order));
        order.place = afterLevel(order.place ?? behind(ZERO), shown, now);
      }
    }
    this.#triggerAll(instrument);
  }

  /** Of what was placed after it, a trade says nothing: venues also tell those of before. */
  onTrade({ instrument, price, quantity, side, at }: MarketTrade): void {
    this.onTime();
    this.#last.set(instrument, price);
    const now = this.#parts.now();
    let volume: Decimal = quantity;
    // Who took by selling met those who rest to buy.
    for (const order of this.#records.resting(instrument, otherSide(side))) {
      const limit = limitOf(order);
      if (isZero(volume) || limit === null || at < order.placedAt) continue;
      if (isWorse(order.sent.side, price, limit)) continue;
      const isBeyond = isWorse(order.sent.side, limit, price);
      const leaves = leavesOf(order);
      const part = afterTrade(order.place ?? behind(ZERO), { volume, isBeyond, leaves, now });
      order.place = part.place;
      if (isZero(part.filled)) continue;
      volume = subtract(volume, part.filled);
      this.#fill(order, limit, part.filled, true);
      this.#settle(order);
    }
    this.#triggerAll(instrument);
  }

  /** Ends what is past its time. */
  onTime(): void {
    const now = this.#parts.now();
    for (const order of this.#records.working(null)) {
      const ends = endsAt(order);
      if (ends !== null && ends <= now) this.#end(order, 'Expired', null);
    }
  }

  /** When the next of them is past its time. */
  nextEnd(): UtcTime | null {
    const ends = this.#records.working(null).flatMap((order) => endsAt(order) ?? []);
    return ends.reduce<UtcTime | null>((a, b) => (a === null || b < a ? b : a), null);
  }

  #refusal(order: PaperOrder, now: UtcTime): RejectReason | null {
    const { instrument, side, terms, isPostOnly } = order.sent;
    const book = this.#parts.market.book(instrument);
    if (book === undefined) return 'MarketClosed';
    if (this.#records.isFull) return 'TooManyOrders';
    const ends = endsAt(order);
    if (ends !== null && ends <= now) return 'Malformed';
    if (!isPostOnly || terms.ordType !== 'Limit') return null;
    const other = otherSide(side);
    const best = book.best(other)?.price ?? null;
    const own = this.#ownBest(instrument, other);
    const meets = [best, own].some((price) => price !== null && !isWorse(side, price, terms.price));
    return meets ? 'WouldTake' : null;
  }

  /** What it may need at most is held at once: of a market order, what the book asks for it now. */
  #hold(order: PaperOrder): boolean {
    order.held = this.#needed(order.sent);
    return this.#funds.hold(this.#heldAsset(order.sent), order.held);
  }

  #needed({ instrument, side, orderQty, terms }: VenueOrder): Decimal {
    if (side === 'Sell') return orderQty;
    const rate = this.#rate(instrument);
    if ('price' in terms) return multiply(multiply(orderQty, terms.price), rate);
    if ('stopPx' in terms) return multiply(multiply(orderQty, terms.stopPx), rate);
    let [left, cost] = [orderQty as Decimal, ZERO];
    for (const { level, free } of this.#offers(instrument, 'Sell')) {
      const part = least(left, free);
      cost = add(cost, multiply(part, level.price));
      left = subtract(left, part);
    }
    return multiply(cost, rate);
  }

  /** What is paid for one unit of notional at most. */
  #rate(instrument: InstrumentId): Decimal {
    const { maker, taker } = this.#parts.market.rates(instrument);
    return add(ONE, greatest(greatest(maker, taker), ZERO));
  }

  #heldAsset({ instrument, side }: VenueOrder): Asset {
    const { base, quote } = this.#parts.market.instrument(instrument);
    return side === 'Buy' ? quote : base;
  }

  #offers(instrument: InstrumentId, side: Side): Offer[] {
    const levels = this.#parts.market.book(instrument)?.levels(side, LEVELS_MOST) ?? [];
    const liquidity = this.#side(instrument, side);
    liquidity.see(levels);
    return levels.map((level) => ({ level, free: liquidity.left(level) }));
  }

  #triggerAll(instrument: InstrumentId): void {
    for (const order of this.#records.working(instrument)) {
      if (!order.isTriggered) this.#trigger(order);
    }
  }

  #trigger(order: PaperOrder): readonly VenueFill[] {
    const { terms, side, instrument } = order.sent;
    const last = this.#last.get(instrument);
    const isKnown = last !== undefined && this.#parts.market.book(instrument) !== undefined;
    if (!isKnown || !('stopPx' in terms)) return [];
    const isStop = terms.ordType === 'Stop' || terms.ordType === 'StopLimit';
    const isUp = (side === 'Buy') === isStop;
    if (isUp ? lessThan(last, terms.stopPx) : greaterThan(last, terms.stopPx)) return [];
    order.isTriggered = true;
    return this.#enter(order);
  }

  /** Takes what it may, then rests or ends. */
  #enter(order: PaperOrder): readonly VenueFill[] {
    const { instrument, side, timeInForce, orderQty } = order.sent;
    const limit = limitOf(order);
    const own = this.#ownBest(instrument, otherSide(side));
    const offers = this.#offers(instrument, otherSide(side)).filter(
      ({ level: { price } }) =>
        (limit === null || !isWorse(side, price, limit)) &&
        (own === null || isWorse(side, own, price)),
    );
    const there = offers.reduce<Decimal>((all, { free }) => add(all, free), ZERO);
    if (timeInForce === 'FillOrKill' && lessThan(there, orderQty)) {
      this.#end(order, 'Expired', 'WouldNotFill');
      return [];
    }
    const fills = this.#take(order, offers);
    const meetsOwn = own !== null && limit !== null && !isWorse(side, own, limit);
    const rests = limit !== null && !meetsOwn && timeInForce !== 'ImmediateOrCancel';
    if (!isZero(leavesOf(order)) && !rests) {
      this.#end(order, 'Expired', meetsOwn ? 'SelfTrade' : null);
      return fills;
    }
    const levels = this.#parts.market.book(instrument)?.levels(side, LEVELS_MOST) ?? [];
    order.place = behind(shownAt(levels, limit));
    if (!isZero(order.cumQty)) this.#settle(order);
    return fills;
  }

  #take(order: PaperOrder, offers: readonly Offer[]): VenueFill[] {
    const { instrument, side } = order.sent;
    const fills: VenueFill[] = [];
    for (const { level, free } of offers) {
      const part = this.#affordable(order, level.price, least(leavesOf(order), free));
      if (isZero(part)) continue;
      this.#side(instrument, otherSide(side)).take(level, part);
      fills.push(this.#fill(order, level.price, part, false));
    }
    return fills;
  }

  /** A triggered market order may find prices beyond what was held for it: it gets what it can pay. */
  #affordable(order: PaperOrder, price: Decimal, part: Decimal): Decimal {
    const { side, instrument } = order.sent;
    if (side === 'Sell' || limitOf(order) !== null || isZero(part)) return part;
    const { instrument: instrumentOf, terms: termsOf } = this.#parts.market;
    const funds = add(order.held, this.#funds.free(instrumentOf(instrument).quote));
    const each = multiply(price, this.#rate(instrument));
    if (!greaterThan(multiply(each, part), funds)) return part;
    const terms = termsOf(instrument);
    return terms === undefined
      ? ZERO
      : quantityOnStep(terms, divide(funds, each, NUMERIC_SCALE, 'Down'));
  }

  #fill(order: PaperOrder, price: Decimal, part: Decimal, isMaker: boolean): VenueFill {
    const { instrument, side, clOrdId } = order.sent;
    const { base, quote } = this.#parts.market.instrument(instrument);
    const { maker, taker } = this.#parts.market.rates(instrument);
    const notional = multiply(part, price);
    // Down, so that many fills never cost more than was held for the whole of them.
    const fee = roundTo(multiply(notional, isMaker ? maker : taker), NUMERIC_SCALE, 'Down');
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
    this.#records.addFill(fill);
    this.#parts.tell({ kind: 'Fill', fill });
    return fill;
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
    this.#records.end(order);
  }

  #tell(order: PaperOrder): void {
    order.at = this.#parts.now();
    const { base, quote } = this.#parts.market.instrument(order.sent.instrument);
    this.#parts.tell({ kind: 'Order', report: reportOf(order) });
    for (const asset of [base, quote]) {
      this.#parts.tell({ kind: 'Balance', balance: this.#funds.of(asset) });
    }
  }

  #ownBest(instrument: InstrumentId, side: Side): Decimal | null {
    const [best] = this.#records.resting(instrument, side);
    return best === undefined ? null : limitOf(best);
  }

  #side(instrument: InstrumentId, side: Side): Liquidity {
    const key = `${instrument} ${side}`;
    const known = this.#sides.get(key) ?? new Liquidity();
    this.#sides.set(key, known);
    return known;
  }
}
