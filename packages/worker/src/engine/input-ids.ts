/**
 * Ids of inputs. The ids that a decision makes are counted up from its input's, and two ids of one
 * millisecond are neighbours: so each input leaves room for all that its decision may ask for.
 */
import type { InputId } from '@ultrathink/domain/engine/core';
import { type Ids, invariant, isUuidv7 } from '@ultrathink/domain/kernel';

/** One more than `FreshIds` gives. */
const ROOM = 0x1_0000n;

export class InputIds {
  readonly #ids: Ids;
  #previous = 0n;

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  /** Greater than any before, and by the room of one decision at least. */
  next(): InputId {
    const hex = this.#ids.next<InputId>().replaceAll('-', '');
    const fresh = BigInt(`0x${hex}`) & ~(ROOM - 1n);
    this.#previous = fresh > this.#previous ? fresh : this.#previous + ROOM;
    const text = this.#previous.toString(16).padStart(32, '0');
    const id = text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    invariant(isUuidv7(id), 'An id of an input counted into its version.');
    return id as string as InputId;
  }
}
