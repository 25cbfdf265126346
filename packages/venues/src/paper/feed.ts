/** The live market as a paper account reads it: books while they are good, each trade once. */

import type { Book, InstrumentId } from '@ultrathink/domain/market-data';
import type { Answer } from '../contract/answer.ts';
import type { VenueInstrument } from '../contract/capabilities.ts';
import type { Subscription } from '../contract/execution-client.ts';
import type {
  InstrumentList,
  MarketDataClient,
  MarketEvent,
  MarketTrade,
} from '../contract/market-data-client.ts';
import type { Timers } from '../line/index.ts';

/** Ids of trades that are remembered per instrument: what is told twice counts once. */
const TRADES_KNOWN = 1_000;
const READ_AGAIN_MS = 5_000;

export interface FeedSetup {
  readonly market: MarketDataClient;
  readonly instruments: readonly InstrumentId[];
  readonly timers: Timers;
  readonly onBook: (instrument: InstrumentId) => void;
  readonly onTrade: (trade: MarketTrade) => void;
}

export class Feed {
  readonly #setup: FeedSetup;
  readonly #listed = new Map<InstrumentId, VenueInstrument>();
  readonly #books = new Map<InstrumentId, Book>();
  readonly #trades = new Map<InstrumentId, Set<string>>();
  #subscription: Subscription | null = null;
  #stopWaiting: () => void = () => undefined;
  #isClosed = false;

  constructor(setup: FeedSetup) {
    this.#setup = setup;
  }

  open(): void {
    const { market, instruments } = this.#setup;
    this.#subscription = market.subscribe(instruments, (event) => this.#take(event));
  }

  listed(instrument: InstrumentId): VenueInstrument | undefined {
    return this.#listed.get(instrument);
  }

  book(instrument: InstrumentId): Book | undefined {
    const book = this.#books.get(instrument);
    return book?.state.kind === 'Good' ? book : undefined;
  }

  /** Again after a while, until the list could be read once. */
  async readList(): Promise<void> {
    this.learn(await this.#setup.market.instruments());
    if (this.#listed.size > 0 || this.#isClosed) return;
    this.#stopWaiting = this.#setup.timers.after(READ_AGAIN_MS, () => void this.readList());
  }

  learn(answer: Answer<InstrumentList>): void {
    if (answer.kind === 'NoInformation') return;
    const own = answer.value.listed.filter(({ instrument }) =>
      this.#setup.instruments.includes(instrument.id),
    );
    this.#listed.clear();
    for (const one of own) this.#listed.set(one.instrument.id, one);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopWaiting();
    await this.#subscription?.close();
  }

  #take(event: MarketEvent): void {
    switch (event.kind) {
      case 'Book':
        this.#books.set(event.instrument, event.book);
        this.#setup.onBook(event.instrument);
        return;
      case 'BookLost':
        this.#books.delete(event.instrument);
        return;
      case 'Trade':
        if (this.#isNew(event.trade)) this.#setup.onTrade(event.trade);
        return;
      case 'Status': {
        const known = this.#listed.get(event.instrument);
        if (known !== undefined)
          this.#listed.set(event.instrument, { ...known, status: event.status });
      }
    }
  }

  #isNew({ instrument, tradeId }: MarketTrade): boolean {
    const known = this.#trades.get(instrument) ?? new Set();
    this.#trades.set(instrument, known);
    if (known.has(tradeId)) return false;
    known.add(tradeId);
    if (known.size > TRADES_KNOWN) {
      for (const oldest of known) {
        known.delete(oldest);
        break;
      }
    }
    return true;
  }
}
