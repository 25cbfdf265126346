/**
 * Whose turn it is. Lanes are served strictly in order (cancels, new orders, questions); a request
 * passes one of a higher lane only where that one waits for a budget which it does not use itself.
 * Nothing waits for ever: every place in the queue has a deadline, and the queue an end.
 */
import { type Clock, msBetween, type UtcTime } from '@ultrathink/domain/kernel';
import type { NotSentReason } from '../contract/answer.ts';
import type { Lane } from '../contract/operations.ts';
import type { Budgets, Cost } from './budget.ts';
import type { Timers } from './timers.ts';

const LANES = ['Cancel', 'New', 'Query'] as const satisfies readonly Lane[];

export interface Turn {
  readonly lane: Lane;
  readonly cost: Cost;
  readonly notAfter: UtcTime;
  /** Its turn has come. False when it did not leave after all: then it has cost nothing. */
  start(): boolean;
  refuse(why: NotSentReason): void;
}

export interface Pacer {
  enter(turn: Turn): void;
  /** One that started has ended. */
  left(turn: Turn): void;
  /** Budgets, pauses or the breaker have changed. */
  look(): void;
  close(why: NotSentReason): void;
  counts(): { readonly waiting: number; readonly inFlight: number };
}

export interface PacerSetup {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Of the key and of the address. */
  readonly budgets: readonly Budgets[];
  readonly mostInFlight: number;
  readonly queued: number;
  readonly waitMs: number;
  readonly overtakeAfterMs: number;
  /** Why a lane is closed now, or null. */
  readonly closed: (lane: Lane) => NotSentReason | null;
}

interface Place {
  readonly turn: Turn;
  readonly enteredMs: number;
  readonly deadlineMs: number;
}

export function createPacer(setup: PacerSetup): Pacer {
  return new LanePacer(setup);
}

class LanePacer implements Pacer {
  readonly #setup: PacerSetup;
  readonly #queues: Readonly<Record<Lane, Place[]>> = { Cancel: [], New: [], Query: [] };
  /** Those on their way, with when they left. */
  readonly #inFlight = new Map<Turn, number>();
  #cancelTimer: () => void = () => undefined;
  #isLooking = false;

  constructor(setup: PacerSetup) {
    this.#setup = setup;
  }

