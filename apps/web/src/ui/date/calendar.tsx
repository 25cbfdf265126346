'use client';

import { useState } from 'react';
import { DayPicker, type Matcher, type Modifiers } from 'react-day-picker';
import { cn } from '../cn.ts';
import { Icon } from '../icon.tsx';
import { type Day, dayToUtcDate, utcDateToDay } from './day.ts';

interface CalendarProps {
  /** The days washed, first and last filled. */
  readonly range: { readonly first: Day; readonly last: Day } | null;
  readonly onPress: (day: Day) => void;
  readonly months?: 1 | 2;
  readonly from?: Day;
  readonly to?: Day;
  readonly today?: Day;
  readonly autoFocus?: boolean;
}

const CELL = 'h-6.5 w-7 p-0 text-center text-label max-md:h-10 max-md:w-auto';

/**
 * One or two months, Monday first. Days are days of a calendar and not instants, so the grid is
 * computed in UTC whatever the reader's zone; what a day means is for whoever takes it.
 */
export function Calendar({
  range,
  onPress,
  months = 1,
  from,
  to,
  today,
  autoFocus,
}: CalendarProps) {
  const end = range === null ? (today ?? to) : range.last;
  const [month, setMonth] = useState(() => {
    const shown = end === undefined ? new Date() : dayToUtcDate(end);
    shown.setUTCDate(1);
    shown.setUTCMonth(shown.getUTCMonth() - (months - 1));
    return shown;
  });
  const disabled: Matcher[] = [];
  if (from !== undefined) disabled.push({ before: dayToUtcDate(from) });
  if (to !== undefined) disabled.push({ after: dayToUtcDate(to) });
  const selected =
    range === null ? undefined : { from: dayToUtcDate(range.first), to: dayToUtcDate(range.last) };
  return (
    <DayPicker
      mode="range"
      timeZone="UTC"
      weekStartsOn={1}
      numberOfMonths={months}
      month={month}
      onMonthChange={setMonth}
      selected={selected}
      onSelect={(_, pressed) => onPress(utcDateToDay(pressed))}
      disabled={disabled}
      {...(today !== undefined && { today: dayToUtcDate(today) })}
      autoFocus={autoFocus ?? false}
      formatters={FORMATTERS}
      labels={LABELS}
      components={{ Chevron }}
      classNames={CLASS_NAMES}
    />
  );
}

const format = (options: Intl.DateTimeFormatOptions) => {
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  return (date: Date) => made.format(date.getTime());
};
const monthAndYear = format({ month: 'long', year: 'numeric' });
const weekday = format({ weekday: 'short' });
const wholeDay = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

const FORMATTERS = {
  formatCaption: monthAndYear,
  formatWeekdayName: (date: Date) => weekday(date).slice(0, 2),
};

/** A day by its whole name, with the number that stands in its cell among the words. */
const LABELS = {
  labelDayButton: (date: Date, modifiers: Modifiers) =>
    [wholeDay(date), modifiers['today'] && 'today', modifiers['selected'] && 'in the range']
      .filter(Boolean)
      .join(', '),
};

function Chevron({ orientation }: { readonly orientation?: 'up' | 'down' | 'left' | 'right' }) {
  return <Icon name={orientation === 'left' ? 'chevron-left' : 'chevron-right'} size={12} />;
}

const CLASS_NAMES = {
  root: 'relative',
  months: 'flex gap-5',
  month: 'min-w-0 max-md:flex-1',
  month_caption: 'flex h-7 items-center font-medium',
  nav: 'absolute top-0 right-0 z-1 flex',
  button_previous: 'grid size-7 place-items-center text-ink-3 hover:text-ink',
  button_next: 'grid size-7 place-items-center text-ink-3 hover:text-ink',
  month_grid:
    'border-separate border-spacing-x-0 border-spacing-y-px max-md:w-full max-md:table-fixed',
  weekday: cn(CELL, 'h-5.5 font-normal text-ink-3 text-micro max-md:h-7'),
  day: cn(CELL, 'relative'),
  day_button: 'h-full w-full -outline-offset-2 hover:bg-hover disabled:hover:bg-transparent',
  outside: 'invisible',
  disabled: 'text-ink-3',
  today: cn(
    'after:pointer-events-none after:absolute after:bottom-0.75 after:left-1/2 after:h-[1.5px]',
    'after:w-1.5 after:-translate-x-1/2 after:bg-current',
  ),
  range_middle: 'bg-accent-wash',
  range_start: 'bg-accent font-medium text-on-accent [&>button:hover]:bg-accent',
  range_end: 'bg-accent font-medium text-on-accent [&>button:hover]:bg-accent',
} as const;
