/** Whoever trades in the suite: makes orders that fit, waits for what is reported. */
import {
  add,
  addMs,
  type Decimal,
  decimal,
  divide,
  makeUuidv7,
  multiply,
  subtract,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { priceOnTick, quantityOnStep, type Side } from '@ultrathink/domain/market-data';
import type { ClOrdId, VenueFill, VenueOrder, VenueOrderId } from '@ultrathink/domain/trading';
import type {
  Answer,
  ExecutionClient,
  MarketEvent,
  OrderRef,
  Outcome,
  Placed,
  Report,
  Subscription,
  VenueConnection,
  VenueInstrument,
  VenueSetup,
} from '../src/index.ts';
import { testClock } from './simulated.ts';
import type { Ground, Target } from './target.ts';

/** Longer than anything here takes, and shorter than a test may. */
const WAIT_MS = 4_000;
const RANDOM_BYTES = 10;

export function newId(): ClOrdId {
  return makeUuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))) as ClOrdId;
}

/** What was accepted; anything else fails the test and shows what came. */
export function accepted<T>(outcome: Outcome<T> | null): T {
  if (outcome?.kind === 'Accepted') return outcome.value;
  throw new Error(`Expected Accepted, got ${JSON.stringify(outcome)}.`);
}

export function told<T>(answer: Answer<T>): T {
  if (answer.kind === 'Told') return answer.value;
  throw new Error(`Expected Told, got ${JSON.stringify(answer)}.`);
}

/** Remembers what came and lets a test wait for what has to come. */
export class Heard<T> {
  readonly all: T[] = [];
  #waiting: (() => void)[] = [];

  readonly take = (one: T): void => {
    this.all.push(one);
    for (const look of this.#waiting) look();
  };

  count(is: (one: T) => boolean): number {
    return this.all.filter(is).length;
  }

  /** The first from there on that is meant, already heard or still to come. */
  async until(what: string, is: (one: T) => boolean, from = 0): Promise<T> {
    await this.times(what, is, 1, from);
    return this.all.slice(from).find(is) as T;
  }

  times(what: string, is: (one: T) => boolean, times: number, from = 0): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.all.slice(from).filter(is).length < times) return;
        stop();
        resolve();
      };
      const timer = setTimeout(() => {
        stop();
        const heard = JSON.stringify(this.all.slice(from)).slice(0, 600);
        reject(new Error(`Waited ${WAIT_MS} ms for ${what}; heard ${heard}.`));
      }, WAIT_MS);
      const stop = () => {
        clearTimeout(timer);
        this.#waiting = this.#waiting.filter((one) => one !== look);
      };
      this.#waiting.push(look);
      look();
    });
  }
}

export class Desk {
  readonly connection: VenueConnection;
  readonly execution: ExecutionClient;
  readonly listed: VenueInstrument;
  readonly target: Target;
  readonly #lastPrice: Decimal;
  readonly #subscriptions: Subscription[] = [];

  private constructor(
    target: Target,
    connection: VenueConnection,
    execution: ExecutionClient,
    listed: VenueInstrument,
    lastPrice: Decimal,
  ) {
    this.target = target;
    this.connection = connection;
    this.execution = execution;
    this.listed = listed;
    this.#lastPrice = lastPrice;
  }

