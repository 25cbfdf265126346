/** What one address may do, counted at the simulator while several connections ask from it. */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { realClock, type Simulator, startSimulator } from '@ultrathink/venue-simulator';
import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  ADDRESS_RULES,
  type AddressBudget,
  connectBinance,
  connectCoinbase,
  connectKraken,
  createAddressBudget,
  realTimers,
  type VenueSetup,
} from './index.ts';
import { clock } from './line/line-rig.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 30_000 });

const BTC = 'BTC/USDT' as InstrumentId;
const CONNECT = {
  binance: (setup: VenueSetup) => connectBinance(setup),
  kraken: (setup: VenueSetup) => connectKraken(setup),
  coinbase: (setup: VenueSetup) => connectCoinbase(setup),
};
type Name = keyof typeof CONNECT;

const simulator: Simulator = await startSimulator({
  seed: 'one address',
  clock: realClock(),
  port: 0,
  historyMs: 3_600_000,
});
afterAll(() => simulator.close());

/** Counts what arrives at the venue and changes nothing of it. */
function countAt(name: Name): () => number {
  const { faults } = simulator.venue(name);
  const { id } = faults.add({ fault: { kind: 'Latency', ms: 0, jitterMs: 0 } });
  return () => faults.rules().find((rule) => rule.id === id)?.struck ?? 0;
}

const connectionTo = (name: Name, address: AddressBudget) =>
  CONNECT[name]({
    name: `${name}/one of two`,
    credentials: null,
    network: { origin: `http://127.0.0.1:${simulator.port}/${name}` },
    instruments: [BTC],
    clock,
    timers: realTimers,
    random: () => 0.5,
    address,
    // What finds no room is refused at once instead of waiting for it.
    limits: { questionMs: 900 },
  });

describe('two connections from one address', () => {
  it.each(['kraken', 'coinbase'] as const)('to %s ask no more than it lets one', async (name) => {
    const rule = ADDRESS_RULES[name]['public'];
    if (rule?.kind !== 'Bucket') throw new Error('It is a bucket at this venue.');
    const arrived = countAt(name);
    const fromMs = clock.monotonicMs();
    const address = createAddressBudget({ clock, budgets: ADDRESS_RULES[name] });
    const both = [await connectionTo(name, address), await connectionTo(name, address)];
    const asked = both.flatMap(({ market }) =>
      Array.from({ length: 20 }, () => market.trades(BTC)),
    );
    const answers = await Promise.all(asked);
    const seconds = (clock.monotonicMs() - fromMs) / 1_000;
    await Promise.all(both.map((one) => one.close()));
    expect(arrived()).toBeGreaterThan(rule.capacity / 2);
    expect(arrived()).toBeLessThanOrEqual(rule.capacity + seconds * rule.refillPerSecond);
    // For want of headroom; on a machine that stood still its time may have been up first.
    const refused = answers.filter(
      (answer) => answer.kind === 'NoInformation' && answer.notSent !== null,
    );
    expect(refused.length).toBeGreaterThan(0);
  });

  it('to binance use up one budget of weight together', async () => {
    const weight = { kind: 'Window', capacity: 500, windowMs: 60_000, keptForCancels: 25 } as const;
    const address = createAddressBudget({ clock, budgets: { weight } });
    const both = [await connectionTo('binance', address), await connectionTo('binance', address)];
    const arrived = countAt('binance');
    const asked = both.flatMap(({ market }) =>
      Array.from({ length: 20 }, () => market.trades(BTC)),
    );
    const answers = await Promise.all(asked);
    await Promise.all(both.map((one) => one.close()));
    // Recent trades weigh 25 each; what connecting weighs comes on top.
    const told = answers.filter(({ kind }) => kind === 'Told').length;
    expect(told).toBeGreaterThan(8);
    expect(arrived() * 25).toBeLessThan(weight.capacity);
  });
});
