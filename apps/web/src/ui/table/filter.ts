import { type Column, isDecimalColumn, isValueColumn, type ValueColumn } from './columns.ts';
import { compareDecimals, isDecimal } from './decimals.ts';
import type { ColumnFilter, TableView } from './view.ts';

const lower = (text: string) => text.toLowerCase();

/** Rows are searched at every key press; the text of one is put together once for all of them. */
const searchTexts = new WeakMap<object, WeakMap<object, string>>();

function searchText<Row extends object>(row: Row, columns: readonly Column<Row>[]): string {
  let texts = searchTexts.get(columns);
  if (texts === undefined) {
    texts = new WeakMap();
    searchTexts.set(columns, texts);
  }
  const known = texts.get(row);
  if (known !== undefined) return known;
  const parts: string[] = [];
  for (const column of columns) {
    if (isValueColumn(column)) parts.push(column.value(row) ?? '');
  }
  const text = lower(parts.join('\n'));
  texts.set(row, text);
  return text;
}

function compareInstants(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b);
}

function within<Row>(column: ValueColumn<Row>, from: string | null, to: string | null) {
  const decimal = isDecimalColumn(column);
  const readable = (text: string) => (decimal ? isDecimal(text) : !Number.isNaN(Date.parse(text)));
  const compare = decimal ? compareDecimals : compareInstants;
  return (value: string) =>
    readable(value) &&
    (from === null || !readable(from) || compare(value, from) >= 0) &&
    (to === null || !readable(to) || compare(value, to) <= 0);
}

function columnMatch<Row>(column: ValueColumn<Row>, filter: ColumnFilter): (row: Row) => boolean {
  if (filter.kind === 'has') {
    const wanted = lower(filter.text);
    return (row) => lower(column.value(row) ?? '').includes(wanted);
  }
  if (filter.kind === 'in') {
    const wanted = new Set(filter.values);
    return (row) => wanted.has(column.value(row) ?? '');
  }
  const inside = within(column, filter.from, filter.to);
  return (row) => {
    const value = column.value(row);
    return value !== null && inside(value);
  };
}

/** Says of a row whether the view shows it; null when the view shows every row. */
export function rowFilter<Row extends object>(
  view: Pick<TableView, 'quick' | 'filters'>,
  columns: readonly Column<Row>[],
): ((row: Row) => boolean) | null {
  const matches: ((row: Row) => boolean)[] = [];
  for (const [id, filter] of Object.entries(view.filters)) {
    const column = columns.find((candidate) => candidate.id === id);
    if (column !== undefined && isValueColumn(column)) matches.push(columnMatch(column, filter));
  }
  const words = lower(view.quick)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length > 0) {
    matches.push((row) => {
      const text = searchText(row, columns);
      return words.every((word) => text.includes(word));
    });
  }
  if (matches.length === 0) return null;
  return (row) => matches.every((match) => match(row));
}

/** The different values of a column with their counts, by frequency, for ticking in a filter. */
export function valueCounts<Row>(
  rows: readonly Row[],
  column: ValueColumn<Row>,
  most = 200,
): readonly { readonly value: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = column.value(row) ?? '';
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > most) return [];
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
