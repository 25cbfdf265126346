/** The system's clock and chance, in the shape the core asks for. */
import { randomFillSync } from 'node:crypto';
import {
  type AnyId,
  type Clock,
  fromEpochMs,
  type Ids,
  nextUuidv7,
  UUIDV7_RANDOM_BYTES,
} from '@ultrathink/domain/kernel';

export const systemClock: Clock = {
  now: () => fromEpochMs(Date.now()),
  monotonicMs: () => performance.now(),
};

/** Chance is fetched for this many ids at a time: one call to the system costs more than an id. */
const IDS_PER_FILL = 256;

/** A source of ids for one process; two sources in one process would not be in one order. */
export function createSystemIds(): Ids {
  const chance = new Uint8Array(UUIDV7_RANDOM_BYTES * IDS_PER_FILL);
  let used = chance.length;
  let previous: string | undefined;
  return {
    next<T extends AnyId>(): T {
      if (used === chance.length) {
        randomFillSync(chance);
        used = 0;
      }
      const bytes = chance.subarray(used, used + UUIDV7_RANDOM_BYTES);
      used += UUIDV7_RANDOM_BYTES;
      previous = nextUuidv7(previous, Date.now(), bytes);
      return previous as T;
    },
  };
}

export const systemIds: Ids = createSystemIds();
