/**
 * What waits for one reader. Of a conflated topic only the newest notice per key waits; when even
 * so a bound is reached, everything is dropped and the reader gets one `resync` instead. So a slow
 * reader costs a bounded amount of memory and never holds up the others.
 */
import type { ResyncReason } from './contract.ts';

export interface OutboxEntry {
  readonly sequence: number;
  readonly sizeBytes: number;
  /** Entries of the same key replace each other; null for a notice that nothing replaces. */
  readonly conflationKey: string | null;
}

export interface OutboxLimits {
  readonly entries: number;
  readonly bytes: number;
}

export type NextOut<T> =
  | { readonly kind: 'Notice'; readonly entry: T }
  | { readonly kind: 'Resync'; readonly reason: ResyncReason };

export class Outbox<T extends OutboxEntry> {
  readonly #limits: OutboxLimits;
  /** A Map keeps the order of insertion, and sequences rise, so it is a queue with look-up. */
  readonly #waiting = new Map<string, T>();
  #bytes = 0;
  #resync: ResyncReason | null = null;
  #conflated = 0;

  constructor(limits: OutboxLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#waiting.size + (this.#resync === null ? 0 : 1);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Notices that a newer one replaced, since the start. */
  get conflated(): number {
    return this.#conflated;
  }

  push(entry: T): void {
    // Until the reader has been told to read again, it need not hear what its new lists will hold.
    if (this.#resync !== null) return;
    const name = entry.conflationKey === null ? `#${entry.sequence}` : `=${entry.conflationKey}`;
    const replaced = this.#waiting.get(name);
    if (replaced !== undefined) {
      this.#waiting.delete(name);
      this.#bytes -= replaced.sizeBytes;
      this.#conflated += 1;
    }
    this.#waiting.set(name, entry);
    this.#bytes += entry.sizeBytes;
    if (this.#waiting.size > this.#limits.entries || this.#bytes > this.#limits.bytes) {
      this.askResync('SlowReader');
    }
  }

  /** Drops what waits: the reader will be told that it has a gap. */
  askResync(reason: ResyncReason): void {
    this.#waiting.clear();
    this.#bytes = 0;
    this.#resync = reason;
  }

  /** The next thing to send; undefined when nothing waits. */
  take(): NextOut<T> | undefined {
    if (this.#resync !== null) {
      const reason = this.#resync;
      this.#resync = null;
      return { kind: 'Resync', reason };
    }
    for (const [name, entry] of this.#waiting) {
      this.#waiting.delete(name);
      this.#bytes -= entry.sizeBytes;
      return { kind: 'Notice', entry };
    }
    return undefined;
  }
}
