/** What filling a demo reads from the environment. */
import { commonFields, type EnvOf, field, requireEnv } from '@ultrathink/runtime';

const fields = {
  ...commonFields,
  APP_ORIGIN: field.origin(),
  DATABASE_URL_CLIENT: field.postgresUrl(),
  DATABASE_URL_STAFF: field.postgresUrl(),
  DATABASE_URL_IDENTITY: field.postgresUrl(),
  ENGINE_DOOR: field.socketPath(),
  PEOPLE_KEY_FILE: field.absolutePath(),
  DEMO_PEOPLE_FILE: field.absolutePath(),
};

export type DemoEnv = EnvOf<typeof fields>;

/** @throws {StartRefusal} with every problem at once. */
export function readEnv(): DemoEnv {
  return requireEnv(fields, process.env);
}
