'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import type { CompletedStop } from './model.ts';
import { stopColumns } from './stop-columns.ts';
import { GRADE_WORDS } from './words.ts';

const idOf = ({ id }: CompletedStop) => id;
const tookText = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;

const columnsOf = (nameOf: (scope: string) => string) =>
  defineColumns<CompletedStop>([
    ...stopColumns<CompletedStop>(nameOf, {
      at: ({ since }) => since,
      what: ({ grade, asked }) => (asked?.isDrill === true ? 'Drill' : GRADE_WORDS[grade].name),
      by: ({ asked }) => (asked === null ? 'a breaker' : (asked.by.name ?? 'somebody')),
    }),
    {
      id: 'orders',
      header: 'Orders',
      kind: 'text',
      align: 'right',
      width: 80,
      from: 700,
      value: ({ orders }) => String(orders),
    },
    {
      id: 'click',
      header: 'Click to last cancel',
      kind: 'text',
      align: 'right',
      width: 150,
      list: 'detail',
      value: ({ asked, orders }) =>
        asked === null || orders === 0 ? null : tookText(asked.lastEndedMs),
    },
    {
      id: 'decided',
      header: 'Decision to last cancel',
      kind: 'text',
      align: 'right',
      width: 170,
      from: 900,
      value: ({ lastEndedMs, orders }) => (orders === 0 ? null : tookText(lastEndedMs)),
    },
  ]);

/** Stops that canceled, drills among them: who, when, and how long until the last order had ended. */
export function CompletedStops({ nameOf }: { readonly nameOf: (scope: string) => string }) {
  const trpc = useTRPC();
  const found = useQuery(trpc.risk.listStops.queryOptions({}, { refetchInterval: 10_000 }));
  const { stops = [] } = found.data ?? {};
  return (
    <>
      <SectionHeading
        title="Stops that canceled"
        about="drills among them: how long until the last order had ended"
      />
      <DataTable<CompletedStop>
        id="completed-stops"
        title="Stops that canceled"
        summary={`${stops.length} of them`}
        columns={columnsOf(nameOf)}
        rows={stops}
        idOf={idOf}
        state={dataStateOf(found, 'The stops could not be read.')}
        empty={{ sentence: 'No stop has canceled anything.' }}
        expectedRows={2}
      />
    </>
  );
}
