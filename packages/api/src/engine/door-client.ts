/**
 * A web process's side of the engine's door: one connection per engine, kept up by itself.
 *
 * Invariants: `NoEngine`, `TooLarge`, `Deadline` and `Refused` are proof that nothing was done;
 * `OutcomeUnknown` is no proof either way, and is asked again with the same idempotency key.
 */
import type {
  Command,
  CommandRefusal,
  Decision,
  Notice,
  ResyncReason,
  Shard,
  ShardPosition,
} from '@ultrathink/domain/engine';
import type { Result, UtcTime } from '@ultrathink/domain/kernel';

export type DoorError =
  /** Not connected: nothing was sent. */
  | { readonly code: 'NoEngine'; readonly since: UtcTime }
  /** The engine says it had not begun when the deadline passed: nothing was done. */
  | { readonly code: 'Deadline'; readonly limitMs: number; readonly actualMs: number }
  /** Sent, and no answer: done or not, nobody here knows. */
  | { readonly code: 'OutcomeUnknown'; readonly reason: 'NoAnswerInTime' | 'ConnectionLost' }
  /** The engine took it and said no before doing anything. */
  | { readonly code: 'Refused'; readonly refusal: CommandRefusal }
  /** Larger than a frame may be: nothing was sent. */
  | { readonly code: 'TooLarge'; readonly limitBytes: number; readonly actualBytes: number };

/** What an engine decided when it did not refuse. */
export type Accepted = Extract<Decision['outcome'], { kind: 'Accepted' }>['result'];

/** A command without what the door client adds by itself. */
export type CommandToSend = Omit<Command, 'type' | 'commandId' | 'sentAt' | 'deadlineMs'>;

export type DoorState =
  | { readonly kind: 'Connected'; readonly since: UtcTime; readonly latest: ShardPosition }
  | { readonly kind: 'Reconnecting'; readonly since: UtcTime }
  | { readonly kind: 'Closed'; readonly since: UtcTime };

/** What a subscriber hears, in order. */
export type DoorEvent =
  | { readonly kind: 'Notice'; readonly notice: Notice }
  /** What the subscriber holds has a gap: its lists are read again. */
  | { readonly kind: 'Resync'; readonly reason: ResyncReason; readonly latest: ShardPosition }
  | { readonly kind: 'State'; readonly state: DoorState };

export interface Subscription {
  close(): void;
}

export interface DoorClient {
  readonly shard: Shard;
  /** Never rejects. Nothing waits for a reconnect: without an engine the answer is at once. */
  request(
    command: CommandToSend,
    options: { readonly deadlineMs: number },
  ): Promise<Result<Accepted, DoorError>>;
  /**
   * Hears everything after `since` (null: from now on). What the ring still holds is told before
   * this returns; if the ring no longer reaches back to `since`, the first event is a `Resync`.
   * The listener must be quick and must not throw; a slow one keeps its own bounded queue.
   */
  subscribe(since: ShardPosition | null, listener: (event: DoorEvent) => void): Subscription;
  state(): DoorState;
  /** Ends the connection for good; requests in flight get OutcomeUnknown. */
  close(): Promise<void>;
}
