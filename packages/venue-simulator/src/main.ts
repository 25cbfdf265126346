/**
 * The simulator as a program: `npm run simulator`. Keeps its state in a file, so that orders and
 * balances are there again after a restart, and prints a customer's key for each venue.
 */
import { createWriteStream, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readEnv } from './env.ts';
import { fixed } from './kernel/fixed.ts';
import { type Simulator, startSimulator } from './simulator.ts';
import { realClock } from './world/clock.ts';
import { FIRST_KEY } from './world/customers.ts';
import { type KeptWorld, readWorld, writeWorld } from './world/keeping.ts';
import { readRecording, record } from './world/recording.ts';

const KEEP_EVERY_MS = 1000;
const START = {
  USDT: '1000000',
  USD: '1000000',
  EUR: '1000000',
  BTC: '10',
  ETH: '100',
  SOL: '1000',
};

function readKept(file: string): KeptWorld | undefined {
  try {
    return readWorld(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a program that is killed while it writes leaves the file before. */
function keep(simulator: Simulator, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, writeWorld(simulator.world.keep()), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The keys everybody may know: behind them is nobody's money. */
function addFirstCustomers(simulator: Simulator): void {
  for (const venue of simulator.world.venues) {
    if (venue.customers.all().length > 0) continue;
    venue.customers.add({ ...FIRST_KEY, createdAt: Date.now() });
    for (const [asset, amount] of Object.entries(START)) {
      venue.venue.funds.move(FIRST_KEY.owner, asset, fixed(amount));
    }
  }
}

async function main(): Promise<void> {
  const { port, seed, stateFile, recordingFile, recordTo, tls } = readEnv();
  const kept = readKept(stateFile);
  const text = (file: string) => readFileSync(file, 'utf8');
  const simulator = await startSimulator({
    seed,
    clock: realClock(),
    port,
    kept,
    recording: recordingFile === undefined ? undefined : readRecording(text(recordingFile)),
    tls: tls === undefined ? undefined : { key: text(tls.keyFile), cert: text(tls.certFile) },
  });
  if (recordTo !== undefined) {
    const file = createWriteStream(recordTo);
    record(simulator.world.venues, Date.now(), (line) => file.write(line));
  }
  addFirstCustomers(simulator);
  const names = simulator.world.venues.map(({ name }) => name);
  const address = `http${tls === undefined ? '' : 's'}://127.0.0.1:${simulator.port}`;
  process.stdout.write(
    `The venue simulator is ready at ${address} (${names.join(', ')}).
  ${kept === undefined ? 'A new world.' : 'The world goes on as it was kept.'}
  In a client's urls put ${address}/<venue> for https://<host>, ${address.replace('http', 'ws')}/<venue> for wss://<host>.
  Key simulated-key, secret c2ltdWxhdGVkIHNlY3JldCwgbm9ib2R5J3MgbW9uZXk. Ctrl-C stops it.\n`,
  );
  const timer = setInterval(() => keep(simulator, stateFile), KEEP_EVERY_MS);
  const stop = async () => {
    clearInterval(timer);
    keep(simulator, stateFile);
    await simulator.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

await main().catch((error: NodeJS.ErrnoException) => {
  const isTaken = error.code === 'EADDRINUSE';
  const remedy = isTaken ? 'The port is taken: choose another by SIMULATOR_PORT.' : error.message;
  process.stderr.write(`The venue simulator can not start. ${remedy}\n`);
  process.exit(1);
});
