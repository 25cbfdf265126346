import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../simulator.ts';
import { VirtualClock } from '../world/clock.ts';

const clock = new VirtualClock(Date.UTC(2026, 10, 1));
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: 'admin', clock, port: 0, historyMs: 3_600_000 });
});
afterAll(() => simulator.close());

const at = (path: string) => `http://127.0.0.1:${simulator.port}${path}`;
const post = (path: string, body: unknown, headers = {}) =>
  fetch(at(path), { method: 'POST', body: JSON.stringify(body), headers });

describe('the admin endpoints', () => {
  it('show every venue with its instruments, books and orders', async () => {
    const all = (await (await fetch(at('/admin/overview'))).json()) as {
      venues: { name: string }[];
    };
    expect(all.venues.map(({ name }) => name)).toEqual(['binance', 'coinbase', 'kraken']);
    const path = '/admin/venue?venue=binance&instrument=ETH/USDT';
    const view: unknown = await (await fetch(at(path))).json();
    expect(view).toMatchObject({ instrument: 'ETH/USDT', state: 'Trading' });
  });

  it('switch a fault on for as often as was asked', async () => {
    const rule = { fault: { kind: 'Maintenance' }, times: 1 };
    await post('/admin/faults?venue=kraken', rule);
    const time = async () =>
      (await (await fetch(at('/kraken/0/public/Time'))).json()) as { error: [] };
    expect((await time()).error).toEqual(['EService:Unavailable']);
    expect((await time()).error).toEqual([]);
  });

  it('switch faults of a whole venue on, and all of them off', async () => {
    const { world } = simulator.venue('kraken');
    const path = '/admin/faults?venue=kraken';
    const instruments = ['BTC/EUR'];
    await post(path, { fault: { kind: 'TradingState', state: 'CancelOnly', instruments } });
    await post(path, { fault: { kind: 'ClockSkew', ms: 5000 } });
    expect(world.market('BTC/EUR')?.state).toBe('CancelOnly');
    expect(world.market('BTC/USD')?.state).toBe('Trading');
    expect(world.skewMs).toBe(5000);
    await fetch(at(path), { method: 'DELETE' });
    expect(world.market('BTC/EUR')?.state).toBe('Trading');
    expect(world.skewMs).toBe(0);
  });

  it('set the pace of all books, and let everything stand still', async () => {
    const sequence = () => simulator.venue('binance').world.sequence('BTC/USDT');
    await post('/admin/pace', { updatesPerSecond: 0 });
    const before = sequence();
    clock.advance(1000);
    expect(sequence()).toBe(before);
    await post('/admin/pace', { updatesPerSecond: 100, venues: ['binance'] });
    clock.advance(1000);
    expect(sequence()).toBeGreaterThan(before);
    expect((await post('/admin/pace', { updatesPerSecond: -1 })).status).toBe(400);
  });

  it('set a market’s state', async () => {
    const path = '/admin/market?venue=binance';
    await post(path, { instrument: 'BTC/USDT', state: 'Halted' });
    expect(simulator.venue('binance').world.market('BTC/USDT')?.state).toBe('Halted');
    await post(path, { instrument: 'BTC/USDT', state: 'Trading' });
  });

  it.each([
    ['/admin/faults?venue=nowhere', {}, 'venue is one of'],
    ['/admin/faults?venue=kraken', { fault: { kind: 'Odd' } }, 'fault.kind is one of'],
    ['/admin/faults?venue=kraken', { fault: { kind: 'ClockSkew' } }, 'ms is a number'],
    ['/admin/faults?venue=kraken', { fault: { kind: 'PricesOff', factor: 1e9 } }, 'factor is'],
    [
      '/admin/faults?venue=kraken',
      { fault: { kind: 'StalePrices', instruments: ['X/Y'] } },
      'instruments is a list of',
    ],
    ['/admin/faults?venue=kraken', { fault: { kind: 'Drop' }, times: 0 }, 'times is a whole'],
    ['/admin/market?venue=binance', { instrument: 'X' }, 'instrument is one'],
    ['/admin/market?venue=binance', { instrument: 'BTC/USDT', state: 'Odd' }, 'state is one of'],
    ['/admin/customers?venue=binance', { key: '' }, 'key and secret are text'],
    ['/admin/customers?venue=binance', { key: 'a', secret: 'b', balances: { BTC: '-1' } }, 'BTC'],
  ])('%s with %o is refused with a sentence', async (path, body, said) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(said);
  });

  it('change nothing for the page of another site', async () => {
    const rule = { fault: { kind: 'Maintenance' } };
    const answer = await post('/admin/faults?venue=kraken', rule, {
      origin: 'http://evil.example',
    });
    expect(answer.status).toBe(403);
    expect(simulator.venue('kraken').faults.rules()).toEqual([]);
  });

  it('serve the page itself', async () => {
    const page = await fetch(at('/'));
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('Venue simulator');
  });
});
