/** Many cancels at once, against the simulator over real sockets. */
import { addMs, decimal, fromEpochMs, makeUuidv7 } from '@ultrathink/domain/kernel';
import { instrumentOf } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { fixed, realClock, type Simulator, startSimulator } from '@ultrathink/venue-simulator';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Evidence } from '../contract/answer.ts';
import type { VenueConnection } from '../contract/connection.ts';
import type { ExecutionClient, OrderRef } from '../contract/execution-client.ts';
import { createAddressBudget, realTimers } from '../line/index.ts';
import { connectKraken, KRAKEN_TIERS } from './index.ts';

const BTC_USDT = instrumentOf('BTC' as never, 'USDT' as never).id;
const CREDENTIALS = { key: 'a-key', secret: 'c2VjcmV0IG9mIHRoZSBzaW11bGF0b3I=' };
const clock = { now: () => fromEpochMs(Date.now()), monotonicMs: () => performance.now() };

/** Real sockets, and both cores may be busy. */
vi.setConfig({ testTimeout: 15_000 });

let simulator: Simulator;
const opened: VenueConnection[] = [];
const evidence: Evidence[] = [];

beforeAll(async () => {
  const options = { seed: 'kraken cancels', clock: realClock(), port: 0, stepMs: 20 };
  simulator = await startSimulator(options);
  const { world } = simulator.venue('kraken');
  world.setMoving(BTC_USDT, false);
  world.customers.add({
    ...CREDENTIALS,
    passphrase: null,
    owner: 'ann',
    mayTrade: true,
    mayWithdraw: false,
    addresses: ['127.0.0.1'],
    createdAt: 0,
    rateFactor: 1000,
  });
  world.venue.funds.move('ann', 'USDT', fixed('1000000'));
});
afterEach(async () => {
  evidence.length = 0;
  for (const connection of opened.splice(0)) await connection.close();
});
afterAll(() => simulator.close());

/** Resting far below the market, at an account that keeps 37 of each pair's counter for cancels. */
async function resting(count: number, restedMs: number) {
  const rule = {
    kind: 'Bucket',
    capacity: 10_000,
    refillPerSecond: 1_000,
    keptForCancels: 0,
  } as const;
  const connection = await connectKraken(
    {
      name: 'kraken/test',
      credentials: CREDENTIALS,
      network: { origin: `http://127.0.0.1:${simulator.port}/kraken` },
      instruments: [BTC_USDT],
      ...{ clock, timers: realTimers, random: Math.random },
      address: createAddressBudget({ clock, budgets: { public: rule } }),
      onEvidence: (one) => evidence.push(one),
    },
    KRAKEN_TIERS.Intermediate,
  );
  opened.push(connection);
  const { execution } = connection;
  if (execution === null) throw new Error('It has credentials.');
  const refs: OrderRef[] = [];
  for (let n = 0; n < count; n += 1) refs.push(await rest(execution, restedMs));
  return { execution, refs };
}

async function rest(execution: ExecutionClient, restedMs: number): Promise<OrderRef> {
  const clOrdId = makeUuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as ClOrdId;
  const outcome = await execution.place(
    {
      clOrdId,
      instrument: BTC_USDT,
      side: 'Buy',
      orderQty: decimal('0.01') as never,
      terms: { ordType: 'Limit', price: decimal('60000') as never },
      timeInForce: 'GoodTillCancel',
      expireTime: null,
      isPostOnly: false,
    },
    soon(),
  );
  if (outcome.kind !== 'Accepted') throw new Error(JSON.stringify(outcome));
  const sentAt = addMs(clock.now(), -restedMs);
  return { clOrdId, instrument: BTC_USDT, orderId: outcome.value.orderId, sentAt };
}

const soon = () => ({ notAfter: addMs(clock.now(), 10_000) });
const cancelAt = (execution: ExecutionClient, refs: readonly OrderRef[]) =>
  Promise.all(refs.map(async (ref) => (await execution.cancel(ref, soon())).kind));
const requests = () =>
  evidence
    .filter(({ operation }) => operation === 'order.cancel')
    .map(({ request }) => request.url.split('/').at(-1));

test('of orders that rested long leave as one request, and each is told', async () => {
  const { execution, refs } = await resting(6, 600_000);
  expect(await cancelAt(execution, refs)).toEqual(Array(6).fill('Accepted'));
  expect(requests()).toEqual(['CancelOrderBatch']);
  const open = await execution.openOrders();
  expect(open.kind === 'Told' && open.value).toEqual([]);
});

test('of young orders leave in requests that what is kept for cancels pays for', async () => {
  // Eight each: four are 32 of 37.
  const { execution, refs } = await resting(6, 1_000);
  expect(await cancelAt(execution, refs)).toEqual(Array(6).fill('Accepted'));
  expect(requests()).toEqual(['CancelOrderBatch', 'CancelOrderBatch']);
});

test('one by one, and by our own name alone, go by themselves', async () => {
  const { execution, refs } = await resting(2, 600_000);
  for (const ref of refs) expect(await cancelAt(execution, [ref])).toEqual(['Accepted']);
  expect(requests()).toEqual(['CancelOrder', 'CancelOrder']);
});

test('of which one had ended prove nothing of the others: they are asked about', async () => {
  const { execution, refs } = await resting(3, 600_000);
  expect(await cancelAt(execution, refs.slice(0, 1))).toEqual(['Accepted']);
  expect(await cancelAt(execution, refs)).toEqual(Array(3).fill('Unconfirmed'));
  // None is left: that there was nothing to cancel is proven of each.
  expect(await cancelAt(execution, refs)).toEqual(Array(3).fill('RejectedProven'));
});
