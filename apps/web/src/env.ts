/** What the web process reads from its environment, once. */
import { commonFields, type EnvOf, field, requireEnv } from '@ultrathink/runtime';

const fields = {
  ...commonFields,
  /** Where browsers reach us; a mutation from any other origin is refused. */
  APP_ORIGIN: field.origin(),
  DATABASE_URL_CLIENT: field.postgresUrl(),
  DATABASE_URL_STAFF: field.postgresUrl(),
  DATABASE_URL_IDENTITY: field.postgresUrl(),
  ENGINE_DOOR: field.socketPath(),
  /** Of reverse proxies whose X-Forwarded-For is believed: delays and allow-lists go by addresses. */
  TRUSTED_PROXIES: field.maybe(field.networks()),
  /** Ring `people`: second factors and personal data. */
  PEOPLE_KEY_FILE: field.absolutePath(),
  /** The folder of mails that were not sent, which a demo shows. */
  MAIL_SINK_DIR: field.maybe(field.absolutePath()),
  /** Log-ins of the demo's people, which a demo shows. */
  DEMO_PEOPLE_FILE: field.maybe(field.absolutePath()),
  /** The simulator, whose faults a demo switches on. */
  VENUE_SIMULATOR: field.maybe(field.origin()),
  /** Where the supervisor of a demo writes down what runs. */
  DEMO_RUN_DIR: field.maybe(field.absolutePath()),
};

export type WebEnv = EnvOf<typeof fields>;

/** @throws {StartRefusal} with one sentence per problem. */
export function readEnv(): WebEnv {
  return requireEnv(fields, process.env);
}

/** `next dev`: sources change under the process, and styles come without a nonce. */
export const isDevelopment: boolean = process.env.NODE_ENV === 'development';

/** Before the rest is read, because headers need it; http where it is not set. */
export function appOrigin(): string {
  return process.env['APP_ORIGIN'] ?? 'http://localhost:3000';
}

/** next-auth reads its own address from the environment alone; it is the one we were given. */
export function tellNextAuth(): void {
  process.env['NEXTAUTH_URL'] = appOrigin();
}

/** `next build` loads pages without a deployment around them. */
export function isBuilding(): boolean {
  return process.env['NEXT_PHASE'] === 'phase-production-build';
}

/** What every page says it is; null in production, where trading modes will say it. */
export function environmentWord(): 'DEMO' | null {
  return process.env['DEPLOYMENT'] === 'PRODUCTION' ? null : 'DEMO';
}
