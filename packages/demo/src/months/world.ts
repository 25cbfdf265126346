/**
 * An engine, three venues and their market, in a time of their own: what the engine wants done is done by the
 * venues, whose answers come when they would have come.
 */
import {
  type Control,
  type Effect,
  type EngineState,
  type InputBody,
  type MarketSlice,
  nextDue,
  watch,
  watchedInstruments,
} from '@ultrathink/domain/engine/core';
import { decimal, toEpochMs } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { Random } from '@ultrathink/venue-simulator/past';
import { Books } from './books.ts';
import { instrumentFilled, markedAt, needsDepth, thinned } from './inputs.ts';
import { PastQueue } from './past-queue.ts';
import { PricePath } from './price-path.ts';
import { type SeededIds, timeOf } from './seeded-ids.ts';
import { type Append, PastShell } from './shell.ts';
import { type Answer, type PastVenueAccount, PastVenues } from './venues-of.ts';

export interface WorldOptions {
  readonly seed: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly epoch: number;
  readonly accounts: readonly PastVenueAccount[];
  readonly append: Append;
}

const MINUTE_MS = 60_000;
/** What an order is decided by is younger. */
const MARKED_MS = 4_000;
/** Looks at the market after a fill. */
const MARKOUTS_MS = [1_000, 5_000, 60_000, 300_000] as const;

export class PastWorld {
  readonly shell: PastShell;
  readonly books: Books;
  readonly path: PricePath;
  readonly venues: PastVenues;
  readonly queue = new PastQueue();
  #markedMs = Number.NEGATIVE_INFINITY;
  #restedMs: number;

  constructor(
    { seed, fromMs, untilMs, append, epoch, accounts }: WorldOptions,
    ids: SeededIds,
    random: Random,
  ) {
    this.path = new PricePath(seed, fromMs, untilMs);
    this.books = new Books(this.path, random.fork('books'));
    this.shell = new PastShell(append, ids, epoch, fromMs);
    const span = { fromMs, untilMs };
    this.venues = new PastVenues(accounts, this.books, random.fork('venues'), span);
    this.#restedMs = fromMs;
  }

  get state(): EngineState {
    return this.shell.state;
  }

  /** Prices that what comes next is judged by. */
  mark(atMs: number): void {
    this.#markedMs = atMs;
    this.give(markedAt(this.books, atMs), atMs);
  }

  markWhereOld(atMs: number): void {
    if (atMs - this.#markedMs > MARKED_MS) this.mark(atMs);
  }

  timeCame(atMs: number): void {
    const { at } = nextDue(this.state);
    if (at !== null && toEpochMs(at) <= atMs) this.give({ kind: 'TimeCame' }, atMs);
  }

  /** What rests is filled in the minute in which the market comes to it, and not when somebody looks. */
  rested(untilMs: number): void {
    while (this.#restedMs < untilMs) {
      const atMs = Math.min(untilMs, this.#restedMs + MINUTE_MS);
      this.#restedMs = atMs;
      this.run(atMs);
      this.#touched(atMs);
    }
  }

  #touched(atMs: number): void {
    for (const venue of this.venues.all) {
      for (const instrument of venue.instruments) {
        const now = this.books.mid(instrument, atMs);
        if (!venue.reaches(instrument, now)) continue;
        const mid = decimal(now.toFixed(6));
        for (const { report, fills } of venue.touch(instrument, mid, atMs)) {
          const slice = this.books.slice(instrument, atMs);
          const venueAccount = venue.account;
          for (const fill of fills) {
            this.give({ kind: 'FillReported', venueAccount, fill }, atMs + 30, slice);
          }
          this.give({ kind: 'OrderReported', venueAccount, report }, atMs + 31, slice);
          if (fills.length > 0) this.#lookLater(slice.instrument, atMs + 31);
        }
      }
    }
  }

  lookForTriggers(atMs: number): void {
    for (const instrument of watchedInstruments(this.state)) {
      const slice = this.books.slice(instrument, atMs);
      for (const finding of watch(this.state, slice, timeOf(atMs + 40))) {
        this.give({ kind: 'Watched', finding }, atMs + 40, slice);
      }
    }
  }

  /** The market so long after a fill. */
  #lookLater(instrument: InstrumentId, atMs: number): void {
    for (const afterMs of MARKOUTS_MS) {
      this.queue.later(Math.max(atMs, this.shell.lastMs) + afterMs + 5, (now) => {
        const slice: MarketSlice = {
          instrument,
          venues: [],
          reference: this.books.reference(instrument, now),
          lastTrade: null,
        };
        for (const finding of watch(this.state, slice, timeOf(now))) {
          if (finding.kind !== 'MarkoutsDue') continue;
          this.give({ kind: 'Watched', finding }, now, null);
        }
      });
    }
  }

  /** What comes in its order, and what the engine wanted to do by then. */
  run(untilMs = Number.POSITIVE_INFINITY): void {
    this.queue.run((atMs) => {
      if (this.state.confirming.size === 0) return;
      const { ms } = nextDue(this.state);
      if (ms !== null && this.shell.atOf(ms) <= atMs) {
        this.give({ kind: 'TimeCame' }, this.shell.atOf(ms));
      }
    }, untilMs);
  }

  /** What has no proven outcome is asked for until it has one. */
  settleDoubts(): void {
    for (let round = 0; round < 30; round += 1) {
      const { ms } = nextDue(this.state);
      if (ms === null) return;
      this.give({ kind: 'TimeCame' }, this.shell.atOf(ms));
      this.run();
    }
  }

  give(body: InputBody, atMs: number, slice: MarketSlice | null = null): readonly Effect[] {
    const effects = this.shell.give(body, atMs, slice);
    for (const effect of effects) {
      const answer = this.venues.answerTo(effect, slice, atMs);
      if (answer === null) continue;
      this.queue.later(answer.atMs, (now) => this.#hear(answer.tell(now), slice, now));
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
    if (!needsDepth(told)) this.give(told, atMs, thinned(market ?? slice));
    else if (instrument === undefined) this.give(told, atMs);
    else this.give(told, atMs, this.books.slice(instrument, atMs));
    const filled = instrumentFilled(told);
    if (filled !== null) this.#lookLater(filled, atMs);
  }

  /** What people decided, and what it moves at venues. */
  decided(control: Control): void {
    const atMs = toEpochMs(control.at);
    const effects = this.give({ kind: 'Control', control }, atMs);
    const isRefused = effects.some((one) => one.kind === 'Alert' && one.code === 'ControlRefused');
    if (!isRefused) this.venues.moveBy(control.body);
    const { body } = control;
    if (body.kind !== 'VenueAccountSet' || body.key === null) return;
    for (const told of this.venues.greetings(body.venueAccount)) this.give(told, atMs + 500);
    this.run();
  }

  /** Each account at a venue is compared from its beginning, as after a line that broke. */
  compare(atMs: number): void {
    for (const { account } of this.venues.all) {
      const since = timeOf(atMs - MINUTE_MS);
      this.give({ kind: 'ReportsBroken', venueAccount: account, since }, atMs + 1_000);
    }
    this.run();
  }
}
