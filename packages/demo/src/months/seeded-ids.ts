/** Ids of moments that have passed, by chance from a seed: the same history has the same ids. */
import type { InputId } from '@ultrathink/domain/engine/core';
import { type AnyId, fromEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { Random } from '@ultrathink/venue-simulator/past';

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

export class SeededIds {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  at<T extends AnyId>(ms: number): T {
    return this.#made(ms, hex(this.#random.whole(0x1_0000), 4)) as T;
  }

  /** With room behind it for the ids that its decision counts up. */
  input(ms: number): InputId {
    return this.#made(ms, '0000') as InputId;
  }

  #made(ms: number, tail: string): string {
    const [time, random] = [hex(ms, 12), this.#random];
    const middle = `7${hex(random.whole(0x1000), 3)}-${hex(0x8000 + random.whole(0x4000), 4)}`;
    return `${time.slice(0, 8)}-${time.slice(8)}-${middle}-${hex(random.whole(2 ** 32), 8)}${tail}`;
  }
}

export const timeOf = (ms: number): UtcTime => fromEpochMs(Math.round(ms));
