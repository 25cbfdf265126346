/** Asks the engine for a sign of life, the whole way: browser, web process, door, engine and back. */
import { MAX_COMMAND_DEADLINE_MS } from '@ultrathink/domain/engine';
import {
  type IdempotencyKey,
  idSchema,
  ok,
  type ProcessId,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { refusalOfDoor } from '../engine/refusal.ts';
import { type ActContext, act } from '../procedures/act.ts';

/** A ping that takes longer has told what one wanted to know. */
const DEADLINE_MS = Math.min(2_000, MAX_COMMAND_DEADLINE_MS);

const output = z.strictObject({
  /** From this web process to the engine and back, in ms. */
  roundTripMs: z.number().nonnegative(),
  at: utcTimeSchema,
  shard: z.number().int(),
  processId: idSchema<ProcessId>(),
  pid: z.number().int(),
  /** Newest notice of the shard when the engine answered. */
  sequence: z.number().int().nonnegative(),
});

type Answer = z.infer<typeof output>;

async function ping({ services, correlationId, person, session }: ActContext): Promise<Answer> {
  const { door, clock, ids } = services;
  const startedMs = clock.monotonicMs();
  const answer = await door.request(
    {
      idempotencyKey: ids.next<IdempotencyKey>(),
      correlationId,
      actor: { kind: 'Person', id: person },
      sessionId: session?.id ?? null,
      body: { name: 'ping', echo: '' },
    },
    { deadlineMs: DEADLINE_MS },
  );
  if (!answer.ok) throw refusalOfDoor(answer.error);
  if (answer.value.name !== 'ping') throw new Error(`A ping got ${answer.value.name}.`);
  const { at, shard, processId, pid, sequence } = answer.value;
  return { roundTripMs: clock.monotonicMs() - startedMs, at, shard, processId, pid, sequence };
}

export const pingEngine = act('operations.ping')
  .input(z.strictObject({}))
  .output(output)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: () => 'engine',
    prepare: ping,
    run: async ({ prepared }) => {
      const { processId, shard, sequence } = prepared;
      const subject = { kind: 'Engine', id: processId };
      const event = { action: 'operations.pingEngine', subject, after: { shard, sequence } };
      return ok({ answer: prepared, events: [event] });
    },
  });
