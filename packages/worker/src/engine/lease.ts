/**
 * Who leads a shard. The lease is counted on a clock that never goes back, from before it was asked for,
 * so this process knows of its end before anybody else can have it.
 *
 * What may leave, leaves only while the lease outlives the sending of it: when a lease has run out, no
 * request of its holder is on its way any more, and the next holder need not wait.
 */
import type { Lease, LeaseStore } from '@ultrathink/db/engine';
import type { Clock } from '@ultrathink/domain/kernel';
import type { Log } from '@ultrathink/runtime';

export interface LeaseLimits {
  readonly leaseMs: number;
  readonly renewEveryMs: number;
  /** From a request's leaving to the end of the waiting for its answer: what adapters wait at most. */
  readonly sendMs: number;
  readonly marginMs: number;
  /** An event loop that stands still for so long has lost touch: others may have acted meanwhile. */
  readonly stallMs: number;
  /** Between two attempts while another leads. */
  readonly askEveryMs: number;
}

export const LEASE_LIMITS: LeaseLimits = {
  leaseMs: 30_000,
  renewEveryMs: 2_000,
  sendMs: 15_000,
  marginMs: 2_000,
  stallMs: 5_000,
  askEveryMs: 500,
};

const LOOK_EVERY_MS = 250;

export interface LeaseParts {
  readonly store: LeaseStore;
  readonly shard: number;
  /** The same for every process behind one door: of those only one lives. */
  readonly holder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<LeaseLimits>;
  /** Nothing of this process may leave any more. */
  readonly onLost: (why: 'TakenOver' | 'RanOut' | 'Stalled') => void;
}

export class LeaseKeeper {
  readonly #parts: LeaseParts;
  readonly #limits: LeaseLimits;
  #lease: Lease;
  #endsMs: number;
  #isLost = false;
  #isRenewing = false;
  #lookedMs: number;
  #renewedMs: number;
  #timer: NodeJS.Timeout | undefined;

  private constructor(parts: LeaseParts, limits: LeaseLimits, lease: Lease, askedMs: number) {
    this.#parts = parts;
    this.#limits = limits;
    this.#lease = lease;
    this.#endsMs = askedMs + lease.leftMs;
    this.#lookedMs = parts.clock.monotonicMs();
    this.#renewedMs = this.#lookedMs;
  }

  /**
   * Waits for as long as another leads.
   * @returns null when `signal` ended the waiting.
   * @throws when the store can't be asked.
   */
  static async take(parts: LeaseParts, signal: AbortSignal): Promise<LeaseKeeper | null> {
    const limits = { ...LEASE_LIMITS, ...parts.limits };
    const { store, shard, holder, clock, log } = parts;
    for (let asked = 0; !signal.aborted; asked += 1) {
      const askedMs = clock.monotonicMs();
      const lease = await store.take(shard, holder, limits.leaseMs);
      if (lease !== null) return new LeaseKeeper(parts, limits, lease, askedMs);
      if (asked === 0) log.info('Another engine leads this shard. Waiting for its lease to end.');
      await pauseOf(limits.askEveryMs, signal);
    }
    return null;
  }

  get epoch(): number {
    return this.#lease.epoch;
  }

  leftMs(): number {
    return this.#isLost ? 0 : this.#endsMs - this.#parts.clock.monotonicMs();
  }

  /** For so long a request may yet begin to leave. */
  sendableMs(): number {
    return this.leftMs() - this.#limits.sendMs - this.#limits.marginMs;
  }

  start(): void {
    this.#lookedMs = this.#parts.clock.monotonicMs();
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Looks whether it still leads, and renews in time. */
  look(): void {
    const { clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    const stoodMs = nowMs - this.#lookedMs;
    this.#lookedMs = nowMs;
    if (this.#isLost) return;
    if (stoodMs > this.#limits.stallMs) this.#lose('Stalled');
    else if (this.leftMs() <= 0) this.#lose('RanOut');
    else if (nowMs - this.#renewedMs >= this.#limits.renewEveryMs) void this.#renew(nowMs);
  }

  /** Free for the next at once. Nothing may leave any more before this is called. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const wasLost = this.#isLost;
    this.#isLost = true;
    if (!wasLost) await this.#parts.store.release(this.#lease);
  }

  async #renew(askedMs: number): Promise<void> {
    if (this.#isRenewing) return;
    this.#isRenewing = true;
    try {
      const lease = await this.#parts.store.renew(this.#lease, this.#limits.leaseMs);
      if (lease === null) this.#lose('TakenOver');
      else if (!this.#isLost) {
        this.#lease = lease;
        this.#endsMs = askedMs + lease.leftMs;
        this.#renewedMs = askedMs;
      }
    } catch (error) {
      const leftMs = Math.round(this.leftMs());
      this.#parts.log.warn('The lease could not be renewed. Trying again.', { error, leftMs });
    } finally {
      this.#isRenewing = false;
    }
  }

  #lose(why: 'TakenOver' | 'RanOut' | 'Stalled'): void {
    if (this.#isLost) return;
    this.#isLost = true;
    clearInterval(this.#timer);
    this.#parts.onLost(why);
  }
}

function pauseOf(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
