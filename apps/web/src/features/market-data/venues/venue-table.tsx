'use client';

import { formatLatency } from '@ultrathink/domain/kernel';
import { LimitBar } from '@/ui/bar.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { VenueState } from '@/ui/status.tsx';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import type { DataState } from '@/ui/table/data-state.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import type { VenueRow } from '../model.ts';
import { venueName } from '../words.ts';
import { gapsOf, stateName, tightest, usualLatency } from './venue-look.ts';

const idOf = ({ venue }: VenueRow) => venue;

const whole = (count: number | undefined) => (count === undefined ? null : String(count));

const HEALTH_COLUMNS = defineColumns<VenueRow>([
  {
    id: 'venue',
    header: 'Venue',
    kind: 'text',
    width: 130,
    always: true,
    list: 'title',
    value: ({ venue }) => venueName(venue),
  },
  {
    id: 'state',
    header: 'State',
    kind: 'status',
    width: 130,
    list: 'state',
    value: ({ report }) => (report === null ? 'Unknown' : stateName(report.current.state)),
    cell: ({ report }) =>
      report === null ? 'Unknown' : <VenueState state={stateName(report.current.state)} />,
  },
  {
    id: 'network',
    header: 'Network',
    kind: 'text',
    width: 110,
    from: 1000,
    value: ({ report }) => report?.network.toLowerCase() ?? null,
  },
  {
    id: 'p50',
    restless: true,
    header: 'p50 ms',
    kind: 'quantity',
    decimals: 1,
    width: 80,
    value: ({ report }) => msText(report === null ? undefined : usualLatency(report)?.p50Ms),
  },
  {
    id: 'p99',
    restless: true,
    header: 'p99 ms',
    kind: 'quantity',
    decimals: 1,
    width: 80,
    value: ({ report }) => msText(report === null ? undefined : usualLatency(report)?.p99Ms),
  },
]);

const FEED_COLUMNS = defineColumns<VenueRow>([
  {
    id: 'limit',
    restless: true,
    header: 'Rate limit used',
    kind: 'text',
    width: 190,
    from: 760,
    value: ({ report }) => {
      const budget = report === null ? undefined : tightest(report);
      if (budget === undefined) return null;
      const used = Math.round(budget.capacity - budget.left);
      return `${used} of ${budget.capacity} ${budget.budget}`;
    },
    cell: ({ report, venue }) => {
      const budget = report === null ? undefined : tightest(report);
      if (budget === undefined) return null;
      const used = budget.capacity - budget.left;
      return (
        <span className="inline-flex items-center gap-2 align-middle">
          <LimitBar
            used={budget.capacity === 0 ? 1 : used / budget.capacity}
            label={`${budget.budget} of ${venueName(venue)}`}
            className="w-14"
          />
          <span className="text-ink-2 text-label">
            {Math.round(used)} of {budget.capacity} {budget.budget}
          </span>
        </span>
      );
    },
  },
  {
    id: 'books',
    header: 'Books',
    kind: 'text',
    width: 90,
    value: ({ report }) =>
      report === null ? null : `${report.feed.booksGood} of ${report.feed.instruments}`,
  },
  {
    id: 'updates',
    restless: true,
    header: 'Updates/s',
    kind: 'quantity',
    decimals: 0,
    width: 90,
    from: 900,
    value: ({ report }) =>
      report === null ? null : String(Math.round(report.feed.updatesPerSecond)),
  },
  {
    id: 'gaps',
    header: 'Gaps',
    kind: 'quantity',
    decimals: 0,
    width: 70,
    value: ({ report }) => (report === null ? null : whole(gapsOf(report))),
  },
  {
    id: 'instruments',
    header: 'Instruments',
    kind: 'quantity',
    decimals: 0,
    width: 100,
    from: 1100,
    value: ({ instruments }) => String(instruments.length),
  },
  {
    id: 'since',
    header: 'Since',
    kind: 'time',
    detail: 'day-and-minute',
    width: 130,
    list: 'when',
    value: ({ report }) => report?.current.since ?? null,
  },
]);

const columnsOf = (locale: string): readonly Column<VenueRow>[] => [
  ...HEALTH_COLUMNS,
  {
    id: 'clock',
    restless: true,
    header: 'Clock',
    kind: 'text',
    width: 150,
    from: 900,
    value: ({ report }) => clockText(report?.clockOffset ?? null, locale),
  },
  ...FEED_COLUMNS,
];

function msText(ms: number | undefined): string | null {
  return ms === undefined ? null : ms.toFixed(1);
}

function clockText(
  offset: { readonly ms: number; readonly uncertaintyMs: number } | null,
  locale: string,
): string | null {
  if (offset === null) return null;
  const sign = offset.ms < 0 ? '−' : '+';
  return `${sign}${formatLatency(Math.abs(offset.ms), locale)} ± ${formatLatency(offset.uncertaintyMs, locale)}`;
}

/** A line for each venue; opening one shows what stands behind it. */
export function VenueTable({
  rows,
  state,
  onOpen,
}: {
  readonly rows: readonly VenueRow[];
  readonly state: DataState;
  readonly onOpen: (row: VenueRow) => void;
}) {
  const { locale } = useLocale();
  return (
    <DataTable<VenueRow>
      id="venues"
      address="v"
      title="Venues"
      summary={`${rows.length} venues`}
      columns={columnsOf(locale)}
      rows={rows}
      idOf={idOf}
      onOpen={onOpen}
      state={state}
      empty={{ sentence: 'No venue is connected.', next: 'Connect the first with a key.' }}
      expectedRows={3}
    />
  );
}
