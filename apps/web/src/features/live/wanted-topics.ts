/**
 * Which topics the tabs of one browser read now. The stream carries those and no others: quotes of
 * every instrument are nothing a page without prices should pay for.
 */
import type { Topic } from '@ultrathink/domain/engine';

/** A topic, or of depth one instrument's. */
export type Want = Topic | `market-data.books ${string}`;

/** As the stream is asked for it: depth of some instruments, the rest as a whole. */
export function carried(wants: readonly Want[]): {
  readonly topics: readonly Topic[];
  readonly books: readonly string[];
} {
  const parts = wants.map((want) => want.split(' '));
  const topics = new Set(parts.map(([topic]) => topic as Topic));
  const books = parts.flatMap(([, instrument]) => instrument ?? []);
  return { topics: [...topics], books: books.slice(0, MOST_BOOKS) };
}

/** As many as a stream carries. */
const MOST_BOOKS = 16;

/** A tab says what it wants this often... */
export const SAY_EVERY_MS = 5_000;
/** ...and what no tab has said for so long is wanted no more. */
const LASTS_MS = 3 * SAY_EVERY_MS;

export class WantedTopics {
  readonly #always: readonly Want[];
  /** How many in this tab want it. */
  readonly #own = new Map<Want, number>();
  readonly #saidAtMs = new Map<Want, number>();

  constructor(always: readonly Want[]) {
    this.#always = always;
  }

  /** Whether this tab did not want it before. */
  add(topic: Want): boolean {
    const count = this.#own.get(topic) ?? 0;
    this.#own.set(topic, count + 1);
    return count === 0;
  }

  remove(topic: Want): void {
    const count = this.#own.get(topic) ?? 0;
    if (count <= 1) this.#own.delete(topic);
    else this.#own.set(topic, count - 1);
  }

  /** What this tab wants. */
  own(): readonly Want[] {
    return [...this.#own.keys()];
  }

  /** Some tab, this one too, wants these. */
  hear(topics: readonly Want[], nowMs: number): void {
    for (const topic of topics) this.#saidAtMs.set(topic, nowMs);
  }

  /** What the stream is to carry, in an order that does not change. */
  all(nowMs: number): readonly Want[] {
    const said = [...this.#saidAtMs].filter(([, atMs]) => nowMs - atMs < LASTS_MS);
    return [...new Set([...this.#always, ...said.map(([topic]) => topic)])].sort();
  }
}
