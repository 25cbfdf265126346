/** Places in the notices of several shards, as one text: what a browser's event stream tracks. */
import { err, isUuidv7, ok, type ProcessId, type Result } from '../kernel/index.ts';
import type { Position, Shard } from './contract.ts';

export interface ShardPosition extends Position {
  readonly shard: Shard;
}

const TRACKED = /^(\d{1,4})\.([0-9a-f-]{36})\.(\d{1,16})$/;

/** `shard.run.sequence`, fit for the id of a server-sent event. */
export function trackedId(place: ShardPosition): string {
  return `${place.shard}.${place.run}.${place.sequence}`;
}

export function parseTrackedId(
  text: string,
): Result<ShardPosition, { readonly code: 'NotATrackedId' }> {
  const [, shard, run, sequence] = TRACKED.exec(text) ?? [];
  if (shard === undefined || run === undefined || sequence === undefined || !isUuidv7(run)) {
    return err({ code: 'NotATrackedId' });
  }
  const place = { shard: Number(shard), run: run as ProcessId, sequence: Number(sequence) };
  return Number.isSafeInteger(place.sequence) ? ok(place) : err({ code: 'NotATrackedId' });
}
