/** The public stream against a venue that says what a test wants it to say. */
import { createServer, type Server } from 'node:http';
import { fromEpochMs, toText } from '@ultrathink/domain/kernel';
import type { Book, InstrumentId } from '@ultrathink/domain/market-data';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { VenueConnection } from '../contract/connection.ts';
import type { MarketEvent } from '../contract/market-data-client.ts';
import { realTimers } from '../line/index.ts';
import { connectCoinbase } from './index.ts';

const USD = 'BTC/USD' as InstrumentId;
const USDC = 'BTC/USDC' as InstrumentId;

const product = (quote: string, alias: string) => ({
  product_id: `BTC-${quote}`,
  product_type: 'SPOT',
  base_currency_id: 'BTC',
  quote_currency_id: quote,
  price_increment: '0.01',
  base_increment: '0.00000001',
  base_min_size: '0.00000001',
  base_max_size: '3400',
  quote_min_size: '1',
  status: 'online',
  is_disabled: false,
  trading_disabled: false,
  cancel_only: false,
  post_only: false,
  limit_only: false,
  auction_mode: false,
  view_only: false,
  alias,
});

const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api/v3/brokerage/time': { epochMillis: String(Date.now()) },
  '/api/v3/brokerage/market/products': {
    products: [product('USD', ''), product('USDC', 'BTC-USD')],
  },
};

/** One venue with one place at its stream. */
class Venue {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  #socket: WebSocket | null = null;
  #sequence = 0;
  readonly received: Record<string, unknown>[] = [];
  connections = 0;
  onConnected: () => void = () => undefined;

  constructor() {
    this.#http = createServer((request, response) => {
      const [path = ''] = (request.url ?? '').split('?', 1);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(ANSWERS[path] ?? {}));
    });
    this.#sockets = new WebSocketServer({ server: this.#http });
    this.#sockets.on('connection', (socket) => {
      this.#socket = socket;
      this.#sequence = 0;
      this.connections += 1;
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as Record<string, unknown>;
        this.received.push(message);
        if (message['channel'] === 'level2') this.onConnected();
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    const address = this.#http.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  say(channel: string, events: unknown[], { skip = 0, at = '2026-11-21T10:00:00Z' } = {}): void {
    this.#sequence += skip;
    const message = { channel, timestamp: at, sequence_num: this.#sequence, events };
    this.#sequence += 1;
    this.sayText(JSON.stringify(message));
  }

  sayText(text: string): void {
    this.#socket?.send(text);
  }

  close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#http.closeAllConnections();
    return new Promise((resolve) => this.#http.close(() => resolve()));
  }
}

const level = (side: 'bid' | 'offer', price_level: string, new_quantity: string) => ({
  side,
  event_time: '2026-11-21T10:00:00Z',
  price_level,
  new_quantity,
});
const book = (type: 'snapshot' | 'update', ...updates: unknown[]) => ({
  type,
  product_id: 'BTC-USD',
  updates,
});
const SNAPSHOT = book(
  'snapshot',
  level('bid', '99', '1'),
  level('bid', '98', '2'),
  level('offer', '101', '3'),
  level('offer', '102', '4'),
);

let venue: Venue;
let connection: VenueConnection;
const events: MarketEvent[] = [];
let look: () => void = () => undefined;

const until = (is: (event: MarketEvent) => boolean, times = 1) =>
  new Promise<void>((resolve) => {
    look = () => (events.filter(is).length >= times ? resolve() : undefined);
    look();
  });
const isBook = ({ kind }: MarketEvent) => kind === 'Book';
const isLost = ({ kind }: MarketEvent) => kind === 'BookLost';
const connected = () =>
  new Promise<void>((resolve) => {
    venue.onConnected = resolve;
  });

function lastBook(): Book {
  const last = events.findLast(isBook);
  if (last?.kind !== 'Book') throw new Error('There is no book.');
  return last.book;
}
const shown = (side: 'Buy' | 'Sell') =>
  lastBook()
    .levels(side, 9)
    .map(({ price, quantity }) => `${toText(price)}x${toText(quantity)}`);

beforeEach(async () => {
  events.length = 0;
  venue = new Venue();
  connection = await connectCoinbase({
    name: 'coinbase/test',
    credentials: null,
    network: { origin: await venue.listen() },
    instruments: [],
    clock: { now: () => fromEpochMs(Date.now()), monotonicMs: () => performance.now() },
    timers: realTimers,
    random: () => 0,
  });
  const first = connected();
  connection.market.subscribe([USD, USDC], (event) => {
    events.push(event);
    look();
  });
  await first;
});
afterEach(async () => {
  await connection.close();
  await venue.close();
});

