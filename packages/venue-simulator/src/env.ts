/** What the program reads from its environment, once. */
import { resolve } from 'node:path';

const PORT = 9500;

export interface SimulatorEnv {
  readonly port: number;
  readonly seed: string;
  readonly stateFile: string;
  /** Markets from this file instead of the model. */
  readonly recordingFile: string | undefined;
  /** Where all markets are written to as they happen. */
  readonly recordTo: string | undefined;
  /** PEM files: both, or none. */
  readonly tls: { readonly keyFile: string; readonly certFile: string } | undefined;
}

/** Every problem is one sentence; the program ends with it. */
export function readEnv(): SimulatorEnv {
  const { SIMULATOR_PORT, SIMULATOR_SEED = 'ultrathink', DATA_DIR = '.data' } = process.env;
  const { SIMULATOR_RECORDING, SIMULATOR_RECORD_TO } = process.env;
  const { SIMULATOR_TLS_KEY: keyFile, SIMULATOR_TLS_CERT: certFile } = process.env;
  const port = SIMULATOR_PORT === undefined ? PORT : Number(SIMULATOR_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    process.stderr.write(`SIMULATOR_PORT is a port from 0 to 65535; it is ${SIMULATOR_PORT}.\n`);
    process.exit(78);
  }
  if ((keyFile === undefined) !== (certFile === undefined)) {
    process.stderr.write(
      'SIMULATOR_TLS_KEY and SIMULATOR_TLS_CERT name a file each, or neither.\n',
    );
    process.exit(78);
  }
  return {
    port,
    seed: SIMULATOR_SEED,
    stateFile: resolve(DATA_DIR, 'simulator.json'),
    recordingFile: SIMULATOR_RECORDING,
    recordTo: SIMULATOR_RECORD_TO,
    tls: keyFile === undefined || certFile === undefined ? undefined : { keyFile, certFile },
  };
}
