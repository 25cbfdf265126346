import { expect, it } from 'vitest';
import { toNumber } from './kernel/fixed.ts';
import { ASSETS, pastWorld } from './past.ts';
import { startSimulator } from './simulator.ts';
import { VirtualClock } from './world/clock.ts';
import { readWorld } from './world/keeping.ts';

const NOW = Date.UTC(2026, 10, 21);
const BTC = 61_234;

it('goes on from an invented past: its prices, its bars that lead there, and what its customer has', async () => {
  const logPrices = ASSETS.map(({ asset, startPrice }) =>
    Math.log(asset === 'BTC' ? BTC : startPrice),
  );
  const funds = [{ asset: 'BTC', amount: '7.25' }];
  const text = pastWorld({ at: NOW, logPrices, venues: [{ name: 'kraken', funds }] });
  const kept = readWorld(text);
  const clock = new VirtualClock(NOW);
  const simulator = await startSimulator({
    seed: 'past',
    clock,
    port: 0,
    historyMs: 3_600_000,
    kept,
  });
  const { world } = simulator.venue('kraken');
  const near = (price: number) => Math.abs(price / BTC - 1);
  expect(near(toNumber(world.market('BTC/USD')?.book.best('Buy') ?? 0n))).toBeLessThan(0.005);
  expect(near(toNumber(world.bars('BTC/USD')?.last()?.close ?? 0n))).toBeLessThan(0.005);
  const [key] = world.customers.all();
  expect(key?.key).toBe('simulated-key');
  expect(toNumber(world.venue.funds.of(key?.owner ?? '', 'BTC').free)).toBe(7.25);
  await simulator.close();
});
