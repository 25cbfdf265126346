/**
 * The one live stream of a browser. Notices are tracked by `shard.run.sequence`, so a browser that
 * comes back goes on where it stopped, or hears that it has to read its lists again.
 */

import { tracked } from '@trpc/server';
import { parseTrackedId, type ShardPosition } from '@ultrathink/domain/engine';
import type { Clock } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { demoProcedure } from '../procedures/demo-procedure.ts';
import { LiveFeed } from './feed.ts';
import { BEAT_EVERY_MS, type LiveMessage, liveMessageSchema, topicsSchema } from './message.ts';

const TRACKED_MAX_CHARACTERS = 64;

const placeSchema = z.string().max(TRACKED_MAX_CHARACTERS).nullish();

const input = z.strictObject({
  topics: topicsSchema,
  /** The last tracked id this browser has, from any of its tabs. */
  since: placeSchema,
  /** Set by the browser's EventSource when it comes back by itself; newer than `since`. */
  lastEventId: placeSchema,
});

/** What is yielded: a message by itself, or one with the id a browser resumes from. */
type Yielded = LiveMessage | ReturnType<typeof tracked<LiveMessage>>;

const output = z.custom<AsyncIterable<Yielded>>(
  (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
);

/** Null for a text that is no place, too: then the browser hears what comes from now on. */
function placeOf(text: string | null | undefined): ShardPosition | null {
  if (text === null || text === undefined) return null;
  const place = parseTrackedId(text);
  return place.ok ? place.value : null;
}

export const live = demoProcedure('operations.read')
  .input(input)
  .output(output)
  .subscription(({ ctx: { services }, input: { topics, since, lastEventId }, signal }) => {
    const stream = services.streams.open(signal);
    if (stream === null) throw new Refusal('TooMany');
    const feed = new LiveFeed(services.door, topics, placeOf(lastEventId ?? since));
    stream.signal.addEventListener('abort', () => feed.close(), { once: true });
    return messages(feed, stream, services.clock);
  });

async function* messages(
  feed: LiveFeed,
  stream: { readonly signal: AbortSignal; close(): void },
  clock: Clock,
): AsyncGenerator<Yielded> {
  let told = feed.engine;
  let dueMs = clock.monotonicMs();
  try {
    while (!stream.signal.aborted) {
      if (clock.monotonicMs() >= dueMs || feed.engine !== told) {
        told = feed.engine;
        dueMs = clock.monotonicMs() + BEAT_EVERY_MS;
        yield { kind: 'Beat', at: clock.now(), engine: told.kind, engineSince: told.since };
        continue;
      }
      const next = feed.take();
      if (next !== undefined) yield tracked(next.id, liveMessageSchema.parse(next.message));
      else await feed.wait(Math.max(1, dueMs - clock.monotonicMs()), stream.signal);
    }
  } finally {
    feed.close();
    stream.close();
  }
}
