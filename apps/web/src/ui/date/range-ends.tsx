'use client';

import { useState } from 'react';
import { TextInput } from '../text-input.tsx';
import { dayFault } from './date-time-input.tsx';
import { type Day, type Instant, instantOf, localAt } from './day.ts';
import type { InstantRange } from './range.ts';
import { readDay, readTime, writeDay } from './read-date.ts';

/** Both ends as one types them: day left, time right, on one line each. */
export function RangeEnds({
  range,
  zone,
  onRange,
  today,
}: {
  readonly range: InstantRange;
  readonly zone: string;
  readonly onRange: (range: InstantRange) => void;
  readonly today: Day;
}) {
  return (
    <div className="grid w-0 min-w-full grid-cols-2 gap-x-5">
      <End
        label="From"
        instant={range.from}
        zone={zone}
        today={today}
        onInstant={(from) => onRange({ ...range, from })}
      />
      <End
        label="To"
        instant={range.to}
        zone={zone}
        today={today}
        onInstant={(to) => onRange({ ...range, to })}
      />
    </div>
  );
}

function End({
  label,
  instant,
  zone,
  today,
  onInstant,
}: {
  readonly label: string;
  readonly instant: Instant;
  readonly zone: string;
  readonly today: Day;
  readonly onInstant: (instant: Instant) => void;
}) {
  const local = localAt(instant, zone);
  const [draft, setDraft] = useState<{ day: string; time: string } | null>(null);
  const shown = draft ?? { day: writeDay(local.day), time: local.time.slice(0, 5) };
  const reading = readDay(shown.day, Number(today.slice(0, 4)));
  const time = readTime(shown.time);
  const fault = dayFault(reading) ?? (time === null ? 'This is no time of day.' : null);
  const type = (typed: { day: string; time: string }) => {
    setDraft(typed);
    const day = readDay(typed.day, Number(today.slice(0, 4)));
    const clock = readTime(typed.time);
    if (day.kind === 'day' && clock !== null) onInstant(instantOf(day.day, clock, zone).instant);
  };
  const settle = () => fault === null && setDraft(null);
  return (
    <div className="min-w-0">
      <TextInput
        aria-label={`${label}, day`}
        aria-invalid={fault !== null}
        value={shown.day}
        onValueChange={(day) => type({ ...shown, day })}
        onBlur={settle}
        className={fault === null ? undefined : 'border-danger'}
        after={
          <input
            aria-label={`${label}, time`}
            inputMode="numeric"
            value={shown.time}
            onChange={(event) => type({ ...shown, time: event.target.value })}
            onBlur={settle}
            className="w-11 self-stretch bg-transparent text-right text-ink-3 text-field outline-none focus:text-ink"
          />
        }
      />
      {fault !== null && <p className="pt-1 text-danger text-label">{fault}</p>}
    </div>
  );
}
