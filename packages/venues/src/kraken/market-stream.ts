/** Books and trades of some instruments over one connection, and what may be traded of them. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { Subscription } from '../contract/execution-client.ts';
import type { MarketEvent } from '../contract/market-data-client.ts';
import type { Stream } from '../line/index.ts';
import { KeptBook } from './books.ts';
import { type PublicFrame, readPublicFrame } from './parse-market.ts';
import { type KrakenParts, streamAddress } from './parts.ts';

/** Of 10, 25, 100, 500 and 1,000: deeper than an order of ours reaches. */
const DEPTH = 100;
const SENDS_PER_SECOND = 10;
const PING = JSON.stringify({ method: 'ping' });
/** After a subscription was refused. */
const REFUSED_PAUSE_MS = 5_000;

export function openMarketStream(
  parts: KrakenParts,
  instruments: readonly InstrumentId[],
  onEvent: (event: MarketEvent) => void,
): Subscription {
  const { setup, limits, addresses, listings } = parts;
  const { clock, timers, random } = setup;
  let cancelRestart: () => void = () => undefined;
  const books = keptBooks(parts, instruments, onEvent, () => stream);
  const symbols = [...books.keys()];
  const receive = (frame: PublicFrame, receivedAt: UtcTime) => {
    if (frame.kind === 'Book') books.get(frame.symbol)?.receive(frame, receivedAt);
    else if (frame.kind === 'Refused') {
      cancelRestart();
      cancelRestart = timers.after(REFUSED_PAUSE_MS, () => stream.restart(frame.detail));
    } else tell(parts, frame, onEvent);
  };
  const stream = parts.openStream({
    name: `${setup.name}/market`,
    clock,
    timers,
    random,
    url: async () => streamAddress(addresses, 'publicV2'),
    onOpen: (send) => {
      send(subscription('subscribe', { channel: 'instrument', snapshot: false }));
      if (symbols.length === 0) return;
      send(subscription('subscribe', { channel: 'trade', symbol: symbols, snapshot: false }));
      send(subscription('subscribe', { channel: 'book', symbol: symbols, depth: DEPTH }));
      for (const book of books.values()) book.begin();
    },
    onText: (text, receivedAt) => {
      const read = readPublicFrame(text);
      // It could have been an update of any of them.
      if (!read.ok) return stream.restart(`a message could not be read: ${read.error.detail}`);
      receive(read.value, receivedAt);
    },
    onDown: () => {
      cancelRestart();
      for (const book of books.values()) book.lose({ code: 'NoSnapshot' });
    },
    silenceMs: limits.silenceMs,
    ping: { everyMs: limits.silenceMs / 3, text: PING },
    sendsPerSecond: SENDS_PER_SECOND,
  });
  const stopStatus = listings.onStatus((instrument, status) => {
    if (instruments.includes(instrument)) onEvent({ kind: 'Status', instrument, status });
  });
  return {
    async close() {
      stopStatus();
      cancelRestart();
      for (const book of books.values()) book.close();
      await stream.close();
    },
  };
}

const subscription = (method: 'subscribe' | 'unsubscribe', params: object): string =>
  JSON.stringify({ method, params });

/** By stream symbol. What the venue doesn't list has no book, and nothing is ever said of it. */
function keptBooks(
  { listings, setup }: KrakenParts,
  instruments: readonly InstrumentId[],
  onEvent: (event: MarketEvent) => void,
  streamOf: () => Stream,
): ReadonlyMap<string, KeptBook> {
  const books = new Map<string, KeptBook>();
  for (const id of instruments) {
    const pair = listings.find(id);
    if (pair === undefined) continue;
    const channel = { channel: 'book', symbol: [pair.streamSymbol], depth: DEPTH };
    const resubscribe = () => {
      streamOf().send(subscription('unsubscribe', channel));
      streamOf().send(subscription('subscribe', channel));
    };
    const book = new KeptBook({
      pair,
      depth: DEPTH,
      timers: setup.timers,
      resubscribe,
      onGap: () => streamOf().noteGap(),
      onEvent,
    });
    books.set(pair.streamSymbol, book);
  }
  return books;
}

function tell(
  { listings }: KrakenParts,
  frame: PublicFrame,
  onEvent: (event: MarketEvent) => void,
): void {
  if (frame.kind === 'System') listings.setSystem(frame.status);
  if (frame.kind === 'Pairs') {
    for (const { symbol, status } of frame.pairs) {
      const id = listings.idOf(symbol);
      if (id !== undefined) listings.setPair(id, status);
    }
  }
  if (frame.kind !== 'Trades') return;
  for (const { symbol, ...trade } of frame.trades) {
    const instrument = listings.idOf(symbol);
    if (instrument !== undefined) onEvent({ kind: 'Trade', trade: { instrument, ...trade } });
  }
}
