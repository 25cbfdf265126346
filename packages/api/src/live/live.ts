/**
 * The one live stream of a browser. Notices are tracked by `shard.run.sequence`, so a browser that
 * comes back goes on where it stopped, or hears that it has to read its lists again.
 */

import { tracked } from '@trpc/server';
import { parseTrackedId, type ShardPosition } from '@ultrathink/domain/engine';
import type { Clock } from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { type Asker, askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { type FedMessage, LiveFeed } from './feed.ts';
import { hearing } from './hearing.ts';
import { BEAT_EVERY_MS, type LiveMessage, MOST_BOOKS, topicsSchema } from './message.ts';
import { Pace } from './pace.ts';
import type { OpenStream } from './streams.ts';
import { type Look, lookAgain, SessionWatch } from './watch-session.ts';

const TRACKED_MAX_CHARACTERS = 64;

const placeSchema = z.string().max(TRACKED_MAX_CHARACTERS).nullish();

const input = z.strictObject({
  topics: topicsSchema,
  /** Instruments whose depth is read: the engine tells of it for as long as this stream is open. */
  books: z.array(instrumentTextSchema).max(MOST_BOOKS).optional(),
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

/** Everybody who is signed in has a line; what comes down it beside its beats, grants decide. */
export const live = query('self.read')
  .input(input)
  .output(output)
  .subscription(({ ctx, input: { topics, books = [], since, lastEventId }, signal }) => {
    const { services, session, caller, person } = ctx;
    ctx.requirePermission('self.read', { kind: 'Self', person });
    const at = services.clock.now();
    const stream = services.streams.open(signal);
    if (stream === null) throw new Refusal('TooMany');
    const hears = hearing(caller, topics, at);
    const read = topics.includes('market-data.books') ? books : [];
    const feed = new LiveFeed(services.door, hears, placeOf(lastEventId ?? since), read);
    const end = () => stream.close();
    const forget = session === null ? end : services.endings.listen(session.id, end);
    const over = () => {
      forget();
      feed.close();
    };
    stream.signal.addEventListener('abort', over, { once: true });
    const look = watching(ctx, read, lookAgain(services, session));
    return messages(feed, stream, services.clock, new SessionWatch(look, services.clock));
  });

/** Asks for the books as long as the stream is looked at, so that nobody hears who else reads what. */
function watching(asker: Asker, books: readonly string[], isSignedIn: Look): Look {
  const watch = () => {
    for (const instrument of books) {
      // Without an engine there is nothing to tell of; it is asked again at the next look.
      void askEngine(asker, { name: 'readBook', instrument }).catch(() => undefined);
    }
  };
  watch();
  return () => {
    watch();
    return isSignedIn();
  };
}

type Beat = Extract<LiveMessage, { kind: 'Beat' }>;
/** Of notices nothing leaves but what was read by its schema: the type says so. */
type Sent = FedMessage | Beat;

/** With the place, so that a browser nobody tells anything keeps up with the ring. */
function placed(id: string | null, beat: Beat): Beat | ReturnType<typeof tracked<Sent>> {
  return id === null ? beat : tracked<Sent>(id, beat);
}

async function* messages(
  feed: LiveFeed,
  stream: OpenStream,
  clock: Clock,
  session: SessionWatch,
): AsyncGenerator<Beat | ReturnType<typeof tracked<Sent>>> {
  const pace = new Pace();
  let told = feed.engine;
  let dueMs = clock.monotonicMs();
  try {
    while (!stream.signal.aborted) {
      session.check();
      const next = feed.take();
      if (next !== undefined) yield tracked<Sent>(next.id, next.message);
      const nowMs = clock.monotonicMs();
      if (nowMs >= dueMs || feed.engine !== told) {
        told = feed.engine;
        dueMs = nowMs + BEAT_EVERY_MS;
        const { kind: engine, since: engineSince } = told;
        yield placed(feed.id, { kind: 'Beat', at: clock.now(), engine, engineSince });
      } else if (next === undefined) {
        await feed.wait(Math.max(1, dueMs - nowMs), stream.signal);
      }
      // What is cut by a bound goes on as fast as the line takes it.
      const restMs = next === undefined || next.isFull ? 0 : pace.wroteAt(nowMs);
      if (restMs > 0) await feed.rest(restMs, stream.signal);
    }
  } finally {
    feed.close();
    stream.close();
  }
}
