import { type Instant, localAt, zoneName } from './day.ts';
import {
  dayCount,
  daysOf,
  type InstantRange,
  PRESET_WORDS,
  type RangeChoice,
  type RangeFault,
} from './range.ts';
import { writeDay } from './read-date.ts';

/** The choice as its button says it: the preset's name, or the two ends. */
export function choiceWords(choice: RangeChoice, zone: string): string {
  if (choice.kind === 'preset') return PRESET_WORDS[choice.preset];
  const { first, last } = daysOf(choice.range, zone);
  if (first === last) return writeDay(first);
  const from = writeDay(first);
  const to = writeDay(last);
  // 12 Oct to 21 Nov 2026: a year that both ends share is said once.
  return from.slice(-4) === to.slice(-4) ? `${from.slice(0, -5)} to ${to}` : `${from} to ${to}`;
}

/** Length and zone, and what is not final yet: the foot of the picker. */
export function footWords(range: InstantRange, now: Instant, zone: string): string {
  const days = dayCount(range, zone);
  const length = `${days} ${days === 1 ? 'day' : 'days'}, ${zoneName(zone)}.`;
  const today = localAt(now, zone).day;
  if (daysOf(range, zone).last !== today) return length;
  const day = writeDay(today).slice(0, -5);
  return `${length} Figures of ${day} are not final until 00:00.`;
}

export function faultWords(fault: RangeFault, mostDays: number | undefined): string {
  switch (fault) {
    case 'ends-before-it-begins':
      return 'The end is before the start. Swap them, or choose a later end.';
    case 'begins-in-the-future':
      return 'This range has not begun. Choose an earlier start.';
    case 'longer-than-allowed':
      return `This range is longer than ${mostDays} days. Choose a later start.`;
  }
}
