/**
 * A job is a definition (what it is called, what it takes) and a handler (what it does). Definitions
 * know nothing of handlers, so that whoever sends a job need not load what carries it out.
 */
import type { Clock, UtcTime } from '@ultrathink/domain/kernel';
import type { Log } from '@ultrathink/runtime';
import type { z } from 'zod';

export interface JobDefinition<Input> {
  /** The name of its queue. */
  readonly name: string;
  /** Raised when the input changes its meaning; jobs of another version go to the dead letters. */
  readonly version: number;
  readonly schema: z.ZodType<Input>;
  /** Cron, in UTC. */
  readonly schedule?: string;
  /** Also once at each start of the process. */
  readonly isSentAtStart?: boolean;
  /** An attempt that takes longer counts as failed. */
  readonly deadlineSeconds: number;
  /** Attempts after the first. */
  readonly retries: number;
}

export interface JobRun<Input> {
  readonly input: Input;
  /** The same for every attempt. Not a UUIDv7: the queue makes it. */
  readonly jobId: string;
  /** When it was asked for; the same for every attempt. */
  readonly sentAt: UtcTime;
  /** From 1. */
  readonly attempt: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Does the work. It may run twice for one job, after a crash or a lost answer, so it is written to
 * leave the same behind both times. Throwing is a failed attempt.
 */
export type JobHandler<Input> = (run: JobRun<Input>) => Promise<void>;

/** A definition and its handler, paired where both are known. */
export interface PreparedJob {
  readonly definition: JobDefinition<unknown>;
  /** Gets the payload as the queue has it. */
  readonly run: (payload: unknown, run: Omit<JobRun<unknown>, 'input'>) => Promise<JobEnd>;
}

export type JobEnd =
  | { readonly kind: 'Done' }
  /** The payload is not what the definition takes: trying again would not help. */
  | { readonly kind: 'Unreadable'; readonly detail: string };

export function prepareJob<Input>(
  definition: JobDefinition<Input>,
  handler: JobHandler<Input>,
): PreparedJob {
  return {
    definition,
    async run(payload, run) {
      const parsed = definition.schema.safeParse(payload);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return { kind: 'Unreadable', detail: `${issue?.path.join('.')}: ${issue?.message}` };
      }
      await handler({ ...run, input: parsed.data });
      return { kind: 'Done' };
    },
  };
}
