import { type Column, isDecimalColumn } from './columns.ts';
import { isDecimal, sumDecimals } from './decimals.ts';

export interface ColumnTotal {
  /** The exact sum as a decimal string. */
  readonly sum: string;
  /** Rows without a value: a total that leaves some out has to say so. */
  readonly missing: number;
}

/** Exact sums of the columns that ask for one, over the rows given. */
export function totals<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): ReadonlyMap<string, ColumnTotal> {
  const sums = new Map<string, ColumnTotal>();
  for (const column of columns) {
    if (!isDecimalColumn(column) || column.total !== true) continue;
    const values: string[] = [];
    for (const row of rows) {
      const value = column.value(row);
      if (value !== null && isDecimal(value)) values.push(value);
    }
    sums.set(column.id, { sum: sumDecimals(values), missing: rows.length - values.length });
  }
  return sums;
}
