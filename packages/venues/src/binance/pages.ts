/**
 * Lists that the venue tells by symbol, in windows of time: a window whose answer is full is halved and
 * asked again, so that nothing depends on which end of it the venue would have left out.
 */
import { addMs, fromEpochMs, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
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
}

/** Every row of every window, or no information. */
export async function collect<Row>(pages: Pages<Row>): Promise<Answer<readonly Row[]>> {
  const { symbols, windows, pageRows, ask } = pages;
  const todo = symbols.flatMap((symbol) => windows.map((window) => ({ symbol, window })));
  const rows: Row[] = [];
  let last: Answer<readonly Row[]> = nothing('no instruments, or no time, to ask for');
  for (let asked = 0; ; asked += 1) {
    const next = todo.shift();
    if (next === undefined) break;
    if (asked >= PAGES_MOST) return nothing(`more than ${PAGES_MOST} pages`);
    last = await ask(next.symbol, next.window);
    if (last.kind === 'NoInformation') return last;
    if (last.value.length < pageRows) rows.push(...last.value);
    else if (next.window.from === next.window.to) return nothing('a page is full of one moment');
    else {
      const parts = halves(next.window).map((window) => ({ symbol: next.symbol, window }));
      todo.unshift(...parts);
    }
  }
  return last.kind === 'Told' ? { ...last, value: rows } : last;
}

const nothing = (detail: string): Answer<never> => ({
  kind: 'NoInformation',
  detail,
  notSent: null,
  evidence: null,
});
