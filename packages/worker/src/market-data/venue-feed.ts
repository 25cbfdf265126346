/**
 * One venue's market data as it comes in: what it lists of what is followed, a book of each, and how
 * the connection is. It connects by itself and goes on trying; it never throws for what a venue does.
 */
import type { Clock, UtcTime } from '@ultrathink/domain/kernel';
import {
  type Book,
  type BookBreak,
  type InstrumentId,
  observeVenue,
  unheardVenue,
  VENUE_PERMITS,
  type VenueId,
  type VenueLimits,
  type VenueStanding,
} from '@ultrathink/domain/market-data';
import type { Log } from '@ultrathink/runtime';
import type {
  MarketEvent,
  MarketTrade,
  Subscription,
  TradingStatus,
  VenueConnection,
  VenueInstrument,
  VenueSetup,
} from '@ultrathink/venues';
import type { Rates } from './universe.ts';
import { signalsOf } from './venue-signals.ts';

/** Between two looks at what the venue lists, and between two attempts to have the first one. */
const LIST_EVERY_MS = 600_000;
const LIST_AGAIN_MS = 5_000;

/** A time of day that was set is told of for so long; whoever looks at the page has to see it. */
const CLOCK_SET_SHOWN_MS = 60_000;

/** For a connection that only listens: it has no acts that could be slow, or that would need room. */
const LIMITS: VenueLimits = { silentMs: 15_000, p99Ms: 2_000, clockMs: 1_000, headroomShare: 0 };

export interface FeedSetup {
  readonly venue: VenueId;
  readonly network: 'Production' | 'Test' | 'Simulator';
  readonly rates: Rates;
  readonly wanted: readonly InstrumentId[];
  readonly connect: (hooks: ConnectHooks) => Promise<VenueConnection>;
  readonly limits?: Partial<VenueLimits>;
  readonly clock: Clock;
  readonly log: Log;
  readonly listener: FeedListener;
}

export type ConnectHooks = Required<Pick<VenueSetup, 'onClockJump'>>;

/** Told in the moment it happens; whoever listens must be quick. */
export interface FeedListener {
  /** Answers whether an earlier change of the same book has not been told of yet. */
  onBook(venue: VenueId, instrument: InstrumentId): boolean;
  onBookLost(venue: VenueId, instrument: InstrumentId): void;
  onTrade(venue: VenueId, trade: MarketTrade): void;
  /** What is followed of what the venue lists was read again, or may be traded otherwise now. */
  onListed(feed: VenueFeed): void;
}

export interface FeedCounts {
  updates: number;
  conflated: number;
  trades: number;
  refused: number;
  readonly gaps: Record<BookBreak['code'], number>;
}

export class VenueFeed {
  readonly setup: FeedSetup;
  readonly counts: FeedCounts = {
    updates: 0,
    conflated: 0,
    trades: 0,
    refused: 0,
    gaps: { NoSnapshot: 0, Gap: 0, Crossed: 0, ChecksumDiffers: 0 },
  };
  readonly #limits: VenueLimits;
  readonly #books = new Map<InstrumentId, Book>();
  readonly #listed = new Map<InstrumentId, VenueInstrument>();
  readonly #statuses = new Map<InstrumentId, TradingStatus>();
  #connection: VenueConnection | undefined;
  #subscription: Subscription | undefined;
  #subscribed = '';
  #standing: VenueStanding;
  #listTimer: NodeJS.Timeout | undefined;
  #clockSet: { readonly byMs: number; readonly atMs: number } | null = null;
  #isClosed = false;

  constructor(setup: FeedSetup) {
    this.setup = setup;
    this.#limits = { ...LIMITS, ...setup.limits };
    this.#standing = unheardVenue(setup.clock.now(), this.#limits);
  }

  get venue(): VenueId {
    return this.setup.venue;
  }

  get standing(): VenueStanding {
    return this.#standing;
  }

  get connection(): VenueConnection | undefined {
    return this.#connection;
  }

