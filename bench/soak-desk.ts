/**
 * `npm run soak -- --desk [--minutes 10] [--rate 1000]`: fifty live clients of one web process, 49 plain
 * readers of its event stream and a browser with the desk's orders open, while an engine decides, commits
 * and tells order events. Each reader has to hear every order's end; sequences rise, nobody is told to
 * read again; the web process's memory is flat; the browser's frame times stand beside those of the same
 * page before the load. The engine that is measured has a venue of its own, so the simulated markets of the
 * platform around it, which the machine would have to invent, are slowed. What is not reached is printed as
 * it is.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { launchBrowser } from './lib/browser.ts';
import { cookieOf } from './lib/cookie-of.ts';
import { FIRST_PORT } from './lib/env.ts';
import { describeMachine } from './lib/machine.ts';
import { type OwnWeb, startOwnWeb } from './lib/own-web.ts';
import { type Platform, SIMULATOR_PORT, startPlatform, stopPlatform } from './lib/platform.ts';
import type { EngineCounts } from './lib/soak-engine-process.ts';
import type { ReaderCounts } from './lib/soak-readers-process.ts';
import { openTableRows } from './lib/table-rows.ts';
import { startTold, type ToldBy } from './lib/told-by.ts';

const READERS = 49;
/** Of the browser's table. */
const ROWS = 200;
const DEFAULT_RATE = 1_000;
/** A parent and its child, each placed and each ended. */
const EVENTS_AN_ORDER = 4;
const IDLE_MS = 20_000;
const SAMPLE_MS = 10_000;
/** Of samples: the engine stands still for it. */
const ENGINE_KEPT_EVERY = 6;
const SETTLE_MOST_MS = 20_000;
const WARM_UP_SHARE = 0.4;
const FLAT_MB_PER_MINUTE = 1;
/** Of all books of the platform's three venues together, a second. */
const SLOW_UPDATES = 30;
/** Of what was asked for: the turns of a busy machine are not even. */
const HELD_SHARE = 0.98;

interface Sample {
  readonly seconds: number;
  readonly told: number;
  readonly heard: number;
  /** As the kernel counts it: garbage that was not collected yet is in it. */
  readonly webMb: number;
  /** What is left when all garbage was collected: what has to be flat. */
  readonly webKeptMb: number;
  readonly webCpu: number;
  readonly engineMb: number;
  /** Once a minute. */
  readonly engineKeptMb: number | null;
  readonly engineCpu: number;
  readonly readersCpu: number;
  /** Of the last minute, of the whole machine. */
  readonly load: number;
}

interface Frames {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
  /** Frames of over 50 ms: a person notices. */
  readonly long: number;
}

function asked(): { readonly minutes: number; readonly rate: number } {
  const { values } = parseArgs({
    options: {
      desk: { type: 'boolean' },
      minutes: { type: 'string', default: '10' },
      rate: { type: 'string', default: String(DEFAULT_RATE) },
    },
  });
  const [minutes, rate] = [Number(values.minutes), Number(values.rate)];
  if (minutes > 0 && minutes <= 24 * 60 && rate > 0 && rate <= 100_000) return { minutes, rate };
  process.stderr.write('--minutes is a number up to 1440, --rate one up to 100000.\n');
  process.exit(1);
}

/** Least squares, in MB per minute. */
function slopeOf(samples: readonly Sample[], value: (sample: Sample) => number): number {
  const kept = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const [xs, ys] = [kept.map(({ seconds }) => seconds / 60), kept.map(value)];
  const [mx, my] = [mean(xs), mean(ys)];
  const spread = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  return spread === 0 ? 0 : xs.reduce((s, x, n) => s + (x - mx) * ((ys[n] ?? 0) - my), 0) / spread;
}

// ------------------------------------------------------------------ the browser

/** Runs in the page: the times between frames, kept until they are asked for. */
function watchFrames(): void {
  const times: number[] = [];
  let last = performance.now();
  const next = (now: number) => {
    times.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  Object.assign(globalThis, { takeFrames: () => times.splice(0) });
}

async function framesOf(page: Page): Promise<Frames> {
  const times = await page.evaluate(() =>
    (globalThis as unknown as { takeFrames(): number[] }).takeFrames(),
  );
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    count: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    most: sorted.at(-1) ?? 0,
    long: times.filter((ms) => ms > 50).length,
  };
}

async function openDesk(origin: string, cookie: string) {
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(
    cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin };
    }),
  );
  const page = await context.newPage();
  await page.goto(`${origin}/desk/orders`, { timeout: 120_000 });
  await page.locator('main').waitFor({ timeout: 120_000 });
  await page.evaluate(watchFrames);
  return { page, close: () => browser.close() };
}

