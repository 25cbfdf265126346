import { describe, expect, it } from 'vitest';
import { fixed } from '../kernel/fixed.ts';
import { BINANCE } from '../listings.ts';
import { ASSETS } from '../market/universe.ts';
import { VirtualClock } from './clock.ts';
import { readRecording, record } from './recording.ts';
import { World, type WorldSetup } from './world.ts';

const START = Date.UTC(2026, 10, 1);
const HOUR_MS = 3_600_000;

function aWorld(changes: Partial<WorldSetup> = {}) {
  const clock = new VirtualClock(START);
  const venues = [{ ...BINANCE, listings: BINANCE.listings.slice(0, 2) }];
  const setup = { seed: 'recorded', assets: ASSETS, venues, clock, stepMs: 1000 };
  const world = new World({ ...setup, slotsPerStep: 4, busyness: 1, historyMs: 0, ...changes });
  world.start();
  return { clock, world };
}

function booksOf(world: World) {
  return world.venues.flatMap((venue) =>
    venue.listings().map(({ id }) => {
      const book = venue.market(id)?.book;
      const level = ({ price, qty }: { price: bigint; qty: bigint }) => `${price} ${qty}`;
      return [id, book?.levels('Buy').map(level), book?.levels('Sell').map(level)];
    }),
  );
}

function aRecording(ms: number, stops: number) {
  const { clock, world } = aWorld();
  const lines: string[] = [];
  const stop = record(world.venues, START, (line) => lines.push(line));
  const books = Array.from({ length: stops }, () => {
    clock.advance(ms / stops);
    return booksOf(world);
  });
  stop();
  return { text: lines.join(''), books };
}

describe('a recording', () => {
  it('of an hour replays to the same books, minute by minute', () => {
    const { text, books } = aRecording(HOUR_MS, 60);
    const { clock, world } = aWorld({ seed: 'another', recording: readRecording(text) });
    for (const [minute, book] of books.entries()) {
      clock.advance(HOUR_MS / 60);
      expect(booksOf(world), `minute ${minute + 1}`).toEqual(book);
    }
    expect(world.venues[0]?.trades('BTC/USDT').length).toBeGreaterThan(0);
  });

  it('is the same market each time, and stands still when it is over', () => {
    const recording = readRecording(aRecording(60_000, 1).text);
    const [one, other] = [aWorld({ seed: '1', recording }), aWorld({ seed: '2', recording })];
    one.clock.advance(60_000);
    other.clock.advance(60_000);
    const books = booksOf(one.world);
    expect(booksOf(other.world)).toEqual(books);
    one.clock.advance(60_000);
    expect(booksOf(one.world)).toEqual(books);
  });

  it('meets a customer who stands in its way', () => {
    const recording = readRecording(aRecording(60_000, 1).text);
    const { clock, world } = aWorld({ recording });
    const venue = world.venues[0]?.venue;
    const ask = venue?.market('BTC/USDT')?.book.best('Sell') ?? 0n;
    venue?.funds.move('ann', 'BTC', fixed('1'));
    const price = ask - (ask % fixed('0.01')) - fixed('0.01');
    venue?.submit(
      {
        owner: 'ann',
        clientId: null,
        instrument: 'BTC/USDT',
        side: 'Sell',
        type: 'Limit',
        qty: fixed('0.0001'),
        quoteQty: null,
        price,
        stopPrice: null,
        timeInForce: 'GoodTillCancel',
        expiresAt: null,
        postOnly: false,
        selfTrade: 'CancelTaker',
      },
      START,
    );
    clock.advance(60_000);
    expect(venue?.trades('ann').length).toBe(1);
  });

  it.each([
    ['nothing', '', 'Line 1'],
    ['another format', '{"format":"x","version":1}\n', 'Line 1'],
    ['a line that was cut', `${head()}{"at":0,"venue"`, 'Line 2'],
    ['a price that is none', `${head()}${row(0, '-1')}`, 'Line 2'],
    ['time that goes back', `${head()}${row(5, '1')}\n${row(4, '1')}`, 'Line 3'],
  ])('with %s is refused with its line', (_, text, said) => {
    expect(() => readRecording(text)).toThrow(said);
  });
});

function head(): string {
  return '{"format":"market-recording","version":1,"startedAt":0}\n';
}

function row(at: number, price: string): string {
  return JSON.stringify({ at, venue: 'v', instrument: 'i', levels: [['Buy', price, '1']] });
}