  /** Whether its books may count in the consolidated book. */
  get isUp(): boolean {
    return VENUE_PERMITS[this.#standing.state].marketData;
  }

  book(instrument: InstrumentId): Book | undefined {
    return this.#books.get(instrument);
  }

  /** Of what is followed; with the status as it was told last. */
  listed(): readonly VenueInstrument[] {
    return [...this.#listed.values()].map((one) => ({
      ...one,
      status: this.#statuses.get(one.instrument.id) ?? one.status,
    }));
  }

  /** With the status as it was told last; undefined for what the venue does not list. */
  listedAs(instrument: InstrumentId): VenueInstrument | undefined {
    const listed = this.#listed.get(instrument);
    const status = this.#statuses.get(instrument);
    return listed === undefined || status === undefined ? listed : { ...listed, status };
  }

  lists(instrument: InstrumentId): boolean {
    return this.#listed.has(instrument);
  }

  /** Comes back at once; connecting goes on by itself. */
  start(): void {
    void this.#connect();
  }

  /** Looks at how the connection is now. */
  observe(at: UtcTime): void {
    const health = this.#connection?.health();
    const clockSetByMs = this.#clockSetByMs();
    const seen = { good: this.#books, statuses: this.listed(), clockSetByMs };
    const signals = signalsOf(health, seen, at);
    const before = this.#standing.state;
    this.#standing = observeVenue(this.#standing, signals, this.#limits, at);
    if (this.#standing.state === before) return;
    const { state, reasons } = this.#standing;
    this.setup.log.info('A venue is in another state.', {
      venue: this.venue,
      from: before,
      to: state,
      reasons: reasons.map(({ code }) => code),
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#listTimer);
    await this.#subscription?.close();
    await this.#connection?.close();
  }

  #noteClockSet(byMs: number): void {
    const { clock, log } = this.setup;
    this.#clockSet = { byMs, atMs: clock.monotonicMs() };
    log.warn('The clock of this machine was set.', { venue: this.venue, byMs: Math.round(byMs) });
  }

  #clockSetByMs(): number | null {
    const set = this.#clockSet;
    const isShown = set !== null && this.setup.clock.monotonicMs() - set.atMs < CLOCK_SET_SHOWN_MS;
    return isShown ? Math.round(set.byMs) : null;
  }

  async #connect(): Promise<void> {
    try {
      const connection = await this.setup.connect({
        onClockJump: (byMs) => this.#noteClockSet(byMs),
      });
      if (this.#isClosed) return await connection.close();
      this.#connection = connection;
      await this.#list(connection);
    } catch (error) {
      // A setting the adapter can't work with: trying again would not help, and other venues go on.
      this.setup.log.error('A venue can not be connected.', { venue: this.venue, error });
    }
  }

  async #list(connection: VenueConnection): Promise<void> {
    const answer = await connection.market.instruments();
    if (this.#isClosed) return;
    const isTold = answer.kind === 'Told';
    if (isTold) this.#take(connection, answer.value.listed, answer.value.refused.length);
    else this.setup.log.warn('A venue does not say what it lists.', { detail: answer.detail });
    this.#listAgain(connection, isTold ? LIST_EVERY_MS : LIST_AGAIN_MS);
  }

  #listAgain(connection: VenueConnection, afterMs: number): void {
    this.#listTimer = setTimeout(() => {
      this.#list(connection).catch((error: unknown) => {
        // What is followed goes on; only what is new at the venue is not known.
        this.setup.log.error('What a venue lists could not be taken.', { error });
        this.#listAgain(connection, LIST_EVERY_MS);
      });
    }, afterMs);
  }

  #take({ market }: VenueConnection, listed: readonly VenueInstrument[], refused: number): void {
    const wanted = new Set(this.setup.wanted);
    this.#listed.clear();
    this.#statuses.clear();
    for (const one of listed)
      if (wanted.has(one.instrument.id)) this.#listed.set(one.instrument.id, one);
    this.counts.refused = refused;
    this.setup.listener.onListed(this);
    const names = [...this.#listed.keys()].sort();
    if (`${names}` === this.#subscribed) return;
    this.#subscribed = `${names}`;
    void this.#subscription?.close();
    for (const name of this.#books.keys()) this.#lose(name);
    this.#subscription = market.subscribe(names, (event) => this.#hear(event));
  }

  #hear(event: MarketEvent): void {
    const { listener } = this.setup;
    switch (event.kind) {
      case 'Book':
        this.#books.set(event.instrument, event.book);
        this.counts.updates += 1;
        if (listener.onBook(this.venue, event.instrument)) this.counts.conflated += 1;
        break;
      case 'BookLost':
        this.counts.gaps[event.why.code] += 1;
        this.#lose(event.instrument);
        break;
      case 'Trade':
        this.counts.trades += 1;
        listener.onTrade(this.venue, event.trade);
        break;
      case 'Status':
        this.#setStatus(event.instrument, event.status);
        break;
    }
  }

  #setStatus(instrument: InstrumentId, status: TradingStatus): void {
    const before = this.#statuses.get(instrument) ?? this.#listed.get(instrument)?.status;
    this.#statuses.set(instrument, status);
    if (before !== undefined && before !== status) this.setup.listener.onListed(this);
  }

  #lose(instrument: InstrumentId): void {
    this.#books.delete(instrument);
    this.setup.listener.onBookLost(this.venue, instrument);
  }
}
