'use client';

import { LimitBar } from '@/ui/bar.tsx';
import { FactList } from '@/ui/facts.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { VenueState } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { DayTime, Time } from '@/ui/time.tsx';
import { Timeline } from '@/ui/timeline.tsx';
import type { VenueReport, VenueRow, VenueStateEntry } from '../model.ts';
import { venueName } from '../words.ts';
import { gapsOf, stateName } from './venue-look.ts';

type Latency = VenueReport['latencies'][number];
type Stream = VenueReport['streams'][number];

const figure = (id: 'p50Ms' | 'p90Ms' | 'p99Ms' | 'mostMs', header: string) =>
  ({
    id,
    kind: 'quantity',
    header,
    decimals: 1,
    value: (row: Latency) => row[id].toFixed(1),
  }) as const;

const LATENCY_COLUMNS = defineColumns<Latency>([
  { id: 'operation', kind: 'text', header: 'Request', value: ({ operation }) => operation },
  {
    id: 'count',
    kind: 'quantity',
    header: 'Count',
    decimals: 0,
    value: ({ count }) => String(count),
  },
  figure('p50Ms', 'p50 ms'),
  figure('p90Ms', 'p90 ms'),
  figure('p99Ms', 'p99 ms'),
  figure('mostMs', 'Most ms'),
]);

const STREAM_COLUMNS = defineColumns<Stream>([
  { id: 'name', kind: 'text', header: 'Stream', value: ({ name }) => name },
  { id: 'state', kind: 'text', header: 'State', value: ({ state }) => STREAM_WORD[state] },
  {
    id: 'messages',
    kind: 'quantity',
    header: 'Messages',
    decimals: 0,
    value: ({ messages }) => String(messages),
  },
  {
    id: 'reconnects',
    kind: 'quantity',
    header: 'Reconnects',
    decimals: 0,
    value: ({ reconnects }) => String(reconnects),
  },
  {
    id: 'down',
    kind: 'text',
    header: 'Last loss',
    value: ({ lastDown }) => (lastDown === null ? null : `${lastDown.code}: ${lastDown.detail}`),
  },
]);

const STREAM_WORD: Readonly<Record<Stream['state'], string>> = {
  Connecting: 'connecting',
  Open: 'open',
  Waiting: 'waits to try again',
  Closed: 'closed',
};

/** One venue: how it is and why, what it answers in, what is left of its limits, what it was before. */
export function VenueView({ row }: { readonly row: VenueRow }) {
  const { report, venue } = row;
  return (
    <div className="flex flex-col gap-2">
      <h2 className="flex items-baseline gap-3 text-title">
        {venueName(venue)}
        {report !== null && (
          <span className="text-body">
            <VenueState state={stateName(report.current.state)} />
          </span>
        )}
      </h2>
      {report === null ? (
        <EmptyState>
          The engine tells nothing of it now: it does not run, or does not use it.
        </EmptyState>
      ) : (
        <Report report={report} />
      )}
      <SectionHeading title="History" about="what it was, and why" />
      <History entries={row.history.length > 0 ? row.history : (report?.history ?? [])} />
    </div>
  );
}

function Report({ report }: { readonly report: VenueReport }) {
  const { current, feed, clockOffset, requests } = report;
  return (
    <>
      {current.reasons.map(({ code, sentence }) => (
        <p key={code} className="text-ink-2">
          {sentence}
        </p>
      ))}
      <FactList
        facts={[
          { name: 'Since', value: <DayTime at={current.since} /> },
          {
            name: 'Clock',
            value:
              clockOffset === null
                ? 'not measured yet'
                : `${clockOffset.ms.toFixed(1)} ms against ours, ± ${clockOffset.uncertaintyMs.toFixed(1)} ms`,
          },
          {
            name: 'Requests',
            value: `${requests.answered} answered, ${requests.notSent} not sent, ${requests.noAnswer} without an answer`,
          },
          {
            name: 'Books',
            value: `${feed.booksGood} good, ${feed.booksStale} stale, of ${feed.instruments}`,
          },
          {
            name: 'Updates',
            value: `${feed.updates} taken, ${feed.conflated} of them replaced by a newer one, ${gapsOf(report)} gaps`,
          },
          {
            name: 'Instruments',
            value:
              report.instrumentsAt === null ? (
                'not asked yet'
              ) : (
                <>
                  asked <DayTime at={report.instrumentsAt} />
                  {report.refused > 0 && `, ${report.refused} could not be read`}
                </>
              ),
          },
        ]}
      />
      <SectionHeading title="Latency" about="first byte out to last byte in" />
      {report.latencies.length === 0 ? (
        <EmptyState>Nothing was asked yet.</EmptyState>
      ) : (
        <PlainTable<Latency>
          title="Latency by request"
          columns={LATENCY_COLUMNS}
          rows={report.latencies}
          idOf={({ operation }) => operation}
        />
      )}
      <SectionHeading title="Rate limits" about="what is left" />
      <Budgets report={report} />
      <SectionHeading title="Streams" />
      <PlainTable<Stream>
        title="Streams"
        columns={STREAM_COLUMNS}
        rows={report.streams}
        idOf={({ name }) => name}
      />
      {report.lastFaults.length > 0 && (
        <>
          <SectionHeading title="Last faults" />
          <ul className="text-label">
            {report.lastFaults.map(({ at, text }) => (
              <li key={`${at} ${text}`} className="border-line-faint border-b py-1">
                <span className="pr-2 text-ink-3">
                  <Time at={at} />
                </span>
                {text}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Budgets({ report }: { readonly report: VenueReport }) {
  if (report.budgets.length === 0) return <EmptyState>No limit is known yet.</EmptyState>;
  return (
    <ul>
      {report.budgets.map(({ line, budget, capacity, left }) => (
        <li
          key={`${line} ${budget}`}
          className="flex items-center gap-3 border-line-faint border-b py-1"
        >
          <span className="w-40 min-w-0 truncate">
            {budget} <span className="text-ink-3 text-label">{line}</span>
          </span>
          <LimitBar
            used={capacity === 0 ? 1 : 1 - left / capacity}
            label={`${budget} of ${line}`}
            className="flex-1"
          />
          <span className="text-label tabular-nums">
            {Math.round(left)} of {capacity} left
          </span>
        </li>
      ))}
      {report.breakers
        .filter(({ state }) => state !== 'Closed')
        .map(({ line, state, reason, until }) => (
          <li key={line} className="py-1 text-warn">
            The breaker of {line} is {state === 'Open' ? 'open' : 'half open'}
            {reason !== null && `: ${reason}`}
            {until !== null && (
              <>
                , until <Time at={until} />
              </>
            )}
          </li>
        ))}
    </ul>
  );
}

const SHAPES = {
  UP: { shape: 'dot', tone: 'accent' },
  DEGRADED: { shape: 'diamond', tone: 'warn' },
  RECONCILING: { shape: 'ring-dashed', tone: 'ink-3' },
  MAINTENANCE: { shape: 'ring', tone: 'ink-3' },
  DOWN: { shape: 'square', tone: 'danger' },
} as const;

function History({ entries }: { readonly entries: readonly VenueStateEntry[] }) {
  if (entries.length === 0) return <EmptyState>Nothing was kept yet.</EmptyState>;
  return (
    <Timeline
      label="States of the venue, newest first"
      events={entries.map(({ state, since, reasons }) => ({
        id: `${since} ${state}`,
        ...SHAPES[state],
        title: stateName(state),
        offset: <DayTime at={since} />,
        evidence: reasons.map(({ sentence }) => sentence).join(' ') || undefined,
      }))}
    />
  );
}
