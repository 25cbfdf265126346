'use client';

import { useState } from 'react';
import { ConsistencyPicture } from '@/features/audit/consistency-picture.tsx';
import { Diff } from '@/features/audit/diff.tsx';
import { EventBars } from '@/features/audit/event-bars.tsx';
import { eventColumns } from '@/features/audit/event-columns.tsx';
import { EventView } from '@/features/audit/event-view.tsx';
import { FACET_GROUPS } from '@/features/audit/facet-groups.ts';
import { FacetPanel } from '@/features/audit/facet-panel.tsx';
import { LogLine } from '@/features/audit/log-line.tsx';
import { LogPanel } from '@/features/audit/log-panel.tsx';
import type {
  AuditEvent,
  AuditEventRow,
  CheckpointRow,
  FacetId,
  Facets,
  LogHead,
  TimeBucket,
} from '@/features/audit/model.ts';
import type { TimeSpan } from '@/features/audit/span.ts';
import type { Verification } from '@/features/audit/verification.ts';
import { VerificationView } from '@/features/audit/verification-view.tsx';
import { auditWays } from '@/features/audit/ways.ts';
import { Button } from '@/ui/button.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { READY } from '@/ui/table/data-state.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { Specimen, SpecimenGrid } from './specimen.tsx';

const WAYS = auditWays('/compliance/audit');
const AT = '2026-11-21T09:42:31.000Z';

const VERIFICATIONS: readonly { name: string; about: string; state: Verification }[] = [
  { name: 'Verification', about: 'before anybody asked', state: { kind: 'idle' } },
  { name: 'Running', about: 'can be stopped', state: { kind: 'running', checked: 58, total: 96 } },
  {
    name: 'Intact',
    about: 'what was recomputed, and how long it took',
    state: { kind: 'intact', checked: 96, tookMs: 318, at: AT },
  },
  {
    name: 'Broken',
    about: 'the first bad sequence, why, and what is safe',
    state: {
      kind: 'broken',
      checked: 48,
      tookMs: 160,
      at: AT,
      breakage: {
        sentence:
          'Event 49 of the chain people: its contents are not those its hash was made of: it was changed.',
      },
    },
  },
  {
    name: 'Stopped',
    about: 'says what was not looked at',
    state: { kind: 'canceled', checked: 58, total: 96 },
  },
  {
    name: 'Not finished',
    about: 'a failure of the way is none of the log',
    state: {
      kind: 'failed',
      checked: 58,
      total: 96,
      sentence: 'The database did not answer.',
      quote: '7F3K-22',
    },
  },
];

const NOBODY: Readonly<Record<FacetId, readonly string[]>> = {
  action: ['auth.signIn'],
  actor: [],
  subject: [],
  client: [],
  chain: [],
};

/** The parts of the log's explorer, each in its states. */
export function EventLogSpecimens({
  rows,
  event,
  correlated,
  receipt,
  facets,
  buckets,
  head,
  checkpoints,
}: {
  readonly rows: readonly AuditEventRow[];
  readonly event: AuditEvent;
  readonly correlated: readonly AuditEventRow[];
  readonly receipt: string;
  readonly facets: Facets;
  readonly buckets: readonly TimeBucket[];
  readonly head: LogHead;
  readonly checkpoints: readonly CheckpointRow[];
}) {
  const intact: Verification = { kind: 'intact', checked: 96, tookMs: 318, at: AT };
  const [newer, , older] = checkpoints;
  return (
    <SpecimenGrid columns={2}>
      <Specimen
        name="Head of the log"
        about="its length, its last checkpoint, what was verified"
        wide
        flush
      >
        <div className="-mx-gutter">
          <LogLine head={head} verification={intact}>
            <Button>Export with proof</Button>
            <Button variant="primary">Verify now</Button>
          </LogLine>
        </div>
      </Specimen>
      <Specimen name="Events" about="newest first; the chain runs through its squares" wide flush>
        <Rows rows={rows} />
      </Specimen>
      <Specimen
        name="Events over time"
        about="press or draw over bars; arrows, Shift and Enter do the same"
        flush
      >
        <Bars buckets={buckets} />
      </Specimen>
      <Specimen name="Facets" about="an or within a group, an and between groups">
        <Facetted facets={facets} />
      </Specimen>
      <Specimen name="One event" about="what happened, what it changed, and its proof">
        <EventView
          event={event}
          correlated={correlated}
          receipt={{ kind: 'ready', text: receipt, fileName: 'people-50.tlog-proof' }}
          ways={WAYS}
        />
      </Specimen>
      <div className="grid gap-y-8">
        {VERIFICATIONS.map(({ name, about, state }) => (
          <Specimen key={name} name={name} about={about} flush>
            <VerificationView state={state} total={96} onStart={() => {}} onCancel={() => {}} />
          </Specimen>
        ))}
      </div>
      <Specimen name="Consistency" about="a later checkpoint holds an earlier one whole">
        {newer !== undefined && older !== undefined && (
          <ConsistencyPicture older={older.size} newer={newer.size} />
        )}
      </Specimen>
      <Specimen name="The log" about="tips, checkpoint, own check, fingerprints" flush>
        <LogPanel head={head} />
      </Specimen>
      <Specimen name="Nothing changed" about="an act that only happened" flush>
        <Diff before={null} after={null} />
      </Specimen>
    </SpecimenGrid>
  );
}

function Rows({ rows }: { readonly rows: readonly AuditEventRow[] }) {
  const { locale } = useLocale();
  return (
    <DataTable
      id="specimen-events"
      title="Events"
      summary={`${rows.length} events, newest first`}
      address={null}
      columns={eventColumns(locale, { chains: true })}
      rows={rows}
      idOf={({ id }) => id}
      onOpen={() => {}}
      tools={false}
      gridClassName="max-h-80"
    />
  );
}

function Bars({ buckets }: { readonly buckets: readonly TimeBucket[] }) {
  const [span, setSpan] = useState<TimeSpan | null>(null);
  return <EventBars buckets={buckets} state={READY} span={span} onSpanChange={setSpan} />;
}

function Facetted({ facets }: { readonly facets: Facets }) {
  const [chosen, setChosen] = useState(NOBODY);
  return (
    <div className="grid grid-cols-2 gap-x-8 max-md:grid-cols-1">
      <FacetPanel
        groups={FACET_GROUPS}
        facets={facets}
        chosen={chosen}
        onChosenChange={(id, values) => setChosen({ ...chosen, [id]: values })}
      />
    </div>
  );
}
