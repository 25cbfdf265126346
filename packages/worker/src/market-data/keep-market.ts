/**
 * Writes what is known of markets into the store: lists as they are read, closed minutes, and the states
 * that venues came into. What can't be written waits in memory and is tried again; trading never waits
 * for it.
 */

import type { KeptBar, KeptVenueState, MarketStore } from '@ultrathink/db/market-data';
import { addMs, type Clock, compareTimes, type UtcTime } from '@ultrathink/domain/kernel';
import { type InstrumentId, opensAtOf } from '@ultrathink/domain/market-data';
import type { Log } from '@ultrathink/runtime';
import type { Bar } from '@ultrathink/venues';
import { backfillFrom, type InstrumentFeed } from './instrument-feed.ts';
import { instrumentRows } from './instrument-rows.ts';
import type { MarketFeed } from './market-feed.ts';
import { MINUTE_MS, type Minutes } from './minutes.ts';
import type { VenueFeed } from './venue-feed.ts';
import { historyOf } from './venue-report.ts';

const ROUND_EVERY_MS = 1_000;
/** A venue that did not tell its bars is left alone for so long. */
const ASK_AGAIN_MS = 30_000;
/** A venue's own bar, and a trade that comes late, are there by then. */
const SETTLED_AFTER_MS = 4_000;
const DAY_MS = 86_400_000;
/** Bars asked for at once; a venue gives as many as it does. */
const BARS_AT_ONCE = 1_000;
/** What an empty page covers at least: no venue tells of less at once. */
const EMPTY_PAGE_MS = 300 * MINUTE_MS;
/** A day of minutes from the venue that gives the fewest at once, and some more. */
const MOST_PAGES = 12;

export interface KeeperParts {
  readonly feed: MarketFeed;
  readonly store: MarketStore;
  readonly clock: Clock;
  readonly log: Log;
}