  enter(turn: Turn): void {
    const { clock, waitMs, queued } = this.#setup;
    const nowMs = clock.monotonicMs();
    const mayWaitMs = msBetween(clock.now(), turn.notAfter);
    if (mayWaitMs < 0) {
      turn.refuse({ code: 'TooLate', deadline: turn.notAfter });
      return;
    }
    const place = { turn, enteredMs: nowMs, deadlineMs: nowMs + Math.min(waitMs, mayWaitMs) };
    const queue = this.#queues[turn.lane];
    if (queue.length >= queued || nowMs + this.#budgetWaitMs(turn, nowMs) > place.deadlineMs) {
      turn.refuse(this.#closedOr(turn, { code: 'NoHeadroom', waitedMs: 0 }));
      return;
    }
    queue.push(place);
    this.look();
  }

  left(turn: Turn): void {
    this.#inFlight.delete(turn);
    this.look();
  }

  look(): void {
    // A turn that ends at once comes back here; the loop that runs sees what it changed.
    if (this.#isLooking) return;
    this.#isLooking = true;
    const nowMs = this.#setup.clock.monotonicMs();
    const wakeMs = Math.min(this.#dropLate(nowMs), this.#serve(nowMs));
    this.#isLooking = false;
    this.#cancelTimer();
    if (wakeMs < Number.POSITIVE_INFINITY) {
      const waitMs = Math.max(1, Math.ceil(wakeMs - nowMs));
      this.#cancelTimer = this.#setup.timers.after(waitMs, () => this.look());
    }
  }

  close(why: NotSentReason): void {
    this.#cancelTimer();
    for (const lane of LANES) {
      for (const { turn } of this.#queues[lane].splice(0)) turn.refuse(why);
    }
  }

  counts() {
    const waiting = LANES.reduce((sum, lane) => sum + this.#queues[lane].length, 0);
    return { waiting, inFlight: this.#inFlight.size };
  }

  /** Serves who may go; gives when somebody else may, as far as time alone decides it. */
  #serve(nowMs: number): number {
    const contested = new Set<string>();
    let wakeMs = Number.POSITIVE_INFINITY;
    for (const lane of LANES) {
      const queue = this.#queues[lane];
      for (let place = queue[0]; place !== undefined; place = queue[0]) {
        const { turn } = place;
        const closed = this.#setup.closed(lane);
        if (closed !== null) {
          queue.shift();
          turn.refuse(closed);
          continue;
        }
        const freeMs = this.#slotFreeAtMs(lane, nowMs);
        // Who finds no connection leaves none for the lanes below either.
        if (freeMs > nowMs) return Math.min(wakeMs, freeMs);
        const short = this.#shortOf(turn, nowMs);
        if (short.length > 0) {
          for (const name of short) contested.add(name);
          wakeMs = Math.min(wakeMs, nowMs + this.#budgetWaitMs(turn, nowMs));
          break;
        }
        if (Object.keys(turn.cost).some((name) => contested.has(name))) break;
        queue.shift();
        this.#start(turn, nowMs);
      }
    }
    return wakeMs;
  }

  #start(turn: Turn, nowMs: number): void {
    this.#inFlight.set(turn, nowMs);
    if (turn.start()) for (const budgets of this.#setup.budgets) budgets.take(turn.cost, nowMs);
    else this.#inFlight.delete(turn);
  }

  /**
   * Now, later by time alone (a cancel that will overtake), or never without somebody ending. Where
   * requests need not arrive in order a cancel has a place of its own at once; where they do, it
   * waits until those before it have surely arrived. What it overtakes all the same is refused by
   * the venue for its nonce, which is proof that it did nothing.
   */
  #slotFreeAtMs(lane: Lane, nowMs: number): number {
    const { mostInFlight, overtakeAfterMs } = this.#setup;
    if (this.#inFlight.size < mostInFlight) return nowMs;
    if (lane !== 'Cancel' || this.#inFlight.size > mostInFlight) return Number.POSITIVE_INFINITY;
    if (mostInFlight > 1) return nowMs;
    return Math.max(nowMs, Math.max(...this.#inFlight.values()) + overtakeAfterMs);
  }

  /** Ends the waiting of those whose time is up; gives the next such time. */
  #dropLate(nowMs: number): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const lane of LANES) {
      const queue = this.#queues[lane];
      for (const place of queue.filter((waiting) => this.#isLate(waiting, nowMs))) {
        queue.splice(queue.indexOf(place), 1);
        place.turn.refuse(this.#closedOr(place.turn, this.#lateReason(place, nowMs)));
      }
      for (const { deadlineMs } of queue) nextMs = Math.min(nextMs, deadlineMs);
    }
    return nextMs;
  }

  #isLate({ turn, deadlineMs }: Place, nowMs: number): boolean {
    return deadlineMs <= nowMs || turn.notAfter < this.#setup.clock.now();
  }

  #lateReason({ turn, enteredMs }: Place, nowMs: number): NotSentReason {
    const waitedMs = Math.round(nowMs - enteredMs);
    const isPaced = this.#shortOf(turn, nowMs).length > 0 || waitedMs >= this.#setup.waitMs;
    if (isPaced) return { code: 'NoHeadroom', waitedMs };
    return { code: 'TooLate', deadline: turn.notAfter };
  }

  #closedOr(turn: Turn, why: NotSentReason): NotSentReason {
    return this.#setup.closed(turn.lane) ?? why;
  }

  #shortOf({ cost, lane }: Turn, nowMs: number): readonly string[] {
    return this.#setup.budgets.flatMap((b) => b.shortOf(cost, lane === 'Cancel', nowMs));
  }

  #budgetWaitMs({ cost, lane }: Turn, nowMs: number): number {
    const waits = this.#setup.budgets.map((b) => b.waitMs(cost, lane === 'Cancel', nowMs));
    return Math.max(0, ...waits);
  }
}
