/** What the worker's processes read from the environment: once, at their start. */
import { commonFields, type EnvOf, field, requireEnv } from '@ultrathink/runtime';

const engineFields = {
  ...commonFields,
  DATABASE_URL: field.postgresUrl(),
  ENGINE_DOOR: field.socketPath(),
  SHARD: field.integer({ min: 0, max: 1023, fallback: 0 }),
  METRICS_PORT: field.port(9464),
};

const jobsFields = {
  ...commonFields,
  DATABASE_URL: field.postgresUrl(),
  DATA_DIR: field.absolutePath(),
  METRICS_PORT: field.port(9465),
};

export type EngineEnv = EnvOf<typeof engineFields>;
export type JobsEnv = EnvOf<typeof jobsFields>;

/** @throws {StartRefusal} with every problem at once. */
export function readEngineEnv(): EngineEnv {
  return requireEnv(engineFields, process.env);
}

/** @throws {StartRefusal} with every problem at once. */
export function readJobsEnv(): JobsEnv {
  return requireEnv(jobsFields, process.env);
}
