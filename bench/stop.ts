/**
 * STOP: what a stop of 13 orders at two venues costs from the first cancel to the last answer. Seven rest
 * at Binance and six at Kraken, whose requests have to arrive in the order of their nonces; once as the
 * simulator answers, and once with 100 ms added to each answer, as a venue far away has.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { addMs, decimal, makeUuidv7, toPrice, toQuantity, unwrap } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { ExecutionClient } from '@ultrathink/venues';
import { addKey, farPrice } from './adapter.ts';
import { type Bar, type BarResult, micros } from './lib/bar.ts';
import { spreadOf } from './lib/rounds.ts';
import { benchClock, connectTo, type VenueName } from './lib/simulated-venues.ts';
import { startSimulatorProcess } from './lib/simulator.ts';

const ORDERS = { binance: 7, kraken: 6 } as const;
const ROUNDS = 5;
const FAR_MS = 100;
const INSTRUMENT = 'BTC/USDT' as InstrumentId;

type Held = keyof typeof ORDERS;
const HELD = Object.keys(ORDERS) as Held[];

interface Place {
  readonly name: Held;
  readonly execution: ExecutionClient;
  readonly price: string;
  close(): Promise<void>;
}

async function open(port: number, name: Held): Promise<Place> {
  const price = await farPrice(port, name satisfies VenueName);
  const key = `stop-${randomUUID()}`;
  const secret = await addKey(port, name, key);
  const connection = await connectTo(port, name, {
    instruments: [INSTRUMENT],
    credentials: { key, secret },
  });
  const { execution } = connection;
  if (execution === null) throw new Error(`${name} gave no execution client.`);
  return { name, execution, price, close: () => connection.close() };
}

async function rest({ execution, name, price }: Place) {
  const sentAt = benchClock.now();
  const clOrdId = makeUuidv7(Date.now(), randomBytes(10)) as string as ClOrdId;
  const outcome = await execution.place(
    {
      clOrdId,
      instrument: INSTRUMENT,
      side: 'Buy',
      orderQty: unwrap(toQuantity(decimal('0.001'))),
      terms: { ordType: 'Limit', price: unwrap(toPrice(decimal(price))) },
      timeInForce: 'GoodTillCancel',
      expireTime: null,
      isPostOnly: false,
    },
    { notAfter: addMs(benchClock.now(), 10_000) },
  );
  if (outcome.kind !== 'Accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  const { orderId } = outcome.value;
  return { clOrdId, orderId, instrument: INSTRUMENT, sentAt };
}

/** Each with what it took from the first cancel on, in microseconds. */
async function stop(places: readonly Place[]): Promise<Readonly<Record<Held, number>>> {
  const orders = [];
  for (const place of places) {
    for (let n = 0; n < ORDERS[place.name]; n += 1) orders.push({ place, ref: await rest(place) });
  }
  const start = performance.now();
  const last = { binance: 0, kraken: 0 };
  await Promise.all(
    orders.map(async ({ place: { name, execution }, ref }) => {
      const notAfter = addMs(benchClock.now(), 10_000);
      const outcome = await execution.cancel(ref, { notAfter });
      if (outcome.kind !== 'Accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
      last[name] = Math.max(last[name], (performance.now() - start) * 1_000);
    }),
  );
  return last;
}

async function slow(port: number): Promise<void> {
  for (const venue of HELD) {
    const rule = { fault: { kind: 'Latency', ms: FAR_MS, jitterMs: 0 } };
    const path = `http://127.0.0.1:${port}/admin/faults?venue=${venue}`;
    const answer = await fetch(path, { method: 'POST', body: JSON.stringify(rule) });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

/** A connection of its own for each round: budgets of venues are not what is measured. */
async function rounds(port: number): Promise<Readonly<Record<Held, readonly number[]>>> {
  const told = { binance: [] as number[], kraken: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const places = await Promise.all(HELD.map((name) => open(port, name)));
    const last = await stop(places);
    for (const name of HELD) told[name].push(last[name]);
    await Promise.all(places.map((place) => place.close()));
  }
  return told;
}

async function run(): Promise<BarResult> {
  const simulator = await startSimulatorProcess();
  try {
    await simulator.setPace(0);
    const near = await rounds(simulator.port);
    await slow(simulator.port);
    const far = await rounds(simulator.port);
    const row = (what: string, of: Readonly<Record<Held, readonly number[]>>) => ({
      what,
      cells: HELD.map((name) => micros(spreadOf(of[name]).median)),
    });
    const rows = [row('at once', near), row(`${FAR_MS} ms away`, far)];
    return {
      columns: HELD.map((name) => `${ORDERS[name]} at ${name}`),
      rows,
      met: undefined,
      verdict: `to the last answer, median of ${ROUNDS} rounds: ${rows
        .map(({ what, cells }) => `${what} ${cells.join(' and ')}`)
        .join(', ')}`,
      settings: { rounds: ROUNDS, orders: 13 },
      raw: { near, far },
    };
  } finally {
    simulator.stop();
  }
}

export const bar: Bar = { name: 'STOP', title: 'a stop of 13 orders at two venues', run };
