'use client';

import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { type Column, preferredWidth } from './columns.ts';
import type { TableView } from './view.ts';

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
});

/** The table holds no rows of its own: 100,000 row objects would be made to show forty of them. */
const NO_ROWS: readonly never[] = [];

export interface ShownColumn<Row> {
  readonly column: Column<Row>;
  readonly width: number;
  /** Set for pinned columns: their distance from the left edge in px. */
  readonly pinnedAt: number | null;
  readonly lastPinned: boolean;
  /** Whether it takes part of the room that is left over. */
  readonly grows: boolean;
}

export interface ShownColumns<Row> {
  readonly shown: readonly ShownColumn<Row>[];
  /** One `grid-template-columns` for every row. */
  readonly template: string;
  readonly totalWidth: number;
  /** Columns the reader wants but the container is too narrow for. */
  readonly dropped: ReadonlySet<string>;
}

const SELECT_WIDTH = 26;

/**
 * Order, visibility, pinning and sizes of the columns. Pinned columns stand first in the order of
 * the view; columns nobody resized share the room that is left over.
 */
export function useColumns<Row>(
  columns: readonly Column<Row>[],
  view: TableView,
  containerWidth: number | null,
  selectable: boolean,
  isList: boolean,
): ShownColumns<Row> {
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, never>();
    return columns.map((column) =>
      helper.display({ id: column.id, size: preferredWidth(column), minSize: 40 }),
    );
  }, [columns]);
  const dropped = useMemo(() => {
    // What a column says it is in the list of a narrow screen, it is there however narrow that is.
    const hasNoRoom = ({ from = 0, list = 'hidden' }: Column<Row>) =>
      from > (containerWidth ?? 1e6) && !(isList && list !== 'hidden');
    return new Set(columns.filter(hasNoRoom).map(({ id }) => id));
  }, [columns, containerWidth, isList]);
  const state = useMemo(
    () => ({
      columnOrder: [...view.order],
      columnPinning: { start: view.order.filter((id) => view.pinned.includes(id)), end: [] },
      columnSizing: { ...view.widths },
      columnVisibility: Object.fromEntries([...view.hidden, ...dropped].map((id) => [id, false])),
    }),
    [view.order, view.pinned, view.widths, view.hidden, dropped],
  );
  const table = useTable({ features, columns: definitions, data: NO_ROWS, state });
  return useMemo(() => {
    void state;
    const byId = new Map(columns.map((column) => [column.id, column]));
    const pinned = table.getStartVisibleLeafColumns();
    const start = selectable ? SELECT_WIDTH : 0;
    const shown = [...pinned, ...table.getCenterVisibleLeafColumns()].flatMap((leaf) => {
      const column = byId.get(leaf.id);
      if (column === undefined) return [];
      const isPinned = leaf.getIsPinned() === 'start';
      return {
        column,
        width: leaf.getSize(),
        pinnedAt: isPinned ? start + leaf.getStart('start') : null,
        lastPinned: isPinned && leaf.id === pinned.at(-1)?.id,
        grows: !isPinned && view.widths[leaf.id] === undefined,
      };
    });
    const tracks = shown.map(({ width, grows }) =>
      grows ? `minmax(${width}px, ${width}fr)` : `${width}px`,
    );
    return {
      shown,
      template: [...(selectable ? [`${SELECT_WIDTH}px`] : []), ...tracks].join(' '),
      totalWidth: start + shown.reduce((sum, { width }) => sum + width, 0),
      dropped,
    };
  }, [table, state, columns, selectable, view.widths, dropped]);
}
