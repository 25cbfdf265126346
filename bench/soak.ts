/**
 * `npm run soak [-- --minutes 10]`: 10,000 updates of books a second from the simulator in another
 * process, through the three adapters into books and consolidated books. Every update that was sent has
 * to be found again: applied, or passed over for a new snapshot and counted so. At the end each book has
 * to be the venue's own, and memory flat. Progress each ten seconds, figures as JSON in bench/results.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { KeptMarkets } from './lib/kept-markets.ts';
import { describeMachine } from './lib/machine.ts';
import { connectTo, listedAt, VENUE_NAMES, type VenueName } from './lib/simulated-venues.ts';
import { type SimulatorProcess, startSimulatorProcess } from './lib/simulator.ts';
import { startStandstillMeter } from './lib/standstill.ts';

const UPDATES_PER_SECOND = 10_000;
/** The generator aims a little higher, so that what it reaches is not just below. */
const PACE = 10_500;
const SAMPLE_MS = 10_000;
const SETTLE_MOST_MS = 20_000;
const DEPTH = 10;
/** Memory is let settle for so much of the run before its slope counts. */
const WARM_UP_SHARE = 0.4;
const FLAT_MB_PER_MINUTE = 1;

interface Sample {
  readonly seconds: number;
  readonly sent: number;
  readonly applied: number;
  readonly rssMb: number;
  readonly simulatorRssMb: number;
  readonly cpu: number;
  readonly simulatorCpu: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const total = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);

function minutesAsked(): number {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
  const minutes = Number(values.minutes);
  if (minutes > 0 && minutes <= 24 * 60) return minutes;
  process.stderr.write('--minutes is a number above 0 and at most 1440.\n');
  process.exit(1);
}

/** Least squares, in MB per minute. */
function slopeOf(samples: readonly Sample[], value: (sample: Sample) => number): number {
  const kept = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const [xs, ys] = [kept.map(({ seconds }) => seconds / 60), kept.map(value)];
  const [mx, my] = [total(xs) / xs.length, total(ys) / ys.length];
  const spread = total(xs.map((x) => (x - mx) ** 2));
  return spread === 0 ? 0 : total(xs.map((x, n) => (x - mx) * ((ys[n] ?? 0) - my))) / spread;
}

class Soak {
  readonly #simulator: SimulatorProcess;
  readonly #markets = new KeptMarkets();
  readonly #instruments = new Map<VenueName, readonly InstrumentId[]>();
  #toldBefore: ReadonlyMap<string, number> = new Map();
  #booksBefore = new Map<VenueName, number>();
  readonly samples: Sample[] = [];

  constructor(simulator: SimulatorProcess) {
    this.#simulator = simulator;
  }

  async begin(): Promise<void> {
    const { port } = this.#simulator;
    await this.#simulator.setPace(0);
    for (const name of VENUE_NAMES) {
      const instruments = await listedAt(port, name);
      this.#instruments.set(name, instruments);
      const connection = await connectTo(port, name, { instruments });
      await this.#markets.follow(name, connection, instruments);
    }
    this.#toldBefore = await this.#simulator.bookUpdatesTold();
    this.#booksBefore = new Map(
      [...this.#markets.counts].map(([name, { books }]) => [name, books]),
    );
  }

