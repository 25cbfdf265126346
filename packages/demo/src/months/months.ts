/**
 * Months of trading that never were, decided by the engine that decides now: what people had decided by then,
 * what clients asked for, what three venues made of it, and time. The same seed gives the same months.
 */
import {
  type Control,
  type Effect,
  type EngineState,
  exposureOf,
  type Folded,
  type InputBody,
  type MarketSlice,
  nextDue,
  watch,
  watchedInstruments,
} from '@ultrathink/domain/engine/core';
import {
  type Asset,
  add,
  addMs,
  decimal,
  mapGet,
  type PersonId,
  type Price,
  type ProcessId,
  toEpochMs,
  toText,
} from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { type ClOrdId, isEnded } from '@ultrathink/domain/trading';
import { createRandom, type Random } from '@ultrathink/venue-simulator/past';
import { Books } from './books.ts';
import { commandOf, instrumentFilled, markedAt, needsDepth, thinned } from './inputs.ts';
import { PastQueue } from './past-queue.ts';
import { PricePath } from './price-path.ts';
import { SeededIds, timeOf } from './seeded-ids.ts';
import { type Session, sessionsOf } from './sessions.ts';
import { type Append, PastShell } from './shell.ts';
import { type PastClient, type Purse, Traders, type Wanted } from './traders.ts';
import { type Answer, type PastVenueAccount, PastVenues } from './venues-of.ts';

interface MonthsOptions {
  readonly seed: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly orders: number;
  readonly epoch: number;
  readonly clients: readonly PastClient[];
  readonly accounts: readonly PastVenueAccount[];
  /** By their sequence. */
  readonly controls: readonly Control[];
  readonly append: Append;
  readonly onProgress?: (orders: number) => void;
}

export interface MadeMonths {
  readonly folded: Folded;
  readonly orders: number;
  readonly books: Books;
  readonly logPrices: readonly number[];
  readonly venues: readonly {
    readonly name: string;
    readonly funds: readonly { readonly asset: string; readonly amount: string }[];
  }[];
}

const MINUTE_MS = 60_000;
/** Nothing trades any more, so that all of it is compared and settled when the past ends. */
const QUIET_MS = 45 * MINUTE_MS;
/** What an order is decided by is younger. */
const MARKED_MS = 4_000;
const CANCEL_AT_ONCE = 40;
const AHEAD_MS = 10 * 60 * MINUTE_MS;
const AMEND_SHARE = 0.06;

interface Open {
  readonly clOrdId: ClOrdId;
  readonly person: PersonId;
  readonly instrument: string;
  readonly untilMs: number;
}

class Months {
  readonly shell: PastShell;
  readonly books: Books;
  readonly path: PricePath;
  readonly #options: MonthsOptions;
  readonly #random: Random;
  readonly #ids: SeededIds;
  readonly #traders: Traders;
  readonly #venues: PastVenues;
  readonly #queue = new PastQueue();
  #open: Open[] = [];
  #controls: readonly Control[];
  #markedMs = Number.NEGATIVE_INFINITY;
  #restedMs: number;
  #orders = 0;

