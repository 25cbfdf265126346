/**
 * ADAPTER: what our part of placing one order costs. `place()` with its line, budget, evidence and
 * classified outcome, against ccxt's `createOrder` with nothing of ours, to the same simulated venue,
 * in pairs. The orders are far from the market and immediate or cancel, so that nothing is left of them.
 */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { addMs, decimal, makeUuidv7, toPrice, toQuantity, unwrap } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import ccxt, { type Exchange } from 'ccxt';
import { type Bar, type BarResult, micros } from './lib/bar.ts';
import { spreadOf } from './lib/rounds.ts';
import { benchClock, connectTo, VENUE_NAMES, type VenueName } from './lib/simulated-venues.ts';
import { type SimulatorProcess, startSimulatorProcess } from './lib/simulator.ts';

const PAIRS = 90;
const WARM_UP = 10;
/** The adapters keep to their venues' budgets of orders: faster would measure a wait. */
const BETWEEN_MS = 250;
const INSTRUMENT = 'BTC/USDT';
const QUANTITY = '0.001';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Sample {
  readonly us: number;
  readonly cpuUs: number;
}

type Act = () => Promise<void>;

function aSecret(name: VenueName): string {
  if (name !== 'coinbase') return Buffer.from(randomUUID()).toString('base64');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return String(privateKey.export({ type: 'sec1', format: 'pem' }));
}

export async function addKey(port: number, name: VenueName, key: string): Promise<string> {
  const secret = aSecret(name);
  const balances = { USDT: '100000000', BTC: '1000' };
  const body = JSON.stringify({ key, secret, owner: key, balances });
  const path = `http://127.0.0.1:${port}/admin/customers?venue=${name}`;
  const answer = await fetch(path, { method: 'POST', body });
  if (!answer.ok) throw new Error(await answer.text());
  return secret;
}

export async function farPrice(port: number, name: VenueName): Promise<string> {
  const path = `admin/venue?venue=${name}&instrument=${INSTRUMENT}`;
  const view = (await (await fetch(`http://127.0.0.1:${port}/${path}`)).json()) as { bid: string };
  return String(Math.round(Number(view.bid) * 0.8));
}

interface Tree {
  [name: string]: string | Tree;
}

function repoint(tree: Tree, origin: string): void {
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') tree[name] = value.replace(/^https:\/\/[^/]+/, origin);
    else repoint(value, origin);
  }
}

export async function bareOf(port: number, name: VenueName, price: string): Promise<Act> {
  const secret = await addKey(port, name, 'bare');
  const client: Exchange = new ccxt[name]({ apiKey: 'bare', secret, enableRateLimit: false });
  repoint(client.urls['api'] as Tree, `http://127.0.0.1:${port}/${name}`);
  await client.loadMarkets();
  return async () => {
    const params = {
      timeInForce: 'IOC',
      clientOrderId: randomUUID(),
      client_order_id: randomUUID(),
    };
    if (name === 'coinbase') Reflect.deleteProperty(params, 'clientOrderId');
    else Reflect.deleteProperty(params, 'client_order_id');
    await client.createOrder(INSTRUMENT, 'limit', 'buy', Number(QUANTITY), Number(price), params);
  };
}

async function oursOf(port: number, name: VenueName, price: string) {
  const secret = await addKey(port, name, 'ours');
  const instruments = [INSTRUMENT as InstrumentId];
  const credentials = { key: 'ours', secret };
  const connection = await connectTo(port, name, { instruments, credentials });
  const { execution } = connection;
  if (execution === null) throw new Error(`${name} gave no execution client.`);
  const act: Act = async () => {
    const outcome = await execution.place(
      {
        clOrdId: makeUuidv7(Date.now(), randomBytes(10)) as string as ClOrdId,
        instrument: INSTRUMENT as InstrumentId,
        side: 'Buy',
        orderQty: unwrap(toQuantity(decimal(QUANTITY))),
        terms: { ordType: 'Limit', price: unwrap(toPrice(decimal(price))) },
        timeInForce: 'ImmediateOrCancel',
        expireTime: null,
        isPostOnly: false,
      },
      { notAfter: addMs(benchClock.now(), 10_000) },
    );
    if (outcome.kind !== 'Accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  };
  return { act, close: () => connection.close() };
}

async function timed(act: Act): Promise<Sample> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await act();
  const { user, system } = process.cpuUsage(used);
  return { us: (performance.now() - start) * 1000, cpuUs: user + system };
}

async function measure(simulator: SimulatorProcess, name: VenueName) {
  const { port } = simulator;
  const price = await farPrice(port, name);
  const ours = await oursOf(port, name, price);
  const bare = await bareOf(port, name, price);
  const samples: { ours: Sample; bare: Sample }[] = [];
  for (let n = 0; n < WARM_UP + PAIRS; n += 1) {
    const pair = { ours: await timed(ours.act), bare: await timed(bare) };
    if (n >= WARM_UP) samples.push(pair);
    await pause(BETWEEN_MS);
  }
  await ours.close();
  return samples;
}

async function run(): Promise<BarResult> {
  const simulator = await startSimulatorProcess();
  try {
    await simulator.setPace(0);
    const rows = [];
    const added: string[] = [];
    const raw: Record<string, unknown> = {};
    for (const name of VENUE_NAMES) {
      const samples = await measure(simulator, name);
      const median = (value: (pair: (typeof samples)[number]) => number) =>
        spreadOf(samples.map(value)).median;
      const more = median(({ ours, bare }) => ours.us - bare.us);
      const moreCpu = median(({ ours, bare }) => ours.cpuUs - bare.cpuUs);
      raw[name] = samples;
      added.push(`${name} ${micros(more)} (CPU ${micros(moreCpu)})`);
      rows.push({
        what: name,
        cells: [
          micros(median(({ ours }) => ours.us)),
          micros(median(({ bare }) => bare.us)),
          micros(more),
          micros(median(({ ours }) => ours.cpuUs)),
          micros(median(({ bare }) => bare.cpuUs)),
        ],
      });
    }
    return {
      columns: ['ours p50', 'ccxt p50', 'added p50', 'CPU ours', 'CPU ccxt'],
      rows,
      met: undefined,
      verdict: `added to one order, median of pairs: ${added.join(', ')}`,
      settings: { pairs: PAIRS, 'between pairs': `${BETWEEN_MS} ms`, ccxt: ccxt.version },
      raw,
    };
  } finally {
    simulator.stop();
  }
}

export const bar: Bar = { name: 'ADAPTER', title: 'one order, ours against ccxt alone', run };
