/**
 * B3: the table of 100,000 rows. Time to the first painted row, and frame times while it scrolls,
 * against the frame times of a page in the same browser that does nothing.
 */
import type { Browser } from '@playwright/test';
import { type Bar, type BarResult, times } from './lib/bar.ts';
import { launchBrowser } from './lib/browser.ts';
import { firstRowMs, frameTimes, watchFirstRow } from './lib/frames.ts';
import { startPlatform } from './lib/platform.ts';
import { inTurns, ratioSpread, spreadOf } from './lib/rounds.ts';

const TABLE = '/styleguide/table-100k';
const IDLE = '/offline';
const ROUNDS = 5;
const FRAMES = 240;
/** Six rows a frame, 10,000 px a second: a reader who turns the wheel fast. */
const WHEEL_PX = 168;
/** A thousand rows a frame: a reader who drags the bar. Shown, without a goal. */
const DRAG_PX = 28_000;
/** A dropped frame is one that took half a frame more than the screen's 16.7 ms. */
const DROPPED_MS = 25;
const GOAL_FIRST_ROW_MS = 1500;
const GOAL_P90_RATIO = 1.5;

interface Measured {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly dropped: number;
  readonly firstRow: number;
}

function figures(gaps: readonly number[], firstRow: number): Measured {
  const sorted = [...gaps].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  const dropped = gaps.filter((gap) => gap > DROPPED_MS).length / gaps.length;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), dropped, firstRow };
}

async function measure(browser: Browser, origin: string, pixels: number): Promise<Measured> {
  const scrolls = pixels > 0;
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1440, height: 900 },
  });
  try {
    const page = await context.newPage();
    if (scrolls) await watchFirstRow(page);
    await page.goto(scrolls ? TABLE : IDLE, { waitUntil: 'load' });
    const firstRow = scrolls ? await firstRowMs(page) : Number.NaN;
    // The first frames after a load belong to the load.
    await frameTimes(page, 0, 60);
    const { gaps, rowsSeen } = await frameTimes(page, pixels, FRAMES);
    if (scrolls && rowsSeen < FRAMES) throw new Error(`Only ${rowsSeen} rows came into sight.`);
    return figures(gaps, firstRow);
  } finally {
    await context.close();
  }
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

async function run(): Promise<BarResult> {
  const { origin } = await startPlatform();
  const browser = await launchBrowser();
  try {
    await measure(browser, origin, WHEEL_PX);
    const rounds = await inTurns(ROUNDS, {
      ours: () => measure(browser, origin, WHEEL_PX),
      drag: () => measure(browser, origin, DRAG_PX),
      idle: () => measure(browser, origin, 0),
    });
    const row = (what: string, list: readonly Measured[]) => {
      const of = (pick: (one: Measured) => number) => spreadOf(list.map(pick)).median;
      const cells = [of((m) => m.p50), of((m) => m.p90), of((m) => m.p99)].map(ms);
      return { what, cells: [...cells, `${(of((m) => m.dropped) * 100).toFixed(1)}%`] };
    };
    const first = spreadOf(rounds.ours.map((m) => m.firstRow));
    const ratio = ratioSpread(rounds.ours, rounds.idle, (m) => m.p90);
    return {
      columns: ['frame p50', 'p90', 'p99', 'dropped'],
      rows: [
        row('wheel, 6 rows a frame', rounds.ours),
        row('drag, 1,000 rows a frame', rounds.drag),
        row('idle page', rounds.idle),
      ],
      met: first.median <= GOAL_FIRST_ROW_MS && ratio.median <= GOAL_P90_RATIO,
      verdict:
        `first row after ${ms(first.median)} (${ms(first.least)} to ${ms(first.most)}), goal ` +
        `${GOAL_FIRST_ROW_MS} ms; p90 frame ${times(ratio.median)} of an idle page's, goal ` +
        `${times(GOAL_P90_RATIO)}`,
      settings: {
        rounds: ROUNDS,
        frames: FRAMES,
        wheelPx: WHEEL_PX,
        dragPx: DRAG_PX,
        shown: 'median',
      },
      raw: rounds,
    };
  } finally {
    await browser.close();
  }
}

export const bar: Bar = { name: 'B3', title: 'table of 100,000 rows', run };
