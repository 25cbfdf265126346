'use client';

import { createPortal } from 'react-dom';
import { useTableViews } from '@/features/identity/use-table-views.ts';
import { cn } from '@/ui/cn.ts';
import { BulkBar } from '@/ui/table/bulk-bar.tsx';
import { StateWord } from '@/ui/table/state-word.tsx';
import { TableGrid } from '@/ui/table/table-grid.tsx';
import { FilterLine, TableTools } from '@/ui/table/table-tools.tsx';
import { type DataTableOptions, useDataTable } from '@/ui/table/use-data-table.ts';

/** What every tab of a blotter is given. */
export interface TabProps {
  /** Where the tools stand: the right end of the line of tabs. Null until it is there. */
  readonly slot: HTMLElement | null;
  /** Shown alone; null: all of them. */
  readonly instrument: string | null;
  /** Under a chart: it fills what is left, flush with its edges. */
  readonly isCompact: boolean;
}

/** A table whose tools stand in the line of tabs above it. */
export function TabTable<Row extends object>({
  slot,
  isCompact,
  ...options
}: Omit<TabProps, 'instrument'> & DataTableOptions<Row>) {
  const views = useTableViews();
  const edge = isCompact ? { edge: 'flush' as const } : {};
  const table = useDataTable<Row>({ ...options, ...edge, views });
  const tools = (
    <>
      {table.state.kind !== 'ready' && (
        <span className="flex items-center">
          <StateWord state={table.state} />
        </span>
      )}
      <TableTools table={table} />
    </>
  );
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      {slot !== null && createPortal(tools, slot)}
      <div className={cn(isCompact && 'px-gutter')}>
        <FilterLine table={table} />
      </div>
      <TableGrid
        table={table}
        className={isCompact ? 'min-h-0 flex-1' : 'max-h-[calc(100dvh-15rem)]'}
      />
      <div className={cn(isCompact && 'px-gutter')}>
        <BulkBar table={table} />
      </div>
    </div>
  );
}
