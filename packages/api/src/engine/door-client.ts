/**
 * A web process's side of the engine's door: one connection per engine, kept up by itself, and the
 * last notices of its shard, so that many browsers resume from here and not from the engine.
 *
 * Invariants: `NoEngine`, `TooLarge`, `Deadline` and `Refused` are proof that nothing was done;
 * `OutcomeUnknown` is no proof either way, and is asked again with the same idempotency key.
 */
import {
  CONFLATED_TOPICS,
  type Command,
  type CommandRefusal,
  type Decision,
  type Hello,
  MAX_COMMANDS_IN_FLIGHT,
  MAX_FRAME_BYTES,
  type Notice,
  NoticeRing,
  type Position,
  type ResyncReason,
  RING_BYTES,
  RING_NOTICES,
  type RingEntry,
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

/** Part of a request's deadline within which the engine must begin; later it does nothing. */
const SHARE_TO_BEGIN = 0.8;

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

/** What a subscriber hears, in order. */
export type DoorEvent =
  | { readonly kind: 'Notice'; readonly notice: Notice }
  /** What the subscriber holds has a gap: its lists are read again. Notices after `latest` follow. */
  | { readonly kind: 'Resync'; readonly reason: ResyncReason; readonly latest: ShardPosition }
  /** First of all the state as it is, then each change. */
  | { readonly kind: 'State'; readonly state: DoorState };

export type DoorListener = (event: DoorEvent) => void;

export interface DoorClient {
  readonly shard: Shard;
  /** Never rejects. Nothing waits for a reconnect: without an engine the answer is at once. */
  request(
    command: CommandToSend,
    options: { readonly deadlineMs: number; readonly onTook?: (engineMs: number) => void },
  ): Promise<Result<Accepted, DoorError>>;
  /**
   * Hears everything after `since` (null: from now on); what the ring still holds is told before
   * this returns. The listener must be quick and must not throw: one that throws hears no more.
   */
  subscribe(since: ShardPosition | null, listener: DoorListener): { close(): void };
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

interface HeldNotice extends RingEntry {
  readonly notice: Notice;
}

interface Waiting {
  readonly settle: (result: Result<Accepted, DoorError>) => void;
  readonly onTook: ((engineMs: number) => void) | undefined;
  readonly timer: NodeJS.Timeout;
}

interface Subscriber {
  /** Null until the first connection, for a subscriber that asked for what comes from now on. */
  place: Position | null;
  readonly listener: DoorListener;
}

/** Begins to connect at once. */
export function createDoorClient(options: DoorClientOptions): DoorClient {
  return new Client(options);
}

class Client implements DoorClient {
  readonly shard: Shard;
  readonly #options: DoorClientOptions;
  readonly #waiting = new Map<CommandId, Waiting>();
  readonly #subscribers = new Set<Subscriber>();
  /** Made with the first welcome, which says where the shard's notices stand. */
  #ring: NoticeRing<HeldNotice> | undefined;
  #link: DoorLink | undefined;
  #state: DoorState;
  #failures = 0;
  #retryTimer: NodeJS.Timeout | undefined;

  constructor(options: DoorClientOptions) {
    this.#options = options;
    this.shard = options.shard;
    this.#state = { kind: 'Reconnecting', since: options.clock.now() };
    this.#connect();
  }

  state(): DoorState {
    return this.#state;
  }

  latest(): ShardPosition | null {
    return this.#ring === undefined ? null : { shard: this.shard, ...this.#ring.latest };
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

  subscribe(since: ShardPosition | null, listener: DoorListener): { close(): void } {
    const place = since === null ? (this.#ring?.latest ?? null) : this.#placeOf(since);
    const subscriber: Subscriber = { place, listener };
    this.#subscribers.add(subscriber);
    this.#tell(subscriber, { kind: 'State', state: this.#state });
    this.#drain(subscriber);
    return { close: () => this.#subscribers.delete(subscriber) };
  }

  close(): void {
    clearTimeout(this.#retryTimer);
    this.#setState('Closed');
    this.#link?.end('ClosedByUs', 'The web process closes its door.');
    this.#subscribers.clear();
  }

  /** A place in another shard's notices says nothing about ours: sequence -1 is before every floor. */
  #placeOf({ shard, run, sequence }: ShardPosition): Position {
    return { run, sequence: shard === this.shard ? sequence : -1 };
  }

  // ---------------------------------------------------------------- the connection

  #connect(): void {
    const { path, self, clock } = this.#options;
    const link = new DoorLink({
      path,
      clock,
      hello: { shard: this.shard, peer: self, since: this.#ring?.latest ?? null },
      listener: {
        onWelcome: ({ latest }) => this.#onWelcome(latest),
        onNotice: (notice, sizeBytes) => this.#onNotice(link, notice, sizeBytes),
        onResync: ({ latest }) => this.#restart(latest),
        onDecision: (decision) => this.#onDecision(decision),
        onEnd: (reason) => this.#onEnd(reason),
      },
    });
    this.#link = link;
  }

  #onWelcome(latest: Position): void {
    this.#options.log.info('Connected to the engine.', { latest, afterFailures: this.#failures });
    this.#failures = 0;
    if (this.#ring === undefined) this.#restart(latest);
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
    if (this.#failures % 30 === 0) {
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
    for (const subscriber of this.#subscribers) {
      this.#tell(subscriber, { kind: 'State', state: this.#state });
    }
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

  // ---------------------------------------------------------------- the notices

  #onNotice(link: DoorLink, notice: Notice, sizeBytes: number): void {
    const latest = this.#ring?.latest;
    if (latest?.run !== notice.run || notice.sequence <= latest.sequence) {
      link.end('Malformed', `Notice ${notice.sequence} does not follow ${latest?.sequence}.`);
      return;
    }
    const { topic } = notice.body;
    const conflationKey = CONFLATED_TOPICS.has(topic) ? `${topic} ${notice.key}` : null;
    this.#ring?.append({ sequence: notice.sequence, sizeBytes, conflationKey, notice });
    for (const subscriber of this.#subscribers) this.#drain(subscriber);
  }

  /** What is held has a gap before what follows: each subscriber behind it finds out by its place. */
  #restart(latest: Position): void {
    if (this.#ring === undefined) {
      this.#ring = new NoticeRing(latest, { entries: RING_NOTICES, bytes: RING_BYTES });
    } else {
      this.#ring.restart(latest);
    }
    for (const subscriber of this.#subscribers) {
      subscriber.place ??= latest;
      this.#drain(subscriber);
    }
  }

  #drain(subscriber: Subscriber): void {
    const ring = this.#ring;
    while (ring !== undefined && subscriber.place !== null && this.#subscribers.has(subscriber)) {
      const next = ring.next(subscriber.place);
      if (next.kind === 'UpToDate') return;
      if (next.kind === 'Entry') {
        subscriber.place = { run: ring.latest.run, sequence: next.entry.sequence };
        this.#tell(subscriber, { kind: 'Notice', notice: next.entry.notice });
      } else {
        subscriber.place = ring.latest;
        const latest = { shard: this.shard, ...ring.latest };
        this.#tell(subscriber, { kind: 'Resync', reason: next.reason, latest });
      }
    }
  }

  #tell(subscriber: Subscriber, event: DoorEvent): void {
    try {
      subscriber.listener(event);
    } catch (error) {
      // Its bug must not cost the others their notices, nor this process its door.
      this.#subscribers.delete(subscriber);
      this.#options.log.error('A listener of notices threw and hears no more.', { error });
    }
  }
}

function resultOf(outcome: Decision['outcome']): Result<Accepted, DoorError> {
  if (outcome.kind === 'Accepted') return ok(outcome.result);
  if (outcome.kind === 'OutcomeUnknown') return err({ code: 'OutcomeUnknown', reason: 'NotKept' });
  const { refusal } = outcome;
  if (refusal.code !== 'DeadlinePassed') return err({ code: 'Refused', refusal });
  return err({ code: 'Deadline', limitMs: refusal.limitMs, actualMs: refusal.actualMs });
}