/** The first client whom the desk's people see. */
async function clientOf(origin: string, cookie: string): Promise<string> {
  const headers = { cookie, origin, 'sec-fetch-site': 'same-origin' };
  const answer = await fetch(`${origin}/api/trpc/clients.list`, { headers });
  const { result } = (await answer.json()) as { result: { data: { clients: { id: string }[] } } };
  const [first] = result.data.clients;
  if (first === undefined) throw new Error('The desk sees no client.');
  return first.id;
}

// ------------------------------------------------------------------ the run

interface Parts {
  readonly web: OwnWeb;
  readonly engine: ToldBy<EngineCounts>;
  readonly readers: ToldBy<ReaderCounts>;
}

const fewest = (counts: ReaderCounts, value: 'told' | 'ended') =>
  Math.min(...counts.readers.map((one) => one[value]));

async function sampled({ web, engine, readers }: Parts, ms: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const start = performance.now();
  const used = { web: web.cpuMs(), engine: 0, readers: 0, at: start };
  used.engine = (await engine.counts()).cpuMs;
  used.readers = (await readers.counts()).cpuMs;
  while (performance.now() - start < ms) {
    await sleep(Math.min(SAMPLE_MS, Math.max(1, ms - (performance.now() - start))));
    const kept = (samples.length + 1) % ENGINE_KEPT_EVERY === 0;
    const [told, heard] = [await engine.counts({ kept }), await readers.counts()];
    const [now, webCpuMs] = [performance.now(), web.cpuMs()];
    const share = (ms: number) => ms / (now - used.at);
    const sample: Sample = {
      seconds: (now - start) / 1000,
      told: told.told,
      heard: fewest(heard, 'told'),
      webMb: web.rssMb(),
      webKeptMb: await web.keptMb(),
      webCpu: share(webCpuMs - used.web),
      engineMb: told.rssMb,
      engineKeptMb: told.keptMb,
      engineCpu: share(told.cpuMs - used.engine),
      readersCpu: share(heard.cpuMs - used.readers),
      load: loadavg()[0] ?? 0,
    };
    Object.assign(used, { web: webCpuMs, engine: told.cpuMs, readers: heard.cpuMs, at: now });
    samples.push(sample);
    const keeps = sample.engineKeptMb === null ? '' : `keeps ${sample.engineKeptMb.toFixed(0)}, `;
    process.stdout.write(
      `${sample.seconds.toFixed(0).padStart(5)} s  ${Math.round(sample.told / sample.seconds)}/s  told ` +
        `${sample.told}  heard by each at least ${sample.heard}  web ${sample.webMb.toFixed(0)} MB, keeps ` +
        `${sample.webKeptMb.toFixed(0)}, ` +
        `${sample.webCpu.toFixed(2)} of a core  engine ${sample.engineMb.toFixed(0)} MB, ` +
        `${keeps}${sample.engineCpu.toFixed(2)}  readers ${sample.readersCpu.toFixed(2)}  load ${sample.load.toFixed(1)}\n`,
    );
  }
  return samples;
}

/** Once everybody has heard of everything, or had time to. */
async function settled({ engine, readers }: Parts) {
  const untilMs = performance.now() + SETTLE_MOST_MS;
  for (;;) {
    const [told, heard] = [await engine.counts(), await readers.counts()];
    const isAll = heard.readers.every((one) => one.told >= told.told);
    if (isAll || performance.now() > untilMs) return { told, heard };
    await sleep(200);
  }
}

const sum = (counts: ReaderCounts, value: 'resyncs' | 'repeated' | 'backwards' | 'broken') =>
  counts.readers.reduce((all, one) => all + one[value], 0);

const shown = (name: string, { p50, p95, p99, most, long, count }: Frames) =>
  `${name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)}, p99 ${p99.toFixed(1)}, most ` +
  `${most.toFixed(0)}; ${long} of ${count} frames over 50 ms\n`;

/** Enough for their lines to be open, and for nothing else. */
async function slowMarkets({ isOurs }: Platform): Promise<void> {
  if (!isOurs) return;
  const url = `http://127.0.0.1:${SIMULATOR_PORT}/admin/pace`;
  const body = JSON.stringify({ updatesPerSecond: SLOW_UPDATES });
  const answer = await fetch(url, { method: 'POST', body });
  if (!answer.ok) throw new Error(await answer.text());
}