  static async open(
    target: Target,
    ground: Ground,
    changes: Partial<VenueSetup> = {},
  ): Promise<Desk> {
    const connection = await ground.connect(changes);
    try {
      return await Desk.#at(target, connection);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  static async #at(target: Target, connection: VenueConnection): Promise<Desk> {
    const { execution, market } = connection;
    if (execution === null) throw new Error('The suite trades: it needs credentials.');
    const { listed } = told(await market.instruments());
    const found = listed.find(({ instrument }) => instrument.id === target.instrument);
    if (found === undefined) throw new Error(`${target.instrument} is not listed there.`);
    const from = addMs(testClock.now(), -30 * 60_000);
    const query = { instrument: target.instrument, interval: '1m', from, most: 100 } as const;
    const last = told(await market.bars(query)).at(-1);
    if (last === undefined) throw new Error(`${target.instrument} has no bars there.`);
    return new Desk(target, connection, execution, found, last.close);
  }

  get urgency() {
    return { notAfter: addMs(testClock.now(), 30_000) };
  }

  /** Far from the market, so that it rests; `taking` is through it, so that it is filled. */
  price(side: Side, at: 'Resting' | 'Taking' | 'Far'): Decimal {
    const isBelow = (side === 'Buy') === (at !== 'Taking');
    const share = { Resting: ['0.9', '1.1'], Far: ['0.85', '1.15'], Taking: ['0.97', '1.03'] }[at];
    const factor = decimal(share[isBelow ? 0 : 1] ?? '1');
    return priceOnTick(this.listed.terms, side, multiply(this.#lastPrice, factor));
  }

  get quantity(): Decimal {
    const notional = decimal(String(this.target.notional));
    return quantityOnStep(this.listed.terms, divide(notional, this.#lastPrice, 18, 'Up'));
  }

  /** A limit order to buy that rests, unless it is changed. */
  order(changes: Partial<VenueOrder> = {}): VenueOrder {
    const side = changes.side ?? 'Buy';
    return {
      clOrdId: newId(),
      instrument: this.target.instrument,
      side,
      orderQty: this.quantity as VenueOrder['orderQty'],
      terms: { ordType: 'Limit', price: this.price(side, 'Resting') as never },
      timeInForce: 'GoodTillCancel',
      expireTime: null,
      isPostOnly: false,
      ...changes,
    };
  }

  /** The best of the book by one tick, in a book that stands still: the next who takes, takes it. */
  best(side: Side, best: string): VenueOrder {
    const { tickSize } = this.listed.terms;
    const price = side === 'Buy' ? add(decimal(best), tickSize) : subtract(decimal(best), tickSize);
    return this.order({ side, terms: { ordType: 'Limit', price: price as never } });
  }

  /** One that is filled at once. */
  taking(side: Side = 'Buy', changes: Partial<VenueOrder> = {}): VenueOrder {
    const terms = { ordType: 'Limit', price: this.price(side, 'Taking') as never } as const;
    return this.order({ side, terms, ...changes });
  }

  ref(order: VenueOrder, orderId: VenueOrderId | null = null): OrderRef {
    const { clOrdId, instrument } = order;
    return { clOrdId, orderId, instrument, sentAt: addMs(testClock.now(), -60_000) };
  }

  place(order: VenueOrder): Promise<Outcome<Placed>> {
    return this.execution.place(order, this.urgency);
  }

  async cancel(order: VenueOrder): Promise<void> {
    accepted(await this.execution.cancel(this.ref(order), this.urgency));
  }

  async find(order: VenueOrder) {
    return told(await this.execution.find(this.ref(order)));
  }

  /** Fills of one order as the venue tells them when asked. */
  async fillsOf(orderId: VenueOrderId, since: UtcTime): Promise<VenueFill[]> {
    const fills = told(await this.execution.fills(since));
    return fills.filter((fill) => fill.orderId === orderId);
  }

  /** From a live stream on. */
  async reports(): Promise<{ heard: Heard<Report>; subscription: Subscription }> {
    const heard = new Heard<Report>();
    const subscription = this.execution.subscribe(heard.take);
    this.#subscriptions.push(subscription);
    await heard.until('a live stream', ({ kind }) => kind === 'Live');
    return { heard, subscription };
  }

  /** Books are live objects: what is kept of them is what they said then. */
  events(): { heard: Heard<MarketEvent>; subscription: Subscription } {
    const heard = new Heard<MarketEvent>();
    const subscription = this.connection.market.subscribe([this.target.instrument], heard.take);
    this.#subscriptions.push(subscription);
    return { heard, subscription };
  }

  /** Those that a case left open, because it failed. */
  async closeStreams(): Promise<void> {
    for (const subscription of this.#subscriptions.splice(0)) await subscription.close();
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}
