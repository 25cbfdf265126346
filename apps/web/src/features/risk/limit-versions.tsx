'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { limitFigure, limitUnit } from '@/trpc/limit-words.ts';
import { FactList } from '@/ui/facts.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import type { Limit, LimitSet } from './model.ts';
import { KIND_WORDS, LEVEL_WORDS } from './words.ts';

const figureOf = ({ kind, unit, value }: Limit) => limitFigure(kind, unit, value);

const COLUMNS = defineColumns<Limit>([
  { id: 'kind', header: 'Limit', kind: 'text', value: ({ kind }) => KIND_WORDS[kind] },
  {
    id: 'on',
    header: 'On',
    kind: 'text',
    value: ({ instrument }) => instrument ?? 'whatever is traded',
  },
  {
    id: 'value',
    header: 'Value',
    kind: 'quantity',
    decimals: (limit) => (figureOf(limit).split('.')[1] ?? '').length,
    value: figureOf,
  },
  { id: 'unit', header: 'Unit', kind: 'text', value: ({ kind, unit }) => limitUnit(kind, unit) },
]);

/** One scope: what holds, who agreed to it, and what held before. */
export function LimitVersions({ set, act }: { readonly set: LimitSet; readonly act: ReactNode }) {
  const trpc = useTRPC();
  const { level, scope, clientId } = set;
  const asked = { level, scope, ...(clientId !== null && { clientId }) };
  const found = useQuery(trpc.risk.listLimitVersions.queryOptions(asked));
  const before = (found.data?.versions ?? []).filter(({ version }) => version < set.version);
  return (
    <div className="flex flex-col gap-4">
      <FactList
        facts={[
          { name: 'Level', value: LEVEL_WORDS[level] },
          {
            name: 'Since',
            value: (
              <>
                <DayTime at={set.from} /> <Zone at={set.from} />
              </>
            ),
          },
          { name: 'Version', value: String(set.version) },
          { name: 'Proposed by', value: set.proposer?.name ?? 'somebody' },
          {
            name: 'Agreed to by',
            value: set.approvers.map(({ name }) => name ?? 'somebody').join(', ') || 'nobody shown',
          },
          { name: 'Reason', value: set.reason ?? 'not yours to see' },
        ]}
      />
      <PlainTable
        title="Limits in force"
        columns={COLUMNS}
        rows={set.limits}
        idOf={({ id }) => id}
      />
      {act}
      <FailureLine error={found.error} />
      {before.map((one) => (
        <section key={one.version} aria-label={`Version ${one.version}`}>
          <SectionHeading
            title={`Version ${one.version}`}
            about={
              <>
                from <DayTime at={one.from} />, by {one.proposer?.name ?? 'somebody'}
              </>
            }
          />
          <PlainTable
            title={`Limits of version ${one.version}`}
            columns={COLUMNS}
            rows={one.limits}
            idOf={({ id }) => id}
          />
        </section>
      ))}
    </div>
  );
}
