'use client';

import { cn } from '../cn.ts';
import { Icon } from '../icon.tsx';
import { SearchInput } from '../text-input.tsx';
import { useShortcuts } from '../use-shortcuts.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { exportGrid, exportName, toCsv } from './export.ts';
import { FilterMenu } from './filter-menu.tsx';
import { filterWords } from './filter-words.ts';
import { ToolButton } from './tool-button.tsx';
import type { DataTableModel } from './use-data-table.ts';
import { ViewsMenu } from './views-menu.tsx';

/** Hands the browser a file. The address of the text lives no longer than the press. */
function handOver(text: string, name: string): void {
  // Spreadsheets take UTF-8 for what it is only with the mark in front.
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function downloadSeen<Row extends object>({ arranged, columns, options }: DataTableModel<Row>) {
  const seen = columns.shown.map(({ column }) => column);
  handOver(toCsv(exportGrid(arranged.rows, seen)), exportName(options.title, new Date()));
}

/** Find, filter, view, columns, CSV: the right end of the line above a table. */
export function TableTools<Row extends object>({
  table,
  className,
}: {
  readonly table: DataTableModel<Row>;
  readonly className?: string;
}) {
  const { control, options, arranged, columns } = table;
  const { view, change } = control;
  useShortcuts([
    { id: `${options.id}.find`, keys: '/', run: () => table.filterRef.current?.focus() },
  ]);
  const filtered = arranged.tops.length < options.rows.length;
  return (
    <div className={cn('flex h-8.5 min-w-0 items-stretch gap-4 max-md:h-11', className)}>
      {filtered && (
        <span className="self-center whitespace-nowrap text-ink-3 text-label tabular-nums">
          {count(arranged.tops.length, table)} of {count(options.rows.length, table)}
        </span>
      )}
      <SearchInput
        label={`Find in ${options.title.toLowerCase()}`}
        placeholder="Find"
        value={view.quick}
        onValueChange={(quick) => change({ quick })}
        kbd="/"
        size="cell"
        ref={table.filterRef}
        className="w-30 self-center border-transparent focus-within:w-44 hover:border-line max-md:hidden"
      />
      <FilterMenu table={table} />
      {options.views !== undefined && (
        <ViewsMenu
          control={control}
          store={options.views}
          firstName={options.viewName ?? 'Standard view'}
        />
      )}
      <ColumnsMenu columns={options.columns} control={control} dropped={columns.dropped} />
      <ToolButton icon="download" onClick={() => downloadSeen(table)}>
        CSV
      </ToolButton>
      {options.exportAll !== undefined && (
        <a
          href={options.exportAll.href}
          download
          title={options.exportAll.about}
          className="flex h-full min-w-6 shrink-0 items-center whitespace-nowrap text-ink-2 max-md:hidden hover:text-ink focus-visible:-outline-offset-2"
        >
          All as CSV<span className="sr-only">: {options.exportAll.about}</span>
        </a>
      )}
    </div>
  );
}

function count<Row extends object>(rows: number, { style }: DataTableModel<Row>): string {
  return rows.toLocaleString(style.locale);
}

/** The filters in force, in words, each with a way out. Nothing is hidden without being said. */
export function FilterLine<Row extends object>({ table }: { readonly table: DataTableModel<Row> }) {
  const { control, options, style } = table;
  const { view, change } = control;
  const entries = Object.entries(view.filters);
  if (entries.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 border-line-faint border-b py-1 text-label">
      {entries.map(([id, filter]) => {
        const column = options.columns.find((candidate) => candidate.id === id);
        if (column === undefined) return null;
        const words = filterWords(column, filter, style);
        const { [id]: _, ...others } = view.filters;
        return (
          <span key={id} className="inline-flex items-center gap-0.5">
            <span>{words}</span>
            <button
              type="button"
              aria-label={`Lift the filter: ${words}`}
              onClick={() => change({ filters: others })}
              className="grid size-6 place-items-center text-ink-3 hover:text-ink"
            >
              <Icon name="close" size={10} />
            </button>
          </span>
        );
      })}
      <button
        type="button"
        onClick={() => change({ filters: {} })}
        className="font-medium text-accent underline-offset-3 hover:underline"
      >
        Show all rows
      </button>
    </div>
  );
}