describe('A book of the stream', () => {
  it('is of both products that share it, and is asked for once', async () => {
    venue.say('l2_data', [SNAPSHOT]);
    await until(isBook, 2);
    expect(events.map((event) => event.kind === 'Book' && event.instrument)).toEqual([USD, USDC]);
    expect(shown('Buy')).toEqual(['99x1', '98x2']);
    expect(shown('Sell')).toEqual(['101x3', '102x4']);
    expect(venue.received).toEqual([
      { type: 'subscribe', channel: 'heartbeats', product_ids: [] },
      { type: 'subscribe', channel: 'market_trades', product_ids: ['BTC-USD'] },
      { type: 'subscribe', channel: 'level2', product_ids: ['BTC-USD'] },
    ]);
  });

  it('takes its changes by their numbers, with those of other channels between them', async () => {
    venue.say('l2_data', [SNAPSHOT]);
    venue.say('subscriptions', [{ subscriptions: {} }]);
    venue.say('l2_data', [book('update', level('bid', '99', '0'), level('bid', '100', '5'))]);
    await until(isBook, 4);
    expect(shown('Buy')).toEqual(['100x5', '98x2']);
    expect(events.some(isLost)).toBe(false);
  });

  it('that is quiet is as young as the last heartbeat', async () => {
    venue.say('l2_data', [SNAPSHOT]);
    venue.say('heartbeats', [{ heartbeat_counter: 1 }], { at: '2026-11-21T10:00:07.5Z' });
    venue.say('l2_data', [book('update')], { at: '2026-11-21T10:00:08Z' });
    await until(isBook, 2);
    await until(isBook, 4);
    expect(lastBook().state).toMatchObject({ kind: 'Good', at: '2026-11-21T10:00:08.000Z' });
    venue.say('heartbeats', [{ heartbeat_counter: 2 }], { at: '2026-11-21T10:00:09Z' });
    venue.say('market_trades', [
      {
        type: 'update',
        trades: [
          {
            trade_id: '1',
            product_id: 'BTC-USD',
            price: '100',
            size: '1',
            side: 'BUY',
            time: '2026-11-21T10:00:09Z',
          },
        ],
      },
    ]);
    await until((event) => event.kind === 'Trade' && event.trade.side === 'Sell', 2);
    expect(lastBook().state).toMatchObject({ kind: 'Good', at: '2026-11-21T10:00:09.000Z' });
  });

  it.each([
    ['A7-18 after a hole', () => venue.say('heartbeats', [], { skip: 1 })],
    ['after a message that can’t be read', () => venue.sayText('{"channel":')],
    [
      'after a level that is none',
      () => venue.say('l2_data', [book('update', level('bid', 'x', '1'))]),
    ],
    [
      'A7-20 whose sides cross',
      () => venue.say('l2_data', [book('update', level('bid', '103', '1'))]),
    ],
  ])('%s is lost, and is there again from a new connection', async (_, harm) => {
    venue.say('l2_data', [SNAPSHOT]);
    await until(isBook, 2);
    const again = connected();
    harm();
    await until(isLost, 2);
    await again;
    expect(venue.connections).toBe(2);
    events.length = 0;
    venue.say('l2_data', [SNAPSHOT]);
    await until(isBook, 2);
    expect(shown('Sell')).toEqual(['101x3', '102x4']);
  });

  it('is not harmed by a message that comes twice', async () => {
    venue.say('l2_data', [SNAPSHOT]);
    const message = {
      channel: 'l2_data',
      timestamp: '2026-11-21T10:00:01Z',
      sequence_num: 0,
      events: [book('snapshot')],
    };
    venue.sayText(JSON.stringify(message));
    venue.say('l2_data', [book('update', level('bid', '100', '1'))]);
    await until(isBook, 4);
    expect(shown('Buy')).toEqual(['100x1', '99x1', '98x2']);
    expect(venue.connections).toBe(1);
  });

  it('of a deep market is one message of some megabytes', async () => {
    const side = (name: 'bid' | 'offer', at: (n: number) => number) =>
      Array.from({ length: 40_000 }, (_, n) => level(name, at(n).toFixed(2), '0.12345678'));
    const whole = book(
      'snapshot',
      ...side('bid', (n) => 99_999 - n / 100),
      ...side('offer', (n) => 100_000 + n / 100),
    );
    venue.say('l2_data', [whole]);
    await until(isBook, 2);
    expect(lastBook().levels('Buy', 100_000)).toHaveLength(40_000);
    expect(shown('Sell')[0]).toBe('100000x0.12345678');
  });
});

describe('A subscription', () => {
  it('that is refused is not tried again at once', async () => {
    venue.sayText('{"type":"error","message":"rate limit exceeded"}');
    venue.say('l2_data', [SNAPSHOT]);
    await until(isBook, 2);
    expect(venue.connections).toBe(1);
  });
});
