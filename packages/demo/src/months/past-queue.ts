/** What is to happen later in a past, in the order of its moments. */

interface Due {
  readonly atMs: number;
  readonly act: (atMs: number) => void;
}

export class PastQueue {
  readonly #due: Due[] = [];

  later(atMs: number, act: Due['act']): void {
    let place = this.#due.length;
    while (place > 0 && (this.#due[place - 1]?.atMs ?? 0) > atMs) place -= 1;
    this.#due.splice(place, 0, { atMs, act });
  }

  /**
   * Until nothing is to come, what comes meanwhile included.
   * @param before what may add something that comes sooner: asked for each moment before it comes
   */
  run(before: (atMs: number) => void, untilMs = Number.POSITIVE_INFINITY): void {
    for (;;) {
      const [first] = this.#due;
      if (first !== undefined && first.atMs > untilMs) return;
      if (first !== undefined) before(first.atMs);
      const next = this.#due.shift();
      if (next === undefined) return;
      next.act(next.atMs);
    }
  }
}
