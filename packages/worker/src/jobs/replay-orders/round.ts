/**
 * Makes decisions again that somebody asked for: one order after the other, never more than so many
 * records. It ends with an answer in any case, so that nobody waits for one that failed.
 */
import type { Database } from '@ultrathink/db';
import { replayOrder } from '@ultrathink/db/engine';
import { endReplay, nextReplay, type ReplayOutcome } from '@ultrathink/db/trading';
import type { Clock } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Log } from '@ultrathink/runtime';

/** Some seconds of folding. */
const RECORDS_MOST = 100_000;
/** Of texts that differ, so much is kept. */
const TOLD_MOST = 4_000;
const DIFFERENT_MOST = 10;

export interface ReplayOrdersParts {
  readonly database: Database;
  /** Of the role `jobs`, which reads the journal. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** One round; answers whether there may be another at once. */
export function createReplayOrders(parts: ReplayOrdersParts): () => Promise<boolean> {
  const { database, clock } = parts;
  return async () => {
    const asked = await nextReplay(database);
    if (asked === undefined) return false;
    await endReplay(database, asked.id, await outcomeOf(parts, asked.clOrdId), clock.now());
    return true;
  };
}

async function outcomeOf(
  { url, clock, log }: ReplayOrdersParts,
  clOrdId: ClOrdId,
): Promise<ReplayOutcome> {
  const startedMs = clock.monotonicMs();
  try {
    const found = await replayOrder(url, clOrdId, { most: RECORDS_MOST });
    if (found.kind === 'NoOrder') return { kind: 'Failed', sentence: 'There is no such order.' };
    if (found.kind === 'TooLong') return found;
    const different = found.records.flatMap(({ sequence, replayed }) =>
      replayed.kind === 'Same'
        ? []
        : [{ sequence, recorded: shortened(replayed.recorded), made: shortened(replayed.made) }],
    );
    return {
      kind: 'Replayed',
      shard: found.shard,
      decisions: found.records.length,
      different: different.slice(0, DIFFERENT_MOST),
      tookMs: Math.round(clock.monotonicMs() - startedMs),
    };
  } catch (error) {
    log.error('Decisions of an order could not be made again.', { order: clOrdId, error });
    return { kind: 'Failed', sentence: 'The journal could not be read as it was written.' };
  }
}

const shortened = (text: string | null) => text?.slice(0, TOLD_MOST) ?? null;
