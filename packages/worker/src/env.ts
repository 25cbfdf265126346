/** What the worker's processes read from the environment: once, at their start. */
import { commonFields, type EnvOf, field, requireEnv } from '@ultrathink/runtime';

const engineFields = {
  ...commonFields,
  DATABASE_URL: field.postgresUrl(),
  ENGINE_DOOR: field.socketPath(),
  SHARD: field.integer({ min: 0, max: 1023, fallback: 0 }),
  /** Where kills wait that no database could take. */
  DATA_DIR: field.absolutePath(),
  METRICS_PORT: field.port(9464),
  /** Ring `venue`: keys of venues, and what browsers seal them to. */
  VENUE_KEY_FILE: field.absolutePath(),
  /** Where master keys of venue credentials are: the file above, a hardware module, or AWS KMS. */
  VENUE_KEY_PROVIDER: field.maybe(field.oneOf(['file', 'pkcs11', 'aws-kms'])),
  PKCS11_MODULE: field.maybe(field.absolutePath()),
  PKCS11_TOKEN: field.maybe(field.name()),
  PKCS11_PIN_FILE: field.maybe(field.absolutePath()),
  AWS_KMS_KEY: field.maybe(field.name()),
  /** Venues the engine is connected to; none where it is not set. */
  VENUES: field.maybe(field.wordsOf(['binance', 'kraken', 'coinbase'])),
  /** Where the venue simulator answers for all of them; DEMO alone. */
  VENUE_SIMULATOR: field.maybe(field.origin()),
  /** What is followed instead of the default. */
  INSTRUMENTS: field.maybe(field.instruments()),
};

const jobsFields = {
  ...commonFields,
  DATABASE_URL: field.postgresUrl(),
  DATA_DIR: field.absolutePath(),
  /** Where browsers reach us: the beginning of links in mails. */
  APP_ORIGIN: field.origin(),
  /** Ring `people`: addresses that mails go to. */
  PEOPLE_KEY_FILE: field.absolutePath(),
  /** Ring `venue`: the keys that sign checkpoints. */
  VENUE_KEY_FILE: field.absolutePath(),
  /** Mails become files here instead of being sent; DEMO alone. */
  MAIL_SINK_DIR: field.maybe(field.absolutePath()),
  SMTP_URL: field.maybe(field.smtpUrl()),
  MAIL_FROM: field.maybe(field.mailbox()),
  /** Where copies of checkpoints stand, outside the database. */
  AUDIT_COPY_DIR: field.absolutePath(),
  AUDIT_ORIGIN: field.logOrigin(),
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

/** @throws {StartRefusal} with every problem at once. */
export function readReplayEnv(): { readonly DATABASE_URL: string } {
  return requireEnv({ DATABASE_URL: field.postgresUrl() }, process.env);
}
