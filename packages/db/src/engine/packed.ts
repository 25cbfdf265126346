/** Everything long of a batch, one after the other in one piece of memory. */
import type { Place } from './columns.ts';

const LEAST = 1 << 16;
/** UTF-8 of a UTF-16 unit is at most so many bytes. */
const BYTES_A_UNIT = 3;

export class Packed {
  #memory: Buffer;
  #length = 0;

  /** @param room as much as is expected, in bytes; it grows where that was too little. */
  /** @param memory that nobody else uses any more; null for some of its own. It grows as it has to. */
  constructor(memory: Buffer | null) {
    this.#memory = memory ?? Buffer.allocUnsafeSlow(LEAST);
  }

  get memory(): Buffer {
    return this.#memory;
  }

  put(piece: string | Uint8Array): Place {
    const from = this.#length;
    if (typeof piece === 'string') {
      this.#grow(piece.length * BYTES_A_UNIT);
      this.#length += this.#memory.write(piece, from);
    } else {
      this.#grow(piece.length);
      this.#memory.set(piece, from);
      this.#length += piece.length;
    }
    return [from + 1, this.#length - from];
  }

  /** A view: it holds until the next `put`. */
  at([from, length]: Place): Buffer {
    return this.#memory.subarray(from - 1, from - 1 + length);
  }

  bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  #grow(by: number): void {
    const needed = this.#length + by;
    if (needed <= this.#memory.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#memory.length * 2));
    this.#memory.copy(larger, 0, 0, this.#length);
    this.#memory = larger;
  }
}
