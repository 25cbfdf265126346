import type { Column } from './columns.ts';
import { rowFilter } from './filter.ts';
import { sortRows } from './sort.ts';
import type { TableView } from './view.ts';

/** Rows in the order they are shown, children after their parent. */
export interface Arranged<Row> {
  readonly rows: readonly Row[];
  /** Depth of the row at each position; 0 for a row of its own, 1 for a child. */
  readonly levels: Uint8Array;
  /** Rows of their own that are shown: children are parts of them and not counted again. */
  readonly tops: readonly Row[];
}

export interface Family<Row> {
  readonly idOf: (row: Row) => string;
  readonly childrenOf?: ((row: Row) => readonly Row[] | undefined) | undefined;
  /** Whether the children of a parent are folded away; never without it. */
  readonly isFolded?: ((id: string) => boolean) | undefined;
}

function flat<Row>(rows: readonly Row[]): Arranged<Row> {
  return { rows, levels: new Uint8Array(rows.length), tops: rows };
}

/**
 * Filters, sorts and unfolds. A parent is shown when it matches or one of its children does; of a
 * parent that matches itself all children are shown, otherwise only those that match.
 */
export function arrange<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  view: Pick<TableView, 'sort' | 'quick' | 'filters'>,
  family: Family<Row>,
): Arranged<Row> {
  const matches = rowFilter(view, columns);
  const { childrenOf } = family;
  if (childrenOf === undefined) {
    const kept = matches === null ? rows : rows.filter(matches);
    return flat(sortRows(kept, view.sort, columns));
  }
  const kept: Row[] = [];
  const shownChildren = new Map<Row, readonly Row[]>();
  for (const row of rows) {
    const children = childrenOf(row) ?? [];
    const whole = matches === null || matches(row);
    const shown = whole ? children : children.filter(matches);
    if (!whole && shown.length === 0) continue;
    kept.push(row);
    if (shown.length > 0) shownChildren.set(row, shown);
  }
  const tops = sortRows(kept, view.sort, columns);
  const unfolded: Row[] = [];
  const levels: number[] = [];
  for (const row of tops) {
    unfolded.push(row);
    levels.push(0);
    const children = shownChildren.get(row);
    if (children === undefined || family.isFolded?.(family.idOf(row)) === true) continue;
    for (const child of sortRows(children, view.sort, columns)) {
      unfolded.push(child);
      levels.push(1);
    }
  }
  return { rows: unfolded, levels: Uint8Array.from(levels), tops };
}

export interface Held<Row> extends Arranged<Row> {
  /** Rows that would stand elsewhere, appear or go once the order is let go. */
  readonly waiting: number;
}

/**
 * The order people are pointing at, with the newest values in it: nothing moves under the pointer.
 * Rows that have gone stay as they last were and new ones wait, both counted, until it is let go.
 */
export function holdOrder<Row>(
  held: Arranged<Row>,
  next: Arranged<Row>,
  idOf: (row: Row) => string,
): Held<Row> {
  const newest = new Map(next.rows.map((row, position) => [idOf(row), { row, position }]));
  let waiting = 0;
  const rows = held.rows.map((row, position) => {
    const now = newest.get(idOf(row));
    if (now === undefined || now.position !== position) waiting += 1;
    return now === undefined ? row : now.row;
  });
  waiting += Math.max(0, next.rows.length - held.rows.length);
  return { rows, levels: held.levels, tops: next.tops, waiting };
}
