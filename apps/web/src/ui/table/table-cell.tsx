import type { ReactNode } from 'react';
import { NotApplicable } from '../value.tsx';
import { type CellStyle, cellText, type FigureText, figureOf } from './cell-text.ts';
import { type Column, isDecimalColumn, isValueColumn } from './columns.ts';

const CHANGE_CLASS = { up: 'text-up', down: 'text-down', none: 'text-ink-2' } as const;

/** A change: arrow, sign and figure, so that colour only repeats what is said already. */
function Change({ figure }: { readonly figure: FigureText }) {
  const { direction, text } = figure;
  return (
    <span className={CHANGE_CLASS[direction]}>
      {direction !== 'none' && (
        <span aria-hidden="true" className="relative -top-[0.07em] mr-[0.4em] text-[0.72em]">
          {direction === 'up' ? '▲' : '▼'}
        </span>
      )}
      {text}
    </span>
  );
}

/** What stands in a cell: what its column draws, or its value as text. */
export function cellContent<Row>(column: Column<Row>, row: Row, style: CellStyle): ReactNode {
  const drawn = column.cell?.(row);
  if (drawn !== undefined) return drawn;
  if (!isValueColumn(column)) return null;
  const value = column.value(row);
  if (value === null || value === '') return <NotApplicable />;
  if (isDecimalColumn(column)) {
    const figure = figureOf(column, row, value, style);
    if (figure === null) return <NotApplicable />;
    return column.signed === true ? <Change figure={figure} /> : figure.text;
  }
  return cellText(column, row, style);
}
