/** An engine in a time of its own: each input is decided at its moment, journaled in its order, and never waits. */
import { hash } from 'node:crypto';
import {
  type Decided,
  type Effect,
  EMPTY_STATE,
  type EngineState,
  type Folded,
  type InputBody,
  JOURNAL_VERSION,
  type MarketSlice,
  stepLean,
} from '@ultrathink/domain/engine/core';
import type { Digest } from '@ultrathink/domain/kernel';
import { type SeededIds, timeOf } from './seeded-ids.ts';

export type Append = (batch: readonly Decided[]) => Promise<void>;

const BATCH = 1_500;

export const sha256: Digest = (bytes) => hash('sha256', bytes, 'buffer');

const isToVenue = (effect: Effect) => 'venueAccount' in effect;

export class PastShell {
  readonly #append: Append;
  readonly #ids: SeededIds;
  readonly #epoch: number;
  readonly #startMs: number;
  #state: EngineState = EMPTY_STATE;
  #sequence = 0;
  #lastMs = 0;
  #waiting: Decided[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(append: Append, ids: SeededIds, epoch: number, startMs: number) {
    this.#append = append;
    this.#ids = ids;
    this.#epoch = epoch;
    this.#startMs = startMs;
  }

  get state(): EngineState {
    return this.#state;
  }

  get folded(): Folded {
    return { state: this.#state, sequence: this.#sequence };
  }

  /** Of the last input: nothing is decided before it any more. */
  get lastMs(): number {
    return this.#lastMs;
  }

  /** What the engine's clock of the run says then. */
  msAt(atMs: number): number {
    return Math.max(0, Math.round(atMs - this.#startMs));
  }

  atOf(ms: number): number {
    return this.#startMs + ms;
  }

  /** At that moment, or at the last one where that is later: what is sealed is in the order of time. */
  give(body: InputBody, wantedMs: number, market: MarketSlice | null = null): readonly Effect[] {
    const atMs = Math.max(wantedMs, this.#lastMs);
    this.#lastMs = atMs;
    const moment = { at: timeOf(atMs), ms: this.msAt(atMs), market };
    const input = { ...body, id: this.#ids.input(Math.round(atMs)) };
    const before = this.#state;
    const { state, events, effects, market: judgedBy } = stepLean(before, input, moment, sha256);
    if (events.length > 0 || effects.some(isToVenue)) {
      this.#sequence += 1;
      const stamp = { sequence: this.#sequence, epoch: this.#epoch, version: JOURNAL_VERSION };
      const record = { ...stamp, ...moment, market: judgedBy, input, events };
      this.#waiting.push({ record, before, after: state, effects });
    }
    this.#state = state;
    return effects;
  }

  /** What begins and ends in one batch leaves no row: a doubt is written before it is resolved. */
  #nextBatch(): number {
    const begins = this.#waiting
      .slice(0, BATCH)
      .findIndex(({ record }) => record.events.some(({ type }) => type === 'ConfirmingStarted'));
    return begins === -1 ? BATCH : begins + 1;
  }

  /** Hands a batch over while the one before it may still be on its way; never more than two of them. */
  async settle(isLast = false): Promise<void> {
    while (this.#waiting.length >= BATCH || (isLast && this.#waiting.length > 0)) {
      const batch = this.#waiting.splice(0, this.#nextBatch());
      await this.#writing;
      this.#writing = this.#append(batch);
      // Where it fails before anybody waits for it, whoever waits next is told.
      this.#writing.catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (isLast) await this.#writing;
  }
}
