'use client';

import {
  type ReactNode,
  type RefObject,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { zoneName } from '../date/day.ts';
import { useLocale } from '../locale.tsx';
import { usePreferences } from '../use-preferences.ts';
import type { Arranged } from './arrange.ts';
import type { CellStyle } from './cell-text.ts';
import type { Column } from './columns.ts';
import { type DataState, READY } from './data-state.ts';
import type { RowTone } from './table-row.tsx';
import { type ColumnTotal, totals } from './totals.ts';
import { useArranged } from './use-arranged.ts';
import { type ShownColumns, useColumns } from './use-columns.ts';
import { type TableViewControl, useTableView } from './use-table-view.ts';
import { useWidth } from './use-width.ts';
import { firstView, type TableView } from './view.ts';
import type { ViewStore } from './view-store.ts';

export interface DataTableOptions<Row extends object> {
  /** Names the table among saved views and files: `working-orders`. */
  readonly id: string;
  /** What it holds, for assistive technology and exports: "Working orders". */
  readonly title: string;
  /** "14 working orders, 1 Unconfirmed": the table in a sentence, read before its rows. */
  readonly summary?: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly childrenOf?: (row: Row) => readonly Row[] | undefined;
  /** Children show once somebody unfolds their parent. */
  readonly foldedAtFirst?: boolean;
  readonly toneOf?: (row: Row) => RowTone;
  /** Enter or a press on a row; rows without it can't be opened. */
  readonly onOpen?: (row: Row) => void;
  /** Keys of this table's own, before any other: each is handed the rows selected, else the one in hand. */
  readonly keys?: Readonly<Record<string, (rows: readonly Row[]) => void>>;
  /** Told what the reader looks for, at first and with each change: where a server narrows the rows. */
  readonly onAsked?: (asked: AskedRows) => void;
  readonly state?: DataState;
  /** Said in place of rows when there are none, with what brings some. */
  readonly empty?: { readonly sentence: string; readonly next?: ReactNode };
  readonly first?: Partial<TableView>;
  /** Name of the view it opens with. */
  readonly viewName?: string;
  readonly views?: ViewStore;
  /** Prefix of its parameters in the address; null keeps its state in memory. */
  readonly address?: string | null;
  /** Acts on the rows selected; without it no row can be selected. */
  readonly bulk?: (rows: readonly Row[], clear: () => void) => ReactNode;
  /** `flush` tables touch the edges of their region, others stand in the page's gutter. */
  readonly edge?: 'page' | 'flush';
  /** Below this width in px rows become a two-line list. */
  readonly listBelow?: number;
  /** Called when the last rows come into sight: where rows are fetched page by page. */
  readonly onNearEnd?: () => void;
  /** Where a file of all that its filters match is read, beside what is seen; and what is said of it. */
  readonly exportAll?: { readonly href: string; readonly about: string };
  /** Bars shown while the first rows load: about as many as there will be. */
  readonly expectedRows?: number;
}

/** What a reader looks for. */
export type AskedRows = Pick<TableView, 'filters'>;

export interface DataTableModel<Row extends object> {
  readonly options: DataTableOptions<Row>;
  readonly state: DataState;
  readonly style: CellStyle;
  readonly zone: string;
  readonly control: TableViewControl;
  readonly columns: ShownColumns<Row>;
  readonly arranged: Arranged<Row>;
  readonly waiting: number;
  readonly totals: ReadonlyMap<string, ColumnTotal>;
  readonly form: 'table' | 'list';
  readonly rowHeight: number;
  readonly rootRef: RefObject<HTMLDivElement | null>;
  readonly filterRef: RefObject<HTMLInputElement | null>;
  readonly selected: ReadonlySet<string>;
  readonly setSelected: (ids: ReadonlySet<string>) => void;
  readonly isFolded: (id: string) => boolean;
  readonly turn: (id: string) => void;
  readonly setHolding: (holding: boolean) => void;
  readonly resize: (id: string, px: number | null) => void;
}

const ROW_HEIGHTS = { compact: 28, comfortable: 40, list: 56 } as const;
const NOBODY: ReadonlySet<string> = new Set();

/** The view while a column is dragged wider: the width in the hand wins over the one kept. */
function withDragged(view: TableView, drag: { id: string; px: number } | null): TableView {
  return drag === null ? view : { ...view, widths: { ...view.widths, [drag.id]: drag.px } };
}

function useTotals<Row>(rows: readonly Row[], { shown }: ShownColumns<Row>) {
  return useMemo(
    () =>
      totals(
        rows,
        shown.map(({ column }) => column),
      ),
    [rows, shown],
  );
}

/** Everything a table knows; `TableTools` and `TableGrid` show it, together or apart. */
export function useDataTable<Row extends object>(
  options: DataTableOptions<Row>,
): DataTableModel<Row> {
  const { columns, rows, idOf, childrenOf, first: given, listBelow = 560 } = options;
  const style = useLocale();
  const rootRef = useRef<HTMLDivElement>(null);
  const filterRef = useRef<HTMLInputElement>(null);
  const width = useWidth(rootRef);
  const { density } = usePreferences();
  const first = useMemo(
    () => firstView(columns, { ...given, ...(density !== null && { density }) }),
    [columns, given, density],
  );
  const { address = '' } = options;
  const control = useTableView(options.id, columns, first, address, options.views);
  const [selected, setSelected] = useState(NOBODY);
  const [turned, setTurned] = useState(NOBODY);
  const [holding, setHolding] = useState(false);
  const [drag, setDrag] = useState<{ id: string; px: number } | null>(null);
  const { view } = control;
  // Typing stays fluent over 100,000 rows: the letters come first, the rows follow.
  const quick = useDeferredValue(view.quick);
  const asked = useMemo(
    () => ({ sort: view.sort, filters: view.filters, quick }),
    [view.sort, view.filters, quick],
  );
  const { onAsked } = options;
  useEffect(() => onAsked?.({ filters: view.filters }), [onAsked, view.filters]);
  const { foldedAtFirst = false } = options;
  const isFolded = useCallback(
    (id: string) => turned.has(id) !== foldedAtFirst,
    [turned, foldedAtFirst],
  );
  const family = useMemo(() => ({ idOf, childrenOf, isFolded }), [idOf, childrenOf, isFolded]);
  const { arranged, waiting } = useArranged(rows, columns, asked, family, holding);
  const selectable = options.bulk !== undefined;
  const form = width !== null && width < listBelow ? 'list' : 'table';
  const dragged = useMemo(() => withDragged(view, drag), [view, drag]);
  const isList = form === 'list';
  const shown = useColumns(columns, dragged, width, selectable && !isList, isList);
  return {
    options,
    state: options.state ?? READY,
    style,
    zone: zoneName(style.zone),
    control,
    columns: shown,
    arranged,
    waiting,
    totals: useTotals(arranged.tops, shown),
    form,
    rowHeight: ROW_HEIGHTS[form === 'list' ? 'list' : view.density],
    rootRef,
    filterRef,
    selected,
    setSelected,
    isFolded,
    turn: (id) => setTurned(toggled(turned, id)),
    setHolding,
    resize: (id, px) => setDrag(px === null ? null : { id, px }),
  };
}

/** The rows selected, in the order they are shown. Rows that are filtered away are not acted on. */
export function selectedRows<Row extends object>(table: DataTableModel<Row>): readonly Row[] {
  const { idOf } = table.options;
  if (table.selected.size === 0) return [];
  return table.arranged.rows.filter((row) => table.selected.has(idOf(row)));
}

export function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
