/**
 * Lists that the venue tells by symbol, in windows of time: a window whose answer is full is halved and
 * asked again, so that nothing depends on which end of it the venue would have left out.
 *
 * After more than a day's absence the newest page of a symbol is asked for first. It has all of it when
 * it is not full, or reaches back far enough: one question where windows would take one a day.
 */
import {
  addMs,
  compareTimes,
  fromEpochMs,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { Answer } from '../contract/answer.ts';

export interface Window {
  readonly from: UtcTime;
  /** Included. */
  readonly to: UtcTime;
}

/** "The time between startTime and endTime can't be longer than 24 hours." */
const WINDOW_MS = 24 * 3600 * 1000 - 1;

/** For one question of ours; past this there is no information rather than half of it. */
const PAGES_MOST = 500;

export function windowsOf(since: UtcTime, until: UtcTime): Window[] {
  const windows: Window[] = [];
  const end = toEpochMs(until);
  for (let from = toEpochMs(since); from <= end; from += WINDOW_MS + 1) {
    const to = Math.min(from + WINDOW_MS, end);
    windows.push({ from: fromEpochMs(from), to: fromEpochMs(to) });
  }
  return windows;
}

function halves({ from, to }: Window): [Window, Window] {
  const middle = addMs(from, Math.floor((toEpochMs(to) - toEpochMs(from)) / 2));
  return [
    { from, to: middle },
    { from: addMs(middle, 1), to },
  ];
}

export interface Pages<Row> {
  readonly symbols: readonly string[];
  readonly windows: readonly Window[];
  readonly pageRows: number;
  readonly ask: (symbol: string, window: Window) => Promise<Answer<readonly Row[]>>;
  /** "Most recent" rows of any time: no newer one is left out. */
  readonly askNewest: (symbol: string) => Promise<Answer<readonly Row[]>>;
  /** By the venue's clock, and never before the row began; null where it tells none. */
  readonly atOf: (row: Row) => UtcTime | null;
}

/** Every row of every window, or no information. */
export async function collect<Row>(pages: Pages<Row>): Promise<Answer<readonly Row[]>> {
  const { symbols, windows, pageRows, ask } = pages;
  const todo = symbols.map((symbol): Page => ({ symbol, window: null }));
  const rows: Row[] = [];
  let last: Answer<readonly Row[]> = nothing('no instruments, or no time, to ask for');
  for (let asked = 0; ; ) {
    const next = todo.shift();
    if (next === undefined) break;
    const { symbol, window } = next;
    const inWindows = () => todo.unshift(...windows.map((one) => ({ symbol, window: one })));
    if (window === null && windows.length < 2) {
      inWindows();
      continue;
    }
    asked += 1;
    if (asked > PAGES_MOST) return nothing(`more than ${PAGES_MOST} pages`);
    last = await (window === null ? pages.askNewest(symbol) : ask(symbol, window));
    if (last.kind === 'NoInformation') return last;
    const isFull = last.value.length >= pageRows;
    if (window === null) {
      const since = sinceOf(last.value, pages);
      if (since.length < last.value.length || !isFull) rows.push(...since);
      else inWindows();
    } else if (!isFull) rows.push(...last.value);
    else if (window.from === window.to) return nothing('a page is full of one moment');
    else todo.unshift(...halves(window).map((half) => ({ symbol, window: half })));
  }
  return last.kind === 'Told' ? { ...last, value: rows } : last;
}

interface Page {
  readonly symbol: string;
  /** Null: its newest. */
  readonly window: Window | null;
}

/** What is not known to be older than what is asked for. */
function sinceOf<Row>(rows: readonly Row[], { windows, atOf }: Pages<Row>): readonly Row[] {
  const since = windows[0]?.from;
  return rows.filter((row) => {
    const at = atOf(row);
    return at === null || since === undefined || compareTimes(at, since) >= 0;
  });
}

const nothing = (detail: string): Answer<never> => ({
  kind: 'NoInformation',
  detail,
  notSent: null,
  evidence: null,
});
