/** How long after a fill, as the axis and the columns say it. */
export const AFTER_WORDS: Readonly<Record<number, string>> = {
  1000: '1 s',
  5000: '5 s',
  60000: '1 min',
  300000: '5 min',
};

export const PERIODS = ['1d', '7d', '30d', '90d'] as const;
export type Period = (typeof PERIODS)[number];
const DAYS: Readonly<Record<Period, number>> = { '1d': 1, '7d': 7, '30d': 30, '90d': 90 };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Ends with the next whole minute, so that a page asks the same question for a minute. */
export function spanOf(period: Period, nowMs: number): { from: string; to: string } {
  const to = (Math.floor(nowMs / MINUTE_MS) + 1) * MINUTE_MS;
  const text = (ms: number) => new Date(ms).toISOString();
  return { from: text(to - DAYS[period] * DAY_MS), to: text(to) };
}

export const GROUPS = ['Instrument', 'Account', 'Side', 'OrdType', 'Strategy', 'Day'] as const;
type Group = (typeof GROUPS)[number];
export const GROUP_WORDS: Readonly<Record<Group, string>> = {
  Instrument: 'Instrument',
  Account: 'Account',
  Side: 'Side',
  OrdType: 'Type',
  Strategy: 'Strategy',
  Day: 'Day',
};
