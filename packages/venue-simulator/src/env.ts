/** What the program reads from its environment, once. */
import { resolve } from 'node:path';

const PORT = 9500;

export interface SimulatorEnv {
  readonly port: number;
  readonly seed: string;
  readonly stateFile: string;
}

/** Every problem is one sentence; the program ends with it. */
export function readEnv(): SimulatorEnv {
  const { SIMULATOR_PORT, SIMULATOR_SEED = 'ultrathink', DATA_DIR = '.data' } = process.env;
  const port = SIMULATOR_PORT === undefined ? PORT : Number(SIMULATOR_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    process.stderr.write(`SIMULATOR_PORT is a port from 0 to 65535; it is ${SIMULATOR_PORT}.\n`);
    process.exit(78);
  }
  return { port, seed: SIMULATOR_SEED, stateFile: resolve(DATA_DIR, 'simulator.json') };
}
