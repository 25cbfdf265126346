'use client';

import { useMemo } from 'react';
import { dataStateOf } from '@/trpc/data-state.ts';
import type { ExecutionRow } from '../model.ts';
import { executionColumns } from './execution-columns.tsx';
import { type TabProps, TabTable } from './tab-table.tsx';
import { type Naming, useExecutionPages, useNarrowing } from './use-lists.ts';

const idOf = ({ venueAccount, execId }: ExecutionRow) => `${venueAccount} ${execId}`;

/** What venues told of trades, newest first; further ones are read as the end comes into sight. */
export function ExecutionsTab({
  naming,
  onOpen,
  instrument,
  ...frame
}: TabProps & { readonly naming: Naming; readonly onOpen: (order: string) => void }) {
  const { narrowing, onAsked } = useNarrowing(naming);
  const { listed, rows, file, onNearEnd } = useExecutionPages(narrowing, instrument);
  const columns = useMemo(
    () => executionColumns(naming).map((column) => ({ ...column, sortable: false })),
    [naming],
  );
  return (
    <TabTable<ExecutionRow>
      {...frame}
      id="executions"
      title="Executions"
      address="x-"
      summary={`${rows.length} executions${listed.hasNextPage ? ' read, the newest of more' : ''}`}
      columns={columns}
      rows={rows}
      idOf={idOf}
      onOpen={({ parentClOrdId, clOrdId }) => {
        const order = parentClOrdId ?? clOrdId;
        if (order !== null) onOpen(order);
      }}
      onAsked={onAsked}
      onNearEnd={onNearEnd}
      exportAll={file}
      state={dataStateOf(listed, 'The executions could not be read.')}
      empty={{ sentence: 'Nothing was traded yet.' }}
      expectedRows={12}
    />
  );
}
