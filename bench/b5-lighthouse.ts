/**
 * B5: Lighthouse's four figures for landing page, sign-in and shells. Pages the public or clients
 * read on a phone are measured as a phone (slow CPU and network, simulated), staff pages as a desk.
 */
import lighthouse, { desktopConfig } from 'lighthouse';
import type { Bar, BarResult } from './lib/bar.ts';
import { launchBrowser } from './lib/browser.ts';
import { cookieOf } from './lib/cookie-of.ts';
import { FIRST_PORT } from './lib/env.ts';
import { startPlatform } from './lib/platform.ts';
import { spreadOf } from './lib/rounds.ts';

const GOAL = 95;
const RUNS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

type Category = (typeof CATEGORIES)[number];
type Scores = Record<Category, number>;

interface Measured {
  readonly path: string;
  readonly device: 'phone' | 'desk';
  /** Who is signed in; nobody where it does not say. */
  readonly as?: 'client' | 'desk' | 'compliance' | 'operations';
}

const PAGES: readonly Measured[] = [
  { path: '/', device: 'phone' },
  { path: '/', device: 'desk' },
  { path: '/sign-in', device: 'phone' },
  { path: '/client', device: 'phone', as: 'client' },
  { path: '/client', device: 'desk', as: 'client' },
  { path: '/desk', device: 'desk', as: 'desk' },
  { path: '/compliance', device: 'desk', as: 'compliance' },
  { path: '/operations', device: 'desk', as: 'operations' },
];

async function score(
  url: string,
  device: Measured['device'],
  port: number,
  cookie: string | undefined,
): Promise<Scores> {
  const extraHeaders = cookie === undefined ? {} : { extraHeaders: { cookie } };
  const flags = { port, logLevel: 'error', ...extraHeaders } as const;
  const config = device === 'desk' ? desktopConfig : undefined;
  const run = await lighthouse(url, { ...flags, onlyCategories: [...CATEGORIES] }, config);
  if (run === undefined || run.lhr.runtimeError !== undefined) {
    throw new Error(`Lighthouse could not load ${url}: ${run?.lhr.runtimeError?.message}`);
  }
  const { categories } = run.lhr;
  const of = (name: Category) => Math.round((categories[name]?.score ?? 0) * 100);
  return Object.fromEntries(CATEGORIES.map((name) => [name, of(name)])) as Scores;
}

async function run(): Promise<BarResult> {
  const { origin } = await startPlatform();
  const port = FIRST_PORT + 9;
  const browser = await launchBrowser(port);
  try {
    const measured: { what: string; scores: Scores[] }[] = [];
    for (const { path, device, as } of PAGES) {
      const cookie = as === undefined ? undefined : await cookieOf(origin, as);
      const scores: Scores[] = [];
      for (let turn = 0; turn < RUNS; turn += 1) {
        scores.push(await score(`${origin}${path}`, device, port, cookie));
      }
      measured.push({ what: `${path} (${device})`, scores });
    }
    const medians = measured.map(({ what, scores }) => ({
      what,
      cells: CATEGORIES.map((name) => spreadOf(scores.map((each) => each[name])).median),
    }));
    const below = medians.filter(({ cells }) => cells.some((value) => value < GOAL));
    return {
      columns: [...CATEGORIES],
      rows: medians.map(({ what, cells }) => ({ what, cells: cells.map(String) })),
      met: below.length === 0,
      verdict: `goal ${GOAL} in all four; below it: ${below.map(({ what }) => what).join(', ') || 'none'}`,
      settings: { runs: RUNS, shown: 'median', throttling: 'simulated' },
      raw: measured,
    };
  } finally {
    await browser.close();
  }
}

export const bar: Bar = { name: 'B5', title: 'Lighthouse', run };
