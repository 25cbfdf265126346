/** Saves the state now and then, so that a start reads no more of the journal than it must. */
import type { EngineJournal } from '@ultrathink/db/engine';
import type { Clock } from '@ultrathink/domain/kernel';
import type { Log } from '@ultrathink/runtime';
import type { Loaded } from './ports.ts';

/** A start folds fewer than these, which takes it some tenths of a second. */
const RECORDS_BETWEEN = 5_000;
/**
 * Of the time that the last one took, until the next begins: a large state of a busy engine would be written
 * without a pause otherwise, and hold up the orders that make it large.
 */
const PAUSE_TIMES = 9;

export interface SnapshotParts {
  readonly journal: Pick<EngineJournal, 'saveSnapshot'>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly log: Log;
}

export class Snapshots {
  readonly #parts: SnapshotParts;
  #savedTo: number;
  /** By the monotonic clock. */
  #nextMs = Number.NEGATIVE_INFINITY;
  #saving: Promise<void> | null = null;

  constructor(parts: SnapshotParts, savedTo: number) {
    this.#parts = parts;
    this.#savedTo = savedTo;
  }

  onCommitted(durable: Loaded): void {
    if (durable.sequence - this.#savedTo < RECORDS_BETWEEN) return;
    if (this.#parts.clock.monotonicMs() < this.#nextMs) return;
    this.#saving ??= this.#save(durable);
  }

  async close(durable: Loaded): Promise<void> {
    await this.#saving;
    if (durable.sequence > this.#savedTo) await this.#save(durable);
  }

  async #save(durable: Loaded): Promise<void> {
    const { journal, clock, log } = this.#parts;
    const begunMs = clock.monotonicMs();
    const saved = await journal.saveSnapshot(durable);
    const endedMs = clock.monotonicMs();
    this.#nextMs = endedMs + PAUSE_TIMES * (endedMs - begunMs);
    // What fails is tried again after as many records more: the journal has everything all the same.
    this.#savedTo = durable.sequence;
    this.#saving = null;
    if (!saved.ok) log.warn('A snapshot could not be saved.', { why: saved.error });
  }
}
