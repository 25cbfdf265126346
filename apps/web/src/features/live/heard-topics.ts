/**
 * The newest notice of each key of each topic that this tab heard. What React sees of it changes when
 * it is told, and not between.
 */
import type { NoticeBody, Topic } from '@ultrathink/domain/engine';

/** The newest of one key of a topic, and when this tab heard it (`performance.now()`). */
export type Heard = { readonly body: NoticeBody; readonly atMs: number };

/** Keys of a topic. Orders come and go without end: the oldest of them are in lists alone. */
export const MOST_KEYS = 2_000;
/** How many are left when there are more, so that not each further one looks for the oldest. */
const LEFT_KEYS = 1_800;

export class HeardTopics {
  readonly #newest = new Map<Topic, Map<string, Heard>>();
  readonly #shown = new Map<Topic, ReadonlyMap<string, Heard>>();
  readonly #changed = new Set<Topic>();

  hear(key: string, heard: Heard): void {
    const { topic } = heard.body;
    const known = this.#newest.get(topic) ?? new Map<string, Heard>();
    this.#newest.set(topic, known.set(key, heard));
    if (known.size > MOST_KEYS) forgetOldest(known);
    this.#changed.add(topic);
  }

  /** What was heard is what is shown from now on. */
  publish(): void {
    for (const topic of this.#changed) this.#shown.set(topic, new Map(this.#newest.get(topic)));
    this.#changed.clear();
  }

  topic(topic: Topic): ReadonlyMap<string, Heard> | undefined {
    return this.#shown.get(topic);
  }
}

/** By when they were heard: rows keep their order, and one that is told of often stays. */
function forgetOldest(known: Map<string, Heard>): void {
  const oldest = [...known].toSorted(([, a], [, b]) => a.atMs - b.atMs);
  for (const [key] of oldest.slice(0, known.size - LEFT_KEYS)) known.delete(key);
}
