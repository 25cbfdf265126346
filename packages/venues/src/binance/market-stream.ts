/** Books and trades of some instruments over one connection, and what may be traded of them. */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { AddressTree } from '../common/ccxt.ts';
import type { Subscription } from '../contract/execution-client.ts';
import type { MarketEvent } from '../contract/market-data-client.ts';
import { KeptBook } from './books.ts';
import { open } from './calls.ts';
import { type MarketMessage, parseDepth, parseMarketMessage } from './parse-market.ts';
import type { BinanceParts } from './parts.ts';

/** Deeper than any order of ours reaches; 1,000 levels cost 50 of 6,000 a minute. */
const DEPTH_LEVELS = 1000;
const DEPTH_WEIGHT = 50;
const PING_MS = 5_000;
const SENDS_PER_SECOND = 5;
/** A subscription of more names than that is made in parts. */
const NAMES_PER_MESSAGE = 100;

export function openMarketStream(
  parts: BinanceParts,
  instruments: readonly InstrumentId[],
  onEvent: (event: MarketEvent) => void,
): Subscription {
  const { setup, limits } = parts;
  const { clock, timers, random } = setup;
  const kept = keptBooks(parts, instruments, onEvent, () => stream.noteGap());
  const names = [...kept.values()].flatMap(({ symbol }) => {
    const lower = symbol.toLowerCase();
    return [`${lower}@depth@100ms`, `${lower}@trade`];
  });
  const books = [...kept.values()].map(({ book }) => book);
  /** Parts of the subscription that are not answered yet. */
  let waiting = 0;
  const stream = parts.openStream({
    name: `${setup.name}/market`,
    clock,
    timers,
    random,
    url: async () => marketAddress(parts.signer.addresses),
    onOpen: (send) => {
      waiting = 0;
      for (let at = 0; at < names.length; at += NAMES_PER_MESSAGE) {
        waiting += 1;
        const params = names.slice(at, at + NAMES_PER_MESSAGE);
        send(JSON.stringify({ method: 'SUBSCRIBE', params, id: waiting }));
      }
    },
    onText: (text) => {
      const read = parseMarketMessage(text);
      // It could have been an update of any of them.
      if (!read.ok) return stream.restart(`a message could not be read: ${read.error.detail}`);
      if (read.value.kind !== 'Answered') return tell(read.value, kept, onEvent);
      if (read.value.error !== null) return stream.restart(read.value.error);
      waiting -= 1;
      if (waiting === 0) for (const book of books) book.begin();
    },
    onDown: () => {
      for (const book of books) book.lose({ code: 'NoSnapshot' });
    },
    silenceMs: limits.silenceMs,
    ping: { everyMs: Math.min(PING_MS, limits.silenceMs / 3), text: null },
    sendsPerSecond: SENDS_PER_SECOND,
  });
  const stopStatus = parts.onStatus((instrument, status) => {
    if (instruments.includes(instrument)) onEvent({ kind: 'Status', instrument, status });
  });
  return {
    async close() {
      stopStatus();
      for (const book of books) book.close();
      await stream.close();
    },
  };
}

interface Kept {
  readonly symbol: string;
  readonly instrument: InstrumentId;
  readonly book: KeptBook;
}

/** By symbol. What the venue doesn't list has no book, and nothing is ever said of it. */
function keptBooks(
  parts: BinanceParts,
  instruments: readonly InstrumentId[],
  onEvent: (event: MarketEvent) => void,
  onGap: () => void,
): ReadonlyMap<string, Kept> {
  const kept = new Map<string, Kept>();
  for (const instrument of instruments) {
    const symbol = parts.symbols.find(instrument)?.symbol;
    if (symbol === undefined) continue;
    const call = open('book', 'depth', DEPTH_WEIGHT, { symbol, limit: DEPTH_LEVELS });
    const snapshot = () => parts.wire.ask(call, (body) => parseDepth(body, parts.venueClock.now()));
    const book = new KeptBook({ instrument, timers: parts.setup.timers, snapshot, onEvent, onGap });
    kept.set(symbol, { symbol, instrument, book });
  }
  return kept;
}

function tell(
  message: MarketMessage,
  kept: ReadonlyMap<string, Kept>,
  onEvent: (event: MarketEvent) => void,
): void {
  if (message.kind !== 'Depth' && message.kind !== 'Trade') return;
  const found = kept.get(message.symbol);
  if (found === undefined) return;
  if (message.kind === 'Depth') found.book.update(message.update);
  else onEvent({ kind: 'Trade', trade: { instrument: found.instrument, ...message.trade } });
}

/** @throws {TypeError} when ccxt names no such address. */
function marketAddress(addresses: AddressTree): string {
  const streams = addresses['ws'];
  const spot = typeof streams === 'object' ? streams['spot'] : undefined;
  if (typeof spot === 'string') return spot;
  throw new TypeError('ccxt names no address for the streams of Binance spot.');
}
