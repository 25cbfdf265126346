/** Trying a transaction again when another was in its way, with jitter and an end. */
import { classify } from './failure.ts';

/** The shell's clock and chance, as arguments: tests wait for nothing and know the dice. */
export interface Patience {
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** Five tries within about 300 ms: a conflict that lasts longer is no accident. */
export const RETRY = { tries: 5, firstMs: 10, mostMs: 160 } as const;

/**
 * Full jitter: a pause between nothing and twice the last bound, so that two that met once do not
 * meet again. Only 40001 and 40P01 are tried again: then the server promises that nothing was written.
 * @throws the last failure.
 */
export async function retryConflicts<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried === RETRY.tries || classify(error)?.code !== 'Conflict') throw error;
      const bound = Math.min(RETRY.mostMs, RETRY.firstMs * 2 ** (tried - 1));
      await patience.pause(patience.random() * bound);
    }
  }
}
