/**
 * The way to a paper account and back. Nothing leaves this machine: what is asked travels for a stated
 * time, arrives or does not, and its answer travels back. Order is kept in each direction.
 */
import type { Clock, UtcTime } from '@ultrathink/domain/kernel';
import type { Evidence } from '../contract/answer.ts';
import type { Operation } from '../contract/operations.ts';
import type { Timers } from '../line/index.ts';

export interface PaperLatency {
  /** From us to where orders are matched. */
  readonly toVenueMs: number;
  /** Of answers and of what is reported. */
  readonly fromVenueMs: number;
}

/** What arrives later than this is not taken: so that absence can be proven. */
export const ACCEPTANCE_MS = 5_000;

export interface TravelSetup {
  readonly name: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly latency: PaperLatency;
  readonly onEvidence?: (evidence: Evidence) => void;
  readonly onLatency?: (operation: Operation, durationMs: number) => void;
}

export type Arrival<T> =
  | { readonly kind: 'Answered'; readonly value: T; readonly evidence: Evidence }
  | { readonly kind: 'TooOld'; readonly evidence: Evidence }
  /** It was closed meanwhile: whether it arrived is not told. */
  | { readonly kind: 'Closed'; readonly evidence: Evidence };

export class Travel {
  readonly #setup: TravelSetup;
  readonly #underway = new Set<() => void>();
  #isClosed = false;

  constructor(setup: TravelSetup) {
    this.#setup = setup;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** `run` is what happens there, at once and whole. */
  ask<T>(operation: Operation, asked: unknown, run: () => T): Promise<Arrival<T>> {
    const { clock, timers, latency } = this.#setup;
    const [sentAt, startMs] = [clock.now(), clock.monotonicMs()];
    const kept = (answer: unknown, fault: string | null) =>
      this.#evidence({ operation, asked, answer, fault, sentAt, startMs });
    return new Promise((resolve) => {
      const end = (arrival: Arrival<T>) => {
        this.#underway.delete(close);
        resolve(arrival);
      };
      const back = (made: () => Arrival<T>) => {
        cancel = timers.after(latency.fromVenueMs, () => end(made()));
      };
      const close = () => {
        cancel();
        end({ kind: 'Closed', evidence: kept(null, 'the paper account was closed') });
      };
      let cancel = timers.after(latency.toVenueMs, () => {
        const isOld = clock.monotonicMs() - startMs > ACCEPTANCE_MS;
        if (isOld) return back(() => ({ kind: 'TooOld', evidence: kept('too old', null) }));
        const value = run();
        back(() => ({ kind: 'Answered', value, evidence: kept(value, null) }));
      });
      this.#underway.add(close);
    });
  }

  /** What is told without being asked. */
  tell(run: () => void): void {
    this.#setup.timers.after(this.#setup.latency.fromVenueMs, () => {
      if (!this.#isClosed) run();
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const close of [...this.#underway]) close();
  }

  #evidence(exchange: {
    readonly operation: Operation;
    readonly asked: unknown;
    readonly answer: unknown;
    readonly fault: string | null;
    readonly sentAt: UtcTime;
    readonly startMs: number;
  }): Evidence {
    const { name, clock, onEvidence, onLatency } = this.#setup;
    const { operation, asked, answer, fault, sentAt, startMs } = exchange;
    const durationMs = clock.monotonicMs() - startMs;
    const evidence: Evidence = {
      operation,
      request: {
        method: 'PAPER',
        url: `paper:${name}`,
        headers: { note: 'A paper account: no byte left this machine.' },
        body: asked === null ? null : JSON.stringify(asked),
      },
      // There is no HTTP, and so no status of it.
      response: fault === null ? { status: 0, headers: {}, body: bodyOf(answer) } : null,
      sentAt,
      durationMs,
      fault,
    };
    onEvidence?.(evidence);
    onLatency?.(operation, durationMs);
    return evidence;
  }
}

const BODY_CHARS = 16_384;

function bodyOf(answer: unknown): string {
  const text = JSON.stringify(answer ?? null);
  const isCut = text.length > BODY_CHARS;
  return isCut ? `${text.slice(0, BODY_CHARS)}[cut: ${text.length} characters]` : text;
}
