'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { cn } from '../cn.ts';
import { Segmented } from '../segmented.tsx';
import { EmptyState } from '../states.tsx';
import type { Column } from '../table/columns.ts';
import { type DataState, READY, showsData } from '../table/data-state.ts';
import { StateWord } from '../table/state-word.tsx';
import { untilLoaded } from '../until-loaded.ts';
import { BareAxes } from './bare-axes.tsx';
import { LegendSwatch } from './legend-swatch.tsx';
import type { SeriesLook } from './series-look.ts';

/** The table is code of its own, fetched when somebody asks for it. */
const ChartTable = dynamic(
  () => untilLoaded(() => import('./chart-table.tsx')).then((made) => made.ChartTable),
  {
    loading: () => null,
  },
) as unknown as typeof import('./chart-table.tsx').ChartTable;

export interface LegendItem {
  readonly id: string;
  readonly name: string;
  readonly look: SeriesLook;
  /** A square instead of a stroke, for areas and bars. */
  readonly fill?: boolean;
}

export interface ChartFrameProps<Row extends object> {
  readonly title: string;
  /** The chart in one sentence, for whoever can't see it: what it shows and where it ends. */
  readonly label: string;
  /** Beside the title: the span, the count. */
  readonly about?: ReactNode;
  readonly state?: DataState;
  /** Said when there is nothing to draw, with what would bring something. */
  readonly empty?: { readonly sentence: string; readonly next?: ReactNode };
  readonly legend?: readonly LegendItem[];
  /** Left of the switch: ranges, settings. */
  readonly actions?: ReactNode;
  /** The figures themselves: what the switch to Table shows. */
  readonly table: {
    readonly columns: readonly Column<Row>[];
    readonly rows: readonly Row[];
    readonly idOf: (row: Row) => string;
  };
  /** Height of the drawing in px, which the frame keeps in every state; or all the room there is. */
  readonly height?: number | 'fill';
  /** Chosen by the page around it, which then says the title too: the frame has no heading line. */
  readonly view?: 'chart' | 'table';
  readonly className?: string;
  readonly children: ReactNode;
}

/** Heading, legend, drawing or table, and what is said when there is nothing to draw. */
export function ChartFrame<Row extends object>({
  title,
  label,
  about,
  state = READY,
  empty,
  legend = [],
  actions,
  table,
  height = 240,
  view: chosen,
  className,
  children,
}: ChartFrameProps<Row>) {
  const [own, setView] = useState<'chart' | 'table'>('chart');
  const view = chosen ?? own;
  const isFilling = height === 'fill';
  const nothing = showsData(state) && table.rows.length === 0;
  const drawn = showsData(state) && !nothing;
  const isLegendShown = legend.length > 0 && chosen === undefined;
  return (
    <figure
      aria-label={title}
      className={cn('flex min-w-0 flex-col', isFilling && 'min-h-0 flex-1', className)}
    >
      <figcaption
        className={cn(
          'flex min-h-8.5 flex-wrap items-center gap-x-4 gap-y-1',
          chosen !== undefined && 'sr-only',
        )}
      >
        <span className="font-medium">{title}</span>
        {about !== undefined && <span className="text-ink-3 text-label">{about}</span>}
        <span className="sr-only">{label}</span>
        <span className="ml-auto flex items-center gap-4">
          <StateWord state={state} />
          {drawn && actions}
          {drawn && chosen === undefined && (
            <Segmented
              label={`${title}: chart or table`}
              value={view}
              onValueChange={setView}
              options={[
                { value: 'chart', label: 'Chart' },
                { value: 'table', label: 'Table' },
              ]}
            />
          )}
        </span>
      </figcaption>
      {legend.length > 0 && <Legend items={legend} isHidden={chosen !== undefined} />}
      <div
        className={cn('relative min-w-0', isFilling && 'min-h-0 flex-1')}
        style={isFilling ? undefined : { height: height - (isLegendShown ? LEGEND_PX : 0) }}
      >
        {drawn && view === 'chart' && children}
        {drawn && view === 'table' && <ChartTable title={title} {...table} height="100%" />}
        {!drawn && <BareAxes loading={state.kind === 'loading'} />}
        {!drawn && <Words state={state} empty={empty} />}
      </div>
    </figure>
  );
}

/** Taken off the drawing, so that charts side by side end at the same line with a legend or without. */
const LEGEND_PX = 20;

/** A line of its own: beside a title and a switch it would break wherever the room ends. */
function Legend({
  items,
  isHidden,
}: {
  readonly items: readonly LegendItem[];
  readonly isHidden: boolean;
}) {
  return (
    <div
      className={
        isHidden ? 'sr-only' : 'flex h-5 shrink-0 items-center gap-x-4 overflow-hidden text-nowrap'
      }
    >
      {items.map(({ id, name, look, fill }) => (
        <span key={id} className="flex min-w-0 items-center gap-1.5 text-ink-2 text-label">
          <LegendSwatch look={look} fill={fill ?? false} />
          <span className="truncate">{name}</span>
        </span>
      ))}
    </div>
  );
}

/** Over the axes, left, on a patch of paper, so that the lines stop where the words begin. */
function Words({
  state,
  empty,
}: {
  readonly state: DataState;
  readonly empty: ChartFrameProps<object>['empty'];
}) {
  if (state.kind === 'loading') return null;
  const said =
    state.kind === 'error' ? (
      <EmptyState
        next={
          <>
            {state.safe}
            {state.quote !== undefined && (
              <>
                {' '}
                Quote <span className="select-all font-mono">{state.quote}</span>.
              </>
            )}{' '}
            {state.onRetry && (
              <button
                type="button"
                onClick={state.onRetry}
                className="font-medium text-accent underline-offset-3 hover:underline"
              >
                Try again
              </button>
            )}
          </>
        }
      >
        {state.sentence}
      </EmptyState>
    ) : state.kind === 'forbidden' ? (
      <EmptyState next={state.ask}>{state.sentence}</EmptyState>
    ) : (
      <EmptyState next={empty?.next}>{empty?.sentence ?? 'Nothing to draw yet.'}</EmptyState>
    );
  return (
    <div
      role={state.kind === 'error' ? 'alert' : undefined}
      className="absolute top-1/2 left-0 max-w-[80%] -translate-y-1/2 bg-paper pr-3"
    >
      {said}
    </div>
  );
}
