'use client';

import { type DragEvent, type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { Checkbox } from '../checkbox.tsx';
import { Icon } from '../icon.tsx';
import { clampWidth } from './address.ts';
import { alignment, headerText } from './columns.ts';
import css from './data-table.module.css';
import { moveColumn } from './move-column.ts';
import { ROLES } from './roles.ts';
import { nextSort } from './sort.ts';
import type { ShownColumn, ShownColumns } from './use-columns.ts';
import type { TableView } from './view.ts';

interface HeadProps<Row> {
  readonly columns: ShownColumns<Row>;
  readonly view: TableView;
  readonly zone: string;
  readonly change: (part: Partial<TableView>) => void;
  /** Live width while a column is dragged wider; null when it is let go without a change. */
  readonly onResize: (id: string, px: number | null) => void;
  readonly selection: {
    readonly all: boolean;
    readonly some: boolean;
    readonly toggle: () => void;
  } | null;
}

const DRAG_TYPE = 'application/x-table-column';

/** The headers: press to sort, shift-press to sort by more, drag to order, drag an edge to size. */
export function TableHead<Row>(props: HeadProps<Row>) {
  const { columns, selection } = props;
  const [drop, setDrop] = useState<{ id: string; side: 'before' | 'after' } | null>(null);
  return (
    <thead {...ROLES.group} className={css['head']}>
      <tr {...ROLES.row} aria-rowindex={1} className={css['row']}>
        {selection !== null && (
          <th {...ROLES.header} className={css['cell']}>
            <span className="inline-flex align-middle">
              <Checkbox
                checked={selection.all}
                indeterminate={selection.some && !selection.all}
                onCheckedChange={selection.toggle}
                aria-label="Select every row shown"
              />
            </span>
          </th>
        )}
        {columns.shown.map((shown, index) => (
          <HeadCell
            key={shown.column.id}
            {...props}
            shown={shown}
            index={index}
            drop={drop?.id === shown.column.id ? drop.side : undefined}
            setDrop={setDrop}
          />
        ))}
      </tr>
    </thead>
  );
}

interface HeadCellProps<Row> extends HeadProps<Row> {
  readonly shown: ShownColumn<Row>;
  readonly index: number;
  readonly drop: 'before' | 'after' | undefined;
  readonly setDrop: (drop: { id: string; side: 'before' | 'after' } | null) => void;
}

function sideOf(event: DragEvent<HTMLElement>): 'before' | 'after' {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return event.clientX < left + width / 2 ? 'before' : 'after';
}

function useColumnDrag<Row>({ shown, view, change, setDrop }: HeadCellProps<Row>) {
  const { id } = shown.column;
  return {
    draggable: true,
    onDragStart: (event: DragEvent<HTMLElement>) => {
      if (event.currentTarget.querySelector('[data-resizing]') !== null) {
        event.preventDefault();
        return;
      }
      event.dataTransfer.setData(DRAG_TYPE, id);
      event.dataTransfer.effectAllowed = 'move';
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
      event.preventDefault();
      setDrop({ id, side: sideOf(event) });
    },
    onDragLeave: () => setDrop(null),
    onDragEnd: () => setDrop(null),
    onDrop: (event: DragEvent<HTMLElement>) => {
      event.preventDefault();
      setDrop(null);
      const moved = event.dataTransfer.getData(DRAG_TYPE);
      change({ order: moveColumn(view.order, moved, id, sideOf(event)) });
    },
  };
}

function HeadCell<Row>(props: HeadCellProps<Row>) {
  const { shown, view, change, zone, index, drop } = props;
  const { column } = shown;
  const key = view.sort.findIndex(({ id }) => id === column.id);
  const descending = view.sort[key]?.descending;
  const sortable = column.kind !== 'actions' && column.sortable !== false;
  const label = headerText(column, zone);
  const drag = useColumnDrag(props);
  return (
    <th
      {...ROLES.header}
      scope="col"
      aria-sort={descending === undefined ? undefined : descending ? 'descending' : 'ascending'}
      className={css['cell']}
      data-column={column.id}
      data-right={alignment(column) === 'right' ? '' : undefined}
      data-pinned={shown.pinnedAt === null ? undefined : index === 0 ? 'first' : 'more'}
      data-pinned-last={shown.lastPinned ? '' : undefined}
      data-drop={drop}
      style={shown.pinnedAt === null ? undefined : { left: shown.pinnedAt }}
      {...drag}
    >
      {sortable ? (
        <button
          type="button"
          className={css['sort']}
          onClick={(event) => change({ sort: nextSort(view.sort, column.id, event.shiftKey) })}
          onKeyDown={(event) => onHeadKey(event, props)}
        >
          <span>{label}</span>
          {descending !== undefined && (
            <SortSign descending={descending} rank={view.sort.length > 1 ? key + 1 : null} />
          )}
        </button>
      ) : (
        <span className={column.kind === 'actions' ? 'sr-only' : undefined}>
          {label || 'Actions'}
        </span>
      )}
      <ResizeHandle {...props} />
    </th>
  );
}

function SortSign({
  descending,
  rank,
}: {
  readonly descending: boolean;
  readonly rank: number | null;
}) {
  return (
    <span className="inline-flex items-center text-ink" aria-hidden="true">
      <Icon name={descending ? 'arrow-down' : 'arrow-up'} size={11} />
      {rank !== null && <span className="text-micro">{rank}</span>}
    </span>
  );
}

/** Alt with an arrow moves the column, shift with an arrow sizes it. */
function onHeadKey<Row>(
  event: KeyboardEvent<HTMLElement>,
  { shown, view, change }: HeadCellProps<Row>,
) {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const step = event.key === 'ArrowLeft' ? -1 : 1;
  const { id } = shown.column;
  if (event.altKey) {
    const place = view.order.indexOf(id);
    const neighbour = view.order[place + step];
    if (neighbour === undefined) return;
    event.preventDefault();
    change({ order: moveColumn(view.order, id, neighbour, step < 0 ? 'before' : 'after') });
  } else if (event.shiftKey) {
    event.preventDefault();
    const now = view.widths[id] ?? event.currentTarget.closest('th')?.offsetWidth ?? shown.width;
    change({ widths: { ...view.widths, [id]: clampWidth(now + step * 8) } });
  }
}

function ResizeHandle<Row>({ shown, view, change, onResize }: HeadCellProps<Row>) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const { id } = shown.column;
  const widthAt = (event: PointerEvent<HTMLElement>) => {
    const from = start.current;
    return from === null ? null : clampWidth(from.width + event.clientX - from.x);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard sizes with shift and arrows
    <span
      className={css['resize']}
      onPointerDown={(event) => {
        const width = event.currentTarget.closest('th')?.offsetWidth;
        if (width === undefined) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.dataset['resizing'] = '';
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        const px = widthAt(event);
        if (px !== null) onResize(id, px);
      }}
      onPointerUp={(event) => {
        const px = widthAt(event);
        start.current = null;
        delete event.currentTarget.dataset['resizing'];
        onResize(id, null);
        if (px !== null) change({ widths: { ...view.widths, [id]: px } });
      }}
      onDoubleClick={() => {
        const { [id]: _, ...others } = view.widths;
        change({ widths: others });
      }}
    />
  );
}
