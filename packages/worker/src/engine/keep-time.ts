/**
 * What makes a run go on when nobody asks anything: time, quotes, marks, people's decisions. All of it
 * ends with `close`.
 */
import type { InputBody } from '@ultrathink/domain/engine/core';
import { watchedInstruments } from '@ultrathink/domain/engine/core';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { BreakerReadings } from './breaker-readings.ts';
import type { ControlReader } from './control-reader.ts';
import type { EvidenceKeeper } from './evidence.ts';
import type { Run } from './run.ts';
import type { VenueAccounts } from './venue-accounts.ts';

const TICK_MS = 50;
const CONTROLS_EVERY_MS = 200;
const SECOND_MS = 1_000;

export interface TimeParts {
  readonly run: Run;
  readonly accounts: VenueAccounts;
  readonly controls: ControlReader;
  readonly evidence: EvidenceKeeper;
  readonly readings: Pick<BreakerReadings, 'look'>;
  /** Null while no price of anything is known, or nobody has anything to value. */
  readonly marked: () => Extract<InputBody, { kind: 'Marked' }> | null;
  readonly onFault: (error: unknown) => void;
}

export class TimeKeeper {
  readonly #parts: TimeParts;
  readonly #changed = new Set<InstrumentId>();
  #timers: NodeJS.Timeout[] = [];
  #isLooking = false;
  #isClosed = false;

  constructor(parts: TimeParts) {
    this.#parts = parts;
  }

  start(): void {
    const { run, controls } = this.#parts;
    const guard = (work: () => Promise<void>) => () => {
      work().catch(this.#parts.onFault);
    };
    this.#timers = [
      setInterval(
        guard(() => run.tick()),
        TICK_MS,
      ),
      setInterval(
        guard(() => controls.look()),
        CONTROLS_EVERY_MS,
      ),
      setInterval(() => this.#second(), SECOND_MS),
    ];
    this.#second();
  }

  /** A book changed: looked at once in this turn of the loop, however often it changed in it. */
  changed(instrument: InstrumentId): void {
    this.#changed.add(instrument);
    if (this.#isLooking || this.#isClosed) return;
    this.#isLooking = true;
    setImmediate(() => this.#look());
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
  }

  #look(): void {
    this.#isLooking = false;
    if (this.#isClosed) return;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const instrument of changed) this.#parts.run.watch(instrument);
  }

  #second(): void {
    const { run, accounts, evidence, readings, marked } = this.#parts;
    accounts.observe(run.state);
    evidence.retry();
    if (!run.isWorking) return;
    const marks = marked();
    if (marks !== null) run.offer(marks);
    readings.look(run.state);
    // A market that has gone quiet calls nothing.
    for (const instrument of watchedInstruments(run.state)) run.watch(instrument);
  }
}
