/**
 * The engine's own write door: one connection, one statement a batch. Records, commands, projections
 * and sealed audit events become durable together or not at all, under the lease's epoch.
 */
import type {
  AppendFailure,
  CommandAnswer,
  Decided,
  EngineState,
} from '@ultrathink/domain/engine/core';
import { type CommandId, err, ok, type Result } from '@ultrathink/domain/kernel';

export interface JournalOptions {
  /** That of the role `engine`. */
  readonly url: string;
  readonly shard: number;
  /** What is still in doubt after this is `Unknown`; the server gives up before. */
  readonly timeoutMs?: number;
}

export interface LoadedState {
  readonly state: EngineState;
  /** Of the last record that the state is made of; 0 for none. */
  readonly sequence: number;
}

export interface EngineJournal {
  /**
   * The newest snapshot and everything after it, folded. What an earlier `append` of this journal may
   * still be writing is ended first, so that nothing appears behind what was read.
   * @throws when it can't be read, or is not what was written.
   */
  load(): Promise<LoadedState>;
  /** All of it in one transaction, or nothing; in the order of calls, one at a time. Never throws. */
  append(batch: readonly Decided[]): Promise<Result<null, AppendFailure>>;
  /** On a connection of its own; under the epoch, too. Older ones but a few are dropped. */
  saveSnapshot(state: EngineState, sequence: number): Promise<Result<null, AppendFailure>>;
  /** What the command was answered; null where the journal does not have it. @throws as `load`. */
  answerOf(command: CommandId): Promise<CommandAnswer | null>;
  close(): Promise<void>;
}

/** Connects when it is first needed, and again after its connection was lost. */
export function openJournal(_options: JournalOptions): EngineJournal {
  return {
    load: () => Promise.reject(new Error('The journal is not there yet.')),
    append: () => Promise.resolve(err({ code: 'NotCommitted', detail: 'not there yet' })),
    saveSnapshot: () => Promise.resolve(err({ code: 'NotCommitted', detail: 'not there yet' })),
    answerOf: () => Promise.resolve(null),
    close: async () => void ok(null),
  };
}