  async #sent(): Promise<Map<VenueName, number>> {
    const told = await this.#simulator.bookUpdatesTold();
    return new Map(
      VENUE_NAMES.map((name) => [name, (told.get(name) ?? 0) - (this.#toldBefore.get(name) ?? 0)]),
    );
  }

  #applied(name: VenueName): number {
    return (this.#markets.counts.get(name)?.books ?? 0) - (this.#booksBefore.get(name) ?? 0);
  }

  async run(ms: number): Promise<void> {
    await this.#simulator.setPace(PACE);
    const start = performance.now();
    let [own, other] = [process.cpuUsage(), await this.#simulator.usage()];
    for (let last = start; performance.now() - start < ms; ) {
      await pause(Math.min(SAMPLE_MS, ms - (performance.now() - start)));
      const now = performance.now();
      const used = process.cpuUsage(own);
      const usage = await this.#simulator.usage();
      const sample: Sample = {
        seconds: Math.round((now - start) / 1000),
        sent: total((await this.#sent()).values()),
        applied: total(VENUE_NAMES.map((name) => this.#applied(name))),
        rssMb: Math.round(process.memoryUsage.rss() / 1e5) / 10,
        simulatorRssMb: Math.round(usage.rssBytes / 1e5) / 10,
        cpu: (used.user + used.system) / 1000 / (now - last),
        simulatorCpu: (usage.cpuMs - other.cpuMs) / (now - last),
      };
      [own, other, last] = [process.cpuUsage(), usage, now];
      this.samples.push(sample);
      this.#say(sample);
    }
    await this.#simulator.setPace(0);
  }

  #say({ seconds, sent, applied, rssMb, simulatorRssMb, cpu, simulatorCpu }: Sample): void {
    const rate = Math.round(sent / Math.max(seconds, 1));
    process.stdout.write(
      `${String(seconds).padStart(5)} s  ${rate}/s  sent ${sent}  applied ${applied}  ` +
        `RSS ${rssMb} MB (simulator ${simulatorRssMb})  ` +
        `CPU ${cpu.toFixed(2)} (${simulatorCpu.toFixed(2)})\n`,
    );
  }

  /** Once everything that was sent has come, or has had its time. */
  async account() {
    const until = performance.now() + SETTLE_MOST_MS;
    for (;;) {
      const sent = await this.#sent();
      const venues = VENUE_NAMES.map((name) => {
        const applied = this.#applied(name);
        const lostBooks = this.#markets.counts.get(name)?.lost ?? 0;
        const missing = (sent.get(name) ?? 0) - applied;
        // Only a book that was lost and fetched anew may have passed updates over.
        const passedOver = lostBooks > 0 ? Math.max(missing, 0) : 0;
        return { name, sent: sent.get(name) ?? 0, applied, lostBooks, passedOver, missing };
      });
      const unaccounted = total(venues.map((one) => Math.abs(one.missing - one.passedOver)));
      if (unaccounted === 0 || performance.now() > until) return { venues, unaccounted };
      await pause(100);
    }
  }

  /** Books whose best levels are not those the venue has. */
  async differing(): Promise<string[]> {
    const different: string[] = [];
    for (const [name, instruments] of this.#instruments) {
      for (const instrument of instruments) {
        const path = `admin/venue?venue=${name}&instrument=${encodeURIComponent(instrument)}`;
        const answer = await fetch(`http://127.0.0.1:${this.#simulator.port}/${path}`);
        const view = (await answer.json()) as Record<
          'bids' | 'asks',
          { price: string; qty: string }[]
        >;
        const book = this.#markets.book(name, instrument);
        const ours = (['Buy', 'Sell'] as const).flatMap((side) =>
          (book?.levels(side, DEPTH) ?? []).map(({ price, quantity }) => `${price} ${quantity}`),
        );
        const theirs = [view.bids, view.asks].flatMap((levels) =>
          levels.slice(0, DEPTH).map(({ price, qty }) => `${plain(price)} ${plain(qty)}`),
        );
        if (ours.join() !== theirs.join()) different.push(`${name} ${instrument}`);
      }
    }
    return different;
  }

  shown() {
    const { consolidated, conflated } = this.#markets;
    return { consolidated, conflated };
  }

  close(): Promise<void> {
    return this.#markets.close();
  }
}

/** Without zeros at the end, as our decimals are written. */
function plain(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

async function main(): Promise<number> {
  const minutes = minutesAsked();
  const machine = describeMachine();
  const startedAt = new Date().toISOString();
  process.stdout.write(`${minutes} min at ${UPDATES_PER_SECOND} updates/s. Ctrl-C stops it.\n`);
  const simulator = await startSimulatorProcess();
  const soak = new Soak(simulator);
  await soak.begin();
  const standstill = startStandstillMeter();
  await soak.run(minutes * 60_000);
  const stoodStillSeconds = standstill.ms() / 1000;
  standstill.stop();
  const account = await soak.account();
  const differing = await soak.differing();
  const { samples } = soak;
  const last = samples.at(-1);
  const rate = last === undefined ? 0 : last.sent / (last.seconds - stoodStillSeconds);
  const slopes = {
    readerMbPerMinute: slopeOf(samples, ({ rssMb }) => rssMb),
    simulatorMbPerMinute: slopeOf(samples, ({ simulatorRssMb }) => simulatorRssMb),
  };
  const goals = {
    rate: rate >= UPDATES_PER_SECOND,
    noneLost: account.unaccounted === 0,
    booksEqual: differing.length === 0,
    flatMemory: slopes.readerMbPerMinute <= FLAT_MB_PER_MINUTE,
  };
  const met = Object.values(goals).every((goal) => goal);
  const figures = {
    rate,
    stoodStillSeconds,
    goals,
    met,
    slopes,
    account,
    differing,
    ...soak.shown(),
  };
  await soak.close();
  simulator.stop();
  const results = new URL('./results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  const file = new URL(`SOAK-${startedAt.replace(/[:.]/g, '-')}.json`, results);
  const kept = { name: 'SOAK', startedAt, minutes, machine, ...figures, samples };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  for (const { name, sent, applied, lostBooks, passedOver } of account.venues) {
    process.stdout.write(
      `${name}: sent ${sent}, applied ${applied}, books lost ${lostBooks}, passed over ${passedOver}\n`,
    );
  }
  process.stdout.write(
    `${met ? 'met' : 'NOT MET'}: ${Math.round(rate)} updates/s (goal ${UPDATES_PER_SECOND}) while the ` +
      `machine ran, which stood still for ${stoodStillSeconds.toFixed(1)} s; ` +
      `${account.unaccounted} unaccounted for, ${differing.length} books differ at the end, RSS ` +
      `${slopes.readerMbPerMinute.toFixed(2)} MB/min (goal ${FLAT_MB_PER_MINUTE}; simulator ` +
      `${slopes.simulatorMbPerMinute.toFixed(2)}), ${soak.shown().conflated} conflated on the way to ` +
      `${soak.shown().consolidated} consolidated books\n`,
  );
  return met ? 0 : 1;
}

process.exit(await main());
