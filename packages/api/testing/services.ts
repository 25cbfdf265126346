/** What a web process holds, over a test's database or over none. */
import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@ultrathink/db';
import type { Actor, Grant, Organisation } from '@ultrathink/domain/access';
import type { PersonId, ProcessId } from '@ultrathink/domain/kernel';
import { createKeyRing, createSystemIds, silentLog, systemClock } from '@ultrathink/runtime';
import type { Caller, SessionInfo } from '../src/auth/caller.ts';
import { makeContext } from '../src/auth/make-context.ts';
import { SessionEndings } from '../src/auth/session-endings.ts';
import { noSession, type SessionPort } from '../src/auth/session-port.ts';
import type { Context, RequestFacts, Services } from '../src/context.ts';
import { Refusal } from '../src/errors.ts';
import { LiveStreams } from '../src/live/streams.ts';
import { memoryDoor } from './memory-door.ts';

const ids = createSystemIds();

/** As `TestDatabase` of @ultrathink/db/testing has it. */
export interface Databases {
  as(role: 'app_staff' | 'app_client' | 'app_identity'): Database;
}

export function testServices(
  databases: Databases | null = null,
  changes: Partial<Services> = {},
): Services {
  const open = (role: Parameters<Databases['as']>[0]) => () =>
    databases === null
      ? Promise.reject(new Refusal('DatabaseAway'))
      : Promise.resolve(databases.as(role));
  return {
    deployment: 'DEMO',
    origin: 'http://localhost:3000',
    processId: ids.next<ProcessId>(),
    log: silentLog,
    clock: systemClock,
    ids,
    digest: (bytes) => createHash('sha256').update(bytes).digest(),
    patience: { pause: () => Promise.resolve(), random: () => 0 },
    ring: createKeyRing('people', [randomBytes(32)]),
    tradingMode: () => 'PAPER',
    decidedMode: async () => 'PAPER',
    staffDatabase: open('app_staff'),
    clientDatabase: open('app_client'),
    identityDatabase: open('app_identity'),
    door: memoryDoor(100),
    streams: new LiveStreams(),
    endings: new SessionEndings(),
    demo: null,
    ...changes,
  };
}

export const aRequest = (changes: Partial<RequestFacts> = {}): RequestFacts => ({
  peer: 'ThisMachine',
  address: '127.0.0.1',
  userAgent: 'a test',
  isPassive: false,
  stepUp: null,
  ...changes,
});

export interface Asked {
  readonly request?: Partial<RequestFacts>;
  readonly cookie?: SessionPort;
  /** Who asks, where the test does not sign anybody in. */
  readonly caller?: Caller | null;
}

export function aContext(services: Services, { request, cookie, caller }: Asked = {}): Context {
  const identify = caller === undefined ? undefined : () => Promise.resolve(caller);
  return makeContext(services, aRequest(request), cookie ?? noSession, identify);
}

/** A caller out of thin air: with these grants, in this organisation. */
export function aCaller(
  person: PersonId,
  organisation: Organisation,
  grants: readonly Grant[],
  session: SessionInfo | null = null,
): Caller {
  const access: Actor = { person, grants, key: null };
  return { person, organisation, access, session };
}
