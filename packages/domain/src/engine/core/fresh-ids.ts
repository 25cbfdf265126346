/**
 * Ids that a decision needs, made of the id of the input it answers: the same input gives the same
 * ids, so a decision made again is the same to the byte. Chance and time come from the input's id.
 */
import { type AnyId, invariant } from '../../kernel/index.ts';

/** More from one input is a loop that does not end. */
const MOST = 0xff_ff;

/** The last 48 bits of the input's id, counted up: other inputs' ids differ in the 26 before them too. */
export class FreshIds {
  readonly #head: string;
  readonly #tail: bigint;
  #given = 0;

  constructor(input: AnyId) {
    this.#head = input.slice(0, 24);
    this.#tail = BigInt(`0x${input.slice(24)}`);
  }

  next<T extends AnyId>(): T {
    this.#given += 1;
    invariant(this.#given <= MOST, 'One input asked for more ids than a decision can need.');
    const tail = (this.#tail + BigInt(this.#given)) & 0xffff_ffff_ffffn;
    return `${this.#head}${tail.toString(16).padStart(12, '0')}` as T;
  }
}
