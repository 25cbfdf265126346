/** PAPER or LIVE as people last decided it, known to the process without asking for each request. */
import type { Database } from '@ultrathink/db';
import { decidedTradingMode } from '@ultrathink/db/controls';
import type { TradingMode } from '@ultrathink/domain/access';
import type { Clock } from '@ultrathink/domain/kernel';
import type { Log } from '@ultrathink/runtime';

/** A decision takes two people and minutes; what is known may be so far behind it. */
const FRESH_MS = 5_000;

export class DecidedMode {
  readonly #database: () => Promise<Database>;
  readonly #clock: Clock;
  readonly #log: Log;
  #known: TradingMode | null = null;
  #readMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<TradingMode | null> | null = null;

  constructor(parts: {
    readonly database: () => Promise<Database>;
    readonly clock: Clock;
    readonly log: Log;
  }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** What is known; null while it could never be read. What is old is read anew for the next time. */
  get known(): TradingMode | null {
    void this.read();
    return this.#known;
  }

  /** At most some seconds old; null where the database never said. */
  async read(): Promise<TradingMode | null> {
    if (this.#clock.monotonicMs() - this.#readMs < FRESH_MS) return this.#known;
    this.#reading ??= this.#ask().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #ask(): Promise<TradingMode | null> {
    try {
      const mode = await decidedTradingMode(await this.#database());
      this.#known = mode === 'Live' ? 'LIVE' : 'PAPER';
      this.#readMs = this.#clock.monotonicMs();
    } catch (error) {
      this.#log.warn('The trading mode could not be read. What was known stands.', { error });
    }
    return this.#known;
  }
}
