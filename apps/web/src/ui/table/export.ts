import { csvLine, decimal, parseDecimal, safeCell, toText } from '@ultrathink/domain/kernel';
import { inUnit } from './cell-text.ts';
import {
  type Column,
  type DecimalColumn,
  headerText,
  isDecimalColumn,
  isValueColumn,
  type ValueColumn,
} from './columns.ts';

function instant(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return text;
  return text.endsWith('Z') ? text : new Date(ms).toISOString();
}

/** The value as it leaves the table: full precision, no grouping, times in ISO 8601 UTC. */
function exported<Row>(column: ValueColumn<Row>, row: Row): string {
  const value = column.value(row) ?? '';
  if (column.kind === 'time') return instant(value);
  if (!isDecimalColumn(column)) return safeCell(value);
  const read = parseDecimal(value);
  return read.ok ? exactFigure(column, value) : safeCell(value);
}

/** Ratios leave in the unit of their header; every other figure leaves digit by digit as it is. */
function exactFigure<Row>(column: DecimalColumn<Row>, value: string): string {
  if (column.kind !== 'percent' && column.kind !== 'bps') return value;
  return toText(inUnit(column, decimal(value)));
}

function exportedHeader<Row>(column: ValueColumn<Row>): string {
  const header = headerText(column, 'UTC');
  return column.kind === 'percent' ? `${header} %` : header;
}

/** Header and rows of what is seen: the columns given, in their order, for the rows given. */
export function exportGrid<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): readonly (readonly string[])[] {
  const seen = columns.filter(isValueColumn);
  return [seen.map(exportedHeader), ...rows.map((row) => seen.map((c) => exported(c, row)))];
}

/** RFC 4180, so that every spreadsheet reads it alike. */
export const toCsv = (grid: readonly (readonly string[])[]): string => grid.map(csvLine).join('');

/** For the clipboard: tabs and line ends inside a value would tear the cells apart. */
export function toTsv(grid: readonly (readonly string[])[]): string {
  return grid
    .map((fields) => fields.map((f) => f.replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n');
}

/** `working-orders-2026-11-21T0941Z.csv`: what it is and when it was true. */
export function exportName(title: string, now: Date): string {
  const subject = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${subject || 'table'}-${now.toISOString().slice(0, 16).replace(':', '')}Z.csv`;
}
