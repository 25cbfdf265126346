/**
 * One browser's place in the engine's notices, with a short queue in front of a line that may be
 * slow.
 *
 * Invariant: the queue never holds more than `QUEUE_MAX` messages. When it is full the feed leaves
 * the door and remembers its place; once the queue is empty it comes back at that place, and the
 * door's ring tells what was missed or that it reaches back no further.
 */
import {
  type Notice,
  type ResyncReason,
  type ShardPosition,
  trackedId,
} from '@ultrathink/domain/engine';
import type { DoorClient, DoorEvent, DoorState } from '../engine/door-client.ts';
import type { Hears } from './hearing.ts';
import type { LiveMessage } from './message.ts';

export const QUEUE_MAX = 256;

/** A message and the place a browser that has it resumes from. */
export interface Placed {
  readonly id: string;
  readonly message: Extract<LiveMessage, { kind: 'Notice' | 'Resync' }>;
}

export class LiveFeed {
  readonly #door: DoorClient;
  readonly #hears: Hears;
  readonly #books: ReadonlySet<string>;
  readonly #queue: Placed[] = [];
  #place: ShardPosition | null;
  #subscription: { close(): void } | null = null;
  #isFull = false;
  #engine: DoorState;
  #wake: () => void = () => undefined;

  /**
   * @param hears whether its reader may hear a notice, and wants to
   * @param since the last place the browser has; null for what comes from now on
   * @param books instruments whose depth it reads, of those that somebody reads
   */
  constructor(
    door: DoorClient,
    hears: Hears,
    since: ShardPosition | null,
    books: readonly string[] = [],
  ) {
    this.#door = door;
    this.#books = new Set(books);
    this.#hears = hears;
    this.#place = since;
    this.#engine = door.state();
    this.#open();
  }

  get engine(): DoorState {
    return this.#engine;
  }

  /** The oldest message that waits; undefined when there is none. */
  take(): Placed | undefined {
    const next = this.#queue.shift();
    if (this.#queue.length === 0 && this.#isFull) {
      this.#isFull = false;
      this.#open();
    }
    return next;
  }

  /** Resolves when something came, or after so many ms, or when the signal ends. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#queue.length > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      this.#wake = done;
    });
  }

  close(): void {
    this.#subscription?.close();
    this.#subscription = null;
    this.#queue.length = 0;
  }

  #open(): void {
    const subscription = this.#door.subscribe(this.#place, (event) => this.#hear(event));
    // What the ring holds may have filled the queue before there was anything to close.
    if (this.#isFull) subscription.close();
    else this.#subscription = subscription;
  }

  #hear(event: DoorEvent): void {
    if (this.#isFull) return;
    switch (event.kind) {
      case 'State':
        this.#engine = event.state;
        break;
      case 'Resync':
        this.#resync(event.reason, event.latest);
        break;
      case 'Notice':
        this.#hearNotice(event.notice);
        break;
    }
    this.#wake();
  }

  #resync(reason: ResyncReason, latest: ShardPosition): void {
    // What waits belongs to lists that are read again anyway.
    this.#queue.length = 0;
    this.#place = latest;
    this.#push({ id: trackedId(latest), message: { kind: 'Resync', reason } });
  }

  #hearNotice(notice: Notice): void {
    const { shard, run, sequence, key, body } = notice;
    this.#place = { shard, run, sequence };
    if (!this.#hears(notice)) return;
    if (body.topic === 'market-data.books' && !this.#books.has(key)) return;
    this.#push({ id: trackedId(this.#place), message: { kind: 'Notice', key, body } });
  }

  #push(placed: Placed): void {
    this.#queue.push(placed);
    if (this.#queue.length < QUEUE_MAX) return;
    this.#isFull = true;
    this.#subscription?.close();
    this.#subscription = null;
  }
}
