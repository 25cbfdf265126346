/** Time for a world: the real one, or one that stands still until it is told to go on. */

export interface WorldClock {
  /** Unix ms. */
  now(): number;
  /** For durations: it never goes back, nor jumps when somebody sets the time. */
  monotonicMs(): number;
  /** Calls once, at the first moment that is not before `at`. Answers with what takes it back. */
  at(at: number, call: () => void): () => void;
}

export function realClock(): WorldClock {
  return {
    now: Date.now,
    monotonicMs: () => performance.now(),
    at(at, call) {
      const timer = setTimeout(call, Math.max(0, at - Date.now()));
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that stands apart from another, by what may change. */
export function skewedClock(clock: WorldClock, skewMs: () => number): WorldClock {
  return {
    now: () => clock.now() + skewMs(),
    monotonicMs: () => clock.monotonicMs(),
    at: (at, call) => clock.at(at - skewMs(), call),
  };
}

interface Timer {
  readonly at: number;
  readonly number: number;
  readonly call: () => void;
}

/** For tests: time moves only by `advance`, and everything due happens in order on the way. */
export class VirtualClock implements WorldClock {
  #now: number;
  #count = 0;
  #timers: Timer[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonicMs(): number {
    return this.#now;
  }

  at(at: number, call: () => void): () => void {
    this.#count += 1;
    const timer = { at, number: this.#count, call };
    const place = this.#timers.findIndex((other) => other.at > at);
    this.#timers.splice(place === -1 ? this.#timers.length : place, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#timers;
      if (next === undefined || next.at > end) break;
      this.#timers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.call();
    }
    this.#now = end;
  }
}
