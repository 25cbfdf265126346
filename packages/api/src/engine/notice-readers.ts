/**
 * The last notices of a shard in a web process, and who reads them. A reader has a place in the ring
 * and no queue: it is woken by what it wants to hear, and takes what follows its place, several at
 * once, as fast as its line carries them. One that fell off the ring is told that it has a gap.
 */
import {
  type Checked,
  CONFLATED_TOPICS,
  type Notice,
  NoticeRing,
  type Position,
  type ResyncReason,
  type RingEntry,
  type RingLimits,
  type Shard,
  type ShardPosition,
} from '@ultrathink/domain/engine';

export type CheckedNotice = Checked<Notice>;

/** What follows a reader's place. */
export type Taken =
  | {
      readonly kind: 'Notices';
      /** In order; none where nothing that it wants has come. */
      readonly notices: readonly CheckedNotice[];
      /** A bound was reached: there may be more. */
      readonly isFull: boolean;
    }
  /** What the reader holds has a gap: its lists are read again. What came since follows. */
  | { readonly kind: 'Resync'; readonly reason: ResyncReason };

/** Both must be quick and must not throw: whose listener throws hears no more. */
export interface NoticeListener {
  readonly hears: (notice: Notice) => boolean;
  /** Something may be there to take, or the door is in another state. */
  readonly wake: () => void;
}

export interface NoticeReader {
  /** Everything up to it was taken or is not for this reader; null before the first connection. */
  readonly place: ShardPosition | null;
  take(most: RingLimits): Taken;
  close(): void;
}

interface Held extends RingEntry {
  readonly notice: CheckedNotice;
}

interface Reader {
  /** Null until the first connection, for one that asked for what comes from now on. */
  place: Position | null;
  readonly listener: NoticeListener;
}

const NOTHING: Taken = { kind: 'Notices', notices: [], isFull: false };

export class NoticeReaders {
  readonly #shard: Shard;
  readonly #limits: RingLimits;
  readonly #onThrown: (error: unknown) => void;
  readonly #readers = new Set<Reader>();
  /** Made with the first welcome, which says where the shard's notices stand. */
  #ring: NoticeRing<Held> | undefined;

  /** @param onThrown a listener threw: its bug, which the log has to have */
  constructor(shard: Shard, limits: RingLimits, onThrown: (error: unknown) => void) {
    this.#shard = shard;
    this.#limits = limits;
    this.#onThrown = onThrown;
  }

  get count(): number {
    return this.#readers.size;
  }

  /** The newest notice known here; null before the first connection. */
  get latest(): Position | null {
    return this.#ring?.latest ?? null;
  }

  /** What is held has a gap before what follows: each reader behind it finds out by its place. */
  restart(latest: Position): void {
    if (this.#ring === undefined) this.#ring = new NoticeRing(latest, this.#limits);
    else this.#ring.restart(latest);
    for (const reader of this.#readers) reader.place ??= latest;
    this.wakeAll();
  }

  /** False for one that does not follow the newest: its sender broke the contract. */
  append(notice: CheckedNotice, sizeBytes: number): boolean {
    const latest = this.#ring?.latest;
    const { run, sequence, key, body } = notice;
    if (latest?.run !== run || sequence <= latest.sequence) return false;
    const conflationKey = CONFLATED_TOPICS.has(body.topic) ? `${body.topic} ${key}` : null;
    this.#ring?.append({ sequence, sizeBytes, conflationKey, notice });
    for (const reader of this.#readers) {
      this.#call(reader, ({ hears, wake }) => {
        if (hears(notice)) wake();
      });
    }
    return true;
  }

  wakeAll(): void {
    for (const reader of this.#readers) this.#call(reader, ({ wake }) => wake());
  }

  /** @param since what follows it is heard; null for what comes from now on */
  open(since: ShardPosition | null, listener: NoticeListener): NoticeReader {
    const place = since === null ? this.latest : this.#placeOf(since);
    const reader: Reader = { place, listener };
    const shard = this.#shard;
    this.#readers.add(reader);
    return {
      get place() {
        return reader.place === null ? null : { shard, ...reader.place };
      },
      take: (most) => this.#take(reader, most),
      close: () => this.#readers.delete(reader),
    };
  }

  closeAll(): void {
    this.#readers.clear();
  }

  /** A place in another shard's notices says nothing about ours: sequence -1 is before every floor. */
  #placeOf({ shard, run, sequence }: ShardPosition): Position {
    return { run, sequence: shard === this.#shard ? sequence : -1 };
  }

  #take(reader: Reader, most: RingLimits): Taken {
    const ring = this.#ring;
    if (ring === undefined || reader.place === null || !this.#readers.has(reader)) return NOTHING;
    const { hears } = reader.listener;
    const taken = ring.take(reader.place, most, ({ notice }) => hears(notice));
    if (taken.kind === 'Gap') {
      reader.place = ring.latest;
      return { kind: 'Resync', reason: taken.reason };
    }
    reader.place = { run: ring.latest.run, sequence: taken.upTo };
    const notices = taken.entries.map(({ notice }) => notice);
    return { kind: 'Notices', notices, isFull: taken.isFull };
  }

  #call(reader: Reader, call: (listener: NoticeListener) => void): void {
    try {
      call(reader.listener);
    } catch (error) {
      // Its bug must not cost the others their notices, nor this process its door.
      this.#readers.delete(reader);
      this.#onThrown(error);
    }
  }
}
