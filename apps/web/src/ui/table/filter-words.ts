import { decimalParts, parseDecimal, partsToText } from '@ultrathink/domain/kernel';
import { type CellStyle, inUnit, timeText } from './cell-text.ts';
import { type Column, type DecimalColumn, headerText, isDecimalColumn } from './columns.ts';
import type { ColumnFilter } from './view.ts';

function bound<Row>(column: Column<Row>, value: string, style: CellStyle): string {
  if (column.kind === 'time') {
    return `${timeText(value, 'date', style)} ${timeText(value, 'minute', style)}`;
  }
  if (!isDecimalColumn(column)) return value;
  const read = parseDecimal(value);
  if (!read.ok) return value;
  return partsToText(decimalParts(inUnit(column as DecimalColumn<Row>, read.value), style));
}

/** A filter as a sentence: `Side is Buy`, `Quantity from 10 to 500`, `Client has osprey`. */
export function filterWords<Row>(
  column: Column<Row>,
  filter: ColumnFilter,
  style: CellStyle,
): string {
  const name = column.kind === 'time' ? column.header : headerText(column, style.zone);
  switch (filter.kind) {
    case 'has':
      return `${name} has ${filter.text}`;
    case 'in':
      return `${name} is ${filter.values.map((value) => value || 'empty').join(' or ')}`;
    case 'range': {
      const from = filter.from === null ? '' : ` from ${bound(column, filter.from, style)}`;
      const to = filter.to === null ? '' : ` to ${bound(column, filter.to, style)}`;
      return `${name}${from}${to}`;
    }
  }
}
