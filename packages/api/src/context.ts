/** What every procedure is given. */
import type { Database } from '@ultrathink/db';
import type { Clock, CorrelationId, Ids, ProcessId } from '@ultrathink/domain/kernel';
import type { Deployment, Log } from '@ultrathink/runtime';
import type { DoorClient } from './engine/door-client.ts';
import type { Peer } from './guard/peer.ts';
import type { LiveStreams } from './live/streams.ts';

/** What a web process holds for as long as it runs. */
export interface Services {
  readonly deployment: Deployment;
  readonly processId: ProcessId;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Procedures of staff read and write as `app_staff`. @throws {Refusal} while it is not usable. */
  readonly staffDatabase: () => Promise<Database>;
  /** Procedures of clients can obtain no other. @throws {Refusal} while it is not usable. */
  readonly clientDatabase: () => Promise<Database>;
  /** Signing in: credentials and sessions, as `app_identity`. @throws {Refusal} while not usable. */
  readonly identityDatabase: () => Promise<Database>;
  readonly door: DoorClient;
  readonly streams: LiveStreams;
}

export interface Context {
  readonly services: Services;
  readonly peer: Peer;
  /** One per request; everything the request causes carries it. */
  readonly correlationId: CorrelationId;
}
