/**
 * One browser's place in the engine's notices. It has no queue: what waits for a slow line waits in
 * the ring of this process, and of a conflated topic the newest alone. A line that is slower than the
 * ring reaches back hears that it has a gap.
 *
 * Invariant: a message holds notices that were read by their schema where they came in, of those that
 * its reader may hear, in order, within `MOST_OF_A_MESSAGE`. None is read by its schema again: fifty
 * readers of a thousand a second would be fifty thousand readings.
 */
import {
  type Checked,
  type ResyncReason,
  type ShardPosition,
  trackedId,
} from '@ultrathink/domain/engine';
import type { DoorClient, DoorState } from '../engine/door-client.ts';
import type { CheckedNotice, NoticeReader } from '../engine/notice-readers.ts';
import type { Hears } from './hearing.ts';
import { MOST_OF_A_MESSAGE, type ToldNotice } from './message.ts';

/** `LiveMessage` of notices and gaps, made of nothing but checked parts. */
export type FedMessage =
  | { readonly kind: 'Notices'; readonly notices: Checked<ToldNotice>[] }
  | { readonly kind: 'Resync'; readonly reason: ResyncReason };

/** A message and the place a browser that has it resumes from. */
export interface Placed {
  readonly id: string;
  readonly message: FedMessage;
  /** A bound was reached: there may be more. */
  readonly isFull: boolean;
}

export class LiveFeed {
  readonly #door: DoorClient;
  readonly #reader: NoticeReader;
  /** Something may be there to take. */
  #isWoken = true;
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
    const read = new Set(books);
    this.#door = door;
    this.#reader = door.subscribe(since, {
      hears: (notice) =>
        hears(notice) && (notice.body.topic !== 'market-data.books' || read.has(notice.key)),
      wake: () => {
        this.#isWoken = true;
        this.#wake();
      },
    });
  }

  get engine(): DoorState {
    return this.#door.state();
  }

  /** Everything up to it was taken; null before the first connection to an engine. */
  get id(): string | null {
    const { place } = this.#reader;
    return place === null ? null : trackedId(place);
  }

  /** What waits, as one message; undefined when that is nothing. */
  take(): Placed | undefined {
    this.#isWoken = false;
    const taken = this.#reader.take(MOST_OF_A_MESSAGE);
    const id = this.id;
    if (id === null) return undefined;
    if (taken.kind === 'Resync') {
      return { id, message: { kind: 'Resync', reason: taken.reason }, isFull: true };
    }
    const { notices, isFull } = taken;
    if (notices.length === 0) return undefined;
    return { id, message: { kind: 'Notices', notices: notices.map(toldOf) }, isFull };
  }

  /** Resolves when something came, or after so many ms, or when the signal ends. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    return this.#isWoken ? Promise.resolve() : this.#pause(ms, signal);
  }

  /** Resolves after so many ms, whatever came, or when the signal ends. */
  rest(ms: number, signal: AbortSignal): Promise<void> {
    return this.#pause(ms, signal, false);
  }

  close(): void {
    this.#reader.close();
  }

  #pause(ms: number, signal: AbortSignal, isWoken = true): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      if (isWoken) this.#wake = done;
    });
  }
}

/** Part of what was checked is checked: who may hear of it stays here. */
function toldOf({ key, body }: CheckedNotice): Checked<ToldNotice> {
  return { key, body } as Checked<ToldNotice>;
}
