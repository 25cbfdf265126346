/**
 * The last notices of one shard: what a reader that comes back has missed, and all that ever waits
 * for a slow one. Bounded in entries and in bytes.
 *
 * Each reader keeps a place and asks for what is next after it, as fast as it can take it. So no
 * reader has a queue of its own: a slow one costs nothing, and one that falls off the end is told
 * to read again. Of a conflated topic only the newest notice per key is given, and kept.
 *
 * Invariant: of everything after `floor` nothing is missing but what conflation left out.
 *
 * A ring changes in place: it is memory of a shell, kept in the core because engine and web share
 * its rules. It is deterministic and does no IO.
 */
import { invariant, type ProcessId } from '../kernel/index.ts';
import type { Position, ResyncReason } from './contract.ts';

export interface RingEntry {
  readonly sequence: number;
  /** What it costs to keep, in bytes. */
  readonly sizeBytes: number;
  /** Entries of the same key replace each other; null for one that nothing replaces. */
  readonly conflationKey: string | null;
}

export interface RingLimits {
  readonly entries: number;
  readonly bytes: number;
}

export type NextInRing<T> =
  | { readonly kind: 'Entry'; readonly entry: T }
  | { readonly kind: 'UpToDate' }
  /** The ring no longer reaches back to that place. */
  | { readonly kind: 'Gap'; readonly reason: Exclude<ResyncReason, 'SlowReader'> };

export type TakenFromRing<T> =
  | {
      readonly kind: 'Entries';
      readonly entries: readonly T[];
      /** Everything up to it was looked at: where the reader stands now. */
      readonly upTo: number;
      /** A bound was reached: there may be more. */
      readonly isFull: boolean;
    }
  | Extract<NextInRing<T>, { kind: 'Gap' }>;

/** What is left of an entry that a newer one of its key replaced: its place, and nothing to keep. */
interface Replaced {
  readonly sequence: number;
  readonly isReplaced: true;
}

const isReplaced = (slot: RingEntry | Replaced): slot is Replaced => 'isReplaced' in slot;

export class NoticeRing<T extends RingEntry> {
  readonly #limits: RingLimits;
  #run: ProcessId;
  #floor: number;
  #latest: number;
  #bytes = 0;
  /** Slots of a circle: entry i of the ring stands at (#first + i) % entries. */
  #slots: (T | Replaced | undefined)[] = [];
  #first = 0;
  #size = 0;
  /** Sequence of the newest entry per conflation key; never more keys than entries. */
  readonly #newest = new Map<string, number>();

  constructor(start: Position, limits: RingLimits) {
    invariant(limits.entries > 0 && limits.bytes > 0, 'A ring keeps at least one notice.');
    this.#limits = limits;
    this.#run = start.run;
    this.#floor = start.sequence;
    this.#latest = start.sequence;
  }

  get latest(): Position {
    return { run: this.#run, sequence: this.#latest };
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Forgets everything: what follows has a gap before it, or is another run. */
  restart(start: Position): void {
    this.#run = start.run;
    this.#floor = start.sequence;
    this.#latest = start.sequence;
    this.#slots = [];
    this.#first = 0;
    this.#size = 0;
    this.#bytes = 0;
    this.#newest.clear();
  }

  /** @throws {InvariantError} when the sequence does not rise. */
  append(entry: T): void {
    invariant(entry.sequence > this.#latest, 'A notice came with a sequence that does not rise.');
    if (entry.conflationKey !== null) this.#forget(entry.conflationKey);
    while (
      this.#size === this.#limits.entries ||
      (this.#size > 0 && this.#bytes + entry.sizeBytes > this.#limits.bytes)
    ) {
      this.#dropOldest();
    }
    this.#slots[this.#slotOf(this.#size)] = entry;
    this.#size += 1;
    this.#bytes += entry.sizeBytes;
    this.#latest = entry.sequence;
    if (entry.conflationKey !== null) this.#newest.set(entry.conflationKey, entry.sequence);
  }

  /** What a reader that has seen everything up to `place` hears next. */
  next(place: Position): NextInRing<T> {
    const gap = this.#gapAt(place);
    if (gap !== null) return gap;
    for (let i = this.#firstAfter(place.sequence); i < this.#size; i += 1) {
      const entry = this.#at(i);
      if (!isReplaced(entry)) return { kind: 'Entry', entry };
    }
    return { kind: 'UpToDate' };
  }

  /**
   * Several at once, in order: of what follows `place`, what the reader wants, within the bounds. One
   * entry is given however many bytes it has. What it does not want is passed by.
   */
  take(
    place: Position,
    most: RingLimits,
    isWanted: (entry: T) => boolean = () => true,
  ): TakenFromRing<T> {
    const gap = this.#gapAt(place);
    if (gap !== null) return gap;
    const entries: T[] = [];
    let bytes = 0;
    let upTo = place.sequence;
    for (let i = this.#firstAfter(place.sequence); i < this.#size; i += 1) {
      const entry = this.#at(i);
      if (!isReplaced(entry) && isWanted(entry)) {
        bytes += entry.sizeBytes;
        const isOver = entries.length === most.entries || bytes > most.bytes;
        if (isOver && entries.length > 0) return { kind: 'Entries', entries, upTo, isFull: true };
        entries.push(entry);
      }
      upTo = entry.sequence;
    }
    return { kind: 'Entries', entries, upTo: this.#latest, isFull: false };
  }

  #gapAt({ run, sequence }: Position): Extract<NextInRing<T>, { kind: 'Gap' }> | null {
    if (run !== this.#run) return { kind: 'Gap', reason: 'NewRun' };
    const isBeyond = sequence < this.#floor || sequence > this.#latest;
    return isBeyond ? { kind: 'Gap', reason: 'BeyondRing' } : null;
  }

  /** Nobody is ever given what a newer one replaces, so its contents are not kept either. */
  #forget(key: string): void {
    const before = this.#newest.get(key);
    if (before === undefined) return;
    const index = this.#firstAfter(before - 1);
    const old = this.#at(index);
    if (!isReplaced(old)) this.#bytes -= old.sizeBytes;
    this.#slots[this.#slotOf(index)] = { sequence: before, isReplaced: true };
    this.#newest.delete(key);
  }

  #slotOf(index: number): number {
    return (this.#first + index) % this.#limits.entries;
  }

  #at(index: number): T | Replaced {
    const entry = this.#slots[this.#slotOf(index)];
    invariant(entry !== undefined, 'The ring lost an entry it counts.');
    return entry;
  }

  #dropOldest(): void {
    const oldest = this.#at(0);
    this.#slots[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#limits.entries;
    this.#size -= 1;
    this.#floor = oldest.sequence;
    if (isReplaced(oldest)) return;
    this.#bytes -= oldest.sizeBytes;
    if (oldest.conflationKey !== null) this.#newest.delete(oldest.conflationKey);
  }

  /** Index of the first entry after a sequence, by halving: sequences rise. */
  #firstAfter(sequence: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#at(middle).sequence <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
