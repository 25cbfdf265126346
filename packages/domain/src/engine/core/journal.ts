/**
 * The journal's shape, and the port through which the shell writes it. One record is one input with
 * what it was judged by and what came of it.
 */
import type { UtcTime } from '../../kernel/index.ts';
import type { Effect } from './effect.ts';
import type { EngineEvent } from './event.ts';
import type { Input } from './input.ts';
import type { MarketSlice } from './market.ts';
import type { EngineState } from './state.ts';

export const JOURNAL_VERSION = 2;

export interface JournalRecord {
  /** Of the shard: counts from 1 without a hole. */
  readonly sequence: number;
  readonly epoch: number;
  readonly at: UtcTime;
  readonly ms: number;
  /** Of the shape of what stands here; an upcaster reads older ones. */
  readonly version: number;
  readonly input: Input;
  readonly market: MarketSlice | null;
  readonly events: readonly EngineEvent[];
}

/** A record with the state before and after it: what projections are made of. */
export interface Decided {
  readonly record: JournalRecord;
  readonly before: EngineState;
  readonly after: EngineState;
  /** As `step` gave them: what a command is answered is kept with it. */
  readonly effects: readonly Effect[];
}

export type AppendFailure =
  /** Another process leads: this one stops. */
  | { readonly code: 'Fenced' }
  /** Nothing of it is there, and written alone the rest of it would be: one of its rows is refused. */
  | { readonly code: 'Refused'; readonly detail: string }
  /** Nothing of it is there. */
  | { readonly code: 'NotCommitted'; readonly detail: string }
  /** It may be there: memory is dropped and the journal read again. */
  | { readonly code: 'Unknown'; readonly detail: string };
