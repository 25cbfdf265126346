import { describe, expect, it } from 'vitest';
import { fixed } from '../kernel/fixed.ts';
import { startSimulator } from '../simulator.ts';
import { VirtualClock } from './clock.ts';
import { readWorld, writeWorld } from './keeping.ts';

const START = Date.UTC(2026, 10, 1);

async function aSimulator(seed: string, kept?: ReturnType<typeof readWorld>) {
  const clock = new VirtualClock(START);
  const simulator = await startSimulator({ seed, clock, port: 0, historyMs: 3_600_000, kept });
  return { clock, simulator };
}

/** What every market looks like after some virtual seconds. */
async function pictureOf(seed: string): Promise<unknown> {
  const { clock, simulator } = await aSimulator(seed);
  clock.advance(8_000);
  const picture = simulator.world.venues.map((venue) =>
    venue
      .listings()
      .map(({ id }) => [id, venue.market(id)?.book.levels('Buy', 3), venue.trades(id)]),
  );
  await simulator.close();
  return picture;
}

describe('a world', () => {
  it('is the same for the same seed, over all venues', async () => {
    expect(await pictureOf('one')).toEqual(await pictureOf('one'));
    expect(await pictureOf('one')).not.toEqual(await pictureOf('two'));
  });

  it('has venues whose prices are near each other and not the same', async () => {
    const { clock, simulator } = await aSimulator('near');
    clock.advance(5_000);
    const bids = simulator.world.venues.map((venue) =>
      Number(venue.market('BTC/USDT')?.book.best('Buy') ?? 0n),
    );
    const spread = Math.max(...bids) / Math.min(...bids) - 1;
    expect(spread).toBeGreaterThan(0);
    expect(spread).toBeLessThan(0.005);
    await simulator.close();
  });
});

const order = {
  owner: 'ann',
  clientId: 'kept',
  instrument: 'BTC/USDT',
  side: 'Buy',
  type: 'Limit',
  qty: fixed('1'),
  quoteQty: null,
  price: fixed('50000'),
  stopPrice: null,
  timeInForce: 'GoodTillCancel',
  expiresAt: null,
  postOnly: false,
  selfTrade: 'CancelTaker',
} as const;

describe('a fill that comes late', () => {
  it('is told to its customer, and moves no price of the market', async () => {
    const { simulator } = await aSimulator('late');
    const { world } = simulator.venue('binance');
    world.venue.funds.move('ann', 'USDT', fixed('200000'));
    const [placed] = world.venue.submit(order, START);
    if (placed?.kind !== 'New') throw new Error('The order rests.');
    world.venue.cancel('ann', placed.order.id, START);
    const seen = () => [world.bars('BTC/USDT')?.last(), world.trades('BTC/USDT').length];
    const before = seen();
    const told: string[] = [];
    world.listen({ onReports: (reports) => told.push(...reports.map(({ kind }) => kind)) });
    world.fillLate(placed.order, 0.5, START);
    expect(told).toEqual(['Trade']);
    expect(world.venue.order('ann', placed.order.id)?.cumQty).toBe(fixed('0.5'));
    expect(seen()).toEqual(before);
    await simulator.close();
  });
});

describe('a restart', () => {
  it('finds orders, balances, trades and keys as they were, and each order still works', async () => {
    const first = await aSimulator('restart');
    const { world } = first.simulator.venue('binance');
    world.venue.funds.move('ann', 'USDT', fixed('200000'));
    const [placed] = world.venue.submit(order, START);
    world.venue.submit({ ...order, clientId: 'filled', type: 'Market', price: null }, START);
    const text = writeWorld(first.simulator.world.keep());
    await first.simulator.close();

    const second = await aSimulator('restart', readWorld(text));
    const again = second.simulator.venue('binance').world;
    // Only the numbers went on: the market's own people have laid their books anew.
    const { orderId, ...before } = world.venue.keep();
    const after = again.venue.keep();
    expect(after).toMatchObject(before);
    expect(after.orderId).toBeGreaterThan(orderId);
    const id = placed?.kind === 'New' ? placed.order.id : 0;
    expect(again.venue.funds.of('ann', 'USDT').held).toBe(fixed('50000'));
    expect(again.venue.cancel('ann', id, START)).toMatchObject([{ kind: 'Canceled' }]);
    expect(again.venue.funds.of('ann', 'USDT').held).toBe(0n);
    await second.simulator.close();
  });

  it('with a file that was cut, or of another version, begins anew', () => {
    expect(readWorld('{"version":1,"at"')).toBeUndefined();
    expect(readWorld('{"version":2}')).toBeUndefined();
  });
});
