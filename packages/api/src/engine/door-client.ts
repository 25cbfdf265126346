/**
 * A web process's side of the engine's door: one connection per engine, kept up by itself, and the
 * last notices of its shard, so that many browsers resume from here and not from the engine.
 *
 * Invariants: `NoEngine`, `TooLarge`, `Deadline` and `Refused` are proof that nothing was done;
 * `OutcomeUnknown` is no proof either way, and is asked again with the same idempotency key.
 */
import {
  type Command,
  type CommandRefusal,
  type Decision,
  type Hello,
  MAX_COMMANDS_IN_FLIGHT,
  MAX_FRAME_BYTES,
  type Position,
  RING_BYTES,
  RING_NOTICES,
  type Shard,
  type ShardPosition,
} from '@ultrathink/domain/engine';
import {
  type Clock,
  type CommandId,
  err,
  type Ids,
  ok,
  type Result,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { Log } from '@ultrathink/runtime';
import { backoffMs, DOOR_BACKOFF } from './backoff.ts';
import { DoorLink, type LinkEnd } from './door-link.ts';
import {
  type CheckedNotice,
  type NoticeListener,
  type NoticeReader,
  NoticeReaders,
} from './notice-readers.ts';

/** Part of a request's deadline within which the engine must begin; later it does nothing. */
const SHARE_TO_BEGIN = 0.8;

/** About a minute of them. */
const TRIES_A_LINE = 150;

export type DoorError =
  /** Not connected: nothing was sent. */
  | { readonly code: 'NoEngine'; readonly since: UtcTime }
  /** The engine says it had not begun when the deadline passed: nothing was done. */
  | { readonly code: 'Deadline'; readonly limitMs: number; readonly actualMs: number }
  /** Sent, and no answer: done or not, nobody here knows. */
  | {
      readonly code: 'OutcomeUnknown';
      readonly reason: 'NoAnswerInTime' | 'ConnectionLost' | 'NotKept';
    }
  /** Refused before anything was done. */
  | { readonly code: 'Refused'; readonly refusal: CommandRefusal }
  /** Larger than a frame may be: nothing was sent. */
  | { readonly code: 'TooLarge'; readonly limitBytes: number; readonly actualBytes: number };

/** What an engine decided when it did not refuse. */
export type Accepted = Extract<Decision['outcome'], { kind: 'Accepted' }>['result'];

/** A command without what the door client adds by itself. */
export type CommandToSend = Omit<Command, 'type' | 'commandId' | 'sentAt' | 'deadlineMs'>;

export type DoorState =
  | { readonly kind: 'Connected'; readonly since: UtcTime }
  | { readonly kind: 'Reconnecting'; readonly since: UtcTime }
  | { readonly kind: 'Closed'; readonly since: UtcTime };

export interface DoorClient {
  readonly shard: Shard;
  /** Never rejects. Nothing waits for a reconnect: without an engine the answer is at once. */
  request(
    command: CommandToSend,
    options: { readonly deadlineMs: number; readonly onTook?: (engineMs: number) => void },
  ): Promise<Result<Accepted, DoorError>>;
  /** Reads everything after `since` (null: from now on) that the ring still holds, and what comes. */
  subscribe(since: ShardPosition | null, listener: NoticeListener): NoticeReader;
  state(): DoorState;
  /** The newest notice known here; null before the first connection. */
  latest(): ShardPosition | null;
  /** Ends the connection for good; requests in flight get OutcomeUnknown. */
  close(): void;
}

export interface DoorClientOptions {
  readonly path: string;
  readonly shard: Shard;
  readonly self: Hello['peer'];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** From 0 to below 1: spreads reconnects. */
  readonly chance: () => number;
}

interface Waiting {
  readonly settle: (result: Result<Accepted, DoorError>) => void;
  readonly onTook: ((engineMs: number) => void) | undefined;
  readonly timer: NodeJS.Timeout;
}

/** Begins to connect at once. */
export function createDoorClient(options: DoorClientOptions): DoorClient {
  return new Client(options);
}

class Client implements DoorClient {
  readonly shard: Shard;
  readonly #options: DoorClientOptions;
  readonly #waiting = new Map<CommandId, Waiting>();
  readonly #notices: NoticeReaders;
  #link: DoorLink | undefined;
  #state: DoorState;
  #failures = 0;
  #retryTimer: NodeJS.Timeout | undefined;

  constructor(options: DoorClientOptions) {
    this.#options = options;
    this.shard = options.shard;
    const limits = { entries: RING_NOTICES, bytes: RING_BYTES };
    this.#notices = new NoticeReaders(options.shard, limits, (error) =>
      options.log.error('A listener of notices threw and hears no more.', { error }),
    );
    this.#state = { kind: 'Reconnecting', since: options.clock.now() };
    this.#connect();
  }

  state(): DoorState {
    return this.#state;
  }

  latest(): ShardPosition | null {
    const { latest } = this.#notices;
    return latest === null ? null : { shard: this.shard, ...latest };
  }

  request(
    toSend: CommandToSend,
    { deadlineMs, onTook }: Parameters<DoorClient['request']>[1],
  ): Promise<Result<Accepted, DoorError>> {
    const link = this.#link;
    if (this.#state.kind !== 'Connected' || link === undefined || !link.isReady) {
      return Promise.resolve(err({ code: 'NoEngine', since: this.#state.since }));
    }
    const actual = this.#waiting.size + 1;
    if (actual > MAX_COMMANDS_IN_FLIGHT) {
      const limit = MAX_COMMANDS_IN_FLIGHT;
      const refusal = { code: 'TooManyInFlight', limit, actual } as const;
      return Promise.resolve(err({ code: 'Refused', refusal }));
    }
    const commandId = this.#options.ids.next<CommandId>();
    const sentAt = this.#options.clock.now();
    // The rest is for the answer's way back, so that "too late" arrives as proof and in time.
    const toBeginMs = Math.ceil(deadlineMs * SHARE_TO_BEGIN);
    const command: Command = {
      type: 'command',
      commandId,
      sentAt,
      deadlineMs: toBeginMs,
      ...toSend,
    };
    const text = JSON.stringify(command);
    const actualBytes = Buffer.byteLength(text);
    if (actualBytes > MAX_FRAME_BYTES) {
      const limitBytes = MAX_FRAME_BYTES;
      return Promise.resolve(err({ code: 'TooLarge', limitBytes, actualBytes }));
    }
    return new Promise((settle) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(commandId);
        settle(err({ code: 'OutcomeUnknown', reason: 'NoAnswerInTime' }));
      }, deadlineMs);
      this.#waiting.set(commandId, { settle, onTook, timer });
      link.sendText(text);
    });
  }

  subscribe(since: ShardPosition | null, listener: NoticeListener): NoticeReader {
    return this.#notices.open(since, listener);
  }

  close(): void {
    clearTimeout(this.#retryTimer);
    this.#setState('Closed');
    this.#link?.end('ClosedByUs', 'The web process closes its door.');
    this.#notices.closeAll();
  }

  // ---------------------------------------------------------------- the connection

  #connect(): void {
    const { path, self, clock } = this.#options;
    const link = new DoorLink({
      path,
      clock,
      hello: { shard: this.shard, peer: self, since: this.#notices.latest },
      listener: {
        onWelcome: ({ latest }) => this.#onWelcome(latest),
        onNotice: (notice, sizeBytes) => this.#onNotice(link, notice, sizeBytes),
        onResync: ({ latest }) => this.#notices.restart(latest),
        onDecision: (decision) => this.#onDecision(decision),
        onEnd: (reason) => this.#onEnd(reason),
      },
    });
    this.#link = link;
  }

  #onWelcome(latest: Position): void {
    this.#options.log.info('Connected to the engine.', { latest, afterFailures: this.#failures });
    this.#failures = 0;
    if (this.#notices.latest === null) this.#notices.restart(latest);
    this.#setState('Connected');
  }

  #onEnd(reason: LinkEnd): void {
    this.#link = undefined;
    for (const { settle, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      settle(err({ code: 'OutcomeUnknown', reason: 'ConnectionLost' }));
    }
    this.#waiting.clear();
    if (this.#state.kind === 'Closed') return;
    // One line per loss and one per minute of trying, not one per attempt.
    if (this.#failures % TRIES_A_LINE === 0) {
      this.#options.log.warn('No connection to the engine. Trying again.', {
        reason,
        failures: this.#failures,
      });
    }
    this.#setState('Reconnecting');
    const wait = backoffMs(this.#failures, this.#options.chance(), DOOR_BACKOFF);
    this.#failures += 1;
    this.#retryTimer = setTimeout(() => this.#connect(), wait);
  }

  #setState(kind: DoorState['kind']): void {
    if (this.#state.kind === kind) return;
    this.#state = { kind, since: this.#options.clock.now() };
    this.#notices.wakeAll();
  }

  #onDecision({ commandId, outcome, tookMs }: Decision): void {
    const waiting = this.#waiting.get(commandId);
    // Later than its deadline: its asker has already been told that nobody knows.
    if (waiting === undefined) return;
    this.#waiting.delete(commandId);
    clearTimeout(waiting.timer);
    if (tookMs !== undefined) waiting.onTook?.(tookMs);
    waiting.settle(resultOf(outcome));
  }

  #onNotice(link: DoorLink, notice: CheckedNotice, sizeBytes: number): void {
    if (this.#notices.append(notice, sizeBytes)) return;
    const latest = this.#notices.latest?.sequence;
    link.end('Malformed', `Notice ${notice.sequence} does not follow ${latest}.`);
  }
}

function resultOf(outcome: Decision['outcome']): Result<Accepted, DoorError> {
  if (outcome.kind === 'Accepted') return ok(outcome.result);
  if (outcome.kind === 'OutcomeUnknown') return err({ code: 'OutcomeUnknown', reason: 'NotKept' });
  const { refusal } = outcome;
  if (refusal.code !== 'DeadlinePassed') return err({ code: 'Refused', refusal });
  return err({ code: 'Deadline', limitMs: refusal.limitMs, actualMs: refusal.actualMs });
}
