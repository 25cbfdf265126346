'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { LimitVersions } from './limit-versions.tsx';
import { type LimitScope, LimitsDialog } from './limits-dialog.tsx';
import type { LimitSet } from './model.ts';
import { KIND_WORDS, LEVEL_WORDS } from './words.ts';

const idOf = ({ level, scope }: LimitSet) => `${level}:${scope}`;

const columnsOf = (nameOf: (scope: string) => string) =>
  defineColumns<LimitSet>([
    {
      id: 'level',
      header: 'Level',
      kind: 'text',
      width: 90,
      list: 'detail',
      options: Object.values(LEVEL_WORDS),
      value: ({ level }) => LEVEL_WORDS[level],
    },
    {
      id: 'scope',
      header: 'Where',
      kind: 'text',
      width: 250,
      always: true,
      list: 'title',
      value: ({ scope }) => nameOf(scope),
      cell: ({ scope }) => <span className="font-medium">{nameOf(scope)}</span>,
    },
    {
      id: 'limits',
      header: 'Limits',
      kind: 'text',
      width: 340,
      value: ({ limits }) =>
        limits.length === 0 ? 'none' : limits.map(({ kind }) => KIND_WORDS[kind]).join(', '),
    },
    {
      id: 'version',
      header: 'Version',
      kind: 'quantity',
      decimals: 0,
      width: 80,
      from: 800,
      value: ({ version }) => String(version),
    },
    {
      id: 'by',
      header: 'Agreed to by',
      kind: 'text',
      width: 180,
      from: 1000,
      value: ({ approvers }) => approvers.map(({ name }) => name ?? 'somebody').join(', '),
    },
    {
      id: 'from',
      header: 'Since',
      kind: 'time',
      detail: 'day-and-minute',
      width: 130,
      list: 'when',
      value: ({ from }) => from,
    },
  ]);

/** What trading may use, on every level. Every limit that applies is checked; none replaces another. */
export function LimitsPage() {
  const trpc = useTRPC();
  const scopes = useScopes();
  const mayPropose = useMay('risk.proposeLimit');
  const listed = useQuery(trpc.risk.listLimits.queryOptions({}));
  const [open, setOpen] = useQueryState('scope', parseAsString);
  const [proposing, setProposing] = useState<LimitScope | null>(null);
  const sets = listed.data?.sets ?? [];
  const set = sets.find((one) => idOf(one) === open);
  return (
    <>
      <PageHead
        title="Limits"
        about="Every limit that applies to an order is checked before it is sent. A scope’s limits are set together, by one person and agreed to by another."
      >
        {mayPropose && (
          <Button variant="primary" onClick={() => setProposing('new')}>
            Propose limits
          </Button>
        )}
      </PageHead>
      <div className="px-gutter pb-7">
        <DataTable<LimitSet>
          id="limits"
          title="Limits"
          summary={`${sets.length} scopes with limits`}
          columns={columnsOf(scopes.nameOf)}
          rows={sets}
          idOf={idOf}
          onOpen={(row) => void setOpen(idOf(row))}
          state={dataStateOf(listed, 'The limits could not be read.')}
          empty={{ sentence: 'No limit is set, so every order is refused.' }}
          expectedRows={8}
        />
      </div>
      <Drawer
        open={set !== undefined}
        onOpenChange={(isOpen) => !isOpen && void setOpen(null)}
        title={set === undefined ? 'Limits' : `Limits: ${scopes.nameOf(set.scope)}`}
      >
        {set !== undefined && (
          <LimitVersions
            set={set}
            act={
              mayPropose && <Button onClick={() => setProposing(set)}>Propose other limits</Button>
            }
          />
        )}
      </Drawer>
      {proposing !== null && (
        <LimitsDialog start={proposing} scopes={scopes} onClose={() => setProposing(null)} />
      )}
    </>
  );
}
