/**
 * Which topics the tabs of one browser read now. The stream carries those and no others: quotes of
 * every instrument are nothing a page without prices should pay for.
 */
import type { Topic } from '@ultrathink/domain/engine';

/** A tab says what it wants this often... */
export const SAY_EVERY_MS = 5_000;
/** ...and what no tab has said for so long is wanted no more. */
const LASTS_MS = 3 * SAY_EVERY_MS;

export class WantedTopics {
  readonly #always: readonly Topic[];
  /** How many in this tab want it. */
  readonly #own = new Map<Topic, number>();
  readonly #saidAtMs = new Map<Topic, number>();

  constructor(always: readonly Topic[]) {
    this.#always = always;
  }

  /** Whether this tab did not want it before. */
  add(topic: Topic): boolean {
    const count = this.#own.get(topic) ?? 0;
    this.#own.set(topic, count + 1);
    return count === 0;
  }

  remove(topic: Topic): void {
    const count = this.#own.get(topic) ?? 0;
    if (count <= 1) this.#own.delete(topic);
    else this.#own.set(topic, count - 1);
  }

  /** What this tab wants. */
  own(): readonly Topic[] {
    return [...this.#own.keys()];
  }

  /** Some tab, this one too, wants these. */
  hear(topics: readonly Topic[], nowMs: number): void {
    for (const topic of topics) this.#saidAtMs.set(topic, nowMs);
  }

  /** What the stream is to carry, in an order that does not change. */
  all(nowMs: number): readonly Topic[] {
    const said = [...this.#saidAtMs].filter(([, atMs]) => nowMs - atMs < LASTS_MS);
    return [...new Set([...this.#always, ...said.map(([topic]) => topic)])].sort();
  }
}
