'use client';

import { type ReactNode, useState } from 'react';
import { Field } from '../field.tsx';
import { TextInput } from '../text-input.tsx';
import { CalendarButton } from './calendar-button.tsx';
import { type Day, type Instant, instantOf, localAt, zoneName } from './day.ts';
import { type DayReading, readDay, readTime, writeDay } from './read-date.ts';

const DAY_FAULTS: Readonly<Record<'ambiguous' | 'unreadable', string>> = {
  ambiguous: 'This is two different days, by country. Write the month as a word, like 3 Apr 2026.',
  unreadable: 'This is no day. Write it like 21 Nov 2026.',
};

export function dayFault(reading: DayReading): string | null {
  return reading.kind === 'ambiguous' || reading.kind === 'unreadable'
    ? DAY_FAULTS[reading.kind]
    : null;
}

/** The year a day without one is meant to be of. */
function yearNow(today: Day | undefined): number {
  return Number((today ?? new Date().toISOString()).slice(0, 4));
}

interface DateFieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly disabled?: boolean;
  readonly optional?: boolean;
  readonly name?: string;
  readonly className?: string;
  /** The first and last day that can be chosen. */
  readonly from?: Day;
  readonly to?: Day;
  /** The reader's today, underlined in the calendar. */
  readonly today?: Day;
}

/** Text being typed, as long as it differs from what is kept. */
function useDraft(kept: string): [string, (text: string | null) => void] {
  const [draft, setDraft] = useState<string | null>(null);
  return [draft ?? kept, setDraft];
}

function outside(day: Day, from: Day | undefined, to: Day | undefined): string | null {
  if (from !== undefined && day < from) return `The first day is ${writeDay(from)}.`;
  if (to !== undefined && day > to) return `The last day is ${writeDay(to)}.`;
  return null;
}

/** A day, typed or taken from a calendar. Null while what is typed is no day. */
export function DateInput({
  value,
  onValueChange,
  from,
  to,
  today,
  error,
  name,
  ...field
}: DateFieldProps & {
  readonly value: Day | null;
  readonly onValueChange: (day: Day | null) => void;
}) {
  const [text, setDraft] = useDraft(value === null ? '' : writeDay(value));
  const reading = readDay(text, yearNow(today));
  const fault =
    dayFault(reading) ?? (reading.kind === 'day' ? outside(reading.day, from, to) : null);
  return (
    <Field {...field} error={error ?? fault ?? undefined}>
      <TextInput
        {...(name !== undefined && { name })}
        placeholder="21 Nov 2026"
        value={text}
        onValueChange={(typed) => {
          setDraft(typed);
          const read = readDay(typed, yearNow(today));
          const fits = read.kind === 'day' && outside(read.day, from, to) === null;
          onValueChange(fits && read.kind === 'day' ? read.day : null);
        }}
        onBlur={() => fault === null && setDraft(null)}
        after={
          <CalendarButton
            disabled={field.disabled ?? false}
            value={value}
            {...bounds(from, to, today)}
            onPick={(day) => {
              setDraft(null);
              onValueChange(day);
            }}
          />
        }
      />
    </Field>
  );
}

function bounds(from: Day | undefined, to: Day | undefined, today: Day | undefined) {
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(today !== undefined && { today }),
  };
}

/**
 * An instant, typed as day and time on the clock of a zone that is named beside it. Where clocks
 * skip or repeat that time, the field says which instant it took.
 */
export function DateTimeInput({
  value,
  onValueChange,
  zone,
  from,
  to,
  today,
  error,
  hint,
  name,
  ...field
}: DateFieldProps & {
  readonly value: Instant | null;
  readonly onValueChange: (instant: Instant | null) => void;
  readonly zone: string;
}) {
  const local = value === null ? null : localAt(value, zone);
  const [dayText, setDay] = useDraft(local === null ? '' : writeDay(local.day));
  const [timeText, setTime] = useDraft(local?.time ?? '');
  const reading = readDay(dayText, yearNow(today));
  const time = timeText.trim() === '' ? '00:00' : readTime(timeText);
  const meaning =
    reading.kind === 'day' && time !== null ? instantOf(reading.day, time, zone) : null;
  const put = (nextDay: string, nextTime: string) => {
    const day = readDay(nextDay, yearNow(today));
    const clock = nextTime.trim() === '' ? '00:00' : readTime(nextTime);
    const fits = day.kind === 'day' && outside(day.day, from, to) === null;
    onValueChange(
      fits && clock !== null && day.kind === 'day' ? instantOf(day.day, clock, zone).instant : null,
    );
  };
  const fault =
    dayFault(reading) ??
    (reading.kind === 'day' ? outside(reading.day, from, to) : null) ??
    (time === null ? 'This is no time of day. Write it like 09:41.' : null);
  const said = meaning === null ? undefined : clockWords(meaning.kind, meaning.instant, zone);
  return (
    <Field
      {...field}
      aside={<span>{zoneName(zone)}</span>}
      error={error ?? fault ?? undefined}
      hint={said ?? hint}
    >
      <TextInput
        {...(name !== undefined && { name })}
        placeholder="21 Nov 2026"
        value={dayText}
        onValueChange={(typed) => {
          setDay(typed);
          put(typed, timeText);
        }}
        onBlur={() => dayFault(reading) === null && setDay(null)}
        after={
          <>
            <input
              aria-label="Time"
              disabled={field.disabled}
              inputMode="numeric"
              placeholder="00:00"
              value={timeText}
              onChange={(event) => {
                setTime(event.target.value);
                put(dayText, event.target.value);
              }}
              onBlur={() => time !== null && meaning !== null && setTime(null)}
              className="w-17 self-stretch bg-transparent text-right text-ink-2 outline-none"
            />
            <CalendarButton
              disabled={field.disabled ?? false}
              value={local?.day ?? null}
              {...bounds(from, to, today)}
              onPick={(day) => {
                setDay(null);
                put(writeDay(day), timeText);
              }}
            />
          </>
        }
      />
    </Field>
  );
}

/** What a time means on a day on which clocks change; nothing on every other day. */
export function clockWords(
  kind: 'once' | 'skipped' | 'twice',
  instant: Instant,
  zone: string,
): string | undefined {
  if (kind === 'once') return undefined;
  const { time } = localAt(instant, zone);
  return kind === 'skipped'
    ? `Clocks in ${zoneName(zone)} skip this time. Taken as ${time}, when they go on.`
    : `Clocks in ${zoneName(zone)} show this time twice. Taken as the first.`;
}
