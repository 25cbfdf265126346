import type { ReactNode } from 'react';

/**
 * What a column is, which decides how it is aligned, formatted, compared, filtered and exported.
 *
 * - `text`, `id`, `status`: words. Ids compare by their digits (`O-9` before `O-10`).
 * - `time`: an instant as ISO 8601 with zone, kept as text, so that microseconds survive.
 * - `money`, `quantity`, `price`, `percent`, `bps`: decimal strings, compared and summed exactly and
 *   never held as a `number`. Percent and bps are ratios: 0.0124 reads `1.24%`, 0.000425 `4.25` bps.
 * - `actions`: buttons of a row; neither sorted, filtered nor exported.
 */
export type ColumnKind =
  | 'text'
  | 'id'
  | 'time'
  | 'money'
  | 'quantity'
  | 'price'
  | 'percent'
  | 'bps'
  | 'status'
  | 'actions';

export type WordKind = 'text' | 'id' | 'status';
export type DecimalKind = 'money' | 'quantity' | 'price' | 'percent' | 'bps';

/** Where a column stands in the two-line list that a narrow screen shows in place of the table. */
export type ListSlot = 'title' | 'detail' | 'state' | 'when' | 'hidden';

/** How finely an instant is shown. Order in the table is always that of the whole instant. */
export type TimeDetail = 'date' | 'minute' | 'second' | 'millisecond' | 'day-and-minute';

interface ColumnCommon<Row> {
  readonly id: string;
  readonly header: string;
  /** Preferred width in px; columns share what is left over in proportion to it. */
  readonly width?: number;
  /** The container width in px from which the column shows. */
  readonly from?: number;
  readonly hiddenAtFirst?: boolean;
  /** `true` for columns without which a row has no meaning; they can't be hidden. */
  readonly always?: boolean;
  readonly pinnedAtFirst?: boolean;
  readonly sortable?: boolean;
  readonly filterable?: boolean;
  /** A figure that never stands still: its change alone is no change of the row to point at. */
  readonly restless?: boolean;
  readonly list?: ListSlot;
  /**
   * Drawn in place of the plain value, where it draws something. Sort, filter, copy and CSV keep using
   * `value`.
   */
  readonly cell?: (row: Row) => ReactNode;
}

export interface WordColumn<Row> extends ColumnCommon<Row> {
  readonly kind: WordKind;
  readonly value: (row: Row) => string | null;
  /** Of words that are figures with a unit: they end where figures end. */
  readonly align?: 'right';
  /** A closed set of values, in the order people know them: filtered by ticking, sorted by it. */
  readonly options?: readonly string[];
}

export interface TimeColumn<Row> extends ColumnCommon<Row> {
  readonly kind: 'time';
  readonly value: (row: Row) => string | null;
  readonly detail?: TimeDetail;
}

export interface DecimalColumn<Row> extends ColumnCommon<Row> {
  readonly kind: DecimalKind;
  readonly value: (row: Row) => string | null;
  /** Fraction digits shown, by the instrument's tick or lot where rows differ. */
  readonly decimals?: number | ((row: Row) => number);
  /** Stands in the header (`Value USD`), never in the cells. */
  readonly unit?: string;
  /** Change: carries arrow and sign, blue up and orange down. */
  readonly signed?: boolean;
  /** Adds the column to the totals row as an exact sum. Only for columns of one unit. */
  readonly total?: boolean;
}

export interface ActionsColumn<Row> extends ColumnCommon<Row> {
  readonly kind: 'actions';
  readonly cell: (row: Row) => ReactNode;
}

export type ValueColumn<Row> = WordColumn<Row> | TimeColumn<Row> | DecimalColumn<Row>;
export type Column<Row> = ValueColumn<Row> | ActionsColumn<Row>;

/** Fixes the row type once, so that the definitions below it infer theirs. */
export function defineColumns<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  const seen = new Set<string>();
  for (const { id } of columns) {
    if (!/^[a-z][a-z0-9-]*$/i.test(id)) throw new Error(`Column id "${id}" can't stand in a URL.`);
    if (seen.has(id)) throw new Error(`Two columns are called "${id}".`);
    seen.add(id);
  }
  return columns;
}

const DECIMAL_KINDS: ReadonlySet<ColumnKind> = new Set([
  'money',
  'quantity',
  'price',
  'percent',
  'bps',
]);

export function isDecimalColumn<Row>(column: Column<Row>): column is DecimalColumn<Row> {
  return DECIMAL_KINDS.has(column.kind);
}

export function isValueColumn<Row>(column: Column<Row>): column is ValueColumn<Row> {
  return column.kind !== 'actions';
}

/** Figures stand right, under a header that stands right too; words and times stand left. */
export function alignment(column: {
  readonly kind: ColumnKind;
  readonly align?: 'right';
}): 'left' | 'right' {
  return column.align === 'right' || DECIMAL_KINDS.has(column.kind) || column.kind === 'actions'
    ? 'right'
    : 'left';
}

/** The header as it is read: label and the unit or zone that the cells leave out. */
export function headerText<Row>(column: Column<Row>, zone: string): string {
  if (column.kind === 'time') return `${column.header} ${zone}`;
  if (!isDecimalColumn(column)) return column.header;
  const unit = column.unit ?? (column.kind === 'bps' ? 'bps' : undefined);
  return unit === undefined ? column.header : `${column.header} ${unit}`.trim();
}

const DEFAULT_DECIMALS: Readonly<Record<DecimalKind, number>> = {
  money: 2,
  quantity: 4,
  price: 2,
  percent: 2,
  bps: 2,
};

export function decimalsOf<Row>(column: DecimalColumn<Row>, row: Row | null): number {
  const { decimals } = column;
  if (typeof decimals === 'number') return decimals;
  if (decimals !== undefined && row !== null) return decimals(row);
  return DEFAULT_DECIMALS[column.kind];
}

const DEFAULT_WIDTHS: Readonly<Record<ColumnKind, number>> = {
  text: 140,
  id: 86,
  time: 86,
  money: 124,
  quantity: 104,
  price: 104,
  percent: 84,
  bps: 76,
  status: 136,
  actions: 72,
};

export function preferredWidth<Row>(column: Column<Row>): number {
  return column.width ?? DEFAULT_WIDTHS[column.kind];
}
