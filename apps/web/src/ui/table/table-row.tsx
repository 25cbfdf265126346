'use client';

import { memo, type ReactNode, useState } from 'react';
import { cn } from '../cn.ts';
import { Icon } from '../icon.tsx';
import type { CellStyle } from './cell-text.ts';
import { alignment, type Column, isValueColumn } from './columns.ts';
import css from './data-table.module.css';
import list from './list-row.module.css';
import { listSlots } from './list-slots.ts';
import { ROLES } from './roles.ts';
import flash from './row-flash.module.css';
import { cellContent } from './table-cell.tsx';
import type { ShownColumn } from './use-columns.ts';

export type RowTone = 'warn' | undefined;

export interface TableRowProps<Row> {
  readonly row: Row;
  readonly rowId: string;
  readonly domId: string;
  readonly index: number;
  /** Offset from the top of the body in px. */
  readonly top: number;
  readonly level: number;
  readonly columns: readonly ShownColumn<Row>[];
  readonly style: CellStyle;
  readonly form: 'table' | 'list';
  readonly selected: boolean;
  readonly active: boolean;
  readonly link: boolean;
  readonly tone: RowTone;
  /** Whether its children show; undefined for a row without any. */
  readonly open: boolean | undefined;
  readonly selectable: boolean;
  readonly tree: boolean;
}

/**
 * Counts the changes of what a row shows while it stands in its place. Another row in the same
 * place is no change, and neither is a row that was only fetched again.
 */
function useChanges<Row>({ row, rowId, columns }: TableRowProps<Row>): number {
  const [seen, setSeen] = useState({ row, rowId, count: 0 });
  if (seen.row === row) return seen.count;
  const same = seen.rowId === rowId;
  const changed =
    same &&
    columns.some(
      ({ column }) =>
        column.restless !== true &&
        isValueColumn(column) &&
        column.value(seen.row) !== column.value(row),
    );
  const next = { row, rowId, count: same ? seen.count + (changed ? 1 : 0) : 0 };
  setSeen(next);
  return next.count;
}

function flashOf(changes: number): 'odd' | 'even' | undefined {
  if (changes === 0) return undefined;
  return changes % 2 === 1 ? 'odd' : 'even';
}

function Row<RowType>(props: TableRowProps<RowType>): ReactNode {
  const { level, selected, open, form, tree } = props;
  const changes = useChanges(props);
  return (
    <tr
      {...ROLES.row}
      id={props.domId}
      aria-rowindex={props.index + 2}
      aria-selected={props.selectable || selected ? selected : undefined}
      aria-level={tree ? level + 1 : undefined}
      aria-expanded={open}
      data-index={props.index}
      data-level={level}
      data-active={props.active ? '' : undefined}
      data-link={props.link ? '' : undefined}
      data-tone={props.tone}
      data-flash={flashOf(changes)}
      className={cn(css['row'], flash['flash'], form === 'list' && list['list'])}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {form === 'list' ? <ListCells {...props} /> : <Cells {...props} />}
    </tr>
  );
}

/** Drawn again only when something of it changed; scrolling changes nothing of a row in sight. */
export const TableRow = memo(Row) as typeof Row;

function Cells<RowType>({
  row,
  columns,
  open,
  selectable,
  selected,
  tree,
  style,
}: TableRowProps<RowType>) {
  const treeColumn = tree ? columns.findIndex(({ column }) => column.kind === 'id') : -1;
  return (
    <>
      {selectable && <SelectCell selected={selected} />}
      {columns.map((shown, index) => (
        <td
          key={shown.column.id}
          {...ROLES.cell}
          className={css['cell']}
          data-right={alignment(shown.column) === 'right' ? '' : undefined}
          data-tree={index === treeColumn ? '' : undefined}
          data-pinned={shown.pinnedAt === null ? undefined : index === 0 ? 'first' : 'more'}
          data-pinned-last={shown.lastPinned ? '' : undefined}
          style={shown.pinnedAt === null ? undefined : { left: shown.pinnedAt }}
        >
          {index === 0 && open !== undefined && <FoldButton open={open} />}
          {cellContent(shown.column, row, style)}
        </td>
      ))}
    </>
  );
}

/** The table itself answers the press, by the row it fell on: no closure per row. */
function FoldButton({ open }: { readonly open: boolean }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      data-act="fold"
      aria-label={open ? 'Fold the parts away' : 'Show the parts'}
      className={css['fold']}
    >
      <Icon name="chevron-down" size={10} />
    </button>
  );
}

/** Drawn, not a control: the row says whether it is selected, and `x` or a press changes it. */
function SelectCell({ selected }: { readonly selected: boolean }) {
  return (
    <td {...ROLES.cell} className={css['cell']} data-act="select">
      <span aria-hidden="true" className={css['tick']} data-on={selected ? '' : undefined}>
        {selected && <Icon name="check" size={10} strokeWidth={2} />}
      </span>
    </td>
  );
}

/** Names give way to figures: a name that is cut is still known, a figure is another one. */
function isLong<RowType>({ kind }: Column<RowType>): boolean {
  return kind === 'text';
}

/** Two lines: what it is and how it stands, then details and when. */
function ListCells<RowType>({ row, columns, style, tone }: TableRowProps<RowType>) {
  const { title, state, details, when } = listSlots(columns.map(({ column }) => column));
  const words = details.map((column) => (
    <span key={column.id} className={isLong(column) ? 'min-w-0 truncate' : 'shrink-0'}>
      {cellContent(column, row, style)}
    </span>
  ));
  return (
    <>
      <td {...ROLES.cell} className="font-medium" data-alone={state === undefined ? '' : undefined}>
        {title !== undefined && cellContent(title, row, style)}
      </td>
      <td {...ROLES.cell} className={cn('text-right', tone === 'warn' && 'text-warn')}>
        {state !== undefined && cellContent(state, row, style)}
      </td>
      <td
        {...ROLES.cell}
        data-alone={when === undefined ? '' : undefined}
        className="flex gap-x-1.5 text-ink-2 text-label"
      >
        {words}
      </td>
      <td {...ROLES.cell} className="text-right text-ink-2 text-label">
        {when !== undefined && cellContent(when, row, style)}
      </td>
    </>
  );
}
