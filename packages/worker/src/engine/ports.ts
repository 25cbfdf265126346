/**
 * Everything a shard's shell needs from outside: five ports and nothing else, so that live and paper
 * trading, made histories, replays and the simulator of faults run the same shell.
 */
import type {
  AppendFailure,
  CommandAnswer,
  CommandInput,
  Decided,
  Effect,
  EngineState,
  MarketSlice,
} from '@ultrathink/domain/engine/core';
import type { Clock, CommandId, Ids, Result } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';

export interface Loaded {
  readonly state: EngineState;
  /** Of the last record that the state is made of; 0 for none. */
  readonly sequence: number;
}

/** The one writer's store of what was decided. */
export interface Journal {
  /** The newest snapshot and everything after it. @throws when it can't be read now. */
  load(): Promise<Loaded>;
  /** All of it in one transaction, or nothing. One at a time; never throws. */
  append(batch: readonly Decided[]): Promise<Result<null, AppendFailure>>;
  /**
   * Of the next batch, while the one before it is on its way: what can be made of it now is. It writes
   * nothing; `append` gets it all the same. Never throws.
   */
  prepare?(decided: Decided): void;
  /** What the command was answered; null where the journal does not have it. @throws as `load`. */
  answerOf(command: CommandId): Promise<CommandAnswer | null>;
  /**
   * A kill that could not wait for the journal, kept on this machine and durable when this comes back.
   * @throws when it could not be kept.
   */
  setAside(kill: CommandInput): Promise<void>;
  /** Oldest first: they are journaled before anything else. */
  aside(): Promise<readonly CommandInput[]>;
  clearAside(): Promise<void>;
}

export type VenueEffect = Extract<Effect, { readonly venueAccount: unknown }>;
export type Alert = Extract<Effect, { readonly kind: 'Alert' }>;

/** Markets as they stand, and the lines to venues. What comes of an effect comes back as an input. */
export interface Venue {
  /** Null where nothing is known of the instrument. */
  market(instrument: InstrumentId): MarketSlice | null;
  /** @param committedMs when what led to it became durable, on the clock that never goes back */
  perform(effect: VenueEffect, committedMs: number): void;
  /** While it is held nothing that adds risk leaves; cancels and questions do. */
  hold(isHeld: boolean): void;
}

/** What whoever asked is told. */
export type CommandReply =
  | { readonly kind: 'Decided'; readonly answer: CommandAnswer }
  /** It may have been carried out: ask again with the same key. */
  | { readonly kind: 'OutcomeUnknown' }
  /** A kill that is in force, and not in the journal yet. */
  | { readonly kind: 'StoppedAhead'; readonly ordersToCancel: number }
  /** Proof that nothing was done. */
  | {
      readonly kind: 'NotTaken';
      readonly code: 'QueueFull' | 'JournalAway' | 'Fault' | 'Ended';
    };

export interface Notices {
  reply(to: CommandId, reply: CommandReply): void;
  alert(alert: Alert): void;
  /** Committed just now, in their order. */
  committed(batch: readonly Decided[]): void;
}

export interface EnginePorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly journal: Journal;
  readonly venue: Venue;
  readonly notices: Notices;
}
