'use client';

import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useId,
  useRef,
  useState,
} from 'react';
import { cn } from '../cn.ts';
import { LiveRegion } from '../live-region.tsx';
import css from './data-table.module.css';
import { exportGrid, toTsv } from './export.ts';
import { type BodyHandle, GridBody } from './grid-body.tsx';
import { ListHead } from './list-head.tsx';
import { ROLES } from './roles.ts';
import { TableFoot } from './table-foot.tsx';
import { TableHead } from './table-head.tsx';
import { type TableAct, tableAct } from './table-keys.ts';
import { noticeOf, SkeletonBody } from './table-notice.tsx';
import { type DataTableModel, selectedRows, toggled } from './use-data-table.ts';

/** The row the keyboard stands on; -1 when there is none or it is filtered away. */
function activeIndexOf<Row extends object>(table: DataTableModel<Row>): number {
  const { activeRow } = table.control;
  if (activeRow === null) return -1;
  return table.arranged.rows.findIndex((row) => table.options.idOf(row) === activeRow);
}

function runAct<Row extends object>(
  act: TableAct,
  table: DataTableModel<Row>,
  active: number,
  scrollTo: (index: number) => void,
): void {
  const { arranged, options, control, selected, setSelected, isFolded, turn } = table;
  const row = arranged.rows[active];
  const id = row === undefined ? null : options.idOf(row);
  switch (act.kind) {
    case 'go': {
      const next = arranged.rows[act.index];
      if (next !== undefined) void control.setActiveRow(options.idOf(next));
      scrollTo(act.index);
      break;
    }
    case 'open':
      if (row !== undefined) options.onOpen?.(row);
      break;
    case 'select':
      if (id !== null && options.bulk) setSelected(toggled(selected, id));
      break;
    case 'select-all':
      if (options.bulk) setSelected(new Set(arranged.rows.map(options.idOf)));
      break;
    case 'clear':
      if (selected.size > 0) setSelected(new Set());
      else void control.setActiveRow(null);
      break;
    case 'fold':
    case 'unfold':
      if (id !== null && isFolded(id) !== (act.kind === 'fold')) turn(id);
      break;
    case 'copy':
      copyRows(table, row);
      break;
  }
}

/** The rows selected, or the one the keyboard stands on. */
function rowsInHand<Row extends object>(table: DataTableModel<Row>, row: Row | undefined) {
  const chosen = selectedRows(table);
  if (chosen.length > 0) return chosen;
  return row === undefined ? [] : [row];
}

/** The rows in hand as cells a spreadsheet takes. */
function copyRows<Row extends object>(table: DataTableModel<Row>, row: Row | undefined): void {
  const rows = rowsInHand(table, row);
  if (rows.length === 0) return;
  const columns = table.columns.shown.map(({ column }) => column);
  void navigator.clipboard?.writeText(toTsv(exportGrid(rows, columns))).catch(() => undefined);
}

function useGridEvents<Row extends object>(
  table: DataTableModel<Row>,
  active: number,
  body: RefObject<BodyHandle | null>,
) {
  const { arranged, options, control } = table;
  const indexAt = (target: EventTarget) => {
    const row = target instanceof Element ? target.closest('tr[data-index]') : null;
    return row === null ? -1 : Number(row.getAttribute('data-index'));
  };
  const run = (act: TableAct, index: number) =>
    runAct(act, table, index, (to) => body.current?.scrollTo(to));
  return {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.target !== event.currentTarget) return;
      const page = body.current?.rowsInSight() ?? 1;
      const press = { key: event.key, ctrl: event.ctrlKey || event.metaKey };
      const own = press.ctrl || event.altKey ? undefined : options.keys?.[event.key];
      if (own !== undefined) {
        const chosen = rowsInHand(table, arranged.rows[active]);
        if (chosen.length === 0) return;
        event.preventDefault();
        own(chosen);
        return;
      }
      const act = tableAct(press, { index: active, count: arranged.rows.length, page });
      // With text selected on the page, Ctrl C copies that text.
      if (act === null || (act.kind === 'copy' && !getSelection()?.isCollapsed)) return;
      event.preventDefault();
      run(act, active);
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      const index = indexAt(event.target);
      const row = arranged.rows[index];
      if (row === undefined || !(event.target instanceof Element)) return;
      const part = event.target.closest('[data-act]')?.getAttribute('data-act');
      if (part === 'fold') {
        table.turn(options.idOf(row));
        return;
      }
      if (part === 'select') {
        run({ kind: 'select' }, index);
        return;
      }
      if (event.target.closest('a, button, input, label') !== null) return;
      const open = getSelection()?.isCollapsed !== false ? options.onOpen : undefined;
      // Opening may leave the page; the row stands in its address before, and back leads to it.
      void control.setActiveRow(options.idOf(row)).then(() => open?.(row));
    },
  };
}

