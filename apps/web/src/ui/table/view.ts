/**
 * What a reader can change about a table, as plain values: the part of its state that is saved as a
 * view and carried by the URL. Rows, selection and focus are not part of it.
 */

export interface SortKey {
  readonly id: string;
  readonly descending: boolean;
}

/**
 * One filter on one column: words it contains, values it is one of, or bounds it lies between
 * (inclusive; either end may be open). Bounds are decimal strings, or instants for times.
 */
export type ColumnFilter =
  | { readonly kind: 'has'; readonly text: string }
  | { readonly kind: 'in'; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly from: string | null; readonly to: string | null };

export type Density = 'compact' | 'comfortable';

export interface TableView {
  readonly sort: readonly SortKey[];
  readonly quick: string;
  readonly filters: Readonly<Record<string, ColumnFilter>>;
  /** Every column's id, in the order they stand. */
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  /** Kept in sight at the left edge, in the order of `order`. */
  readonly pinned: readonly string[];
  /** Widths the reader set, in px. */
  readonly widths: Readonly<Record<string, number>>;
  readonly density: Density;
}

export type ViewPart = keyof TableView;

export const VIEW_PARTS: readonly ViewPart[] = [
  'sort',
  'quick',
  'filters',
  'order',
  'hidden',
  'pinned',
  'widths',
  'density',
];

interface ViewColumn {
  readonly id: string;
  readonly hiddenAtFirst?: boolean;
  readonly pinnedAtFirst?: boolean;
}

/** The view a table opens with when nothing was saved and the URL says nothing. */
export function firstView(
  columns: readonly ViewColumn[],
  given: Partial<TableView> = {},
): TableView {
  return {
    sort: [],
    quick: '',
    filters: {},
    order: columns.map(({ id }) => id),
    hidden: columns.filter((column) => column.hiddenAtFirst === true).map(({ id }) => id),
    pinned: columns.filter((column) => column.pinnedAtFirst === true).map(({ id }) => id),
    widths: {},
    density: 'compact',
    ...given,
  };
}

function sorted<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A text that is equal exactly when two parts mean the same, whatever order they were made in. */
function meaning(view: TableView, part: ViewPart): string {
  switch (part) {
    case 'hidden':
    case 'pinned':
      return JSON.stringify([...view[part]].sort());
    case 'filters':
      return JSON.stringify(
        sorted(view.filters).map(([id, filter]) => [
          id,
          filter.kind === 'in' ? ['in', ...[...filter.values].sort()] : sorted({ ...filter }),
        ]),
      );
    case 'widths':
      return JSON.stringify(sorted(view.widths));
    case 'sort':
      return JSON.stringify(view.sort.map(({ id, descending }) => [id, descending]));
    default:
      return JSON.stringify(view[part]);
  }
}

/** The parts in which `now` differs from `saved`; none means the view stands as it was saved. */
export function changedParts(saved: TableView, now: TableView): ViewPart[] {
  return VIEW_PARTS.filter((part) => meaning(saved, part) !== meaning(now, part));
}

/**
 * Makes a view of another time fit the columns there are now: unknown columns are dropped, new ones
 * join at the end as they were first meant, and a column that must always show is never hidden.
 */
export function fitView(
  view: TableView,
  columns: readonly (ViewColumn & { readonly always?: boolean })[],
): TableView {
  const known = new Map(columns.map((column) => [column.id, column]));
  const unique = (ids: readonly string[]) => [...new Set(ids)].filter((id) => known.has(id));
  const keep = <Value>(record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => known.has(id)));
  const order = unique(view.order);
  const joined = columns.filter(({ id }) => !order.includes(id));
  const hidden = [...view.hidden, ...joined.filter((c) => c.hiddenAtFirst).map(({ id }) => id)];
  const sort = view.sort.filter(
    ({ id }, index) => known.has(id) && view.sort.findIndex((key) => key.id === id) === index,
  );
  return {
    ...view,
    sort,
    filters: keep(view.filters),
    order: [...order, ...joined.map(({ id }) => id)],
    hidden: unique(hidden).filter((id) => known.get(id)?.always !== true),
    pinned: unique(view.pinned),
    widths: keep(view.widths),
  };
}
