/** Asks the engine for a sign of life, the whole way: browser, web process, door, engine and back. */
import { MAX_COMMAND_DEADLINE_MS } from '@ultrathink/domain/engine';
import {
  type IdempotencyKey,
  idSchema,
  type ProcessId,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { refusalOfDoor } from '../engine/refusal.ts';
import { demoProcedure } from '../procedures/demo-procedure.ts';

/** A ping that takes longer has told what one wanted to know. */
const DEADLINE_MS = Math.min(2_000, MAX_COMMAND_DEADLINE_MS);

const input = z.strictObject({ idempotencyKey: idSchema<IdempotencyKey>() });

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

export const pingEngine = demoProcedure('operations.ping')
  .input(input)
  .output(output)
  .mutation(async ({ ctx: { services, correlationId, actor }, input: { idempotencyKey } }) => {
    const { door, clock } = services;
    const startedMs = clock.monotonicMs();
    const answer = await door.request(
      {
        idempotencyKey,
        correlationId,
        actor: { ...actor },
        sessionId: null,
        body: { name: 'ping', echo: '' },
      },
      { deadlineMs: DEADLINE_MS },
    );
    if (!answer.ok) throw refusalOfDoor(answer.error);
    const { at, shard, processId, pid, sequence } = answer.value;
    const roundTripMs = clock.monotonicMs() - startedMs;
    return { roundTripMs, at, shard, processId, pid, sequence };
  });
