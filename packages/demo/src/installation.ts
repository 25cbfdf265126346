/** What an installation does before anybody is there to do it: through the door, as the system. */

import type { OpenServices } from '@ultrathink/api/demo';
import { type Changed, type Database, type Door, type Scope, type Tx, write } from '@ultrathink/db';
import {
  type ClientId,
  type CorrelationId,
  type IdempotencyKey,
  ok,
  type UtcTime,
} from '@ultrathink/domain/kernel';

export interface Installing {
  readonly services: OpenServices;
  /** One for all of it. */
  readonly correlationId: CorrelationId;
  /** What the first event of all says of those after it; null where they happen as they are sealed. */
  readonly note: string | null;
}

export interface Step<T> {
  readonly kind: `demo.${string}`;
  readonly database: Database;
  readonly scope: Scope;
  readonly clientId?: ClientId;
  readonly input: unknown;
  readonly change: (tx: Tx, at: UtcTime) => Promise<Changed<T>>;
}

/** @throws {Error} when the door refuses: then the demo is not what it should be. */
export async function install<T>(
  { services, correlationId }: Installing,
  { kind, database, scope, clientId, input, change }: Step<T>,
): Promise<T> {
  const { clock, ids, digest, patience, processId } = services;
  const door: Door = { database, clock, ids, digest, patience };
  const act = {
    actor: { id: processId, scope, kind: 'System' },
    ...(clientId !== undefined && { clientId }),
    idempotencyKey: ids.next<IdempotencyKey>(),
    correlationId,
    kind,
    input,
  } as const;
  const written = await write(door, act, async (tx, at) => ok(await change(tx, at)));
  if (written.ok) return written.value.answer;
  throw new Error(`${kind} was refused: ${JSON.stringify(written.error)}`);
}
