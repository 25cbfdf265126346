/** What filling a demo reads from the environment. */
import { commonFields, type EnvOf, field, requireEnv } from '@ultrathink/runtime';

/** What two quiet cores write within the time of a first start. */
const ORDERS = 6_000;

const fields = {
  ...commonFields,
  APP_ORIGIN: field.origin(),
  DATABASE_URL_CLIENT: field.postgresUrl(),
  DATABASE_URL_STAFF: field.postgresUrl(),
  DATABASE_URL_IDENTITY: field.postgresUrl(),
  DATABASE_URL_ENGINE: field.postgresUrl(),
  DATABASE_URL_MIGRATOR: field.postgresUrl(),
  /** Orders of the months before a new demo; more take longer, some milliseconds each. */
  DEMO_ORDERS: field.integer({ min: 0, max: 100_000, fallback: ORDERS }),
  SIMULATOR_FILE: field.absolutePath(),
  ENGINE_DOOR: field.socketPath(),
  PEOPLE_KEY_FILE: field.absolutePath(),
  DEMO_PEOPLE_FILE: field.absolutePath(),
};

export type DemoEnv = EnvOf<typeof fields>;

/** @throws {StartRefusal} with every problem at once. */
export function readEnv(): DemoEnv {
  return requireEnv(fields, process.env);
}
