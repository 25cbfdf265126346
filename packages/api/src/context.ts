/** What every procedure is given. */
import type { Database, Patience } from '@ultrathink/db';
import type { TradingMode } from '@ultrathink/domain/access';
import type { Clock, CorrelationId, Digest, Ids, ProcessId } from '@ultrathink/domain/kernel';
import type { Deployment, KeyRing, Log } from '@ultrathink/runtime';
import type { SessionEndings } from './auth/session-endings.ts';
import type { SessionPort } from './auth/session-port.ts';
import type { Caller } from './auth/who-asks.ts';
import type { DoorClient } from './engine/door-client.ts';
import type { Peer } from './guard/peer.ts';
import type { LiveStreams } from './live/streams.ts';

export interface DemoFiles {
  /** Log-ins of the demo's people. */
  readonly peopleFile: string | undefined;
  /** Mails that were not sent. */
  readonly mailFolder: string | undefined;
  /** Where the simulator answers, whose faults a demo switches on. */
  readonly simulator?: string | undefined;
  /** Where the supervisor writes down what runs. */
  readonly runFolder?: string | undefined;
}

/** What a web process holds for as long as it runs. */
export interface Services {
  readonly deployment: Deployment;
  /** Where browsers reach us, e.g. https://desk.example.com: passkeys are bound to its host. */
  readonly origin: string;
  readonly processId: ProcessId;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  /** SHA-256. */
  readonly digest: Digest;
  readonly patience: Patience;
  /** The ring `people`: second factors and personal data. */
  readonly ring: KeyRing;
  /** What proofs are judged by: LIVE asks for more, and stands for what is not known. */
  readonly tradingMode: () => TradingMode;
  /** As people decided it; null where nobody knows. */
  readonly decidedMode: () => Promise<TradingMode | null>;
  /** Procedures of staff read and write as `app_staff`. @throws {Refusal} while it is not usable. */
  readonly staffDatabase: () => Promise<Database>;
  /** Procedures of clients can obtain no other. @throws {Refusal} while it is not usable. */
  readonly clientDatabase: () => Promise<Database>;
  /** Signing in: credentials and sessions, as `app_identity`. @throws {Refusal} while not usable. */
  readonly identityDatabase: () => Promise<Database>;
  readonly door: DoorClient;
  readonly streams: LiveStreams;
  /** What only a demo has; null in production. */
  readonly demo: DemoFiles | null;
  readonly endings: SessionEndings;
}

/** What is known of a request before anybody looked at who asks. */
export interface RequestFacts {
  readonly peer: Peer;
  /** Of the other end, as the connection has it. */
  readonly address: string;
  /** What the browser calls itself, cut to 400 characters. */
  readonly userAgent: string;
  /** Sent by a page and not by a person: it counts as no use of the session. */
  readonly isPassive: boolean;
  /** The proof that comes with the act: the id of a step-up; null for none. */
  readonly stepUp: string | null;
}

/** What a request spent its time on, in ms by name; told to whoever asked as Server-Timing. */
export type Hops = Map<'door' | 'engine', number>;

export interface Context {
  readonly services: Services;
  readonly peer: Peer;
  readonly request: RequestFacts;
  readonly cookie: SessionPort;
  /**
   * Who asks; null for nobody, or a session that has ended. Looked up once per request.
   * @throws {Refusal} where the caller is known and may not come in.
   */
  readonly identify: () => Promise<Caller | null>;
  /** One per request; everything the request causes carries it. */
  readonly correlationId: CorrelationId;
  readonly hops: Hops;
}
