/** tRPC, set up once: what procedures say about themselves, and how errors leave the house. */
import { initTRPC } from '@trpc/server';
import type { Context } from './context.ts';
import { publicErrorOf } from './errors.ts';
import type { Meta } from './procedures/meta.ts';

/** The browser counts a stream as lost after this silence, and connects again. */
const STREAM_SILENCE_MS = 5_000;
const STREAM_PING_MS = 1_000;

export const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // Also in development: a stack in an answer is a habit that reaches production.
    isDev: false,
    errorFormatter: ({ shape, error }) => {
      const told = publicErrorOf(error);
      return { ...shape, message: told.sentence, data: told };
    },
    sse: {
      ping: { enabled: true, intervalMs: STREAM_PING_MS },
      client: { reconnectAfterInactivityMs: STREAM_SILENCE_MS },
    },
  });
