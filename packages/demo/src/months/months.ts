/**
 * Months of trading that never were, decided by the engine that decides now: what people had decided by then,
 * what clients asked for, what three venues made of it, and time. The same seed gives the same months.
 */
import { type Control, type Folded, RULES } from '@ultrathink/domain/engine/core';
import { type AccountId, type ProcessId, toEpochMs } from '@ultrathink/domain/kernel';
import { createRandom, type Random } from '@ultrathink/venue-simulator/past';
import type { Books } from './books.ts';
import { PastDesk } from './desk.ts';
import type { PastClient } from './habits.ts';
import { SeededIds } from './seeded-ids.ts';
import { type Session, sessionsOf } from './sessions.ts';
import { PastWorld, type WorldOptions } from './world.ts';

interface MonthsOptions extends WorldOptions {
  readonly orders: number;
  readonly clients: readonly PastClient[];
  /** By their sequence. */
  readonly controls: readonly Control[];
  readonly onProgress?: (orders: number) => void;
}

export interface MadeMonths {
  readonly folded: Folded;
  readonly orders: number;
  readonly books: Books;
  readonly logPrices: readonly number[];
  readonly venues: readonly {
    readonly name: string;
    readonly funds: readonly { readonly asset: string; readonly amount: string }[];
  }[];
}

const MINUTE_MS = 60_000;
/** Nothing trades any more, so that all of it is compared and settled when the past ends. */
const QUIET_MS = 45 * MINUTE_MS;

/** The first account of the house that people opened; null: none. */
function houseOf(controls: readonly Control[]): AccountId | null {
  const bodies = controls.map(({ body }) => body);
  const found = bodies.find((body) => body.kind === 'AccountSet' && body.client === null);
  return found?.kind === 'AccountSet' ? found.account : null;
}

class Months {
  readonly #options: MonthsOptions;
  readonly #random: Random;
  readonly #ids: SeededIds;
  readonly #world: PastWorld;
  readonly #desk: PastDesk;
  #controls: readonly Control[];

  constructor(options: MonthsOptions) {
    const { seed, clients, orders, controls } = options;
    const random = createRandom(`${seed}/months`);
    this.#options = options;
    this.#random = random.fork('days');
    this.#ids = new SeededIds(random.fork('ids'));
    this.#world = new PastWorld(options, this.#ids, random);
    const desk = { clients, house: houseOf(controls), orders };
    const chance = { days: this.#random, traders: random.fork('traders') };
    this.#desk = new PastDesk(this.#world, this.#ids, desk, chance);
    this.#controls = controls;
  }

  async run(): Promise<MadeMonths> {
    const { fromMs, untilMs, epoch, orders, onProgress } = this.#options;
    const world = this.#world;
    const run = this.#ids.at<ProcessId>(fromMs);
    world.give({ kind: 'Started', run, epoch, rules: RULES }, fromMs);
    const quietMs = untilMs - QUIET_MS;
    const span = { orders, fromMs: this.#tradesFromMs(), untilMs: quietMs - 30 * MINUTE_MS };
    for (const session of sessionsOf(span, this.#random.fork('sessions'))) {
      this.#takeControls(session.atMs);
      this.#work(session);
      onProgress?.(this.#desk.orders);
      await world.shell.settle();
    }
    this.#takeControls(untilMs);
    this.#endAll(quietMs);
    await world.shell.settle(true);
    const { books, shell, path } = world;
    const venues = world.venues.all.map(({ setup, funds }) => ({ name: setup.name, funds }));
    const logPrices = path.logPrices();
    return { folded: shell.folded, orders: this.#desk.orders, books, logPrices, venues };
  }

  /** Its own place after the last one: an account at a venue has no key any more. */
  async close(controls: readonly Control[], atMs: number): Promise<Folded> {
    const { shell } = this.#world;
    for (const control of controls) this.#world.give({ kind: 'Control', control }, atMs);
    await shell.settle(true);
    return shell.folded;
  }

  /** Once what people decide first is decided. */
  #tradesFromMs(): number {
    const key = this.#controls.findLast(({ body }) => body.kind === 'VenueAccountSet');
    const { fromMs } = this.#options;
    return (key === undefined ? fromMs : toEpochMs(key.at)) + 10 * MINUTE_MS;
  }

  #work({ atMs, orders }: Session): void {
    const world = this.#world;
    world.rested(atMs);
    world.mark(atMs);
    world.timeCame(atMs);
    world.lookForTriggers(atMs);
    this.#desk.takeBack(atMs, (one) => one.untilMs <= atMs);
    this.#desk.ask(orders, atMs);
    world.run();
    world.settleDoubts();
  }

  #takeControls(untilMs: number): void {
    for (;;) {
      const [control] = this.#controls;
      if (control === undefined || toEpochMs(control.at) > untilMs) return;
      this.#controls = this.#controls.slice(1);
      this.#world.decided(control);
    }
  }

  /** Everything that still works is taken back, settled and forgotten; books and venues agree. */
  #endAll(atMs: number): void {
    const world = this.#world;
    world.mark(atMs);
    world.timeCame(atMs);
    while (this.#desk.isWaiting) {
      this.#desk.takeBack(atMs, () => true);
      world.run();
    }
    world.settleDoubts();
    const laterMs = atMs + 20 * MINUTE_MS;
    world.timeCame(laterMs);
    world.compare(laterMs);
    world.timeCame(laterMs + 10 * MINUTE_MS);
    world.run();
    world.mark(laterMs + 11 * MINUTE_MS);
  }
}

export async function makeMonths(options: MonthsOptions): Promise<{
  readonly made: MadeMonths;
  readonly close: Months['close'];
}> {
  const months = new Months(options);
  const made = await months.run();
  return { made, close: (controls, atMs) => months.close(controls, atMs) };
}
