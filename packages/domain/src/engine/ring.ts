/**
 * The last notices of one shard, for readers that come back. Bounded in entries and in bytes.
 *
 * Invariant: of everything after `floor` nothing is missing but what conflation left out. So a
 * reader at `floor` or later can be brought up to date from here; any other is told to read again.
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
}

export interface RingLimits {
  readonly entries: number;
  readonly bytes: number;
}

export type Catchup<T> =
  | { readonly kind: 'Notices'; readonly entries: readonly T[] }
  | { readonly kind: 'Resync'; readonly reason: ResyncReason };

export class NoticeRing<T extends RingEntry> {
  readonly #limits: RingLimits;
  #run: ProcessId;
  #floor: number;
  #latest: number;
  #bytes = 0;
  /** Slots of a circle: entry i of the ring stands at (#first + i) % entries. */
  #slots: (T | undefined)[] = [];
  #first = 0;
  #size = 0;

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
  }

  /** @throws {InvariantError} when the sequence does not rise. */
  append(entry: T): void {
    invariant(entry.sequence > this.#latest, 'A notice came with a sequence that does not rise.');
    while (
      this.#size === this.#limits.entries ||
      (this.#size > 0 && this.#bytes + entry.sizeBytes > this.#limits.bytes)
    ) {
      this.#dropOldest();
    }
    this.#slots[(this.#first + this.#size) % this.#limits.entries] = entry;
    this.#size += 1;
    this.#bytes += entry.sizeBytes;
    this.#latest = entry.sequence;
  }

  /** What a reader that stands at `place` has to hear. */
  since(place: Position): Catchup<T> {
    if (place.run !== this.#run) return { kind: 'Resync', reason: 'NewRun' };
    if (place.sequence < this.#floor || place.sequence > this.#latest) {
      return { kind: 'Resync', reason: 'BeyondRing' };
    }
    const entries: T[] = [];
    for (let i = this.#firstAfter(place.sequence); i < this.#size; i += 1)
      entries.push(this.#at(i));
    return { kind: 'Notices', entries };
  }

  #at(index: number): T {
    const entry = this.#slots[(this.#first + index) % this.#limits.entries];
    invariant(entry !== undefined, 'The ring lost an entry it counts.');
    return entry;
  }

  #dropOldest(): void {
    const oldest = this.#at(0);
    this.#slots[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#limits.entries;
    this.#size -= 1;
    this.#bytes -= oldest.sizeBytes;
    this.#floor = oldest.sequence;
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
