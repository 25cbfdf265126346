/** tRPC, set up once: what procedures say about themselves, and how errors leave the house. */
import { initTRPC } from '@trpc/server';
import type { Context } from './context.ts';
import { publicErrorOf, Refusal } from './errors.ts';
import { holdsOnlyText } from './guard/text.ts';
import type { Meta } from './procedures/meta.ts';

/** The browser counts a stream as lost after this silence, and connects again. */
const STREAM_SILENCE_MS = 5_000;
const STREAM_PING_MS = 1_000;

const made = initTRPC
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

/** What every procedure begins with: an input that is no text is refused before anybody reads it. */
const procedure = made.procedure.use(async ({ getRawInput, next }) => {
  if (!holdsOnlyText(await getRawInput())) {
    throw new Refusal('InvalidInput', 'A text holds signs that are no text. Nothing was done.');
  }
  return next();
});

export const t = { ...made, procedure };
