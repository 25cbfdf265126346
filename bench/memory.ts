/**
 * MEMORY: what one more instrument costs a reader of three venues: the heap after a collection, with
 * one instrument per venue and with all ten, while the books move.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Bar, BarResult } from './lib/bar.ts';
import { KeptMarkets } from './lib/kept-markets.ts';
import { inTurns, spreadOf } from './lib/rounds.ts';
import { connectTo, listedAt, VENUE_NAMES } from './lib/simulated-venues.ts';
import { type SimulatorProcess, startSimulatorProcess } from './lib/simulator.ts';

const ROUNDS = 5;
const FEW = 1;
const MANY = 10;
const MOVE_MS = 1500;
const PACE = 3000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function usedKb(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1000;
}

/** Kilobytes that reading so many instruments of each venue takes. */
async function measure(simulator: SimulatorProcess, count: number): Promise<number> {
  const before = usedKb();
  await simulator.setPace(0);
  const markets = new KeptMarkets();
  for (const name of VENUE_NAMES) {
    const instruments = (await listedAt(simulator.port, name)).slice(0, count);
    const connection = await connectTo(simulator.port, name, { instruments });
    await markets.follow(name, connection, instruments);
  }
  await simulator.setPace(PACE);
  await pause(MOVE_MS);
  await simulator.setPace(0);
  await pause(200);
  const after = usedKb();
  await markets.close();
  return after - before;
}

/** On three venues, from one measurement of few and of many. */
export async function kbOfAnInstrument(): Promise<number> {
  const simulator = await startSimulatorProcess();
  try {
    await measure(simulator, MANY);
    const few = await measure(simulator, FEW);
    return ((await measure(simulator, MANY)) - few) / (MANY - FEW);
  } finally {
    simulator.stop();
  }
}

async function run(): Promise<BarResult> {
  const simulator = await startSimulatorProcess();
  try {
    await measure(simulator, MANY);
    const rounds = await inTurns(ROUNDS, {
      few: () => measure(simulator, FEW),
      many: () => measure(simulator, MANY),
    });
    const [few, many] = [spreadOf(rounds.few), spreadOf(rounds.many)];
    const each = spreadOf(rounds.many.map((kb, n) => (kb - (rounds.few[n] ?? 0)) / (MANY - FEW)));
    const kb = (value: number) => `${Math.round(value)} kB`;
    const row = (what: string, { median, least, most }: typeof few) => ({
      what,
      cells: [kb(median), kb(least), kb(most)],
    });
    return {
      columns: ['median', 'least', 'most'],
      rows: [
        row(`three venues, ${FEW} instrument each`, few),
        row(`three venues, ${MANY} instruments each`, many),
        row('one more instrument on three venues', each),
      ],
      met: undefined,
      verdict: `${kb(each.median)} for one more instrument on three venues; 200 of them ${Math.round((each.median * 200) / 1000)} MB`,
      settings: { rounds: ROUNDS, 'levels of a book': 80, 'updates/s': PACE },
      raw: rounds,
    };
  } finally {
    simulator.stop();
  }
}

export const bar: Bar = { name: 'MEMORY', title: 'memory per instrument on three venues', run };
