/** One venue's side of an invented history: what it takes, fills, refuses and holds for its one customer. */
import type { MarketSlice, SendOutcome, VenueSnapshot } from '@ultrathink/domain/engine/core';
import {
  type Asset,
  add,
  type Decimal,
  decimal,
  isZero,
  least,
  lessThan,
  multiply,
  type Price,
  type Quantity,
  roundTo,
  subtract,
  toText,
  type UtcTime,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import type { OrderReport, VenueFill, VenueOrder } from '@ultrathink/domain/trading';
import type { Random, VenueSetup } from '@ultrathink/venue-simulator/past';
import { timeOf } from './seeded-ids.ts';

const FEE_PLACES = 8;
/** So long it says so, from when it is first asked. */
const MISSTATED_MS = 3 * 3_600_000;
/** Fills stand in the order in which they were told; none is that much younger than one after it. */
const DISORDER_MS = 3_600_000;

interface Kept {
  order: VenueOrder;
  readonly orderId: string;
  cumQty: Decimal;
  fills: readonly VenueFill[];
  ordStatus: OrderReport['ordStatus'];
}

interface Rates {
  readonly maker: Decimal;
  readonly taker: Decimal;
}

/** An amount too much, or too little, that the venue takes back by itself. */
interface Misstatement {
  readonly fromMs: number;
  readonly asset: string;
  readonly amount: Decimal;
}

/** The best prices at which somebody rests: whoever the market has not come to leaves the others alone. */
interface Bounds {
  readonly buy: number;
  readonly sell: number;
}

type Levels = readonly (readonly [string, string])[];

export interface Told {
  readonly report: OrderReport;
  readonly fills: readonly VenueFill[];
}

export class PastVenue {
  readonly account: VenueAccountId;
  readonly setup: VenueSetup;
  readonly rates: Rates;
  readonly #random: Random;
  readonly #orders = new Map<string, Kept>();
  readonly #resting = new Map<string, Set<Kept>>();
  /** Of those who rest, until one of them comes, goes or changes. */
  readonly #bounds = new Map<string, Bounds>();
  #instruments: readonly string[] | null = null;
  readonly #funds = new Map<string, Decimal>();
  readonly #fills: VenueFill[] = [];
  #numbers = 0;
  #misstatements: (Misstatement & { readonly untilMs: number | null })[] = [];

  constructor(account: VenueAccountId, setup: VenueSetup, random: Random) {
    this.account = account;
    this.setup = setup;
    this.#random = random;
    const { maker, taker } = setup.fees.rates('customer');
    this.rates = { maker: shareOf(maker), taker: shareOf(taker) };
  }

  /** What comes from outside, or goes there. */
  move(asset: string, amount: Decimal): void {
    this.#funds.set(asset, add(this.#funds.get(asset) ?? ZERO, amount));
  }

  get funds(): readonly { readonly asset: string; readonly amount: string }[] {
    return [...this.#funds].map(([asset, amount]) => ({ asset, amount: toText(amount) }));
  }

  /** Where somebody rests. */
  get instruments(): readonly string[] {
    this.#instruments ??= [...this.#resting].flatMap(([instrument, own]) =>
      own.size === 0 ? [] : [instrument],
    );
    return this.#instruments;
  }

  take(order: VenueOrder, slice: MarketSlice, atMs: number): SendOutcome {
    const refused = this.#refusalOf(order, slice);
    if (refused !== null) return refused;
    const kept = this.#keep(order);
    const fills = this.#sweep(kept, slice, atMs);
    const isDone = lessThan(ZERO, this.#left(kept)) === false;
    const rests = order.terms.ordType === 'Limit' && order.timeInForce === 'GoodTillCancel';
    if (isDone) kept.ordStatus = 'Filled';
    else if (!rests) kept.ordStatus = 'Canceled';
    else this.#rest(kept);
    const report = this.#reportOf(kept, atMs);
    return { kind: 'Accepted', orderId: kept.orderId, report, fills };
  }

  cancel(clOrdId: string, atMs: number): SendOutcome {
    const kept = this.#orders.get(clOrdId);
    if (kept === undefined || !isOpen(kept)) {
      const text = 'Unknown order sent.';
      return { kind: 'RejectedProven', reason: 'UnknownOrder', code: '-2011', text };
    }
    this.#end(kept, 'Canceled');
    const report = this.#reportOf(kept, atMs);
    return { kind: 'Accepted', orderId: kept.orderId, report, fills: [] };
  }

  /** The old one's place and what it traded are the new one's, under its own name. */
  replace(clOrdId: string, to: VenueOrder, atMs: number): SendOutcome {
    const kept = this.#orders.get(clOrdId);
    if (kept === undefined || !isOpen(kept)) {
      const text = 'Unknown order sent.';
      return { kind: 'RejectedProven', reason: 'UnknownOrder', code: '-2011', text };
    }
    kept.order = { ...to, instrument: kept.order.instrument };
    this.#bounds.delete(kept.order.instrument);
    this.#orders.set(to.clOrdId, kept);
    const report = this.#reportOf(kept, atMs);
    return { kind: 'Accepted', orderId: kept.orderId, report, fills: [] };
  }

  /** The one that is told when it is asked for. */
  find(clOrdId: string, atMs: number): OrderReport | null {
    const kept = this.#orders.get(clOrdId);
    return kept === undefined ? null : this.#reportOf(kept, atMs);
  }

  /** Its answer to the same bytes again; null where it never had them. */
  known(clOrdId: string, atMs: number): SendOutcome | null {
    const kept = this.#orders.get(clOrdId);
    if (kept === undefined) return null;
    const report = this.#reportOf(kept, atMs);
    return { kind: 'Accepted', orderId: kept.orderId, report, fills: kept.fills };
  }

  fillsOf(clOrdId: string): readonly VenueFill[] {
    return this.#orders.get(clOrdId)?.fills ?? [];
  }

  /** Whether somebody rests at a price that the market has passed. */
  reaches(instrument: string, mid: number): boolean {
    const { buy, sell } = this.#bounds.get(instrument) ?? this.#boundsOf(instrument);
    return buy >= mid || sell <= mid;
  }

  #boundsOf(instrument: string): Bounds {
    let [buy, sell] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const { order } of this.#resting.get(instrument) ?? []) {
      const { terms, side } = order;
      if (terms.ordType !== 'Limit') continue;
      const price = Number(toText(terms.price));
      if (side === 'Buy') buy = Math.max(buy, price);
      else sell = Math.min(sell, price);
    }
    const bounds = { buy, sell };
    this.#bounds.set(instrument, bounds);
    return bounds;
  }

  /** Those who rest at a price that the market has passed are filled, most of them whole. */
  touch(instrument: string, mid: Decimal, atMs: number): readonly Told[] {
    const told: Told[] = [];
    for (const kept of this.#resting.get(instrument) ?? []) {
      const { terms, side, orderQty } = kept.order;
      if (terms.ordType !== 'Limit') continue;
      const isPassed = side === 'Buy' ? !lessThan(terms.price, mid) : !lessThan(mid, terms.price);
      if (!isPassed) continue;
      const left = this.#left(kept);
      const isPart = this.#random.unit() < PART_SHARE && isZero(kept.cumQty);
      const part = roundTo(multiply(orderQty, HALF), placesOf(orderQty), 'Down');
      const quantity = isPart && lessThan(ZERO, part) ? least(part, left) : left;
      const fill = this.#fill(kept, terms.price, quantity, { isMaker: true, atMs });
      if (isZero(this.#left(kept))) this.#end(kept, 'Filled');
      else kept.ordStatus = 'PartiallyFilled';
      told.push({ report: this.#reportOf(kept, atMs), fills: [fill] });
    }
    return told;
  }

  /** With everything since then; what is older is not told again. */
  snapshot(sinceMs: number, atMs: number): VenueSnapshot {
    const since = timeOf(sinceMs);
    return {
      openOrders: [...this.#resting.values()].flatMap((own) =>
        [...own].map((kept) => this.#reportOf(kept, sinceMs)),
      ),
      closedOrders: [],
      fills: this.#fillsSince(since, timeOf(sinceMs - DISORDER_MS)),
      balances: this.balances(atMs),
      since,
    };
  }

  #fillsSince(since: UtcTime, surely: UtcTime): readonly VenueFill[] {
    const before = this.#fills.findLastIndex(({ at }) => at < surely);
    return this.#fills.slice(before + 1).filter(({ at }) => at >= since);
  }

  balances(atMs: number): VenueSnapshot['balances'] {
    return [...this.#funds].map(([asset, amount]) => {
      const total = add(amount, this.#misstatedOf(asset, atMs));
      return { asset: asset as Asset, total, held: ZERO };
    });
  }

  misstate(one: Misstatement): void {
    this.#misstatements.push({ ...one, untilMs: null });
  }

  #misstatedOf(asset: string, atMs: number): Decimal {
    this.#misstatements = this.#misstatements
      .map((one) => {
        const begins = one.untilMs === null && one.asset === asset && one.fromMs <= atMs;
        return begins ? { ...one, untilMs: atMs + MISSTATED_MS } : one;
      })
      .filter(({ untilMs }) => untilMs === null || untilMs > atMs);
    return this.#misstatements
      .filter((one) => one.asset === asset && one.untilMs !== null)
      .reduce<Decimal>((sum, one) => add(sum, one.amount), ZERO);
  }

  #refusalOf(order: VenueOrder, slice: MarketSlice): SendOutcome | null {
    if (order.isPostOnly && this.#levelsFor(order, slice).length > 0) {
      const text = 'Order would immediately match and take.';
      return { kind: 'RejectedProven', reason: 'WouldTake', code: '-2010', text };
    }
    if (this.#random.unit() >= REFUSED_SHARE) return null;
    const text = 'The matching engine is busy.';
    return { kind: 'RejectedProven', reason: 'Unavailable', code: '-1016', text };
  }

  #keep(order: VenueOrder): Kept {
    this.#numbers += 1;
    const orderId = String(1_000_000 + this.#numbers);
    const kept: Kept = { order, orderId, cumQty: ZERO, fills: [], ordStatus: 'New' };
    this.#orders.set(order.clOrdId, kept);
    return kept;
  }

  #rest(kept: Kept): void {
    const { instrument } = kept.order;
    if (!isZero(kept.cumQty)) kept.ordStatus = 'PartiallyFilled';
    const own = this.#resting.get(instrument) ?? new Set<Kept>();
    own.add(kept);
    this.#resting.set(instrument, own);
    this.#changed(instrument);
  }

  #changed(instrument: string): void {
    this.#bounds.delete(instrument);
    this.#instruments = null;
  }

  #end(kept: Kept, ordStatus: OrderReport['ordStatus']): void {
    kept.ordStatus = ordStatus;
    const { instrument } = kept.order;
    if (this.#resting.get(instrument)?.delete(kept) === true) this.#changed(instrument);
  }

  #sweep(kept: Kept, slice: MarketSlice, atMs: number): readonly VenueFill[] {
    const levels = this.#levelsFor(kept.order, slice);
    const there = levels.reduce<Decimal>((sum, [, size]) => add(sum, decimal(size)), ZERO);
    const { timeInForce } = kept.order;
    if (timeInForce === 'FillOrKill' && lessThan(there, kept.order.orderQty)) return [];
    const fills: VenueFill[] = [];
    for (const [price, size] of levels) {
      const quantity = least(decimal(size), this.#left(kept));
      if (isZero(quantity)) break;
      fills.push(this.#fill(kept, decimal(price), quantity, { isMaker: false, atMs }));
    }
    return fills;
  }

  /** Of the other side, as far as the limit goes. */
  #levelsFor({ side, terms }: VenueOrder, { venues }: MarketSlice): Levels {
    const book = venues.find(({ venue }) => venue === this.setup.name)?.book;
    if (book?.kind !== 'Good') return [];
    const levels = side === 'Buy' ? book.asks : book.bids;
    if (terms.ordType !== 'Limit') return levels;
    const { price } = terms;
    return levels.filter(([at]) =>
      side === 'Buy' ? !lessThan(price, decimal(at)) : !lessThan(decimal(at), price),
    );
  }

  #left({ order, cumQty }: Kept): Decimal {
    return subtract(order.orderQty, cumQty);
  }

  #fill(
    kept: Kept,
    price: Decimal,
    quantity: Decimal,
    { isMaker, atMs }: { readonly isMaker: boolean; readonly atMs: number },
  ): VenueFill {
    const { clOrdId, instrument, side } = kept.order;
    const [base = '', quote = ''] = instrument.split('/');
    const notional = multiply(price, quantity);
    const inBase = this.setup.fees.paidIn === 'Received' && side === 'Buy';
    const rate = isMaker ? this.rates.maker : this.rates.taker;
    const amount = roundTo(multiply(inBase ? quantity : notional, rate), FEE_PLACES, 'Down');
    const asset = (inBase ? base : quote) as Asset;
    const minus = (of: Decimal) => subtract(ZERO, of);
    this.move(base, side === 'Buy' ? quantity : minus(quantity));
    this.move(quote, side === 'Buy' ? minus(notional) : notional);
    this.move(asset, minus(amount));
    kept.cumQty = add(kept.cumQty, quantity);
    this.#numbers += 1;
    const fill: VenueFill = {
      execId: `T${this.#numbers}`,
      orderId: kept.orderId,
      clOrdId,
      instrument,
      side,
      lastQty: quantity as Quantity,
      lastPx: price as Price,
      fee: { amount, asset },
      isMaker,
      at: timeOf(atMs),
    };
    kept.fills = [...kept.fills, fill];
    this.#fills.push(fill);
    return fill;
  }

  #reportOf({ order, orderId, cumQty, ordStatus }: Kept, atMs: number): OrderReport {
    const { clOrdId, instrument, side, orderQty } = order;
    const at = timeOf(atMs);
    const told = { orderId, clOrdId, instrument, side, ordStatus, orderQty, cumQty };
    return { ...told, avgPx: null, at, text: null };
  }
}

const REFUSED_SHARE = 0.004;
const PART_SHARE = 0.3;
const HALF = decimal('0.5');

const isOpen = ({ ordStatus }: Kept) => ordStatus === 'New' || ordStatus === 'PartiallyFilled';
const placesOf = (quantity: Decimal) => toText(quantity).split('.')[1]?.length ?? 0;
/** From the simulator's whole numbers of 10^-18. */
const shareOf = (share: bigint) => decimal((Number(share / 10n ** 12n) / 1e6).toFixed(6));
