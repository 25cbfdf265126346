'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { Popover } from '../popover.tsx';
import { untilLoaded } from '../until-loaded.ts';
import { addDays, type Day, type Instant, localAt, startOfDay } from './day.ts';
import {
  daysOf,
  type InstantRange,
  PRESET_WORDS,
  PRESETS,
  type Preset,
  pressDay,
  type RangeChoice,
  rangeFault,
  rangeOf,
} from './range.ts';
import { RangeEnds } from './range-ends.tsx';
import { choiceWords, faultWords, footWords } from './range-words.ts';
import { useMonthsShown } from './use-months-shown.ts';

const Calendar = dynamic(
  () => untilLoaded(() => import('./calendar.tsx')).then((made) => made.Calendar),
  {
    loading: () => <span className="block h-54 w-103 max-md:w-full" />,
  },
);

export interface DateRangePickerProps {
  readonly value: RangeChoice;
  readonly onValueChange: (choice: RangeChoice) => void;
  /** The instant that "now" and "to date" mean. */
  readonly now: Instant;
  readonly zone: string;
  /** The first day there is anything to show of. */
  readonly inception?: Day;
  readonly presets?: readonly Preset[];
  readonly mostDays?: number;
  readonly label?: string;
}

/** A range of time behind a button that says which. Nothing is shown until Show is pressed. */
export function DateRangePicker(props: DateRangePickerProps) {
  const { value, zone, label = 'Range' } = props;
  const [open, setOpen] = useState(false);
  return (
    <Popover
      bare
      title={label}
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="max-md:w-[calc(100vw-2rem)]"
      trigger={
        <Button aria-label={`${label}: ${choiceWords(value, zone)}`}>
          <Icon name="calendar" />
          {choiceWords(value, zone)}
          <Icon name="chevron-down" size={12} className="text-ink-3" />
        </Button>
      }
    >
      <RangePanel {...props} onClose={() => setOpen(false)} />
    </Popover>
  );
}

interface Draft {
  readonly choice: RangeChoice;
  /** One end is pressed and the other not yet. */
  readonly pressed: { readonly first: Day; readonly last: Day } | null;
}

function useRangeDraft({ value, now, zone, inception }: DateRangePickerProps) {
  const [draft, setDraft] = useState<Draft>({ choice: value, pressed: null });
  const context = { now, zone, inception };
  const range = rangeOf(draft.choice, context);
  const today = localAt(now, zone).day;
  const press = (day: Day) => {
    const days = draft.pressed ?? daysOf(range, zone);
    const next = pressDay(days, day, draft.pressed !== null);
    const to = next.last === today ? now : startOfDay(addDays(next.last, 1), zone);
    setDraft({
      choice: { kind: 'between', range: { from: startOfDay(next.first, zone), to } },
      pressed: next.open ? { first: next.first, last: next.last } : null,
    });
  };
  const between = (ends: InstantRange) =>
    setDraft({ choice: { kind: 'between', range: ends }, pressed: null });
  const preset = (name: Preset) =>
    setDraft({ choice: { kind: 'preset', preset: name }, pressed: null });
  return { draft, range, today, press, between, preset, context };
}

/** Presets left, ends typed above two months, length and zone in the foot. */
export function RangePanel({
  onClose,
  ...props
}: DateRangePickerProps & { readonly onClose?: () => void }) {
  const { zone, now, mostDays, inception, presets = PRESETS } = props;
  const { draft, range, today, press, between, preset, context } = useRangeDraft(props);
  const months = useMonthsShown();
  const fault = rangeFault(range, { ...context, mostDays });
  return (
    <div>
      <div className="flex max-md:flex-col">
        <PresetList
          presets={presets}
          choice={draft.choice}
          onPreset={preset}
          onBetween={() => between(range)}
        />
        <div className="flex flex-col gap-3 px-4 py-3 max-md:border-t">
          <RangeEnds range={range} zone={zone} onRange={between} today={today} />
          <Calendar
            key={`${range.to.slice(0, 7)}${months}`}
            range={draft.pressed ?? daysOf(range, zone)}
            onPress={press}
            months={months}
            today={today}
            to={today}
            {...(inception !== undefined && { from: inception })}
          />
        </div>
      </div>
      <div className="flex items-center gap-2 border-t px-4 py-3">
        <p
          aria-live="polite"
          className={fault === null ? 'text-ink-2 text-label' : 'text-danger text-label'}
        >
          {fault === null ? footWords(range, now, zone) : faultWords(fault, mostDays)}
        </p>
        <span className="flex-1" />
        <Button variant="quiet" onClick={() => onClose?.()}>
          Close
        </Button>
        <Button
          variant="primary"
          disabled={fault !== null}
          onClick={() => {
            props.onValueChange(draft.choice);
            onClose?.();
          }}
        >
          Show
        </Button>
      </div>
    </div>
  );
}

function PresetList({
  presets,
  choice,
  onPreset,
  onBetween,
}: {
  readonly presets: readonly Preset[];
  readonly choice: RangeChoice;
  readonly onPreset: (preset: Preset) => void;
  readonly onBetween: () => void;
}) {
  const item = (name: Preset | 'between', onPress: () => void) => {
    const on = choice.kind === 'preset' ? choice.preset === name : name === 'between';
    return (
      <button
        key={name}
        type="button"
        aria-pressed={on}
        onClick={onPress}
        className="relative h-7.5 whitespace-nowrap px-4 text-left before:absolute before:inset-y-0 before:left-0 before:w-0.5 hover:bg-hover aria-pressed:bg-accent-wash aria-pressed:before:bg-accent max-md:h-9"
      >
        {PRESET_WORDS[name]}
      </button>
    );
  };
  return (
    <fieldset className="flex w-33 shrink-0 flex-col border-r py-2.5 max-md:grid max-md:w-auto max-md:grid-cols-2 max-md:border-r-0">
      <legend className="sr-only">Presets</legend>
      {presets.map((preset) => item(preset, () => onPreset(preset)))}
      {item('between', onBetween)}
    </fieldset>
  );
}
