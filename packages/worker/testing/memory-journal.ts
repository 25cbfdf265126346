/** A journal in memory that does what a test says: commits late, fails, loses its answer, is fenced. */
import {
  type AppendFailure,
  type CommandAnswer,
  type CommandInput,
  type Decided,
  EMPTY_STATE,
  type EngineState,
  type JournalRecord,
} from '@ultrathink/domain/engine/core';
import { type CommandId, err, ok, type Result } from '@ultrathink/domain/kernel';
import type { Journal, Loaded } from '../src/engine/ports.ts';

export class MemoryJournal implements Journal {
  readonly records: JournalRecord[] = [];
  /** How many records each batch had. */
  readonly batches: number[] = [];
  readonly kills: CommandInput[] = [];
  /** Made ahead of their batch. */
  readonly prepared: JournalRecord[] = [];
  loads = 0;
  /** While set, an append waits; `release` lets the next one go. */
  isHeld = false;
  /** What the next append answers instead of committing; `kept`: it was committed all the same. */
  fault: { readonly failure: AppendFailure; readonly kept: boolean } | null = null;
  isAway = false;
  /** Records that no database would take, as a constraint refuses them: the whole batch is. */
  refuses: (record: JournalRecord) => boolean = () => false;
  #state: EngineState;
  #sequence: number;
  #answers = new Map<CommandId, CommandAnswer>();
  #waiting: (() => void)[] = [];

  constructor(state: EngineState = EMPTY_STATE, sequence = 0) {
    this.#state = state;
    this.#sequence = sequence;
  }

  get state(): EngineState {
    return this.#state;
  }

  load(): Promise<Loaded> {
    if (this.isAway) return Promise.reject(new Error('The journal is away.'));
    this.loads += 1;
    return Promise.resolve({ state: this.#state, sequence: this.#sequence });
  }

  async append(batch: readonly Decided[]): Promise<Result<null, AppendFailure>> {
    if (this.isHeld) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const { fault } = this;
    this.fault = null;
    if (fault !== null && !fault.kept) return err(fault.failure);
    if (this.isAway) return err({ code: 'NotCommitted', detail: 'away' });
    if (batch.some(({ record }) => this.refuses(record))) {
      return err({ code: 'Refused', detail: '23514 a check is violated' });
    }
    for (const { record, after, effects } of batch) {
      if (record.sequence !== this.#sequence + 1) throw new Error('The sequence has a hole.');
      this.#sequence = record.sequence;
      this.#state = after;
      this.records.push(record);
      for (const effect of effects) {
        if (effect.kind === 'Answer') this.#answers.set(effect.commandId, effect.answer);
      }
    }
    this.batches.push(batch.length);
    return fault === null ? ok(null) : err(fault.failure);
  }

  prepare({ record }: Decided): void {
    this.prepared.push(record);
  }

  /** Lets what waits go, and what comes after it too. */
  release(): void {
    this.isHeld = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  answerOf(command: CommandId): Promise<CommandAnswer | null> {
    return Promise.resolve(this.#answers.get(command) ?? null);
  }

  setAside(kill: CommandInput): Promise<void> {
    this.kills.push(kill);
    return Promise.resolve();
  }

  aside(): Promise<readonly CommandInput[]> {
    return Promise.resolve([...this.kills]);
  }

  clearAside(): Promise<void> {
    this.kills.length = 0;
    return Promise.resolve();
  }
}
