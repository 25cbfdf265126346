/** What a run is told from outside, read in one place. */
import { fileURLToPath } from 'node:url';

const {
  BENCH_DATA_DIR,
  BENCH_ORIGIN,
  BENCH_PORT,
  BENCH_SCALE: SCALE,
  BENCH_SECONDS: SECONDS,
} = process.env;

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

/** A running platform to measure instead of starting one: its origin. */
export const GIVEN_ORIGIN: string | undefined = BENCH_ORIGIN;

/** Ports away from a developer's demo and from the browser tests. */
export const FIRST_PORT: number = Number(BENCH_PORT ?? 3310);

export const DATA_DIR: string = BENCH_DATA_DIR ?? `${ROOT}.data/bench`;

/** How long each rate of an open loop is measured, over all its rounds; undefined: the bar's own. */
export const BENCH_SECONDS: number | undefined =
  SECONDS === undefined ? undefined : Number(SECONDS);

/** Worlds of the engine's bars (P8, P9, P12) are so many times as large as said there. */
export const BENCH_SCALE: number = Number(SCALE ?? 1);

/** For what reads its own settings: which server to test on, and the roles' passwords. */
export const ENV: NodeJS.ProcessEnv = process.env;
