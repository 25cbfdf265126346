/** What tests need over and over, with everything that does not matter filled in. */
import { createHash, randomBytes } from 'node:crypto';
import {
  type AnyId,
  type ClientId,
  type Clock,
  type CorrelationId,
  fromEpochMs,
  type IdempotencyKey,
  type Ids,
  type MeasureId,
  makeUuidv7,
  type PersonId,
} from '@ultrathink/domain/kernel';
import type { DatabaseMeasure } from '@ultrathink/domain/operations';
import type { Actor, Scope } from '../src/actor.ts';
import type { Database } from '../src/connect.ts';
import type { Act, Door } from '../src/door.ts';

export const anId = <T extends AnyId>(atMs = Date.now()): T =>
  makeUuidv7(atMs, randomBytes(10)) as string as T;

export const systemIds: Ids = { next: <T extends AnyId>() => anId<T>() };
export const systemClock: Clock = {
  now: () => fromEpochMs(Date.now()),
  monotonicMs: () => performance.now(),
};

/** A door whose pauses take no time. */
export function aDoor(database: Database, changes: Partial<Door> = {}): Door {
  return {
    database,
    clock: systemClock,
    ids: systemIds,
    digest: (bytes) => createHash('sha256').update(bytes).digest(),
    patience: { pause: () => Promise.resolve(), random: () => 0 },
    ...changes,
  };
}

export const anActor = (scope: Scope = { kind: 'Firm' }): Actor => ({
  id: anId<PersonId>(),
  scope,
});

export const aClientsActor = (clientId: ClientId = anId<ClientId>()): Actor =>
  anActor({ kind: 'Client', clientId });

export const anAct = (changes: Partial<Act> = {}): Act => ({
  actor: anActor(),
  idempotencyKey: anId<IdempotencyKey>(),
  correlationId: anId<CorrelationId>(),
  kind: 'operations.test',
  input: { note: 'a test' },
  ...changes,
});

export const aMeasure = (changes: Partial<DatabaseMeasure> = {}): DatabaseMeasure => ({
  id: anId<MeasureId>(),
  at: systemClock.now(),
  databaseBytes: 12_345_678,
  connections: { active: 1, idle: 2, idleInTransaction: 0, other: 0, limit: 100 },
  tables: [{ schema: 'audit', name: 'event', rowsEstimated: 12, totalBytes: 8192 }],
  disk: { totalBytes: 1000, freeBytes: 400 },
  ...changes,
});
