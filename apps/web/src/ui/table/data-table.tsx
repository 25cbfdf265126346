'use client';

import type { ReactNode } from 'react';
import { cn } from '../cn.ts';
import { BulkBar } from './bulk-bar.tsx';
import { StateWord } from './state-word.tsx';
import { TableGrid } from './table-grid.tsx';
import { FilterLine, TableTools } from './table-tools.tsx';
import { type DataTableOptions, useDataTable } from './use-data-table.ts';

/**
 * A table with its line of tools above. Where tabs stand in that line, take `useDataTable`, put
 * `TableTools` into the tabs and `TableGrid` into their panel.
 */
export function DataTable<Row extends object>({
  lead,
  className,
  gridClassName = 'max-h-[70vh]',
  tools = true,
  ...options
}: DataTableOptions<Row> & {
  /** Left end of the line: a heading, a sentence of state, a switch. */
  readonly lead?: ReactNode;
  readonly tools?: boolean;
  readonly className?: string;
  readonly gridClassName?: string;
}) {
  const table = useDataTable(options);
  const gutter = options.edge === 'flush' && 'px-gutter';
  // Bars of a load say it themselves: a line that went away with them would move the rows.
  const hasWord = table.state.kind !== 'ready' && table.state.kind !== 'loading';
  return (
    <div className={cn('relative flex min-h-0 min-w-0 flex-col', className)}>
      {(tools || lead !== undefined || hasWord) && (
        <div className={cn('flex items-stretch gap-5 border-line border-b', gutter)}>
          <div className="flex min-h-8.5 min-w-0 flex-1 items-center gap-2.5">{lead}</div>
          {table.state.kind !== 'ready' && (
            <span className="flex items-center">
              <StateWord state={table.state} />
            </span>
          )}
          {tools && <TableTools table={table} />}
        </div>
      )}
      <div className={cn(gutter)}>
        <FilterLine table={table} />
      </div>
      <TableGrid table={table} className={gridClassName} />
      <BulkBar table={table} />
    </div>
  );
}