async function run(minutes: number, rate: number, folder: string) {
  const platform = await startPlatform();
  await slowMarkets(platform);
  const door = join(folder, 'engine.sock');
  const clientCookie = await cookieOf(platform.origin, 'desk');
  const client = await clientOf(platform.origin, clientCookie);
  const engine = await startTold<EngineCounts>('./soak-engine-process.ts', [door, client]);
  const web = await startOwnWeb(platform, { door, port: FIRST_PORT + 5 });
  // A session is of the platform, not of a process: the same cookie serves both.
  const readerArgs = [web.origin, clientCookie, String(READERS)];
  const readers = await startTold<ReaderCounts>('./soak-readers-process.ts', readerArgs);
  const table = await openTableRows(platform, { client, count: ROWS });
  const desk = await openDesk(web.origin, clientCookie);
  const parts = { web, engine, readers };
  await engine.counts({ rows: table.rows });
  try {
    await desk.page.waitForTimeout(IDLE_MS / 4);
    await framesOf(desk.page);
    await desk.page.waitForTimeout(IDLE_MS);
    const idle = await framesOf(desk.page);
    const { open } = await readers.counts();
    process.stdout.write(`${open} readers and a browser; ${rate} order events/s from now on.\n`);
    await engine.counts({ rate: rate / EVENTS_AN_ORDER });
    const samples = await sampled(parts, minutes * 60_000);
    const loaded = await framesOf(desk.page);
    await engine.counts({ rate: 0 });
    return { samples, idle, loaded, open, ...(await settled(parts)) };
  } finally {
    await desk.close();
    readers.stop();
    await table.end();
    await web.stop();
    engine.send({ end: true });
    await stopPlatform();
  }
}

async function main(): Promise<number> {
  const { minutes, rate } = asked();
  const machine = describeMachine();
  const startedAt = new Date().toISOString();
  const folder = await mkdtemp(join(tmpdir(), 'soak-'));
  const found = await run(minutes, rate, folder);
  await rm(folder, { recursive: true, force: true });
  const { samples, idle, loaded, told, heard, open } = found;
  const seconds = samples.at(-1)?.seconds ?? 1;
  const reached = (samples.at(-1)?.told ?? 0) / seconds;
  const slope = slopeOf(samples, ({ webKeptMb }) => webKeptMb);
  // Told as many as were published, in places that rise: no gap and nothing twice.
  const differs = (one: ReaderCounts['readers'][number]) => Math.abs(told.told - one.told);
  const missed = heard.readers.reduce((all, one) => all + differs(one), 0);
  const endsMissed = heard.readers.reduce(
    (all, { ended }) => all + Math.abs(told.ended - ended),
    0,
  );
  const faults = {
    missed,
    endsMissed,
    resyncs: sum(heard, 'resyncs'),
    repeated: sum(heard, 'repeated'),
    backwards: sum(heard, 'backwards'),
  };
  const broken = sum(heard, 'broken');
  const goals = {
    clients: open === READERS,
    rate: reached >= rate * HELD_SHARE,
    // A line that ended and went on where it stopped leaves no gap.
    noGap: Object.values(faults).every((count) => count === 0),
    flatMemory: slope <= FLAT_MB_PER_MINUTE,
  };
  const met = Object.values(goals).every((goal) => goal);
  const figures = { reached, slope, faults, broken, goals, met, idle, loaded, told, samples };
  const results = new URL('./results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  const file = new URL(`SOAK-DESK-${startedAt.replace(/[:.]/g, '-')}.json`, results);
  const kept = { name: 'SOAK-DESK', startedAt, minutes, rate, machine, ...figures };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  process.stdout.write(shown('frames of the idle page', idle));
  process.stdout.write(shown('frames under load', loaded));
  process.stdout.write(
    `${met ? 'met' : 'NOT MET'}: ${Math.round(reached)} order events/s to ${open} readers and a browser ` +
      `(goal ${rate}), ${told.orders} orders; notices not heard by somebody ${missed}, ends ${endsMissed}, told to read again ` +
      `${faults.resyncs}, told twice ${faults.repeated}, sequences backwards ${faults.backwards}, lines that came ` +
      `back ${broken}${broken === 0 ? '' : ` (${JSON.stringify(heard.ends)})`}; ` +
      `refused ${told.refused}, let go ${told.skipped}${told.lost === 0 ? '' : ', ITS JOURNAL WAS AWAY: this run says nothing of the rate'}; web keeps ${slope.toFixed(2)} MB/min more ` +
      `(goal ${FLAT_MB_PER_MINUTE})\n`,
  );
  for (const [why, count] of Object.entries(told.refusals)) {
    process.stdout.write(`  refused ${count}: ${why}\n`);
  }
  for (const [what, count] of Object.entries(told.alerts)) {
    process.stdout.write(`  somebody would have been called ${count} times: ${what}\n`);
  }
  return met ? 0 : 1;
}

process.exit(await main());
