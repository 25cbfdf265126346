import {
  addDays,
  type Day,
  daysBetween,
  dayToUtcDate,
  type Instant,
  localAt,
  startOfDay,
} from './day.ts';

/** A stretch of time: `from` belongs to it, `to` is the first instant that does not. */
export interface InstantRange {
  readonly from: Instant;
  readonly to: Instant;
}

export const PRESETS = [
  'today',
  'yesterday',
  'last-7-days',
  'month-to-date',
  'quarter-to-date',
  'year-to-date',
  'since-inception',
] as const;

export type Preset = (typeof PRESETS)[number];

/** What the reader chose: a preset, which moves with the clock, or two fixed ends. */
export type RangeChoice =
  | { readonly kind: 'preset'; readonly preset: Preset }
  | { readonly kind: 'between'; readonly range: InstantRange };

export const PRESET_WORDS: Readonly<Record<Preset | 'between', string>> = {
  today: 'Today',
  yesterday: 'Yesterday',
  'last-7-days': 'Last 7 days',
  'month-to-date': 'Month to date',
  'quarter-to-date': 'Quarter to date',
  'year-to-date': 'Year to date',
  'since-inception': 'Since inception',
  between: 'Between',
};

export interface RangeContext {
  readonly now: Instant;
  /** IANA name of the zone whose midnights part the days. */
  readonly zone: string;
  /** The first day there is anything to show of; presets never reach behind it. */
  readonly inception?: Day | undefined;
}

function firstDay(preset: Preset, today: Day, inception: Day | undefined): Day {
  const [year = '', month = ''] = today.split('-');
  switch (preset) {
    case 'today':
      return today;
    case 'yesterday':
      return addDays(today, -1);
    case 'last-7-days':
      return addDays(today, -6);
    case 'month-to-date':
      return `${year}-${month}-01`;
    case 'quarter-to-date': {
      const first = dayToUtcDate(today).getUTCMonth();
      return `${year}-${String(first - (first % 3) + 1).padStart(2, '0')}-01`;
    }
    case 'year-to-date':
      return `${year}-01-01`;
    case 'since-inception':
      return inception ?? today;
  }
}

/** The range a preset means now. "To date" ends now; yesterday ends with its last instant. */
export function presetRange(preset: Preset, { now, zone, inception }: RangeContext): InstantRange {
  const today = localAt(now, zone).day;
  const day = firstDay(preset, today, inception);
  const bounded =
    inception !== undefined && day < inception && inception <= today ? inception : day;
  const to = preset === 'yesterday' ? startOfDay(today, zone) : now;
  return { from: startOfDay(bounded, zone), to };
}

export function rangeOf(choice: RangeChoice, context: RangeContext): InstantRange {
  return choice.kind === 'between' ? choice.range : presetRange(choice.preset, context);
}

/** The days of a zone's calendar that a range touches, first and last included. */
export function daysOf(
  range: InstantRange,
  zone: string,
): { readonly first: Day; readonly last: Day } {
  const end = new Date(new Date(range.to).getTime() - 1).toISOString();
  const last = range.to > range.from ? end : range.from;
  return { first: localAt(range.from, zone).day, last: localAt(last, zone).day };
}

/** How many days of the calendar a range touches: 1 for any part of one day. */
export function dayCount(range: InstantRange, zone: string): number {
  const { first, last } = daysOf(range, zone);
  return daysBetween(first, last) + 1;
}

export type RangeFault = 'ends-before-it-begins' | 'begins-in-the-future' | 'longer-than-allowed';

/** Why a range can't be shown, or null. `mostDays` bounds what a page may ask for. */
export function rangeFault(
  range: InstantRange,
  context: RangeContext & { readonly mostDays?: number | undefined },
): RangeFault | null {
  if (range.to <= range.from) return 'ends-before-it-begins';
  if (range.from > context.now) return 'begins-in-the-future';
  const { mostDays } = context;
  if (mostDays !== undefined && dayCount(range, context.zone) > mostDays) {
    return 'longer-than-allowed';
  }
  return null;
}

/** The range after a press on a day: the first press sets one end, the second the other. */
export function pressDay(
  days: { readonly first: Day; readonly last: Day } | null,
  pressed: Day,
  open: boolean,
): { readonly first: Day; readonly last: Day; readonly open: boolean } {
  if (days === null || !open) return { first: pressed, last: pressed, open: true };
  return pressed < days.first
    ? { first: pressed, last: days.first, open: false }
    : { first: days.first, last: pressed, open: false };
}
