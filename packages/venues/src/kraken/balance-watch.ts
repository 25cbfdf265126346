/** Balances after something has changed them: asked for at once, then no more often than the counter bears. */
import { equals } from '@ultrathink/domain/kernel';
import type { VenueBalance } from '@ultrathink/domain/trading';
import type { Answer } from '../contract/answer.ts';
import type { Timers } from '../line/index.ts';

/** A fifth of a request a second, where the smallest account has a third. */
const PAUSE_MS = 5_000;

export interface BalanceParts {
  readonly timers: Timers;
  readonly ask: () => Promise<Answer<readonly VenueBalance[]>>;
  readonly onBalance: (balance: VenueBalance) => void;
}

export class BalanceWatch {
  readonly #parts: BalanceParts;
  readonly #told = new Map<string, VenueBalance>();
  #isWanted = false;
  #isResting = false;
  #isClosed = false;
  #cancelRest: () => void = () => undefined;

  constructor(parts: BalanceParts) {
    this.#parts = parts;
  }

  /** Something may have changed. */
  look(): void {
    this.#isWanted = true;
    void this.#ask();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRest();
  }

  async #ask(): Promise<void> {
    if (!this.#isWanted || this.#isResting || this.#isClosed) return;
    this.#isWanted = false;
    this.#isResting = true;
    this.#cancelRest = this.#parts.timers.after(PAUSE_MS, () => {
      this.#isResting = false;
      void this.#ask();
    });
    const answer = await this.#parts.ask();
    if (this.#isClosed) return;
    if (answer.kind === 'NoInformation') this.#isWanted = true;
    else for (const balance of answer.value) this.#tell(balance);
  }

  #tell(balance: VenueBalance): void {
    const before = this.#told.get(balance.asset);
    const isSame =
      before !== undefined &&
      equals(before.total, balance.total) &&
      equals(before.held, balance.held);
    this.#told.set(balance.asset, balance);
    if (!isSame) this.#parts.onBalance(balance);
  }
}
