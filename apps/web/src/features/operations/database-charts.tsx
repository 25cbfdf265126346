'use client';

import type { DatabaseMeasure } from '@ultrathink/domain/operations';
import { memo } from 'react';
import { LineChart } from '@/ui/chart/line-chart.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { Segmented } from '@/ui/segmented.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import { linePoints } from './line-points.ts';

export type Span = '1h' | '24h' | '7d';

export type Figures = Omit<DatabaseMeasure, 'tables'>;

const HEIGHT = 132;

/**
 * The database over time: its size, who is connected, and the room that is left. Drawn when a
 * measure comes, and not with every second of the engine's figures.
 */
export const DatabaseCharts = memo(function DatabaseCharts({
  measures,
  everyMs,
  state,
  span,
  onSpanChange,
}: {
  readonly measures: readonly Figures[];
  /** How far apart these measures stand when none is missing. */
  readonly everyMs: number;
  readonly state: DataState;
  readonly span: Span;
  readonly onSpanChange: (span: Span) => unknown;
}) {
  const empty = {
    sentence: 'No measure in this span.',
    next: 'Jobs measure the database each minute.',
  };
  const shared = { state, empty, height: HEIGHT };
  return (
    <section aria-label="Database">
      <SectionHeading title="Database" about="one measure a minute">
        <Segmented<Span>
          label="Span"
          value={span}
          onValueChange={onSpanChange}
          options={[
            { value: '1h', label: '1h', name: 'one hour' },
            { value: '24h', label: '24h', name: 'twenty-four hours' },
            { value: '7d', label: '7d', name: 'seven days' },
          ]}
        />
      </SectionHeading>
      <LineChart
        {...shared}
        title="Size"
        label="Size of the database over the span."
        unit={{ kind: 'bytes' }}
        series={[{ id: 'size', name: 'size' }]}
        points={linePoints(measures, everyMs, ({ databaseBytes }) => ({ size: databaseBytes }))}
      />
      <LineChart
        {...shared}
        title="Connections"
        label="Connections to the database, those at work and those that wait."
        unit={{ kind: 'amount', decimals: 0 }}
        zero
        series={[
          { id: 'active', name: 'active' },
          { id: 'idle', name: 'idle' },
        ]}
        points={linePoints(measures, everyMs, ({ connections }) => ({
          active: connections.active,
          idle: connections.idle + connections.idleInTransaction,
        }))}
      />
      <LineChart
        {...shared}
        title="Disk free"
        label="Free room on the disk that holds the data folder."
        unit={{ kind: 'bytes' }}
        series={[{ id: 'free', name: 'free' }]}
        points={linePoints(measures, everyMs, ({ disk }) => ({ free: disk.freeBytes }))}
      />
    </section>
  );
});