  constructor(options: MonthsOptions) {
    const { seed, fromMs, untilMs, append, epoch } = options;
    const random = createRandom(`${seed}/months`);
    this.#options = options;
    this.#random = random.fork('days');
    this.#ids = new SeededIds(random.fork('ids'));
    this.path = new PricePath(seed, fromMs, untilMs);
    this.books = new Books(this.path, random.fork('books'));
    this.shell = new PastShell(append, this.#ids, epoch, fromMs);
    this.#traders = new Traders(options.clients, random.fork('traders'));
    const span = { fromMs, untilMs };
    this.#venues = new PastVenues(options.accounts, this.books, random.fork('venues'), span);
    this.#controls = options.controls;
    this.#restedMs = fromMs;
  }

  async run(): Promise<MadeMonths> {
    const { fromMs, untilMs, epoch, orders, onProgress } = this.#options;
    const run = this.#ids.at<ProcessId>(fromMs);
    this.#give({ kind: 'Started', run, epoch }, fromMs);
    const quietMs = untilMs - QUIET_MS;
    const span = { orders, fromMs: this.#tradesFromMs(), untilMs: quietMs - 30 * MINUTE_MS };
    for (const session of sessionsOf(span, this.#random.fork('sessions'))) {
      this.#takeControls(session.atMs);
      this.#work(session);
      onProgress?.(this.#orders);
      await this.shell.settle();
    }
    this.#takeControls(untilMs);
    this.#endAll(quietMs);
    await this.shell.settle(true);
    const logPrices = this.path.logPrices();
    const { books } = this;
    const venues = this.#venues.all.map(({ setup, funds }) => ({ name: setup.name, funds }));
    return { folded: this.shell.folded, orders: this.#orders, books, logPrices, venues };
  }

  /** Its own place after the last one: an account at a venue has no key any more. */
  async close(controls: readonly Control[], atMs: number): Promise<Folded> {
    for (const control of controls) this.#give({ kind: 'Control', control }, atMs);
    await this.shell.settle(true);
    return this.shell.folded;
  }

  get #state(): EngineState {
    return this.shell.state;
  }

  /** Once what people decide first is decided. */
  #tradesFromMs(): number {
    const key = this.#controls.findLast(({ body }) => body.kind === 'VenueAccountSet');
    const { fromMs } = this.#options;
    return (key === undefined ? fromMs : toEpochMs(key.at)) + 10 * MINUTE_MS;
  }

  #work({ atMs, orders }: Session): void {
    this.#rested(atMs);
    this.#mark(atMs);
    this.#timeCame(atMs);
    this.#lookForTriggers(atMs);
    this.#takeBack(atMs, (one) => one.untilMs <= atMs);
    let placeMs = atMs + 200;
    for (let n = 0; n < orders; n += 1) {
      placeMs += 120 + Math.floor(700 * this.#random.unit());
      this.#queue.later(placeMs, (now) => this.#place(now));
    }
    this.#run();
    this.#settleDoubts();
  }

  #place(atMs: number): void {
    if (atMs - this.#markedMs > MARKED_MS) this.#mark(atMs);
    const at = timeOf(atMs);
    const expires = (afterMs: number) => addMs(at, Math.max(MINUTE_MS, Math.round(afterMs)));
    const wanted = this.#traders.next(this.#purse(atMs), at, expires);
    if (wanted === null) return;
    this.#orders += 1;
    const { wish, person } = wanted;
    const slice = this.books.slice(wish.instrument, atMs);
    const effects = this.#command(person, { act: 'PlaceOrder', wish }, atMs, slice);
    for (const effect of effects) {
      if (effect.kind !== 'Answer' || effect.answer.kind !== 'OrderDecided') continue;
      const { decision } = effect.answer;
      if (decision.verdict === 'Placed') this.#remember(decision.clOrdId, wanted, atMs);
    }
  }

  #remember(clOrdId: ClOrdId, { wish, person, patienceMs }: Wanted, atMs: number): void {
    if (patienceMs === 0) return;
    const { instrument } = wish;
    this.#open.push({ clOrdId, person, instrument, untilMs: atMs + patienceMs });
    if (this.#random.unit() < AMEND_SHARE && wish.terms.ordType === 'Limit') {
      const price = decimal(toText(wish.terms.price)) as Price;
      this.#queue.later(atMs + 2_500, (now) => {
        const order = mapGet(this.#state.orders, clOrdId)?.order;
        if (order === undefined || isEnded(order.ordStatus)) return;
        const orderQty = add(wish.orderQty, wish.orderQty) as typeof wish.orderQty;
        const act = { act: 'AmendOrder', clOrdId, orderQty, price, stopPx: null } as const;
        this.#command(person, act, now, this.books.slice(instrument, now));
      });
    }
  }

  #command(
    person: PersonId,
    act: Extract<InputBody, { kind: 'Command' }>['act'],
    atMs: number,
    slice: MarketSlice,
  ): readonly Effect[] {
    const body = commandOf(this.#ids, person, act, atMs);
    return this.#give(body, atMs, slice);
  }

  #takeBack(atMs: number, isDue: (one: Open) => boolean): void {
    let left = CANCEL_AT_ONCE;
    this.#open = this.#open.filter((one) => {
      const order = mapGet(this.#state.orders, one.clOrdId)?.order;
      if (order === undefined || isEnded(order.ordStatus)) return false;
      if (!isDue(one) || left === 0) return true;
      left -= 1;
      const { clOrdId, person, instrument } = one;
      this.#command(
        person,
        { act: 'CancelOrder', clOrdId },
        atMs,
        this.books.slice(instrument, atMs),
      );
      return false;
    });
  }

  #purse(atMs: number): Purse {
    const { risk } = this.#state;
    return {
      has: (account, asset) =>
        Number(toText(exposureOf(risk, 'account', account, asset as Asset).position)),
      usd: (asset) => this.books.usd(asset, atMs),
      mid: (instrument) => this.books.mid(instrument, atMs),
      ahead: (asset) => this.books.usd(asset, atMs + AHEAD_MS) / this.books.usd(asset, atMs) - 1,
    };
  }

  #mark(atMs: number): void {
    this.#markedMs = atMs;
    this.#give(markedAt(this.books, atMs), atMs);
  }

  #timeCame(atMs: number): void {
    const { at } = nextDue(this.#state);
    if (at !== null && toEpochMs(at) <= atMs) this.#give({ kind: 'TimeCame' }, atMs);
  }

  /** What rests is filled in the minute in which the market comes to it, and not when somebody looks. */
  #rested(untilMs: number): void {
    while (this.#restedMs < untilMs) {
      const atMs = Math.min(untilMs, this.#restedMs + MINUTE_MS);
      this.#restedMs = atMs;
      this.#run(atMs);
      this.#touched(atMs);
    }
  }

  #touched(atMs: number): void {
    for (const venue of this.#venues.all) {
      for (const instrument of venue.instruments) {
        const now = this.books.mid(instrument, atMs);
        if (!venue.reaches(instrument, now)) continue;
        const mid = decimal(now.toFixed(6));
        for (const { report, fills } of venue.touch(instrument, mid, atMs)) {
          const slice = this.books.slice(instrument, atMs);
          const venueAccount = venue.account;
          for (const fill of fills) {
            this.#give({ kind: 'FillReported', venueAccount, fill }, atMs + 30, slice);
          }
          this.#give({ kind: 'OrderReported', venueAccount, report }, atMs + 31, slice);
          if (fills.length > 0) this.#lookLater(slice.instrument, atMs + 31);
        }
      }
    }
  }

  #lookForTriggers(atMs: number): void {
    for (const instrument of watchedInstruments(this.#state)) {
      const slice = this.books.slice(instrument, atMs);
      for (const finding of watch(this.#state, slice, timeOf(atMs + 40))) {
        this.#give({ kind: 'Watched', finding }, atMs + 40, slice);
      }
    }
  }

  /** The market so long after a fill. */
  #lookLater(instrument: InstrumentId, atMs: number): void {
    for (const afterMs of [1_000, 5_000, 60_000, 300_000]) {
      this.#queue.later(Math.max(atMs, this.shell.lastMs) + afterMs + 5, (now) => {
        const slice: MarketSlice = {
          instrument,
          venues: [],
          reference: this.books.reference(instrument, now),
          lastTrade: null,
        };
        for (const finding of watch(this.#state, slice, timeOf(now))) {
          if (finding.kind !== 'MarkoutDue') continue;
          this.#give({ kind: 'Watched', finding }, now, null);
        }
      });
    }
  }

  /** What comes in its order, and what the engine wanted to do by then. */
  #run(untilMs = Number.POSITIVE_INFINITY): void {
    this.#queue.run((atMs) => {
      if (this.#state.confirming.size === 0) return;
      const { ms } = nextDue(this.#state);
      if (ms !== null && this.shell.atOf(ms) <= atMs) {
        this.#give({ kind: 'TimeCame' }, this.shell.atOf(ms));
      }
    }, untilMs);
  }

  /** What has no proven outcome is asked for until it has one. */
  #settleDoubts(): void {
    for (let round = 0; round < 30; round += 1) {
      const { ms } = nextDue(this.#state);
      if (ms === null) return;
      this.#give({ kind: 'TimeCame' }, this.shell.atOf(ms));
      this.#run();
    }
  }

  #takeControls(untilMs: number): void {
    for (;;) {
      const [control] = this.#controls;
      const atMs = control === undefined ? Number.POSITIVE_INFINITY : toEpochMs(control.at);
      if (control === undefined || atMs > untilMs) return;
      this.#controls = this.#controls.slice(1);
      const effects = this.#give({ kind: 'Control', control }, atMs);
      const isRefused = effects.some(
        (one) => one.kind === 'Alert' && one.code === 'ControlRefused',
      );
      if (!isRefused) this.#venues.moveBy(control.body);
      const { body } = control;
      if (body.kind !== 'VenueAccountSet' || body.key === null) continue;
      for (const told of this.#venues.greetings(body.venueAccount)) this.#give(told, atMs + 500);
      this.#run();
    }
  }

  /** Everything that still works is taken back, settled and forgotten; books and venues agree. */
  #endAll(atMs: number): void {
    this.#mark(atMs);
    this.#timeCame(atMs);
    while (this.#open.length > 0) {
      this.#takeBack(atMs, () => true);
      this.#run();
    }
    this.#settleDoubts();
    const laterMs = atMs + 20 * MINUTE_MS;
    this.#timeCame(laterMs);
    for (const { account } of this.#venues.all) {
      const since = timeOf(laterMs - MINUTE_MS);
      this.#give({ kind: 'ReportsBroken', venueAccount: account, since }, laterMs + 1_000);
    }
    this.#run();
    this.#timeCame(laterMs + 10 * MINUTE_MS);
    this.#run();
    this.#mark(laterMs + 11 * MINUTE_MS);
  }

  // ---------------------------------------------------------------- the engine and its venues

  #give(body: InputBody, atMs: number, slice: MarketSlice | null = null): readonly Effect[] {
    const effects = this.shell.give(body, atMs, slice);
    for (const effect of effects) {
      const answer = this.#venues.answerTo(effect, slice, atMs);
      if (answer === null) continue;
      this.#queue.later(answer.atMs, (now) => this.#hear(answer.tell(now), slice, now));
    }
    return effects;
  }

  /** By the market as it is then: by whole books where something of it may have to go elsewhere. */
  #hear(
    { told, market }: ReturnType<Answer['tell']>,
    slice: MarketSlice | null,
    atMs: number,
  ): void {
    const instrument = (market ?? slice)?.instrument;
    if (!needsDepth(told)) this.#give(told, atMs, thinned(market ?? slice));
    else if (instrument === undefined) this.#give(told, atMs);
    else this.#give(told, atMs, this.books.slice(instrument, atMs));
    const filled = instrumentFilled(told);
    if (filled !== null) this.#lookLater(filled, atMs);
  }
}

export async function makeMonths(options: MonthsOptions): Promise<{
  readonly made: MadeMonths;
  readonly close: Months['close'];
}> {
  const months = new Months(options);
  const made = await months.run();
  return { made, close: (controls, atMs) => months.close(controls, atMs) };
}
