'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { ChartFrame } from '@/ui/chart/chart-frame.tsx';
import { cn } from '@/ui/cn.ts';
import { useLocale } from '@/ui/locale.tsx';
import type { Column } from '@/ui/table/columns.ts';
import type { DataState } from '@/ui/table/data-state.ts';
import { DayTime, Zone } from '@/ui/time.tsx';
import { bucketWords } from './bucket-words.ts';
import type { TimeBucket } from './model.ts';
import { isWithin, spanOf, type TimeSpan } from './span.ts';

const HEIGHT = 88;

const COLUMNS: readonly Column<TimeBucket>[] = [
  { id: 'from', kind: 'time', header: 'From', detail: 'day-and-minute', value: ({ from }) => from },
  { id: 'to', kind: 'time', header: 'To', detail: 'day-and-minute', value: ({ to }) => to },
  {
    id: 'count',
    kind: 'quantity',
    header: 'Events',
    decimals: 0,
    value: ({ count }) => String(count),
  },
];

/** How many events each span of time holds. Press a bar or draw over several to see only those. */
export function EventBars({
  buckets,
  state,
  span,
  onSpanChange,
}: {
  readonly buckets: readonly TimeBucket[];
  readonly state: DataState;
  readonly span: TimeSpan | null;
  readonly onSpanChange: (span: TimeSpan | null) => void;
}) {
  const { locale } = useLocale();
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  const tallest = Math.max(0, ...buckets.map(({ count }) => count));
  const [first, last] = [buckets[0], buckets.at(-1)];
  return (
    <ChartFrame
      title="Events over time"
      about={buckets.length === 0 ? undefined : 'press or draw over bars to see only those'}
      label={`${formatInteger(total, locale)} events in ${buckets.length} spans of time.`}
      state={state}
      empty={{ sentence: 'No event in this search.', next: 'Lift a filter to see more.' }}
      height={HEIGHT}
      table={{ columns: COLUMNS, rows: buckets, idOf: ({ from }) => from }}
    >
      <div className="flex h-full flex-col">
        <Bars buckets={buckets} span={span} onSpanChange={onSpanChange} />
        <p className="flex justify-between text-ink-3 text-micro">
          {first !== undefined && <DayTime at={first.from} />}
          <span>tallest bar {formatInteger(tallest, locale)} events</span>
          {last !== undefined && (
            <span>
              <DayTime at={last.to} /> <Zone at={last.to} />
            </span>
          )}
        </p>
      </div>
    </ChartFrame>
  );
}

/** The bars as one stop of the keyboard: arrows move, Shift widens, Enter chooses, Escape lifts. */
function Bars({
  buckets,
  span,
  onSpanChange,
}: {
  readonly buckets: readonly TimeBucket[];
  readonly span: TimeSpan | null;
  readonly onSpanChange: (span: TimeSpan | null) => void;
}) {
  const style = useLocale();
  const [brush, setBrush] = useState<{ from: number; to: number } | null>(null);
  const [at, setAt] = useState(buckets.length - 1);
  const row = useRef<HTMLDivElement>(null);
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  const drawn = brush === null ? span : spanOf(buckets, brush.from, brush.to);
  const stop = Math.min(at, buckets.length - 1);
  const move = (to: number, wider: boolean) => {
    const next = Math.min(buckets.length - 1, Math.max(0, to));
    setAt(next);
    setBrush(wider ? { from: brush?.from ?? stop, to: next } : null);
    row.current?.children[next]?.querySelector('button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: stop - 1,
      ArrowRight: stop + 1,
      Home: 0,
      End: buckets.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to, event.shiftKey);
    else if (event.key === 'Escape' && (brush !== null || span !== null)) {
      setBrush(null);
      onSpanChange(null);
    } else return;
    event.preventDefault();
  };
  const choose = (range: { from: number; to: number }) => {
    setBrush(null);
    const next = spanOf(buckets, range.from, range.to);
    // The same bars once more lift the span again.
    onSpanChange(next?.from === span?.from && next?.to === span?.to ? null : next);
  };
  const indexOf = (event: PointerEvent) => {
    const box = row.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    const part = ((event.clientX - box.left) / box.width) * buckets.length;
    return Math.min(buckets.length - 1, Math.max(0, Math.floor(part)));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a look of its own in every browser
    <div
      ref={row}
      role="group"
      aria-label="Events over time"
      className="flex min-h-0 flex-1 touch-none select-none items-stretch border-line-strong border-b"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setBrush({ from: indexOf(event), to: indexOf(event) });
      }}
      onPointerMove={(event) =>
        brush !== null && event.buttons > 0 && setBrush({ ...brush, to: indexOf(event) })
      }
      onPointerUp={(event) => brush !== null && choose({ ...brush, to: indexOf(event) })}
      onPointerCancel={() => setBrush(null)}
    >
      {buckets.map((bucket, index) => (
        <Bar
          key={bucket.from}
          label={bucketWords(bucket, style)}
          height={bucket.count / most}
          chosen={isWithin(bucket, drawn)}
          quiet={drawn !== null && !isWithin(bucket, drawn)}
          stop={index === stop}
          onChoose={() => choose({ from: brush?.from ?? index, to: index })}
        />
      ))}
    </div>
  );
}

function Bar({
  label,
  height,
  chosen,
  quiet,
  stop,
  onChoose,
}: {
  readonly label: string;
  readonly height: number;
  readonly chosen: boolean;
  readonly quiet: boolean;
  readonly stop: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <div className="min-w-0 flex-1">
      <button
        type="button"
        tabIndex={stop ? 0 : -1}
        aria-label={label}
        aria-pressed={chosen}
        title={label}
        // Presses of the pointer are the row's, which sees where they end.
        onClick={(event) => event.detail === 0 && onChoose()}
        className="flex size-full items-end px-px hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span
          className={cn('w-full', chosen ? 'bg-accent' : quiet ? 'bg-line' : 'bg-ink-2')}
          style={{ height: `${height * 100}%`, minHeight: height > 0 ? 2 : 0 }}
        />
      </button>
    </div>
  );
}
