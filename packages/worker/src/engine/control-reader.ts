/** Reads what people decided, in its order, and puts it before the engine; each once. */
import type { Control, EngineState } from '@ultrathink/domain/engine/core';
import type { Clock } from '@ultrathink/domain/kernel';
import type { Log } from '@ultrathink/runtime';

const READ_MOST = 500;

export interface ControlReaderParts {
  readonly read: (after: number, most: number) => Promise<readonly Control[]>;
  /** As decided, durable or not. */
  readonly state: () => EngineState;
  readonly isWorking: () => boolean;
  readonly offer: (control: Control) => void;
  /** What has to be done outside before the engine takes it. @throws when it could not be done now. */
  readonly prepare: (control: Control, state: EngineState) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

export class ControlReader {
  readonly #parts: ControlReaderParts;
  #offered = 0;
  #reading: Promise<void> | null = null;
  #isNudged = false;
  #goodMs: number;
  #hasFailed = false;

  constructor(parts: ControlReaderParts) {
    this.#parts = parts;
    this.#goodMs = parts.clock.monotonicMs();
  }

  /** Since the last good look. */
  get silentMs(): number {
    return this.#parts.clock.monotonicMs() - this.#goodMs;
  }

  /** Looks now; a look that runs is followed by another. */
  look(): Promise<void> {
    this.#isNudged = true;
    this.#reading ??= this.#run();
    return this.#reading;
  }

  async #run(): Promise<void> {
    while (this.#isNudged) {
      this.#isNudged = false;
      await this.#read();
    }
    this.#reading = null;
  }

  async #read(): Promise<void> {
    const { read, state, isWorking, log, clock } = this.#parts;
    if (!isWorking()) return;
    try {
      // What was offered is in the state when this turn has ended; after a reload it is read again.
      const after = state().controlSequence;
      if (this.#offered > after) this.#offered = after;
      const controls = await read(after, READ_MOST);
      for (const control of controls) await this.#take(control);
      this.#isNudged ||= controls.length === READ_MOST;
      this.#goodMs = clock.monotonicMs();
      this.#hasFailed = false;
    } catch (error) {
      // One line per loss, not one per attempt.
      if (!this.#hasFailed) {
        log.error('What people decided can not be taken now. Trying again.', { error });
      }
      this.#hasFailed = true;
    }
  }

  async #take(control: Control): Promise<void> {
    const { state, offer, prepare } = this.#parts;
    if (control.sequence <= this.#offered) return;
    await prepare(control, state());
    offer(control);
    this.#offered = control.sequence;
    // It is decided in this turn of the loop, so that the next one is prepared by what it set.
    await Promise.resolve();
  }
}
