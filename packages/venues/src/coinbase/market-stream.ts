/**
 * Books and trades of some instruments over one connection. Its messages are counted over all channels:
 * one that is missing could have been of any book, so that all of them are lost and made anew.
 */
import { Book, type BookBreak, type InstrumentId } from '@ultrathink/domain/market-data';
import type { Subscription } from '../contract/execution-client.ts';
import type { MarketEvent } from '../contract/market-data-client.ts';
import type { Stream } from '../line/index.ts';
import { type Envelope, readStreamMessage, Sequence } from './envelope.ts';
import { REFUSED_PAUSE_MS, SENDS_PER_SECOND, STREAM_MESSAGE_BYTES, silenceOf } from './limits.ts';
import { type BookEvent, type MarketContents, readMarketContents } from './parse-market.ts';
import { type CoinbaseParts, streamAddress } from './parts.ts';

export function openMarketStream(
  parts: CoinbaseParts,
  instruments: readonly InstrumentId[],
  onEvent: (event: MarketEvent) => void,
): Subscription {
  const { setup, limits, listings } = parts;
  const { clock, timers, random } = setup;
  const reader = new MarketStream(parts, instruments, onEvent, () => stream);
  const stream: Stream = parts.openStream({
    name: `${setup.name}/market`,
    clock,
    timers,
    random,
    url: async () => streamAddress(parts),
    onOpen: (send) => {
      reader.opened();
      send(subscribeText('heartbeats', []));
      if (reader.symbols.length === 0) return;
      send(subscribeText('market_trades', reader.symbols));
      send(subscribeText('level2', reader.symbols));
    },
    onText: (text) => reader.receive(text),
    onDown: () => reader.down(),
    silenceMs: silenceOf(limits),
    heard: 'Texts',
    sendsPerSecond: SENDS_PER_SECOND,
    maxMessageBytes: STREAM_MESSAGE_BYTES,
  });
  const stopStatus = listings.onStatus((instrument, status) => {
    if (instruments.includes(instrument)) onEvent({ kind: 'Status', instrument, status });
  });
  return {
    async close() {
      stopStatus();
      reader.close();
      await stream.close();
    },
  };
}

const subscribeText = (channel: string, products: readonly string[]): string =>
  JSON.stringify({ type: 'subscribe', channel, product_ids: products });

interface KeptBook {
  readonly book: Book;
  /** `BTC/USD` and `BTC/USDC` are one book. */
  readonly instruments: readonly InstrumentId[];
}

class MarketStream {
  /** As the channels call them; what the venue doesn't list has none. */
  readonly symbols: readonly string[];
  readonly #onEvent: (event: MarketEvent) => void;
  readonly #streamOf: () => Stream;
  readonly #books: ReadonlyMap<string, KeptBook>;
  readonly #timers: CoinbaseParts['setup']['timers'];
  readonly #sequence = new Sequence();
  #isClosed = false;
  #cancelRestart: () => void = () => undefined;

  constructor(
    { listings, setup }: CoinbaseParts,
    instruments: readonly InstrumentId[],
    onEvent: (event: MarketEvent) => void,
    streamOf: () => Stream,
  ) {
    const listed = instruments.flatMap((id) => listings.find(id) ?? []);
    const bySymbol = Map.groupBy(listed, ({ bookSymbol }) => bookSymbol);
    this.#books = new Map(
      [...bySymbol].map(([symbol, products]) => [
        symbol,
        { book: new Book(), instruments: products.map(({ instrument }) => instrument.id) },
      ]),
    );
    this.symbols = [...this.#books.keys()];
    this.#timers = setup.timers;
    this.#onEvent = onEvent;
    this.#streamOf = streamOf;
  }

  opened(): void {
    this.#sequence.begin();
    this.#cancelRestart();
  }

  /** Nothing is known any more. */
  down(): void {
    this.#cancelRestart();
    for (const kept of this.#books.values()) this.#lose(kept, { code: 'NoSnapshot' });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRestart();
  }

  receive(text: string): void {
    const read = readStreamMessage(text);
    // It could have been an update of any of them.
    if (!read.ok) this.#restart(`a message could not be read: ${read.error.detail}`);
    else if (read.value.kind === 'Error') this.#refused(read.value.text);
    else if (this.#follows(read.value.envelope)) this.#take(read.value.envelope);
  }

  #follows({ sequence }: Envelope): boolean {
    const taken = this.#sequence.take(sequence);
    if (typeof taken === 'string') return taken === 'Next';
    for (const kept of this.#books.values()) this.#lose(kept, { code: 'Gap', ...taken });
    this.#streamOf().noteGap();
    this.#restart(`message ${taken.actual} came in place of ${taken.expected}`);
    return false;
  }

  #take(envelope: Envelope): void {
    const read = readMarketContents(envelope);
    if (!read.ok) {
      this.#restart(`a message could not be read: ${read.error.detail}`);
      return;
    }
    if (read.value.kind === 'Books') this.#takeBooks(read.value.books, envelope);
    if (read.value.kind === 'Trades') this.#takeTrades(read.value.trades);
    if (read.value.kind === 'Heartbeat') this.#confirm(envelope);
  }

  #takeBooks(events: readonly BookEvent[], envelope: Envelope): void {
    for (const event of events) {
      const kept = this.#books.get(event.symbol);
      if (kept === undefined) continue;
      const why = apply(kept.book, event, envelope);
      if (why !== null) {
        this.#lose(kept, why);
        this.#restart(`${event.symbol}: ${why.code}`);
        return;
      }
      for (const instrument of kept.instruments) {
        this.#tell({ kind: 'Book', instrument, book: kept.book });
      }
    }
  }

  #takeTrades(trades: Extract<MarketContents, { kind: 'Trades' }>['trades']): void {
    for (const { symbol, trade } of trades) {
      for (const instrument of this.#books.get(symbol)?.instruments ?? []) {
        this.#tell({ kind: 'Trade', trade: { instrument, ...trade } });
      }
    }
  }

  /** Nothing was missed until now: a book that is quiet is as good as one that has just changed. */
  #confirm({ sequence, at }: Envelope): void {
    for (const { book } of this.#books.values()) {
      if (book.state.kind !== 'Good') continue;
      book.apply({ kind: 'Update', first: 0, last: sequence, bids: [], asks: [], at });
    }
  }

  #lose({ book, instruments }: KeptBook, why: BookBreak): void {
    const wasKnown = book.state.kind !== 'Empty';
    book.clear();
    if (!wasKnown) return;
    for (const instrument of instruments) this.#tell({ kind: 'BookLost', instrument, why });
  }

  #tell(event: MarketEvent): void {
    if (!this.#isClosed) this.#onEvent(event);
  }

  #restart(detail: string): void {
    this.#streamOf().restart(detail);
  }

  #refused(detail: string): void {
    this.#cancelRestart();
    this.#cancelRestart = this.#timers.after(REFUSED_PAUSE_MS, () => this.#restart(detail));
  }
}

/** Numbers are the connection's, and none is missing here: what a book sees of them may have holes. */
function apply(
  book: Book,
  { isSnapshot, bids, asks }: BookEvent,
  { sequence: last, at }: Envelope,
): BookBreak | null {
  const taken = book.apply(
    isSnapshot
      ? { kind: 'Snapshot', last, bids, asks, at }
      : { kind: 'Update', first: 0, last, bids, asks, at },
  );
  return typeof taken === 'string' ? null : taken;
}
