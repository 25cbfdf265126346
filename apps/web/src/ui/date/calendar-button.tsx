'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Icon } from '../icon.tsx';
import { Popover } from '../popover.tsx';
import { untilLoaded } from '../until-loaded.ts';
import type { Day } from './day.ts';

/** The calendar is code of its own, fetched when somebody opens one. */
const Calendar = dynamic(
  () => untilLoaded(() => import('./calendar.tsx')).then(({ Calendar: made }) => made),
  {
    loading: () => <span className="block h-54 w-49" />,
  },
);

/** The sign at the end of a date field; what is pressed in its calendar is taken at once. */
export function CalendarButton({
  value,
  onPick,
  disabled = false,
  ...bounds
}: {
  readonly value: Day | null;
  readonly onPick: (day: Day) => void;
  readonly disabled?: boolean;
  readonly from?: Day;
  readonly to?: Day;
  readonly today?: Day;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      bare
      title="Choose a day"
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="px-4 py-3"
      trigger={
        <button
          type="button"
          disabled={disabled}
          aria-label="Choose a day in the calendar"
          className="-mr-1 grid size-6 shrink-0 place-items-center rounded-control text-ink-3 hover:text-ink disabled:opacity-50 data-popup-open:text-accent"
        >
          <Icon name="calendar" />
        </button>
      }
    >
      <Calendar
        range={value === null ? null : { first: value, last: value }}
        onPress={(day) => {
          onPick(day);
          setOpen(false);
        }}
        autoFocus
        {...bounds}
      />
    </Popover>
  );
}
