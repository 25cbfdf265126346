/**
 * A paper account that forgets nothing: what it reports, and what it answers to an act, is passed on
 * only after the state that it is part of has been saved. A real venue does the same for us.
 */
import type { Clock } from '@ultrathink/domain/kernel';
import type { ExecutionClient, Outcome, PaperConnection } from '@ultrathink/venues';

/** Reports that may wait for the store; beyond it their account is told to look again. */
const WAITING_MOST = 10_000;
/** An act's answer waits so long for the store; then it is not known. */
const SAVE_MOST_MS = 5_000;

export interface KeptPaperParts {
  readonly paper: PaperConnection;
  readonly clock: Clock;
  readonly save: (state: string) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
}

const PAUSE_MS = 250;

export function keepPaper(parts: KeptPaperParts): ExecutionClient {
  const { paper, clock } = parts;
  const inner = paper.execution;
  const keeper = new Keeper(parts);
  const kept = async <T>(act: Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const outcome = await act;
    if (outcome.kind === 'NotSent') return outcome;
    if (await keeper.saved()) return outcome;
    const detail = 'The paper account could not be saved.';
    return { kind: 'Unconfirmed', detail, evidence: outcome.evidence };
  };
  return {
    ...inner,
    place: (order, urgency) => kept(inner.place(order, urgency)),
    cancel: (order, urgency) => kept(inner.cancel(order, urgency)),
    async replace(order, to, urgency) {
      const { canceled, placed } = await inner.replace(order, to, urgency);
      const whole = await kept(Promise.resolve(canceled));
      return { canceled: whole, placed: placed && (await kept(Promise.resolve(placed))) };
    },
    cancelAll: (instrument, urgency) => kept(inner.cancelAll(instrument, urgency)),
    armDeadManSwitch: (seconds) => kept(inner.armDeadManSwitch(seconds)),
    subscribe(onReport) {
      let waiting = 0;
      let isLost = false;
      const subscription = inner.subscribe((report) => {
        if (waiting >= WAITING_MOST) {
          isLost = true;
          return;
        }
        waiting += 1;
        keeper.whenSaved(() => {
          waiting -= 1;
          onReport(report);
          if (!isLost || waiting > 0) return;
          isLost = false;
          onReport({ kind: 'Gap', since: clock.now(), reason: 'too much waited to be saved' });
        });
      });
      return subscription;
    },
    async close() {
      await inner.close();
      await keeper.saved();
    },
  };
}

/** Saves the newest state, one saving at a time; whoever asks is told when what it saw is in it. */
class Keeper {
  readonly #parts: KeptPaperParts;
  #then: (() => void)[] = [];
  #isRunning = false;

  constructor(parts: KeptPaperParts) {
    this.#parts = parts;
  }

  whenSaved(then: () => void): void {
    this.#then.push(then);
    if (!this.#isRunning) void this.#run();
  }

  /** False when it was not saved in time. */
  saved(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.whenSaved(() => resolve(true));
    void this.#parts.pause(SAVE_MOST_MS).then(() => resolve(false));
    return promise;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // What happens in the same turn is saved at once.
    await Promise.resolve();
    while (this.#then.length > 0) {
      const saved = this.#then;
      this.#then = [];
      await this.#save();
      for (const then of saved) then();
    }
    this.#isRunning = false;
  }

  async #save(): Promise<void> {
    const { paper, save, pause } = this.#parts;
    for (;;) {
      try {
        await save(paper.state());
        return;
      } catch {
        await pause(PAUSE_MS);
      }
    }
  }
}