export class MarketKeeper {
  readonly #parts: KeeperParts;
  readonly #lists = new Set<VenueFeed>();
  /** The newest state of each venue that was written. */
  readonly #statesTo = new Map<string, UtcTime>();
  /** Before then a venue is not asked for bars. */
  readonly #askFrom = new Map<string, UtcTime>();
  #newest: ReadonlyMap<string, UtcTime> | undefined;
  #daysAt: UtcTime | undefined;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #isClosed = false;
  #hasFailed = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#round = this.#runRound().finally(() => {
        if (!this.#isClosed) this.start();
      });
    }, ROUND_EVERY_MS);
  }

  /** A venue's list was read: it is written, and its minutes are followed. */
  onListed(feed: VenueFeed): void {
    this.#lists.add(feed);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  async #runRound(): Promise<void> {
    const { log } = this.#parts;
    try {
      await this.#saveLists();
      await this.#saveStates();
      await Promise.all(this.#parts.feed.venues.map((venue) => this.#saveMinutes(venue)));
      await this.#readDays();
      this.#hasFailed = false;
    } catch (error) {
      // One line per loss, not one per attempt.
      if (!this.#hasFailed) log.warn('Market data can not be kept. Trying again.', { error });
      this.#hasFailed = true;
    }
  }

  async #saveLists(): Promise<void> {
    const { store, feed, clock } = this.#parts;
    const at = clock.now();
    this.#newest ??= await store.newestBars(backfillFrom(at));
    for (const venue of this.#lists) {
      await store.saveInstruments(instrumentRows(venue, at));
      this.#lists.delete(venue);
      for (const instrument of feed.instruments()) {
        if (venue.lists(instrument.instrument)) this.#follow(venue, instrument, at);
      }
    }
  }

  #follow({ venue }: VenueFeed, feed: InstrumentFeed, at: UtcTime): void {
    const newest = this.#newest?.get(`${venue} ${feed.instrument}`);
    feed.follow(venue, newest === undefined ? backfillFrom(at) : addMs(newest, MINUTE_MS));
  }

  async #saveStates(): Promise<void> {
    const { feed, store } = this.#parts;
    const rows = feed.venues.flatMap((venue) => this.#newStates(venue));
    if (rows.length === 0) return;
    await store.saveStates(rows);
    for (const { venue, at } of rows) this.#statesTo.set(venue, at);
  }

  /** Oldest first. */
  #newStates(venue: VenueFeed): KeptVenueState[] {
    const to = this.#statesTo.get(venue.venue);
    return historyOf(venue)
      .filter(({ since }) => to === undefined || compareTimes(since, to) > 0)
      .map(({ since, state, reasons }) => ({ at: since, venue: venue.venue, state, reasons }))
      .reverse();
  }

  async #saveMinutes(venue: VenueFeed): Promise<void> {
    const { feed, store, clock } = this.#parts;
    const end = opensAtOf(addMs(clock.now(), -SETTLED_AFTER_MS), '1m');
    const due = feed.instruments().flatMap(({ instrument, minutes: byVenue }) => {
      const minutes = byVenue.get(venue.venue);
      const isDue = minutes !== undefined && compareTimes(minutes.keptTo, end) < 0;
      return isDue ? [{ instrument, minutes }] : [];
    });
    const whole = due.flatMap(({ instrument, minutes }) => {
      const closed = minutes.closed(end);
      return closed === null ? [] : [{ instrument, minutes, closed }];
    });
    const rows = whole.flatMap(({ instrument, closed }) =>
      closed.map((candle) => ({ ...candle, instrument, venue: venue.venue })),
    );
    await store.saveBars(rows);
    for (const { minutes } of whole) minutes.keep(end);
    for (const { instrument, minutes } of due) {
      if (this.#isClosed || !this.#mayAsk(venue)) return;
      if (compareTimes(minutes.keptTo, end) < 0)
        await this.#askFor(venue, instrument, minutes, end);
    }
  }

  #mayAsk({ venue, isUp }: VenueFeed): boolean {
    const from = this.#askFrom.get(venue);
    return isUp && (from === undefined || compareTimes(from, this.#parts.clock.now()) <= 0);
  }

  /** The venue's own bars, page by page, until `end`; what it does not tell now is asked next time. */
  async #askFor(venue: VenueFeed, instrument: InstrumentId, minutes: Minutes, end: UtcTime) {
    for (let page = 0; page < MOST_PAGES && !this.#isClosed; page += 1) {
      const from = minutes.keptTo;
      const query = { instrument, interval: '1m', from, most: BARS_AT_ONCE } as const;
      const answer = await venue.connection?.market.bars(query);
      if (answer?.kind !== 'Told') {
        this.#askFrom.set(venue.venue, addMs(this.#parts.clock.now(), ASK_AGAIN_MS));
        return;
      }
      const told = answer.value.filter(({ opensAt }) => opensAt >= from && opensAt < end);
      await this.#parts.store.saveBars(told.map((bar) => rowOf(bar, venue)));
      const last = told.at(-1);
      const next = addMs(last?.opensAt ?? from, last === undefined ? EMPTY_PAGE_MS : MINUTE_MS);
      minutes.keep(compareTimes(next, end) < 0 ? next : end);
      if (compareTimes(minutes.keptTo, end) >= 0) return;
    }
  }

  async #readDays(): Promise<void> {
    const { feed, store, clock } = this.#parts;
    const at = clock.now();
    if (this.#daysAt !== undefined && compareTimes(addMs(this.#daysAt, MINUTE_MS), at) > 0) return;
    const days = new Map(
      (await store.days(addMs(at, -DAY_MS))).map(({ instrument, ...day }) => [instrument, day]),
    );
    for (const instrument of feed.instruments()) {
      instrument.day = days.get(instrument.instrument) ?? null;
    }
    this.#daysAt = at;
  }
}

function rowOf(
  { instrument, opensAt, open, high, low, close, volume }: Bar,
  venue: VenueFeed,
): KeptBar {
  return { instrument, venue: venue.venue, opensAt, open, high, low, close, volume };
}
