import {
  type Decimal,
  decimal,
  decimalParts,
  formatDate,
  formatTime,
  fromEpochMs,
  multiply,
  NOT_APPLICABLE,
  type NumberParts,
  parseDecimal,
  partsToText,
  percentParts,
  scaleOf,
  toText,
} from '@ultrathink/domain/kernel';
import {
  type Column,
  type DecimalColumn,
  decimalsOf,
  isDecimalColumn,
  type TimeDetail,
} from './columns.ts';

/** How this reader writes numbers, and whose clock the table shows. */
export interface CellStyle {
  readonly locale: string;
  readonly zone: string;
}

const TIMES: Readonly<Record<'percent' | 'bps', Decimal>> = {
  percent: decimal('100'),
  bps: decimal('10000'),
};

/** Percent and basis points are kept as ratios; this is the figure that stands under the unit. */
export function inUnit<Row>(column: DecimalColumn<Row>, value: Decimal): Decimal {
  const { kind } = column;
  return kind === 'percent' || kind === 'bps' ? multiply(value, TIMES[kind]) : value;
}

/** The other way: what was typed under the unit, as it is kept. Exact, and plain text. */
export function fromUnit<Row>(column: DecimalColumn<Row>, value: Decimal): string {
  if (column.kind === 'percent') return toText(multiply(value, decimal('0.01')));
  if (column.kind === 'bps') return toText(multiply(value, decimal('0.0001')));
  return toText(value);
}

function partsOf<Row>(
  column: DecimalColumn<Row>,
  value: Decimal,
  style: CellStyle,
  decimals: number,
): NumberParts {
  const signs = column.signed === true ? 'change' : 'minus';
  const { locale } = style;
  if (column.kind === 'percent') return percentParts(value, { locale, decimals, signs });
  return decimalParts(inUnit(column, value), { locale, decimals, signs });
}

export interface FigureText {
  readonly text: string;
  /** Judged on what is shown: a change that rounds to zero has none. */
  readonly direction: 'up' | 'down' | 'none';
}

/** A figure as its column shows it; null when the value is missing or no decimal at all. */
export function figureOf<Row>(
  column: DecimalColumn<Row>,
  row: Row | null,
  value: string | null,
  style: CellStyle,
): FigureText | null {
  const read = value === null || value === '' ? null : parseDecimal(value);
  if (read === null || !read.ok) return null;
  const parts = partsOf(column, read.value, style, decimalsOf(column, row));
  const direction = parts.sign === '' ? 'none' : parts.sign === '+' ? 'up' : 'down';
  return { text: partsToText(parts), direction };
}

/** An instant on the reader's clock; the zone is named once, in the header. */
export function timeText(instant: string, detail: TimeDetail, style: CellStyle): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms) || ms < 0) return NOT_APPLICABLE;
  const time = fromEpochMs(ms);
  switch (detail) {
    case 'date':
      return formatDate(time, style);
    case 'day-and-minute':
      return `${formatDate(time, style).replace(/ \d{4}$/, '')} ${formatTime(time, style, 'minute')}`;
    default:
      return formatTime(time, style, detail);
  }
}

/** The value of a cell as text, exactly as it is shown where nothing is drawn in its place. */
export function cellText<Row>(column: Column<Row>, row: Row, style: CellStyle): string {
  if (column.kind === 'actions') return '';
  const value = column.value(row);
  if (value === null || value === '') return NOT_APPLICABLE;
  if (isDecimalColumn(column)) return figureOf(column, row, value, style)?.text ?? NOT_APPLICABLE;
  if (column.kind === 'time') return timeText(value, column.detail ?? 'second', style);
  return value;
}

/** The whole value for a tooltip, where the cell shows less of it; otherwise nothing. */
export function fullText<Row>(column: Column<Row>, row: Row, style: CellStyle): string | undefined {
  if (column.kind === 'actions') return undefined;
  const value = column.value(row);
  if (value === null || value === '') return undefined;
  if (column.kind === 'time') return value;
  if (!isDecimalColumn(column)) return value.length > 12 ? value : undefined;
  const point = value.indexOf('.');
  // Most values have no more decimals than their column, and every cell asks.
  if (point === -1 || value.length - point - 1 <= decimalsOf(column, row)) return undefined;
  const read = parseDecimal(value);
  if (!read.ok) return undefined;
  const decimals = scaleOf(inUnit(column, read.value));
  if (decimals <= decimalsOf(column, row)) return undefined;
  return partsToText(partsOf(column, read.value, style, decimals));
}
