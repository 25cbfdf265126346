'use client';

import {
  defaultRangeExtractor,
  type Range,
  useVirtualizer,
  type VirtualItem,
  type Virtualizer,
} from '@tanstack/react-virtual';
import {
  type PointerEvent,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
} from 'react';
import { fullText } from './cell-text.ts';
import css from './data-table.module.css';
import { placesOf } from './places.ts';
import { ROLES } from './roles.ts';
import { TableRow } from './table-row.tsx';
import type { DataTableModel } from './use-data-table.ts';

/** Rows kept beyond both edges, so that a flick of the wheel meets no white paper. */
const OVERSCAN = 8;
/** So many rows before the last one the next page of rows is asked for. */
const NEAR_END = 24;
/** What the server assumes of the window it can't see: enough rows for the first paint. */
const FIRST_RECT = { width: 1200, height: 640 };

type RowVirtualizer = Virtualizer<HTMLDivElement, HTMLTableRowElement>;

/** What the keyboard asks of the rows. */
export interface BodyHandle {
  readonly scrollTo: (index: number) => void;
  readonly rowsInSight: () => number;
}

function useRows<Row extends object>(
  table: DataTableModel<Row>,
  active: number,
  scrollRef: RefObject<HTMLDivElement | null>,
): RowVirtualizer {
  const { rowHeight, form } = table;
  const headHeight = form === 'list' ? 0 : rowHeight === 28 ? 26 : 32;
  const virtualizer: RowVirtualizer = useVirtualizer({
    count: table.arranged.rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    // The active row stays on the page wherever one scrolls: assistive technology points at it.
    rangeExtractor: useCallback(
      (range: Range) => {
        const indexes = defaultRangeExtractor(range);
        return active < 0 || indexes.includes(active)
          ? indexes
          : [...indexes, active].sort((a, b) => a - b);
      },
      [active],
    ),
    // Rows begin below the head, which the virtualizer does not count: a row's end lies lower by it.
    scrollPaddingEnd: headHeight + (table.totals.size > 0 ? rowHeight : 0),
    overscan: OVERSCAN,
    initialRect: FIRST_RECT,
  });
  useEffect(() => {
    void rowHeight;
    virtualizer.measure();
  }, [virtualizer, rowHeight]);
  return virtualizer;
}

interface Placed {
  readonly place: number;
  readonly item: VirtualItem;
}

/**
 * Old places only stay where they are while they keep their order on the page, so rows stand in the
 * order of the places as long as one scrolls, and in their own, the one that is read, once one stops.
 */
function usePlaces(virtualizer: RowVirtualizer, active: number): readonly Placed[] {
  const most = useRef(1);
  const items = virtualizer.getVirtualItems();
  const indexes = items.map(({ index }) => index);
  const found = placesOf(indexes, indexes.includes(active) ? active : -1, most.current);
  most.current = found.most;
  const placed = items.map((item, at) => ({ item, place: found.places[at] ?? item.index }));
  return virtualizer.isScrolling ? placed.sort((a, b) => a.place - b.place) : placed;
}

/** A pointer that rests on rows holds their order; a finger does not rest. */
function holdEvents<Row extends object>(table: DataTableModel<Row>) {
  return {
    onPointerEnter: (event: PointerEvent<HTMLElement>) =>
      table.setHolding(event.pointerType === 'mouse'),
    onPointerLeave: () => table.setHolding(false),
    onPointerOver: (event: PointerEvent<HTMLElement>) => giveTitle(event.target, table),
    onPointerMove: (event: PointerEvent<HTMLElement>) => giveTitle(event.target, table),
  };
}

/**
 * The whole value of a cell that shows less of it, put on the cell when the pointer comes to it:
 * forty titles a frame are more than scrolling can bear.
 */
function giveTitle<Row extends object>(target: EventTarget, table: DataTableModel<Row>): void {
  const cell = target instanceof Element ? target.closest('td') : null;
  const place = cell?.parentElement?.getAttribute('data-index') ?? null;
  if (cell === null || place === null || table.form === 'list') return;
  const lead = table.options.bulk === undefined ? 0 : 1;
  const column = table.columns.shown[cell.cellIndex - lead]?.column;
  const row = table.arranged.rows[Number(place)];
  if (column === undefined || row === undefined) return;
  const full = fullText(column, row, table.style);
  if (full === undefined) cell.removeAttribute('title');
  else cell.title = full;
}

/** The rows in sight. Scrolling draws these again and nothing else of the table. */
export function GridBody<Row extends object>({
  table,
  id,
  active,
  scrollRef,
  ref,
}: {
  readonly table: DataTableModel<Row>;
  readonly id: string;
  readonly active: number;
  readonly scrollRef: RefObject<HTMLDivElement | null>;
  readonly ref: Ref<BodyHandle>;
}) {
  const { arranged, columns, options, form, selected, isFolded, style } = table;
  const { idOf, childrenOf, toneOf } = options;
  const virtualizer = useRows(table, active, scrollRef);
  const placed = usePlaces(virtualizer, active);
  const { onNearEnd } = options;
  const count = arranged.rows.length;
  const nearEnd = count > 0 && (virtualizer.range?.endIndex ?? 0) >= count - NEAR_END;
  useEffect(() => {
    // Asked again with every page that came, for as long as its rows are in sight.
    if (nearEnd && count > 0) onNearEnd?.();
  }, [nearEnd, count, onNearEnd]);
  useImperativeHandle(ref, () => ({
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    rowsInSight: () =>
      Math.max(1, Math.floor((virtualizer.scrollRect?.height ?? 0) / table.rowHeight) - 2),
  }));
  return (
    <tbody
      {...ROLES.group}
      className={css['body']}
      style={{ height: virtualizer.getTotalSize() }}
      {...holdEvents(table)}
    >
      {placed.map(({ place, item: { index, start } }) => {
        const row = arranged.rows[index];
        if (row === undefined) return null;
        const rowId = idOf(row);
        const parent = (childrenOf?.(row)?.length ?? 0) > 0;
        return (
          <TableRow
            key={place}
            row={row}
            rowId={rowId}
            domId={`${id}-${index}`}
            index={index}
            top={start}
            level={arranged.levels[index] ?? 0}
            columns={columns.shown}
            style={style}
            form={form}
            selected={selected.has(rowId)}
            active={index === active}
            link={options.onOpen !== undefined}
            tone={toneOf?.(row)}
            open={parent ? !isFolded(rowId) : undefined}
            selectable={options.bulk !== undefined && form === 'table'}
            tree={childrenOf !== undefined}
          />
        );
      })}
    </tbody>
  );
}
