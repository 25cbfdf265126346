'use client';

import { Button } from '../button.tsx';
import { type DataTableModel, selectedRows } from './use-data-table.ts';

const NOBODY: ReadonlySet<string> = new Set();

/**
 * What can be done with the rows selected, in a line of its own under them: it covers no row and
 * says how many it speaks of.
 */
export function BulkBar<Row extends object>({ table }: { readonly table: DataTableModel<Row> }) {
  const { options, setSelected, waiting } = table;
  const rows = selectedRows(table);
  const clear = () => setSelected(NOBODY);
  if (options.bulk === undefined || rows.length === 0) {
    return waiting > 0 ? <Waiting count={waiting} /> : null;
  }
  return (
    <div
      role="toolbar"
      aria-label={`Acts on ${rows.length} selected rows`}
      className="flex min-h-10 flex-wrap items-center gap-2 border-line border-t bg-paper py-1.5"
    >
      <span className="pr-2 font-medium tabular-nums">
        {rows.length === 1 ? '1 row' : `${rows.length} rows`} selected
      </span>
      {options.bulk(rows, clear)}
      <span className="flex-1" />
      <Button variant="quiet" kbd="Esc" onClick={clear}>
        Select none
      </Button>
    </div>
  );
}

function Waiting({ count }: { readonly count: number }) {
  return (
    <p className="pointer-events-none absolute right-0 bottom-1 bg-paper px-2 text-ink-3 text-label">
      {count === 1 ? '1 row waits' : `${count} rows wait`} until the pointer leaves
    </p>
  );
}
