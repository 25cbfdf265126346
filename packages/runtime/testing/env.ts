import { commonFields, field, requireEnv } from '../src/index.ts';

const fields = { ...commonFields, METRICS_PORT: field.port() };

/** The environment of the life the tests start. */
export function readFixtureEnv() {
  return requireEnv(fields, process.env);
}
