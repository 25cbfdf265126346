/**
 * P5: a message of a book from the socket through parsing and the book to the consolidated book, for
 * each venue, against a bare `ws` reader that only parses JSON. Both read the simulator in another
 * process at the same pace and with the same subscriptions; what counts is messages per second of CPU
 * time of this process, so that a busy machine hits both alike.
 */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { WebSocket } from 'ws';
import type { Bar, BarResult } from './lib/bar.ts';
import { KeptMarkets } from './lib/kept-markets.ts';
import { inTurns, type Spread, spreadOf } from './lib/rounds.ts';
import { connectTo, listedAt, VENUE_NAMES, type VenueName } from './lib/simulated-venues.ts';
import { type SimulatorProcess, startSimulatorProcess } from './lib/simulator.ts';

const ROUNDS = 5;
const SECONDS = 3;
const WARM_UP_MS = 700;
const PACE = 10_000;
const GOAL_RATIO = 0.5;
/** As our adapter asks for it. */
const KRAKEN_DEPTH = 100;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Reader {
  count(): number;
  close(): Promise<void>;
}

interface Lane {
  readonly perCoreSecond: number;
  readonly messages: number;
}

function subscriptionOf(name: VenueName, ids: readonly InstrumentId[]): [string, unknown] {
  switch (name) {
    case 'binance': {
      const params = ids.map((id) => `${id.replace('/', '').toLowerCase()}@depth@100ms`);
      return ['/ws', { method: 'SUBSCRIBE', params, id: 1 }];
    }
    case 'kraken': {
      const params = { channel: 'book', symbol: ids, depth: KRAKEN_DEPTH };
      return ['/v2', { method: 'subscribe', params }];
    }
    case 'coinbase': {
      const product_ids = ids.map((id) => id.replace('/', '-'));
      return ['/', { type: 'subscribe', channel: 'level2', product_ids }];
    }
  }
}

async function openBare(
  port: number,
  name: VenueName,
  ids: readonly InstrumentId[],
): Promise<Reader> {
  const [path, message] = subscriptionOf(name, ids);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${name}${path}`, {
    perMessageDeflate: false,
  });
  let count = 0;
  socket.on('message', (data) => {
    JSON.parse(String(data));
    count += 1;
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify(message));
  return {
    count: () => count,
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.terminate();
      }),
  };
}

async function openOurs(
  port: number,
  name: VenueName,
  ids: readonly InstrumentId[],
): Promise<Reader> {
  const markets = new KeptMarkets();
  const connection = await connectTo(port, name, { instruments: ids });
  await markets.follow(name, connection, ids);
  return {
    count: () => markets.counts.get(name)?.books ?? 0,
    close: () => markets.close(),
  };
}

async function measure(
  simulator: SimulatorProcess,
  name: VenueName,
  open: () => Promise<Reader>,
): Promise<Lane> {
  await simulator.setPace(0);
  const reader = await open();
  await simulator.setPace(PACE, [name]);
  await pause(WARM_UP_MS);
  const [before, used] = [reader.count(), process.cpuUsage()];
  await pause(SECONDS * 1000);
  const messages = reader.count() - before;
  const { user, system } = process.cpuUsage(used);
  await reader.close();
  if (messages === 0) throw new Error(`${name} sent nothing.`);
  return { perCoreSecond: messages / ((user + system) / 1e6), messages };
}

const thousands = ({ median, least, most }: Spread) =>
  `${Math.round(median / 1000)}k (${Math.round(least / 1000)} to ${Math.round(most / 1000)})`;

async function run(): Promise<BarResult> {
  const simulator = await startSimulatorProcess();
  try {
    const rows = [];
    const ratios: { name: VenueName; ratio: Spread }[] = [];
    const raw: Record<string, unknown> = {};
    for (const name of VENUE_NAMES) {
      const ids = await listedAt(simulator.port, name);
      const rounds = await inTurns(ROUNDS, {
        ours: () => measure(simulator, name, () => openOurs(simulator.port, name, ids)),
        bare: () => measure(simulator, name, () => openBare(simulator.port, name, ids)),
      });
      const rate = ({ perCoreSecond }: Lane) => perCoreSecond;
      const ratio = spreadOf(
        rounds.ours.map((one, n) => one.perCoreSecond / (rounds.bare[n]?.perCoreSecond ?? 0)),
      );
      const count = rounds.ours.reduce((sum, { messages }) => sum + messages, 0);
      ratios.push({ name, ratio });
      raw[name] = rounds;
      rows.push({
        what: name,
        cells: [
          thousands(spreadOf(rounds.ours.map(rate))),
          thousands(spreadOf(rounds.bare.map(rate))),
          `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})`,
          String(count),
        ],
      });
    }
    const told = ratios.map(({ name, ratio }) => `${name} ${ratio.median.toFixed(2)}`).join(', ');
    return {
      columns: ['ours', 'ws + JSON.parse', 'ratio', 'messages of ours'],
      rows,
      met: ratios.every(({ ratio }) => ratio.median >= GOAL_RATIO),
      verdict: `${told} of the messages per core-second of a bare reader, goal ${GOAL_RATIO} each`,
      settings: {
        rounds: ROUNDS,
        seconds: SECONDS,
        'updates/s': PACE,
        'instruments per venue': 10,
        'consolidated every': '100 ms',
      },
      raw,
    };
  } finally {
    simulator.stop();
  }
}

export const bar: Bar = { name: 'P5', title: 'tick to parse to book to consolidated book', run };