/** The rows themselves: virtual, sticky head and totals, scrolling inside. */
export function TableGrid<Row extends object>({
  table,
  className,
}: {
  readonly table: DataTableModel<Row>;
  /** Sets how tall it may grow (`max-h-*`) or that it fills what is left (`flex-1`). */
  readonly className?: string;
}) {
  const { options, columns, form, arranged, control, state } = table;
  const active = activeIndexOf(table);
  const scrollRef = useRef<HTMLDivElement>(null);
  const bodyRef = useRef<BodyHandle>(null);
  const events = useGridEvents(table, active, bodyRef);
  const id = useId();
  const [scrolled, setScrolled] = useState(false);
  const notice = noticeOf(table);
  const loading = state.kind === 'loading';
  return (
    <div
      ref={table.rootRef}
      className={cn(css['root'], className)}
      data-density={control.view.density}
      data-edge={options.edge ?? 'page'}
      data-form={form}
      data-scrolled={scrolled ? '' : undefined}
      data-old={state.kind === 'stale' || state.kind === 'offline' ? '' : undefined}
      style={rootStyle(columns.template, columns.totalWidth)}
    >
      {form === 'list' && <ListHead table={table} />}
      <div
        ref={scrollRef}
        className={css['scroll']}
        onScroll={(event) => setScrolled(event.currentTarget.scrollLeft > 0)}
      >
        <table
          {...gridRole(table, active < 0 || notice !== null ? null : `${id}-${active}`)}
          aria-label={options.title}
          aria-describedby={options.summary === undefined ? undefined : `${id}-summary`}
          aria-rowcount={arranged.rows.length + 1 + (table.totals.size > 0 ? 1 : 0)}
          aria-colcount={columns.shown.length}
          aria-busy={loading || undefined}
          className={css['table']}
          {...events}
        >
          {form === 'table' && <Head table={table} />}
          {loading ? (
            <SkeletonBody table={table} />
          ) : (
            <GridBody table={table} id={id} active={active} scrollRef={scrollRef} ref={bodyRef} />
          )}
          {table.totals.size > 0 && form === 'table' && arranged.rows.length > 0 && !loading && (
            <TableFoot table={table} />
          )}
        </table>
      </div>
      {notice !== null && <div className={css['notice']}>{notice}</div>}
      {options.summary !== undefined && (
        <p id={`${id}-summary`} className="sr-only">
          {options.summary}
        </p>
      )}
      <LiveRegion>{shownWords(table)}</LiveRegion>
    </div>
  );
}

/** One stop of the keyboard; the row it stands on is named instead of focused. */
function gridRole<Row extends object>({ options }: DataTableModel<Row>, activeId: string | null) {
  return {
    ...(options.childrenOf === undefined ? ROLES.grid : ROLES.treegrid),
    'aria-multiselectable': options.bulk === undefined ? undefined : true,
    'aria-activedescendant': activeId ?? undefined,
  };
}

/** The columns stand once, as variables; every row takes its template from here. */
function rootStyle(template: string, width: number): CSSProperties {
  return { '--columns': template, '--columns-width': `${width}px` } as CSSProperties;
}

function shownWords<Row extends object>({
  arranged,
  options,
  waiting,
}: DataTableModel<Row>): string {
  if (waiting > 0) return '';
  const shown = arranged.tops.length;
  return shown === options.rows.length ? '' : `${shown} of ${options.rows.length} rows`;
}

function Head<Row extends object>({ table }: { readonly table: DataTableModel<Row> }) {
  const { control, columns, options, arranged, selected, setSelected } = table;
  const chosen = selected.size === 0 ? 0 : selectedRows(table).length;
  const all = chosen > 0 && chosen === arranged.rows.length;
  const toggle = () => setSelected(all ? new Set() : new Set(arranged.rows.map(options.idOf)));
  return (
    <TableHead
      columns={columns}
      view={control.view}
      change={control.change}
      zone={table.zone}
      onResize={table.resize}
      selection={options.bulk === undefined ? null : { all, some: chosen > 0, toggle }}
    />
  );
}
