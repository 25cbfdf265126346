/**
 * What breakers are told that the engine can't see itself: how long no price came from a venue that takes
 * orders, and that the audit trail was found broken. Everything else they read of what the engine decides.
 */
import type { LogFound } from '@ultrathink/db/engine';
import type { EngineState, InputBody } from '@ultrathink/domain/engine/core';
import {
  addMs,
  type Clock,
  decimal,
  mapEntries,
  msBetween,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { VENUE_PERMITS, type VenueId } from '@ultrathink/domain/market-data';
import type { Log } from '@ultrathink/runtime';
import type { MarketFeed } from '../market-data/market-feed.ts';

type Reading = Extract<InputBody, { kind: 'ReadingTold' }>;

/** A younger price is told of this rarely: it says no more than that it was heard. */
const YOUNG_MS = 2_000;
const YOUNG_EVERY_MS = 10_000;
const FINDINGS_EVERY_MS = 5_000;
/** A look that began earlier may be committed later. */
const LATE_MS = 60_000;

export interface BreakerReadingsParts {
  readonly feed: Pick<MarketFeed, 'venues'> | null;
  /** Found after a moment, each once. */
  readonly findings: (after: UtcTime) => Promise<readonly LogFound[]>;
  readonly offer: (reading: Reading) => void;
  /** Since when nothing was read: the journal's last moment. */
  readonly since: UtcTime;
  readonly clock: Clock;
  readonly log: Log;
}

export class BreakerReadings {
  readonly #parts: BreakerReadingsParts;
  readonly #youngMs = new Map<string, number>();
  /** Of each key's venue, when there was a price the last time. */
  readonly #pricedMs = new Map<string, number>();
  readonly #told = new Set<string>();
  #since: UtcTime;
  #readMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;
  #hasFailed = false;

  constructor(parts: BreakerReadingsParts) {
    this.#parts = parts;
    this.#since = addMs(parts.since, -LATE_MS);
  }

  /** Once a second, while something can be journaled. */
  look(state: EngineState): void {
    this.#lookAtPrices(state);
    const nowMs = this.#parts.clock.monotonicMs();
    if (this.#reading !== null || nowMs - this.#readMs < FINDINGS_EVERY_MS) return;
    this.#readMs = nowMs;
    this.#reading = this.#lookAtTrail().finally(() => {
      this.#reading = null;
    });
  }

  /**
   * Of each key in use, for how long orders could have left without a price. What keeps orders from a venue
   * by itself (down, in maintenance, not reconciled) also ends by itself: nobody is woken to let it go on.
   */
  #lookAtPrices({ config }: EngineState): void {
    const { feed, offer, clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    for (const [, { venue, key, mode }] of mapEntries(config.venueAccounts)) {
      const venueFeed = feed?.venues.find((one) => one.venue === venue);
      if (key === null || mode !== config.mode || venueFeed === undefined) continue;
      if (!VENUE_PERMITS[venueFeed.standing.state].newOrders) {
        this.#pricedMs.delete(key);
        this.#youngMs.delete(key);
        continue;
      }
      const pricedMs = Math.max(this.#pricedMs.get(key) ?? nowMs, nowMs - this.#ageOf(venue));
      this.#pricedMs.set(key, pricedMs);
      const withoutMs = nowMs - pricedMs;
      const isYoung = withoutMs <= YOUNG_MS;
      if (isYoung && nowMs - (this.#youngMs.get(key) ?? -Infinity) < YOUNG_EVERY_MS) continue;
      if (isYoung) this.#youngMs.set(key, nowMs);
      else this.#youngMs.delete(key);
      const value = decimal(String(Math.round(withoutMs)));
      offer({ kind: 'ReadingTold', breaker: 'StaleData', scope: key, value });
    }
  }

  /** Of the youngest book there; without end where none is good. */
  #ageOf(venue: VenueId): number {
    const { feed, clock } = this.#parts;
    const now = clock.now();
    const ages = (feed?.venues ?? []).flatMap((one) =>
      one.venue === venue
        ? one.listed().flatMap(({ instrument }) => {
            const state = one.book(instrument.id)?.state;
            return state?.kind === 'Good' ? [Math.max(0, msBetween(state.at, now))] : [];
          })
        : [],
    );
    return Math.min(Number.POSITIVE_INFINITY, ...ages);
  }

  async #lookAtTrail(): Promise<void> {
    const { findings, offer, log } = this.#parts;
    try {
      for (const { id, at } of await findings(this.#since)) {
        if (this.#told.has(id)) continue;
        this.#told.add(id);
        this.#since = addMs(at, -LATE_MS);
        const one = decimal('1');
        offer({ kind: 'ReadingTold', breaker: 'AuditFailure', scope: 'firm', value: one });
      }
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) log.error('Whether the trail is whole can not be read now.', { error });
      this.#hasFailed = true;
    }
  }
}
