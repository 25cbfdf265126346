import type { DecimalColumn } from '../table/columns.ts';
import { type ChartUnit, fullFigure } from './chart-unit.ts';

/** A column of a chart's table for figures of its unit. */
export function unitColumn<Row>(
  unit: ChartUnit,
  column: { readonly id: string; readonly header: string },
  value: (row: Row) => string | null,
): DecimalColumn<Row> {
  switch (unit.kind) {
    case 'amount':
      return {
        ...column,
        kind: 'money',
        value,
        decimals: unit.decimals ?? 2,
        ...(unit.unit !== undefined && { unit: unit.unit }),
      };
    case 'percent':
      return {
        ...column,
        kind: 'percent',
        value,
        decimals: unit.decimals ?? 2,
        ...(unit.signed !== undefined && { signed: unit.signed }),
      };
    case 'ms':
      return { ...column, kind: 'quantity', unit: 'ms', value, decimals: 1 };
    case 'bytes':
      return {
        ...column,
        kind: 'quantity',
        value,
        cell: (row) => fullFigure(unit, value(row), 'en-GB'),
      };
  }
}
