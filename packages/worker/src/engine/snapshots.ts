/** Saves the state now and then, so that a start reads no more of the journal than it must. */
import type { EngineJournal } from '@ultrathink/db/engine';
import type { Log } from '@ultrathink/runtime';
import type { Loaded } from './ports.ts';

/** A start folds fewer than these, which takes it some tenths of a second. */
const RECORDS_BETWEEN = 5_000;

export class Snapshots {
  readonly #journal: Pick<EngineJournal, 'saveSnapshot'>;
  readonly #log: Log;
  #savedTo: number;
  #saving: Promise<void> | null = null;

  constructor(journal: Pick<EngineJournal, 'saveSnapshot'>, savedTo: number, log: Log) {
    this.#journal = journal;
    this.#savedTo = savedTo;
    this.#log = log;
  }

  onCommitted(durable: Loaded): void {
    if (durable.sequence - this.#savedTo >= RECORDS_BETWEEN) this.#saving ??= this.#save(durable);
  }

  async close(durable: Loaded): Promise<void> {
    await this.#saving;
    if (durable.sequence > this.#savedTo) await this.#save(durable);
  }

  async #save(durable: Loaded): Promise<void> {
    const saved = await this.#journal.saveSnapshot(durable);
    // What fails is tried again after as many records more: the journal has everything all the same.
    this.#savedTo = durable.sequence;
    this.#saving = null;
    if (!saved.ok) this.#log.warn('A snapshot could not be saved.', { why: saved.error });
  }
}
