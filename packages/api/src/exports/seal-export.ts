/** What leaves the platform as a file is an act like any other: it is sealed before the first byte is given out. */
import { type Actor, write } from '@ultrathink/db';
import { type AnyId, type IdempotencyKey, ok } from '@ultrathink/domain/kernel';
import type { Caller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { refusalOfWrite } from '../procedures/act.ts';
import { authorise } from '../procedures/authorise.ts';
import { sightOf } from '../procedures/sight-of.ts';

export interface SealedExport {
  readonly list: 'orders' | 'executions';
  /** What the list is narrowed to, as its procedure took it: ids, sides, moments. */
  readonly filter: object;
  /** Rows that the file may have. */
  readonly most: number;
}

/**
 * Seals who takes which list away, narrowed to what. A client's people do it in their client's name; staff in
 * the firm's, because a file may hold several clients' rows.
 * @throws {Refusal} when it could not be sealed: then there is no file
 */
export async function sealExport(
  context: Context,
  caller: Caller,
  { list, filter, most }: SealedExport,
): Promise<void> {
  const { actor, door } = await authorise(context, caller, 'trading.readOrders', sightOf(caller));
  const { ids } = context.services;
  const { session, access } = caller;
  const action = list === 'orders' ? 'trading.exportOrders' : 'trading.exportExecutions';
  const taken = { format: 'CSV', filter, most };
  const written = await write(
    door,
    {
      actor: inOwnName(actor),
      // Whoever asks again takes another file.
      idempotencyKey: ids.next<IdempotencyKey>(),
      correlationId: context.correlationId,
      kind: action,
      input: taken,
      ...(session !== null && { sessionId: session.id }),
      ...(access.key !== null && { apiKeyId: access.key.id }),
    },
    async () => {
      const subject = { kind: 'Export', id: ids.next<AnyId>() };
      return ok({ answer: null, events: [{ action, subject, after: taken }] });
    },
  );
  if (!written.ok) {
    const { error } = written;
    if (error.code === 'Refused') throw error.refusal;
    throw refusalOfWrite(error);
  }
}

/** The firm's own act, by somebody who does not see every client. */
function inOwnName(actor: Actor): Actor {
  return actor.scope.kind === 'Staff' ? { ...actor, scope: { kind: 'Access' } } : actor;
}
