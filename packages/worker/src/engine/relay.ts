/** Numbers the notices of a shard, keeps the last ones, and wakes whoever reads them. */
import {
  CONFLATED_TOPICS,
  MAX_NOTICE_BYTES,
  type NextInRing,
  type Notice,
  type NoticeBody,
  NoticeRing,
  type Position,
  type RingEntry,
  type RingLimits,
  type Shard,
} from '@ultrathink/domain/engine';
import { type ClientId, invariant, type ProcessId } from '@ultrathink/domain/kernel';

/** A notice as it goes over the wire, written once for all readers. */
export interface RelayEntry extends RingEntry {
  readonly text: string;
}

export interface NoticeToPublish {
  readonly body: NoticeBody;
  readonly key: string;
  readonly clientId: ClientId | null;
}

/** Called after each notice; the reader takes from `next` what it can. */
type Wake = () => void;

export class Relay {
  readonly shard: Shard;
  readonly #run: ProcessId;
  readonly #ring: NoticeRing<RelayEntry>;
  readonly #readers = new Set<Wake>();
  #published = 0;

  constructor(shard: Shard, run: ProcessId, limits: RingLimits) {
    this.shard = shard;
    this.#run = run;
    this.#ring = new NoticeRing<RelayEntry>({ run, sequence: 0 }, limits);
  }

  get latest(): Position {
    return this.#ring.latest;
  }

  get published(): number {
    return this.#published;
  }

  publish(notice: NoticeToPublish): void {
    const sequence = this.#ring.latest.sequence + 1;
    const message: Notice = {
      type: 'notice',
      shard: this.shard,
      run: this.#run,
      sequence,
      ...notice,
    };
    const text = JSON.stringify(message);
    const sizeBytes = Buffer.byteLength(text);
    const { topic } = notice.body;
    invariant(
      sizeBytes <= MAX_NOTICE_BYTES,
      `A notice of ${topic} is larger than a notice may be.`,
    );
    const conflationKey = CONFLATED_TOPICS.has(topic) ? `${topic} ${notice.key}` : null;
    this.#ring.append({ sequence, sizeBytes, conflationKey, text });
    this.#published += 1;
    for (const wake of this.#readers) wake();
  }

  next(place: Position): NextInRing<RelayEntry> {
    return this.#ring.next(place);
  }

  /** Gives back how to stop being woken. */
  addReader(wake: Wake): () => void {
    this.#readers.add(wake);
    return () => this.#readers.delete(wake);
  }
}
