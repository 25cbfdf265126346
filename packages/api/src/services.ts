/** Opens what a web process holds, and closes it again. */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { checkRole, type Database, explainRole, openDatabase } from '@ultrathink/db';
import type { Shard } from '@ultrathink/domain/engine';
import type { ProcessId } from '@ultrathink/domain/kernel';
import {
  type CheckFunction,
  createLog,
  createSystemIds,
  type Deployment,
  EXIT,
  type LogLevel,
  readKeyRing,
  StartRefusal,
  systemClock,
  UP,
} from '@ultrathink/runtime';
import { makeContext } from './auth/make-context.ts';
import { SessionEndings } from './auth/session-endings.ts';
import type { SessionPort } from './auth/session-port.ts';
import type { Context, RequestFacts, Services } from './context.ts';
import { DecidedMode } from './decided-mode.ts';
import { createDoorClient } from './engine/door-client.ts';
import { Refusal } from './errors.ts';
import { LiveStreams } from './live/streams.ts';

export interface ServicesEnv {
  readonly DEPLOYMENT: Deployment;
  readonly LOG_LEVEL: LogLevel;
  readonly DATABASE_URL_CLIENT: string;
  readonly DATABASE_URL_STAFF: string;
  readonly DATABASE_URL_IDENTITY: string;
  readonly ENGINE_DOOR: string;
  /** Where browsers reach us. */
  readonly APP_ORIGIN: string;
  /** Ring `people`. */
  readonly PEOPLE_KEY_FILE: string;
  readonly MAIL_SINK_DIR?: string | undefined;
  readonly VENUE_SIMULATOR?: string | undefined;
  readonly DEMO_RUN_DIR?: string | undefined;
  readonly DEMO_PEOPLE_FILE?: string | undefined;
}

/** The engine behind this process's one door; orders of another shard's clients are refused. */
const SHARD: Shard = 0;

/** A database that is used only once its role has been looked at. */
interface CheckedDatabase {
  /** @throws {StartRefusal} when the role is not the one for this process. */
  check(): Promise<void>;
  use(): Promise<Database>;
  close(): Promise<void>;
}

function openChecked(url: string, role: string): CheckedDatabase {
  const database = openDatabase({ url, name: `ultrathink web ${role}` });
  let isChecked = false;
  const check = async (): Promise<void> => {
    const judged = await checkRole(database, role);
    if (!judged.ok) throw new StartRefusal(explainRole(judged.error), EXIT.config);
    isChecked = true;
  };
  return {
    check,
    async use() {
      if (!isChecked) {
        await check().catch((error: unknown) => {
          throw new Refusal('DatabaseAway', undefined, error);
        });
      }
      return database;
    },
    close: () => database.close(),
  };
}

export interface OpenServices extends Services {
  /** @throws {StartRefusal} for a role this process may not run as; a database away is no refusal. */
  checkRoles(): Promise<void>;
  /** What has to be well for this process to be ready. */
  readonly readiness: Readonly<Record<'database' | 'engine', CheckFunction>>;
  context(request: RequestFacts, cookie: SessionPort): Context;
  close(): Promise<void>;
}

export function openServices(env: ServicesEnv): OpenServices {
  const ids = createSystemIds();
  const processId = ids.next<ProcessId>();
  const fields = { process: 'web', pid: process.pid, processId, deployment: env.DEPLOYMENT };
  const log = createLog({ level: env.LOG_LEVEL, fields });
  const staff = openChecked(env.DATABASE_URL_STAFF, 'app_staff');
  const client = openChecked(env.DATABASE_URL_CLIENT, 'app_client');
  const identity = openChecked(env.DATABASE_URL_IDENTITY, 'app_identity');
  const door = createDoorClient({
    path: env.ENGINE_DOOR,
    shard: SHARD,
    self: { kind: 'web', processId, pid: process.pid },
    clock: systemClock,
    ids,
    log,
    chance: Math.random,
  });
  const decided = new DecidedMode({ database: staff.use, clock: systemClock, log });
  const streams = new LiveStreams();
  const services: Services = {
    deployment: env.DEPLOYMENT,
    origin: env.APP_ORIGIN,
    processId,
    log,
    clock: systemClock,
    ids,
    digest: (bytes) => createHash('sha256').update(bytes).digest(),
    patience: { pause: (ms) => setTimeout(ms), random: Math.random },
    ring: readKeyRing('people', env.PEOPLE_KEY_FILE),
    // A demo's people have no passkeys: what is asked of them there is what PAPER asks, whatever is tried.
    tradingMode: () => (env.DEPLOYMENT === 'DEMO' ? 'PAPER' : (decided.known ?? 'LIVE')),
    decidedMode: () => decided.read(),
    staffDatabase: staff.use,
    clientDatabase: client.use,
    identityDatabase: identity.use,
    door,
    streams,
    endings: new SessionEndings(),
    demo:
      env.DEPLOYMENT === 'DEMO'
        ? {
            peopleFile: env.DEMO_PEOPLE_FILE,
            mailFolder: env.MAIL_SINK_DIR,
            simulator: env.VENUE_SIMULATOR,
            runFolder: env.DEMO_RUN_DIR,
          }
        : null,
  };
  return {
    ...services,
    async checkRoles() {
      for (const database of [staff, client, identity]) {
        await database.check().catch((error: unknown) => {
          if (error instanceof StartRefusal) throw error;
          log.warn('The database does not answer yet. Pages say so until it does.', { error });
        });
      }
    },
    readiness: {
      database: async () => {
        await Promise.all([askOnce(staff), askOnce(client), askOnce(identity)]);
        return UP;
      },
      engine: () =>
        door.state().kind === 'Connected'
          ? UP
          : { state: 'Down', sentence: 'The engine is not connected.' },
    },
    context: (request, cookie) => makeContext(services, request, cookie),
    async close() {
      streams.closeAll();
      door.close();
      await Promise.allSettled([staff.close(), client.close(), identity.close()]);
    },
  };
}

/** The role is looked at every time: a round trip to the database, and a right one. */
function askOnce(database: CheckedDatabase): Promise<void> {
  return database.check();
}
